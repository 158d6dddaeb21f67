"""Milestones: the dates that a call can have."""

from __future__ import annotations

from enum import StrEnum


class Milestone(StrEnum):
    """The kind of a date in the life of a call."""

    REGISTRATION = "registration"
    ABSTRACT = "abstract"
    PAPER = "paper"
    SUPPLEMENTARY = "supplementary"
    DATA_RELEASE = "data_release"
    STAGE_START = "stage_start"
    STAGE_END = "stage_end"
    REBUTTAL_START = "rebuttal_start"
    REBUTTAL_END = "rebuttal_end"
    NOTIFICATION = "notification"
    CAMERA_READY = "camera_ready"
    COMMITMENT = "commitment"
    EVENT = "event"
    OTHER = "other"

    @property
    def acts(self) -> bool:
        """Whether somebody must act by it: these remind unless a route says else."""
        return self in ACTING


ACTING = frozenset(
    {
        Milestone.REGISTRATION,
        Milestone.ABSTRACT,
        Milestone.PAPER,
        Milestone.SUPPLEMENTARY,
        Milestone.STAGE_END,
        Milestone.REBUTTAL_END,
        Milestone.CAMERA_READY,
        Milestone.COMMITMENT,
    }
)
