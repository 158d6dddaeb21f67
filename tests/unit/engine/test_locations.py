"""Fetching: only what changed is fetched, parsed and written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import event
from sqlalchemy.engine import Engine as Database
from werkzeug import Request, Response

from deadlinebot.engine import catalogue, refresh
from deadlinebot.engine.catalogue import read_catalogue
from deadlinebot.engine.locations import (
    UnfetchedError,
    Wanted,
    obtain,
)
from deadlinebot.errors import SourceError
from deadlinebot.files import TextFile
from deadlinebot.model.claim import Parsed
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.net import Limits, Net
from deadlinebot.wording import Alarm
from tests.build import utc
from tests.unit.engine.conftest import CALL, CONFIG, World
from tests.unit.engine.located import NOW, TEXT, wanted

MOVED = CALL.format(series="EMNLP", date="2026-06-01 23:59")


class Served:
    """One text under an ETag, which answers 304 to whoever has it."""

    def __init__(self, server: HTTPServer) -> None:
        self.body = TEXT.encode()
        self.etag = '"1"'
        self.status = 200
        self.headers: dict[str, str] = {}
        self.statuses: list[int] = []
        self.url = server.url_for("/calls.yaml")
        server.expect_request("/calls.yaml").respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        same = self.etag and request.headers.get("If-None-Match") == self.etag
        status = 304 if same and self.status == 200 else self.status
        self.statuses.append(status)
        headers = {**self.headers, **({"ETag": self.etag} if self.etag else {})}
        return Response(self.body if status == 200 else b"", status, headers)

    def says(self, text: str, etag: str) -> None:
        self.body, self.etag = text.encode(), etag


@pytest.fixture
def served(httpserver: HTTPServer) -> Served:
    return Served(httpserver)


@pytest.fixture
def fetching(world: World, served: Served) -> World:
    """The world with its source behind an address, read once."""
    where = f'location: "{served.url}", allow_private: true'
    world.started(
        CONFIG.replace("location: calls", where) + "operator: {channels: [slack]}\n"
    )
    assert world.refresh() == [("added", "emnlp-2026-paper")]
    return world


def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets the path of every text that is parsed from now on."""
    found: list[str] = []

    def noted(file: TextFile, wanted: Wanted, now: object) -> Parsed:
        found.append(file.path)
        return catalogue.parse(file, wanted, NOW)

    monkeypatch.setattr(refresh, "parse", noted)
    return found


