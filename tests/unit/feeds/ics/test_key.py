"""The key under which a component is kept: whatever shows has a part in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.errors import Place
from deadlinebot.feeds.ics import FORMAT
from deadlinebot.model.call import Call, CallKind, Lang, Title
from deadlinebot.model.claim import Authority, Claim, Resolution
from deadlinebot.model.deadline import Cause, Conflict, Deadline, Estimate, Status
from deadlinebot.model.feed import FeedOptions
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import (
    Assumption,
    Moment,
    Precision,
    Span,
    WallTime,
    Window,
)
from tests.build import a_call, a_claim, a_deadline, a_moment, an_event, utc

OPTIONS = FeedOptions(Lang.ZH, ZoneInfo("Asia/Shanghai"), (timedelta(days=7),))


def test_the_key_is_a_sha256_in_hex() -> None:
    key = FORMAT.key(a_deadline(), OPTIONS)

    assert len(bytes.fromhex(key)) == 32


def test_equal_instants_in_another_zone_object_have_the_same_key() -> None:
    beijing = ZoneInfo("Asia/Shanghai")
    moved = a_moment().window.earliest.astimezone(beijing)

    same = FORMAT.key(a_deadline(window=Window(moved, moved)), OPTIONS)

    assert same == FORMAT.key(a_deadline(), OPTIONS)


def test_a_fact_that_no_entry_shows_may_move_without_a_new_key() -> None:
    moved = a_claim(place=Place("elsewhere.yaml", 900), via="other", record="r", item=4)

    assert FORMAT.key(a_deadline(claims=(moved,)), OPTIONS) == FORMAT.key(
        a_deadline(), OPTIONS
    )


# One other value for each field of everything that reaches `component`: a new field
# of the model fails the test below until it stands here.
EARLIER = utc("2026-05-20T04:00:00")
OTHERS: dict[type, dict[str, Any]] = {
    Deadline: {
        "id": "other-2026-paper",
        "call": a_call("Other"),
        "milestone": Milestone.ABSTRACT,
        "label": Title("Round A", "甲轮"),
        "round": 2,
        "rounds": 3,
        "window": Window(EARLIER, EARLIER),
        "span": Span(date(2026, 5, 1), date(2026, 5, 2), (), "May 1-2"),
        "claims": (a_claim(source="Portal"),),
        "status": Status.WITHDRAWN,
        "conflict": Conflict(Cause.ZONE, a_claim(source="Portal"), 3600),
        "assumed": (Assumption.TIME,),
        "precision": Precision.DAY,
        "zone": "UTC+8",
        "sequence": 1,
        "first_seen": EARLIER,
        "changed": EARLIER,
        "estimate": Estimate(
            date(2027, 1, 5), date(2026, 12, 28), date(2027, 1, 9), (2025, 2026)
        ),
        "done": True,
    },
    Estimate: {
        "day": date(2027, 1, 6),
        "start": date(2027, 1, 1),
        "end": date(2027, 1, 10),
        "years": (2024, 2026),
    },
    Call: {
        "id": "other-2026",
        "series": "Other",
        "year": 2027,
        "title": Title("Another", "另一个"),
        "kind": CallKind.COMPETITION,
        "track": "demo",
        "tags": ("ccf:A",),
        "link": "https://other.example",
        "venue": "Suzhou",
        "aliases": ("OTHER",),
    },
    Title: {"en": "Round A", "zh": "甲轮"},
    Claim: {
        "call": a_call("Other"),
        "milestone": Milestone.ABSTRACT,
        "label": Title("Round A", "甲轮"),
        "text": "26 May 2026",
        "zone": "AoE",
        "reading": Span(date(2026, 5, 1), date(2026, 5, 2), (), "May 1-2"),
        "source": "Portal",
        "via": "portal",
        "record": "other",
        "place": Place("other.yaml", 3, 4),
        "item": 2,
        "authority": Authority.PORTAL,
        "checked": date(2026, 5, 3),
        "link": "https://claim.example",
        "withdrawn": True,
        "resolution": Resolution("Portal", "the desk", date(2026, 5, 4)),
        "quoted": True,
    },
    Moment: {
        "window": Window(EARLIER, EARLIER),
        "wall": WallTime(date(2026, 5, 26), time(0)),
        "zone": "UTC+8",
        "precision": Precision.DAY,
        "assumed": (Assumption.MIDNIGHT,),
        "text": "26 May 2026",
    },
    Span: {
        "start": date(2026, 10, 1),
        "end": date(2026, 10, 30),
        "assumed": (Assumption.YEAR,),
        "text": "October",
        "unstated_zones": ("Asia/Shanghai",),
    },
    Conflict: {
        "cause": Cause.DAY,
        "other": a_claim(source="Third"),
        "apart_s": 86_400,
    },
    FeedOptions: {
        "lang": Lang.EN,
        "zone": UTC,
        "alarms": (timedelta(days=1), timedelta(hours=6)),
    },
}


def a_disputed_deadline() -> Deadline:
    portal = a_claim(a_moment(EARLIER), source="Portal", text="20 May 2026")
    return a_deadline(
        status=Status.CONFLICTING, conflict=Conflict(Cause.TIME, portal, 3600)
    )


def an_open_deadline() -> Deadline:
    return a_deadline(
        window=Window(EARLIER, EARLIER + timedelta(hours=26)),
        assumed=(Assumption.ZONE,),
        status=Status.ASSUMED,
        precision=Precision.DAY,
    )


def an_estimated_deadline() -> Deadline:
    guess = Estimate(date(2027, 1, 5), date(2027, 1, 2), date(2027, 1, 9), (2025, 2026))
    return a_deadline(None, status=Status.TENTATIVE, estimate=guess)


def variants(held: Deadline) -> Iterator[Deadline]:
    """Yield *held* with each field of each of its parts changed, one at a time."""
    claim = held.stated
    yield from _each(held)
    yield from (replace(held, label=label) for label in _each(held.label))
    yield from (replace(held, call=call) for call in _each(held.call))
    for title in _each(held.call.title):
        yield replace(held, call=replace(held.call, title=title))
    yield from (replace(held, claims=(other,)) for other in _each(claim))
    yield replace(held, claims=(claim, a_claim(source="Portal")))
    for reading in _each(claim.reading):
        yield replace(held, claims=(replace(claim, reading=reading),))
    if held.span:
        yield from (replace(held, span=span) for span in _each(held.span))
    if held.estimate:
        yield from (replace(held, estimate=other) for other in _each(held.estimate))
    if held.conflict:
        yield from _conflict_variants(held, held.conflict)
    if held.window:
        later = held.window.latest + timedelta(hours=1)
        yield replace(held, window=Window(held.window.earliest, later))


def _conflict_variants(held: Deadline, conflict: Conflict) -> Iterator[Deadline]:
    others = [
        *_each(conflict.other),
        *(replace(conflict.other, reading=r) for r in _each(conflict.other.reading)),
    ]
    for other in (*_each(conflict), *(replace(conflict, other=o) for o in others)):
        yield replace(held, conflict=other)


def _each(value: Any) -> Iterator[Any]:
    for name, other in OTHERS[type(value)].items():
        yield replace(value, **{name: other})


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.__name__)
def test_every_field_of_the_model_is_tried(kind: Any) -> None:
    assert set(OTHERS[kind]) == {field.name for field in fields(kind)}


@pytest.mark.parametrize(
    "held",
    [
        a_deadline(),
        a_deadline(changed=None),
        a_deadline(rounds=3),
        an_event(),
        a_disputed_deadline(),
        an_open_deadline(),
        replace(an_open_deadline(), precision=Precision.MINUTE),
        an_estimated_deadline(),
    ],
    ids=[
        *("sure", "storeless", "round", "event", "disputed"),
        *("open", "open, timed", "estimated"),
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_whatever_changes_an_entry_changes_its_key(held: Deadline, lang: Lang) -> None:
    options = replace(OPTIONS, lang=lang)
    octets, key = FORMAT.component(held, options), FORMAT.key(held, options)

    moved = [v for v in variants(held) if FORMAT.component(v, options) != octets]

    assert len(moved) > 20
    assert [v for v in moved if FORMAT.key(v, options) == key] == []


def test_whatever_changes_the_writing_changes_the_key() -> None:
    key = FORMAT.key(a_deadline(), OPTIONS)

    keys = {FORMAT.key(a_deadline(), options) for options in _each(OPTIONS)}

    assert len(keys - {key}) == 3


def test_the_time_of_writing_changes_nothing() -> None:
    again = a_deadline(changed=datetime(2026, 4, 1, 8, 0, tzinfo=UTC))

    assert FORMAT.component(again, OPTIONS) == FORMAT.component(a_deadline(), OPTIONS)
