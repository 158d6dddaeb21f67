"""Rows: deadlines, deliveries and changes as the JSON that other programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deadlinebot.cli.outlook import Line
    from deadlinebot.engine.explain import Explained
    from deadlinebot.model.change import Change
    from deadlinebot.model.claim import Claim
    from deadlinebot.model.deadline import Conflict, Deadline, Estimate
    from deadlinebot.model.delivery import Delivery
    from deadlinebot.model.mute import Mute
    from deadlinebot.store import Attempt

Row = dict[str, Any]


def deadline_row(deadline: Deadline) -> Row:
    """Return *deadline*; instants in UTC.

    ``start`` and ``end`` only for spans of days, ``done`` only if it is.
    """
    call, window = deadline.call, deadline.window
    row: Row = {
        "id": deadline.id,
        "uid": deadline.uid,
        "call": call.id,
        "series": call.series,
        "year": call.year,
        "kind": call.kind.value,
        "milestone": deadline.milestone.value,
        "round": deadline.round,
        "rounds": deadline.rounds,
        "label": {"en": deadline.label.en, "zh": deadline.label.zh},
        "title": {"en": call.title.en, "zh": call.title.zh},
        "due": instant(deadline.due),
        "earliest": instant(window.earliest if window else None),
        "latest": instant(window.latest if window else None),
        "exact": window is not None and window.exact,
        "zone": deadline.zone,
        "precision": deadline.precision.value if deadline.precision else None,
        "assumed": [assumption.value for assumption in deadline.assumed],
        "status": deadline.status.value,
        "conflict": _conflict(deadline.conflict) if deadline.conflict else None,
        "estimate": _estimate(deadline.estimate) if deadline.estimate else None,
        "tags": list(call.tags),
        "link": deadline.link,
        "sequence": deadline.sequence,
        "claims": [_claim(claim) for claim in deadline.claims],
    }
    if deadline.done:
        row["done"] = True
    if deadline.span:
        row["start"] = deadline.span.start.isoformat()
        row["end"] = deadline.span.end.isoformat()
    return row


def _claim(claim: Claim) -> Row:
    from deadlinebot.model.when import Moment

    window = claim.reading.window if isinstance(claim.reading, Moment) else None
    return {
        "source": claim.source,
        "text": claim.text,
        "zone": claim.zone,
        "earliest": instant(window.earliest if window else None),
        "latest": instant(window.latest if window else None),
        "place": str(claim.place),
        "checked": claim.checked.isoformat() if claim.checked else None,
        "link": claim.link,
    }


def _estimate(estimate: Estimate) -> Row:
    return {
        "day": estimate.day.isoformat(),
        "start": estimate.start.isoformat(),
        "end": estimate.end.isoformat(),
        "from": list(estimate.years),
    }


def _conflict(conflict: Conflict) -> Row:
    return {
        "cause": conflict.cause.value,
        "source": conflict.other.source,
        "text": conflict.other.text,
        "apart_s": conflict.apart_s,
    }


def change_row(change: Change) -> Row:
    """Return one fact that changed, with the safe instants before and after."""
    return {
        "kind": change.kind.value,
        "at": instant(change.at),
        "from": instant(change.old),
        "to": instant(change.new),
    }


def mute_row(mute: Mute) -> Row:
    """Return what a person said; without a route of all, without an end for good."""
    return {
        "route": mute.route or None,
        "until": instant(mute.until),
        "at": instant(mute.at),
    }


def delivery_row(delivery: Delivery) -> Row:
    """Return *delivery*; ``due`` is when to send it."""
    return {
        "id": delivery.id,
        "channel": delivery.channel,
        "deadline": delivery.deadline,
        "kind": delivery.kind.value,
        "lead": delivery.lead,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "maybe_sent": delivery.maybe_sent,
        "due": instant(delivery.due),
        "not_after": instant(delivery.not_after),
        "delivered_at": instant(delivery.delivered_at),
        "error": delivery.error,
    }


def foreseen_row(line: Line) -> Row:
    """Return what will be sent; ``at`` is the planned instant."""
    delivery = line.delivery
    return {
        "at": instant(delivery.due),
        "channel": delivery.channel,
        "kind": delivery.kind.value,
        "lead": delivery.lead,
        "deadline": delivery.deadline,
        "title": line.title,
        "route": line.route,
        "id": delivery.id,
    }


def explained_row(
    explained: Explained, attempts: Mapping[str, Sequence[Attempt]]
) -> Row:
    """Return a deadline with its routes, rungs and other deliveries.

    Args:
        explained: the deadline and all that is said of it.
        attempts: those of its stored deliveries, by their ids.
    """

    def stored(delivery: Delivery | None) -> Row | None:
        if delivery is None:
            return None
        tries = attempts.get(delivery.id, ())
        return delivery_row(delivery) | {"log": [_attempt(each) for each in tries]}

    return deadline_row(explained.deadline) | {
        "routes": [
            {"route": name, "takes": not why_not, "why_not": why_not}
            for name, why_not in explained.routes
        ],
        "rungs": [
            {
                "route": step.rung.route,
                "channel": step.rung.channel,
                "lead": step.rung.lead.text,
                "at": instant(step.rung.at),
                "wanted_at": instant(step.rung.wanted_at),
                "fate": step.rung.fate.value,
                "delivery": stored(step.delivery),
            }
            for step in explained.steps
        ],
        "others": [stored(each) for each in explained.others],
    }


def _attempt(attempt: Attempt) -> Row:
    return {
        "n": attempt.n,
        "started": instant(attempt.started),
        "ended": instant(attempt.ended),
        "outcome": attempt.outcome.value if attempt.outcome else None,
        "code": attempt.code,
        "reason": attempt.reason,
    }


def instant(at: datetime | None) -> str | None:
    """Return ``2026-05-26T11:59:59Z``, or None."""
    from deadlinebot.model.when import utc_text

    return utc_text(at) if at else None
