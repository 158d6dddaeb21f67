"""Values that go into the store come out equal."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.call import Call, Title
from deadlinebot.model.claim import Claim, Resolution
from deadlinebot.model.deadline import Cause, Conflict, Deadline, Estimate
from deadlinebot.model.when.window import Moment, Span, Tbd, Window
from deadlinebot.store._codec import DEADLINES, Codec
from tests.build import a_call, a_claim, a_deadline, an_event

zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
instants = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001  # hypothesis wants naive bounds
windows = st.tuples(instants, instants).map(lambda two: Window(min(two), max(two)))
readings = st.one_of(st.builds(Moment, window=windows), st.builds(Span), st.builds(Tbd))
claims = st.builds(
    Claim,
    call=st.builds(Call),
    reading=readings,
    label=st.builds(Title),
    checked=st.none() | st.dates(),
    withdrawn=st.booleans(),
    resolution=st.none() | st.builds(Resolution),
)
deadlines = st.builds(
    Deadline,
    window=st.none() | windows,
    claims=st.lists(claims, min_size=1, max_size=3).map(tuple),
    conflict=st.none() | st.builds(Conflict, other=claims),
    estimate=st.none() | st.builds(Estimate),
    first_seen=st.none() | instants,
    changed=st.none() | instants,
)


@given(deadlines)
def test_a_deadline_comes_back_equal(deadline: Deadline) -> None:
    text = DEADLINES.text(deadline)

    assert DEADLINES.value(text) == deadline
    assert text.isascii()


@given(deadlines)
def test_equal_deadlines_give_equal_text(deadline: Deadline) -> None:
    again = DEADLINES.value(DEADLINES.text(deadline))

    assert DEADLINES.text(again) == DEADLINES.text(deadline)


def test_a_claim_that_describes_the_call_otherwise_keeps_its_words() -> None:
    ours, theirs = a_call(), a_call(venue="Budapest")
    deadline = a_deadline(claims=(a_claim(call=ours), a_claim(call=theirs)))

    back = DEADLINES.value(DEADLINES.text(deadline))

    assert [claim.call for claim in back.claims] == [ours, theirs]


def test_the_claim_on_the_other_side_of_a_conflict_comes_back() -> None:
    conflict = Conflict(Cause.ZONE, a_claim(source="portal"), 3600)

    back = DEADLINES.value(DEADLINES.text(a_deadline(conflict=conflict)))

    assert back.conflict == conflict


def test_a_call_that_every_claim_describes_alike_is_written_once() -> None:
    deadline = a_deadline(claims=(a_claim(), a_claim(source="portal")))

    assert DEADLINES.text(deadline).count("https://2026.emnlp.org") == 1


def test_instants_come_back_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    deadline = a_deadline(changed=datetime(2026, 5, 1, 8, tzinfo=shanghai))

    back = DEADLINES.value(DEADLINES.text(deadline))

    assert back.changed == datetime(2026, 5, 1, 0, tzinfo=UTC)
    assert back.changed.tzinfo is UTC


def test_a_lone_surrogate_does_not_stop_the_store() -> None:
    deadline = a_deadline(label=Title("\ud800", ""))

    assert DEADLINES.value(DEADLINES.text(deadline)) == deadline


def test_a_field_that_an_older_version_did_not_write_is_its_default() -> None:
    raw = json.loads(DEADLINES.text(replace(an_event(), sequence=3)))
    del raw["sequence"]

    back = DEADLINES.value(json.dumps(raw))

    assert back == replace(an_event(), sequence=0)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"id": 1}', "null", '{"call": 1, "claims": []}']
)
def test_what_is_no_deadline_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        DEADLINES.value(text)


@dataclass(frozen=True)
class Unheard:
    """Has a field of a kind that no value in the store has."""

    of: complex


def test_a_kind_of_field_that_nobody_taught_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="complex"):
        Codec(Unheard)


def test_a_day_stays_a_day() -> None:
    back = DEADLINES.value(DEADLINES.text(an_event()))

    assert back.days == (date(2026, 10, 24), date(2026, 10, 29))
