"""Whatever is edited: the changes carry the old facts to the new, each once."""

from __future__ import annotations

from hypothesis import given

from deadlinebot.model.change import Diff, diff
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Status
from deadlinebot.model.reconcile import reconcile
from tests.unit.model.changed import EDITS, LATER, first, then


@given(EDITS, EDITS)
def test_the_changes_carry_the_old_facts_to_the_new(
    before: list[Claim], after: list[Claim]
) -> None:
    held = first(*before)
    fresh = reconcile(after, held, ["a", "b"])

    found = diff(held, fresh, LATER)

    rows = {one.id: one for one in held} | {one.id: one for one in found.deadlines}
    for one in fresh:
        row = rows[one.id]
        assert (row.status, row.claims, row.conflict) == (
            one.status,
            one.claims,
            one.conflict,
        )
        if one.status is not Status.WITHDRAWN:
            assert (row.window, row.span) == (one.window, one.span)
    gone = {one.id for one in held} - {one.id for one in fresh}
    assert all(rows[name].status is Status.VANISHED for name in gone)
    assert diff(rows.values(), fresh, LATER) == Diff((), ())


@given(EDITS, EDITS)
def test_dates_follow_from_the_changes_alone(
    before: list[Claim], after: list[Claim]
) -> None:
    held = first(*before)

    found = then(held, *after)

    dates = {one.id: one.due for one in held} | {
        change.after.id: change.new for change in found.changes
    }
    rows = {one.id: one for one in held} | {one.id: one for one in found.deadlines}
    assert dates == {name: row.due for name, row in rows.items()}


@given(EDITS, EDITS)
def test_the_sequence_steps_if_and_only_if_time_or_status_moved(
    before: list[Claim], after: list[Claim]
) -> None:
    held = {one.id: one for one in first(*before)}

    found = then([*held.values()], *after)

    for new in found.deadlines:
        if old := held.get(new.id):
            moved = (old.window, old.days, old.status) != (
                new.window,
                new.days,
                new.status,
            )
            assert new.sequence == old.sequence + moved


@given(EDITS, EDITS)
def test_no_fact_is_told_twice(before: list[Claim], after: list[Claim]) -> None:
    found = then(first(*before), *after)

    told = [(change.after.id, change.kind) for change in found.changes]
    assert len(set(told)) == len(told)
