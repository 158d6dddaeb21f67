"""Changes: what is different between two versions, one for each fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deadlinebot.errors import Place
from deadlinebot.model.change import ChangeKind, Diff, diff
from deadlinebot.model.claim import Resolution
from deadlinebot.model.deadline import Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import SEEN, a_call, a_deadline, utc
from tests.claims import TODAY, says
from tests.unit.model.changed import LATER, OLD, first, then


def kinds(found: Diff) -> list[ChangeKind]:
    return [change.kind for change in found.changes]


def test_a_new_deadline_is_added() -> None:
    found = diff([], reconcile([says(OLD)]), SEEN)

    assert kinds(found) == [ChangeKind.ADDED]
    (change,) = found.changes
    assert (change.before, change.old) == (None, None)
    assert change.new == utc("2026-05-26T11:59:59")
    assert change.at == SEEN
    (added,) = found.deadlines
    assert (added.sequence, added.first_seen, added.changed) == (0, SEEN, SEEN)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (OLD, "2026-06-20 23:59:59 AoE", ChangeKind.EXTENDED),
        (OLD, "2026-05-18 23:59:59 AoE", ChangeKind.BROUGHT_FORWARD),
        ("2026-05-25 17:00 AoE", "2026-05-25 23:59:59 AoE", ChangeKind.EXTENDED),
        (OLD, "2026-05-25 17:00 AoE", ChangeKind.BROUGHT_FORWARD),
        (OLD, "2026-05-25 23:59:59 UTC+8", ChangeKind.RESTATED),
        (OLD, "2026-05-25 23:59 UTC+8", ChangeKind.RESTATED),
        (OLD, "2026-05-25 23:59 AoE", ChangeKind.RESTATED),
        ("2026-05-25", OLD, ChangeKind.RESTATED),
        ("2026-05-25", "2026-05-25 17:00 UTC+8", ChangeKind.RESTATED),
        (OLD, "2026-05-25 17:00 UTC+8", ChangeKind.BROUGHT_FORWARD),
        ("TBD", OLD, ChangeKind.CONFIRMED),
        (OLD, "TBD", ChangeKind.RESTATED),
    ],
)
def test_an_edited_date_is_one_change_and_one_step_of_the_sequence(
    before: str, after: str, kind: ChangeKind
) -> None:
    held = first(says(before))

    found = then(held, says(after))

    assert kinds(found) == [kind]
    (change,) = found.changes
    assert (change.old, change.new) == (held[0].due, found.deadlines[0].due)
    (new,) = found.deadlines
    assert (new.id, new.sequence) == (held[0].id, 1)
    assert (new.first_seen, new.changed) == (SEEN, LATER)


def test_the_days_of_an_event_move_too() -> None:
    held = first(says("December 1-4, 2026", milestone=Milestone.EVENT))

    later = then(held, says("December 1-5, 2026", milestone=Milestone.EVENT))
    sooner = then(
        held, says("November 30 - December 4, 2026", milestone=Milestone.EVENT)
    )

    assert kinds(later) == [ChangeKind.EXTENDED]
    assert kinds(sooner) == [ChangeKind.BROUGHT_FORWARD]
    assert later.deadlines[0].sequence == 1


def test_the_same_days_in_other_words_leave_the_sequence() -> None:
    held = first(says("December 1-4, 2026", milestone=Milestone.EVENT))

    found = then(held, says("Dec 1-4, 2026", milestone=Milestone.EVENT))

    assert found.changes == ()
    assert [(one.sequence, one.changed) for one in found.deadlines] == [(0, LATER)]


def test_the_same_instant_in_another_zone_is_no_move() -> None:
    held = first(says("2026-05-26 19:59:59 UTC+8"))

    found = then(held, says("2026-05-26 11:59:59 UTC"))

    assert found.changes == ()
    assert found.deadlines[0].sequence == 0
    assert found.deadlines[0].zone == "UTC"


def test_a_new_title_is_a_new_version_but_no_change_of_a_date() -> None:
    held = first(says(OLD))

    found = then(held, says(OLD, call=a_call(venue="Budapest")))

    assert found.changes == ()
    (new,) = found.deadlines
    assert (new.sequence, new.first_seen, new.changed) == (0, SEEN, LATER)


def test_what_did_not_change_gives_nothing() -> None:
    held = first(says(OLD), says("2026-09-01", milestone=Milestone.NOTIFICATION))

    found = then(held, *(claim for one in held for claim in one.claims))

    assert found == Diff((), ())


def test_a_moved_line_updates_places_and_nothing_else() -> None:
    other = says("2026-05-27 AoE", via="b")
    held = first(says(OLD), other)

    found = then(held, says(OLD), replace(other, place=Place("b.yaml", 77)))

    assert found.changes == ()
    (new,) = found.deadlines
    assert (new.sequence, new.changed) == (0, SEEN)
    assert new.claims[1].place.line == 77
    assert new.conflict is not None
    assert new.conflict.other.place.line == 77


def test_a_withdrawn_one_keeps_its_date_even_if_its_source_drops_it() -> None:
    held = first(says(OLD))

    found = then(held, says("N/A", withdrawn=True))

    assert kinds(found) == [ChangeKind.WITHDRAWN]
    (new,) = found.deadlines
    assert (new.status, new.sequence) == (Status.WITHDRAWN, 1)
    assert (new.window, new.zone) == (held[0].window, held[0].zone)
    assert then(found.deadlines, says("N/A", withdrawn=True)) == Diff((), ())


def test_a_withdrawn_one_may_be_restored() -> None:
    held = first(says(OLD, withdrawn=True))

    found = then(held, says(OLD))

    assert kinds(found) == [ChangeKind.RESTORED]
    assert found.deadlines[0].sequence == 1


def test_one_restored_with_another_date_is_two_facts() -> None:
    held = first(says(OLD, withdrawn=True))

    found = then(held, says("2026-06-20 AoE"))

    assert kinds(found) == [ChangeKind.RESTORED, ChangeKind.EXTENDED]


def test_what_is_no_longer_listed_vanishes_once_and_keeps_its_date() -> None:
    held = first(says(OLD))

    found = then(held)

    assert kinds(found) == [ChangeKind.VANISHED]
    (gone,) = found.deadlines
    assert (gone.status, gone.window) == (Status.VANISHED, held[0].window)
    assert (gone.sequence, gone.changed) == (1, LATER)
    assert then(found.deadlines) == Diff((), ())


def test_a_vanished_one_is_restored_under_its_id() -> None:
    gone = then(first(says(OLD))).deadlines

    found = then(gone, says(OLD))

    assert kinds(found) == [ChangeKind.RESTORED]
    assert [(one.id, one.sequence) for one in found.deadlines] == [(gone[0].id, 2)]


def test_a_conflict_is_found_once_and_resolved_once() -> None:
    other = says("2026-05-25 23:59:59 UTC+8", via="b")
    held = first(says(OLD))

    found = then(held, says(OLD), other)
    still = then(found.deadlines, says(OLD), other)
    over = then(found.deadlines, says(OLD), replace(says(OLD), via="b"))

    assert kinds(found) == [ChangeKind.CONFLICT_FOUND]
    assert found.deadlines[0].sequence == 1
    assert still == Diff((), ())
    assert kinds(over) == [ChangeKind.CONFLICT_RESOLVED]


def test_a_persons_word_resolves_a_conflict_without_a_second_fact() -> None:
    other = says("2026-05-26 AoE", via="b")
    held = first(says(OLD), other)
    word = Resolution("A", "Li", TODAY)

    found = then(held, says(OLD, resolution=word), other)

    assert kinds(found) == [ChangeKind.CONFLICT_RESOLVED]
    assert found.deadlines[0].conflict is not None


def test_a_word_that_lapses_is_a_conflict_again() -> None:
    word = Resolution("A", "Li", TODAY)
    held = first(says(OLD, resolution=word), says("2026-05-26 AoE", via="b"))

    found = then(held, says(OLD, resolution=word), says("2026-05-28 AoE", via="b"))

    assert kinds(found) == [ChangeKind.CONFLICT_FOUND]


def test_a_conflict_that_was_out_of_sight_is_not_found_anew() -> None:
    claims = says(OLD), says("2026-05-26 AoE", via="b")
    gone = then(first(*claims)).deadlines

    assert kinds(then(gone, *claims)) == [ChangeKind.RESTORED]


def test_rounds_put_in_before_move_no_other_date() -> None:
    held = first(says(OLD))

    found = then(held, says("2026-02-10 AoE"), says(OLD, item=1))

    assert [(c.kind, c.after.id) for c in found.changes] == [
        (ChangeKind.ADDED, "emnlp-2026-paper-2")
    ]
    renumbered = next(one for one in found.deadlines if one.id == held[0].id)
    assert (renumbered.round, renumbered.rounds, renumbered.sequence) == (2, 2, 0)


def test_without_a_store_nothing_was_seen_before() -> None:
    plain = a_deadline(first_seen=None, changed=None)

    (new,) = diff([plain], [replace(plain, status=Status.WITHDRAWN)], SEEN).deadlines

    assert (new.first_seen, new.changed, new.sequence) == (None, SEEN, 1)
