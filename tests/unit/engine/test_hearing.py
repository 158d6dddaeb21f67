"""What time the servers of the sources say it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from deadlinebot.engine.hearing import Hearing
from deadlinebot.net import Failure, Fetched, Net, NotModified, Reach
from tests.build import utc

DATE = "Tue, 12 May 2026 11:59:00 GMT"
Got = Fetched | NotModified | Failure


class Answering(Net):
    """A net on which every fetch brings the same."""

    def __init__(self, answer: Got) -> None:
        super().__init__()
        self.answer = answer

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        reach: Reach = Reach.PUBLIC,
    ) -> Got:
        """Bring it."""
        del url, etag, last_modified, reach
        return self.answer


@pytest.mark.parametrize("answer", [Fetched(b"", date=DATE), NotModified(DATE)])
def test_the_clock_in_an_answer_is_passed_on(answer: Got) -> None:
    heard: list[tuple[str, datetime]] = []
    net = Hearing(Answering(answer), lambda *said: heard.append(said))

    got = net.get("https://ddl.example.org/calls.yaml")

    assert got is answer
    assert heard == [("ddl.example.org", utc("2026-05-12T11:59:00"))]


@pytest.mark.parametrize(
    "answer",
    [Fetched(b""), Fetched(b"", date="soon"), NotModified(), Failure("it is away")],
)
def test_no_clock_is_no_witness(answer: Got) -> None:
    heard: list[tuple[str, datetime]] = []
    net = Hearing(Answering(answer), lambda *said: heard.append(said))

    net.get("https://ddl.example.org/calls.yaml")

    assert heard == []
