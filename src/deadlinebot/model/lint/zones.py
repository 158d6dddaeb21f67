"""Zones and clocks that say something else than was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time

from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Cause, Deadline, Status
from deadlinebot.model.lint.finding import Finding, Rule, finding
from deadlinebot.model.lint.venues import venue_zone
from deadlinebot.model.stated import claim_zone
from deadlinebot.model.when import Assumption, Moment, named, utc_text
from deadlinebot.model.when.names import SEASONAL

# The winter offset of a zone, as it is often written all year.
_WINTER = {
    "UTC-8": ("America/Los_Angeles", "Pacific", "UTC-7", "PT"),
    "UTC-7": ("America/Denver", "Mountain", "UTC-6", "MT"),
    "UTC-6": ("America/Chicago", "Central", "UTC-5", "CT"),
    "UTC-5": ("America/New_York", "Eastern", "UTC-4", "ET"),
}
# Where in summer no call is written on clocks of that offset: it needs no venue.
# UTC-7 is Pacific then, UTC-6 Mountain, UTC-5 Central.
_NOBODYS = frozenset({"UTC-8"})
_OWNERS = {"UTC-8": "America/Anchorage"}  # whose summer clocks show it all the same


def winter_offset(deadline: Deadline) -> Iterator[Finding]:
    """Find a fixed American winter offset on a day of daylight saving time.

    Of CCF-Deadlines' ``UTC-8`` dates half fall in Pacific daylight time, whatever
    the venue: it is the habit of who runs the submission site. The other offsets are
    another zone's summer time, so they count only where the venue's clocks differ.
    """
    home = venue_zone(deadline.call.venue)
    for claim, moment in _moments(deadline):
        if moment.zone not in _WINTER:
            continue
        zone, name, summer, letters = _WINTER[moment.zone]
        at = moment.window.earliest
        if not _daylight(zone, at) or home == _OWNERS.get(moment.zone):
            continue
        if home == zone or moment.zone in _NOBODYS:
            message = (
                f"{moment.zone} on {moment.wall.day}: {name} clocks show {summer} "
                f"then; if they are meant it is due an hour earlier: write '{letters}' "
                f"for their clocks, or resolve it with the organiser"
            )
            yield finding(Rule.WINTER_OFFSET, deadline, message, claim)


def ambiguous_zone(deadline: Deadline) -> Iterator[Finding]:
    """Find an abbreviation that means several offsets on that day."""
    for claim, moment in _moments(deadline):
        if Assumption.ZONE_READING not in moment.assumed or moment.zone is None:
            continue
        ends = f"{utc_text(moment.window.earliest)} or {utc_text(moment.window.latest)}"
        if moment.zone in SEASONAL:
            _, name = SEASONAL[moment.zone]
            reason = f"{moment.zone} on a summer date: the winter offset, or {name}?"
        else:
            reason = f"{moment.zone} has several meanings"
        message = f"{reason} It is {ends}: write an offset such as UTC-5, or a tz name"
        yield finding(Rule.AMBIGUOUS_ZONE, deadline, message, claim)


def midnight(deadline: Deadline) -> Iterator[Finding]:
    """Find a midnight by which somebody must act: before that day, or after it?"""
    if not deadline.milestone.acts:
        return
    for claim, moment in _moments(deadline):
        if Assumption.MIDNIGHT in moment.assumed:
            reason = f"midnight of {moment.wall.day} begins the day, or ends it?"
        elif moment.wall.at == time(0) and not _is_24(claim.text):
            reason = f"00:00 begins {moment.wall.day}: is its end meant?"
        else:
            continue
        message = f"{reason} Write 23:59 of the last day, or 24:00"
        yield finding(Rule.MIDNIGHT, deadline, message, claim)


def zone_conflict(deadline: Deadline) -> Iterator[Finding]:
    """Find the same wall clock stated in two zones."""
    conflict = deadline.conflict
    if conflict is None or conflict.cause is not Cause.ZONE:
        return
    if deadline.status is not Status.CONFLICTING:
        return  # a person has decided
    ours, other = deadline.stated, conflict.other
    message = (
        f"one wall clock in two zones: {_zone(ours)} by {ours.source} "
        f"({ours.place}), {_zone(other)} by {other.source}: ask the organiser, "
        f"then write 'resolved'"
    )
    yield finding(Rule.ZONE_CONFLICT, deadline, message, other)


def _moments(deadline: Deadline) -> Iterable[tuple[Claim, Moment]]:
    for claim in deadline.claims:
        if isinstance(claim.reading, Moment):
            yield claim, claim.reading


def _is_24(text: str) -> bool:
    return re.search(r"\b24[:.：时点]", text) is not None


def _zone(claim: Claim) -> str:
    return claim_zone(claim) or "no zone"


def _daylight(zone: str, at: datetime) -> bool:
    return bool(at.astimezone(named(zone)).dst())