def statements(run: Callable[[], object]) -> list[str]:
    """Return every SQL statement that *run* executes."""
    found: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(Database, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(Database, "before_cursor_execute", note)
    return found


def alarms(world: World) -> list[str]:
    return [d.lead for d in world.deliveries() if d.kind is DeliveryKind.ALARM]


def test_a_304_does_no_parsing_and_no_statement(
    fetching: World, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = parses(monkeypatch)

    assert statements(fetching.refresh) == []

    assert served.statuses == [200, 304]
    assert parsed == []


@pytest.mark.parametrize("etag", ['"2"', ""])
def test_an_unchanged_body_does_no_parsing_and_no_statement(
    fetching: World, served: Served, monkeypatch: pytest.MonkeyPatch, etag: str
) -> None:
    served.etag = etag
    parsed = parses(monkeypatch)

    assert statements(fetching.refresh) == []

    assert served.statuses == [200, 200]
    assert parsed == []


def test_an_unchanged_folder_does_no_parsing_and_no_statement(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.refresh()
    parsed = parses(monkeypatch)
    world.wait(hours=6)

    assert statements(world.refresh) == []

    assert parsed == []
    assert world.engine.reports["lab"].last_ok == world.now


def test_a_restart_still_knows_the_etag(fetching: World, served: Served) -> None:
    fetching.started(
        CONFIG.replace(
            "location: calls", f'location: "{served.url}", allow_private: true'
        )
    )

    assert fetching.refresh() == []
    assert served.statuses == [200, 304]


def test_another_way_of_reading_asks_for_the_whole_text(
    fetching: World, served: Served
) -> None:
    where = f'location: "{served.url}", allow_private: true, unstated_zones: [AoE]'
    fetching.started(CONFIG.replace("location: calls", where))

    fetching.refresh()

    assert served.statuses == [200, 200]


def test_a_new_text_is_read(fetching: World, served: Served) -> None:
    served.says(MOVED, '"2"')

    assert any("source" in said for said in statements(fetching.refresh))
    assert b"DTSTART:20260602T115900Z" in fetching.feed()
    assert fetching.refresh() == []
    assert served.statuses == [200, 200, 304]


def test_one_lost_connection_is_no_alarm_and_the_second_is(
    fetching: World, served: Served
) -> None:
    served.status = 503
    fetching.refresh()
    assert "HTTP status 503" in fetching.engine.reports["lab"].error
    assert alarms(fetching) == []
    for _ in range(3):
        fetching.wait(minutes=5)
        fetching.refresh()
    assert alarms(fetching) == [Alarm.SOURCE_FAILED]
    served.status = 200
    fetching.wait(minutes=5)
    fetching.refresh()

    assert alarms(fetching) == [Alarm.SOURCE_FAILED, Alarm.SOURCE_RECOVERED]
    assert served.statuses[-1] == 304


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("999999999", timedelta(days=1)),
        ("Fri, 01 May 2026 01:00:00 GMT", timedelta(hours=1)),
        ("Thu, 30 Apr 2026 00:00:00 GMT", timedelta(0)),
        ("soon", timedelta(0)),
    ],
)
def test_a_server_says_how_long_to_leave_it_alone(
    fetching: World, served: Served, header: str, wait: timedelta
) -> None:
    served.status = 429
    served.headers = {"Retry-After": header}

    fetching.refresh()

    assert fetching.engine.reports["lab"].wait == wait


def test_a_page_in_the_place_of_the_text_keeps_what_it_said(
    fetching: World, served: Served
) -> None:
    served.says("<html><body>Moved house</body></html>", '"2"')

    assert fetching.refresh() == []
    assert fetching.engine.reports["lab"].alarm is Alarm.SOURCE_FAILED
    assert b"emnlp-2026-paper" in fetching.feed()


def test_an_address_that_is_not_public_is_refused_and_told_how_to_allow(
    served: Served,
) -> None:
    with pytest.raises(UnfetchedError, match=r"127\.0\.0\.1, which is not") as error:
        obtain(wanted(served.url, allow_private=False), Net(), now=NOW)

    assert "allow_private: true" in str(error.value)
    assert served.statuses == []


def test_a_text_that_is_too_large_is_refused(served: Served) -> None:
    net = Net(source=Limits(body_bytes=50))

    with pytest.raises(UnfetchedError, match="larger than 50 bytes"):
        obtain(wanted(served.url), net, now=NOW)


def test_a_folder_of_a_text_is_refused(served: Served) -> None:
    with pytest.raises(SourceError, match="no archive"):
        read_catalogue([wanted(f"{served.url}!sub")], NOW)


def test_a_place_in_a_fetched_text_has_no_secrets(served: Served) -> None:
    url = served.url.replace("http://", "http://user:secret@") + "?token=secret"

    [deadline] = read_catalogue([wanted(url)], NOW).deadlines

    assert str(deadline.stated.place) == f"{served.url}?…:8:15"


def test_a_fetched_text_is_as_old_as_its_server_says(served: Served) -> None:
    served.headers = {"Last-Modified": "Tue, 07 Apr 2026 08:00:00 GMT"}

    [deadline] = read_catalogue([wanted(served.url)], NOW).deadlines

    assert deadline.changed == utc("2026-04-07T08:00:00")


@pytest.mark.parametrize("header", [None, "yesterday"])
def test_a_fetched_text_without_a_date_is_as_old_as_its_fetching(
    served: Served, header: str | None
) -> None:
    served.headers = {"Last-Modified": header} if header else {}

    [deadline] = read_catalogue([wanted(served.url)], NOW).deadlines

    assert deadline.changed == NOW
