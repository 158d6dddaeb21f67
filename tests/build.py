"""Builders for tests: the smallest sensible value, changed only where a test cares."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from deadlinebot.errors import Place
from deadlinebot.model.call import Call, CallKind, Title, call_id
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.filter import read_filter
from deadlinebot.model.lead import lead
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.route import Route
from deadlinebot.model.when.window import (
    Assumption,
    Moment,
    Precision,
    Reading,
    Span,
    WallTime,
    Window,
)

DUE = datetime(2026, 5, 26, 11, 59, 59, tzinfo=UTC)
SEEN = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    """Return the instant of an ISO text in UTC: ``utc("2026-05-26T11:59:59")``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_call(series: str = "EMNLP", year: int = 2026, **changes: object) -> Call:
    """Return a conference."""
    call = Call(
        id=call_id(series, year),
        series=series,
        year=year,
        title=Title("Empirical Methods in NLP", "自然语言处理经验方法会议"),
        kind=CallKind.CONFERENCE,
        tags=("ccf:B", "nlp"),
        link="https://2026.emnlp.org",
    )
    return replace(call, **changes)  # type: ignore[arg-type]  # keywords are the fields


def a_moment(
    earliest: datetime = DUE, latest: datetime | None = None, **changes: object
) -> Moment:
    """Return a moment stated as 2026-05-25 23:59:59 UTC-12."""
    moment = Moment(
        window=Window(earliest, latest or earliest),
        wall=WallTime(date(2026, 5, 25), time(23, 59, 59)),
        zone="UTC-12",
        precision=Precision.SECOND,
        assumed=(),
        text="2026-05-25 23:59:59",
    )
    return replace(moment, **changes)  # type: ignore[arg-type]  # keywords are the fields


def an_open_moment() -> Moment:
    """Return 2026-07-05 with neither time nor zone: a window of 26 hours."""
    return Moment(
        window=Window(utc("2026-07-05T09:59:59"), utc("2026-07-06T11:59:59")),
        wall=WallTime(date(2026, 7, 5)),
        zone=None,
        precision=Precision.DAY,
        assumed=(Assumption.ZONE, Assumption.TIME),
        text="2026-07-05",
    )


def a_claim(reading: Reading | None = None, **changes: object) -> Claim:
    """Return a claim by CCF-Deadlines about the paper deadline of EMNLP 2026."""
    read = reading or a_moment()
    claim = Claim(
        call=a_call(),
        milestone=Milestone.PAPER,
        text=read.text,
        zone="UTC-12" if isinstance(read, Moment) and read.zone else None,
        reading=read,
        source="CCF-Deadlines",
        via="curated",
        record="emnlp-2026",
        place=Place("data/conferences.yaml", 12, 9),
    )
    return replace(claim, **changes)  # type: ignore[arg-type]  # keywords are the fields


def a_deadline(due: datetime | None = DUE, **changes: object) -> Deadline:
    """Return the paper deadline of EMNLP 2026, first seen on 1 April 2026."""
    claim = a_claim(a_moment(due)) if due else a_claim()
    deadline = Deadline(
        id="emnlp-2026-paper",
        call=claim.call,
        milestone=Milestone.PAPER,
        label=Title("", ""),
        round=1,
        rounds=1,
        window=Window(due, due) if due else None,
        span=None,
        claims=(claim,),
        status=Status.CONFIRMED,
        precision=Precision.SECOND,
        zone="UTC-12",
        first_seen=SEEN,
        changed=SEEN,
    )
    return replace(deadline, **changes)  # type: ignore[arg-type]  # keywords are the fields


def an_event() -> Deadline:
    """Return the days of EMNLP 2026."""
    days = Span(date(2026, 10, 24), date(2026, 10, 29), (), "October 24-29, 2026")
    return a_deadline(
        id="emnlp-2026-event",
        milestone=Milestone.EVENT,
        window=None,
        span=days,
        claims=(a_claim(days, milestone=Milestone.EVENT),),
        precision=Precision.DAY,
        zone=None,
    )


def a_route(
    *leads: str, only: str = "", to: tuple[str, ...] = ("lab",), **changes: object
) -> Route:
    """Return a route of every deadline that passes *only* to the channels *to*."""
    route = Route("papers", read_filter(only), tuple(map(lead, leads)), to)
    return replace(route, **changes)  # type: ignore[arg-type]  # keywords are the fields
