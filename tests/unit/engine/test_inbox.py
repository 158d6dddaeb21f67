"""The inbox: what is left in it is obeyed once, and in its order."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from deadlinebot.engine.inbox import Inbox, Sheet, new_name
from deadlinebot.engine.instructions import instruct, take_up
from deadlinebot.model.instruction import Done, Instruction, Undo
from deadlinebot.store import open_store
from tests.unit.engine.conftest import World
from tests.unit.engine.test_instructions import ACL, EMNLP, leads, said

MINUTE = timedelta(minutes=1)


def folder(world: World) -> Path:
    """Return the inbox, made."""
    Inbox(world.engine.settings).open()
    return world.folder / "state" / "inbox"


def left(world: World, wanted: Instruction) -> str:
    """Leave *wanted* in the inbox, a minute after what was left before."""
    world.wait(minutes=1)
    name = new_name(world.now)
    Inbox(world.engine.settings).leave(name, Sheet(at=world.now, wanted=wanted))
    return name


def test_what_is_left_is_obeyed_in_its_order_and_removed(planned: World) -> None:
    left(planned, Done((EMNLP, ACL)))
    left(planned, Undo((ACL,)))

    taken = take_up(planned.engine, planned.now)

    assert len(taken) == 2
    assert leads(planned) == []
    assert leads(planned, of=ACL) == ["14d", "3d", "6h"]
    assert list(folder(planned).iterdir()) == []


def test_a_kill_before_it_is_removed_does_nothing_twice(planned: World) -> None:
    name = left(planned, Done((EMNLP,)))
    path = folder(planned) / f"{name}.json"
    content = path.read_bytes()
    take_up(planned.engine, planned.now)
    said(planned, Undo((EMNLP,)))
    path.write_bytes(content)  # as if the process had been killed just before

    planned.started()
    take_up(planned.engine, planned.now)

    assert leads(planned) == ["14d", "3d", "6h"]
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "EOF"),
        (b"{", "EOF"),
        (b"\xff", "invalid"),
        (b"[]", "object"),
        (b'{"at": "2026-05-01T00:00:00Z"}', "wanted"),
        (b'{"at": "2026-05-01T00:00:00", "wanted": {"kind": "retry"}}', "timezone"),
        (b'{"at": "2026-05-01T00:00:00Z", "wanted": {"kind": "dance"}}', "dance"),
        (
            b'{"at": "2026-05-01T00:00:00Z", "wanted": {"kind": "snooze", "deadlines": [], "until": "2026-05-02T00:00:00"}}',
            "zone",
        ),
        (b" " * 2**21, "longer"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_the_rest_is_obeyed(
    planned: World, content: bytes, reason: str
) -> None:
    broken = folder(planned) / "20200101-broken.json"
    broken.write_bytes(content)
    left(planned, Done((EMNLP,)))

    first, _ = take_up(planned.engine, planned.now)

    assert isinstance(first.said, str)
    assert reason.casefold() in first.said.casefold()
    assert [path.name for path in folder(planned).iterdir()] == ["20200101-broken.bad"]
    assert leads(planned) == []


@pytest.mark.timeout(20)
def test_a_pipe_in_the_inbox_holds_nobody_up(planned: World) -> None:
    os.mkfifo(folder(planned) / "1.json")

    (taken,) = take_up(planned.engine, planned.now)

    assert taken.said == "it is not a file"
    assert take_up(planned.engine, planned.now) == ()


def test_a_file_that_is_still_being_written_is_left_alone(planned: World) -> None:
    part = folder(planned) / ".0123456789abcdef.part"
    part.write_bytes(b"{")

    assert take_up(planned.engine, planned.now) == ()

    assert part.exists()


def test_who_finds_the_state_free_obeys_by_himself(planned: World) -> None:
    left(planned, Done((EMNLP, ACL)))
    settings = planned.engine.settings
    planned.store.close()

    applied = instruct(settings, Undo((ACL,)), planned.now + MINUTE)

    assert applied.planned == 3
    with open_store(settings.state, owner="again", now=planned.now) as store:
        assert [(mute.deadline, mute.lifted) for mute in store.mutes()] == [
            (EMNLP, False),
            (ACL, True),
        ]
