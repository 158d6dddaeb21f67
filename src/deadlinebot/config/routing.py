"""Routing: the keys that say which deadlines go where, and how early."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from deadlinebot.config.section import Section, a_filter
from deadlinebot.model.digests import digest_rule
from deadlinebot.model.lead import lead

LeadText = Annotated[str, AfterValidator(lambda text: lead(text).text)]
Leads = Annotated[
    tuple[LeadText, ...], AfterValidator(lambda texts: tuple(dict.fromkeys(texts)))
]
FilterText = Annotated[str, AfterValidator(a_filter)]


class LadderConfig(Section):
    """Other leads for some of a route's deadlines."""

    when: FilterText
    """Which of them: milestone:abstract, ccf:A, tag:nlp ..."""
    leads: Leads
    """How early, for these; [] is not at all."""


class RouteConfig(Section):
    """Which deadlines go to which channels, and how early."""

    filter: FilterText = ""
    """ccf:A,B and (tag:nlp or kind:competition); nothing is everything."""
    leads: Leads = ("14d", "7d", "3d", "1d@09:00", "6h")
    """How early: 14d, 3d@09:00 (that wall time at home), 3wd (working days), 6h."""
    ladders: tuple[LadderConfig, ...] = ()
    """Other leads for some of them; the first ladder that matches counts."""
    channels: tuple[str, ...] = Field(min_length=1)
    """The names of the channels."""
    announce: bool = True
    """Whether what is new and what changes is told as it comes."""
    digest: str = ""
    """When to list what is coming: daily, daily@09:03 or weekly@mon-09:03."""
    digest_days: int | None = Field(default=None, ge=1, le=366)
    """How many days a digest looks ahead; 14 daily and 30 weekly if missing."""

    @field_validator("digest")
    @classmethod
    def _readable_digest(cls, text: str) -> str:
        return digest_rule(text, UTC).text if text else ""
