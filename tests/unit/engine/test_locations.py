"""Locations: fetched when they changed, within limits, and never with their secrets."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import event
from sqlalchemy.engine import Engine as Database
from werkzeug import Request, Response

from deadlinebot.engine import catalogue, refresh
from deadlinebot.engine.catalogue import read_catalogue
from deadlinebot.engine.locations import (
    NOTHING,
    Obtained,
    UnfetchedError,
    Wanted,
    obtain,
    shown,
)
from deadlinebot.errors import SourceError, UserError
from deadlinebot.files import TextFile
from deadlinebot.model.claim import Parsed
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.net import Limits, Net
from deadlinebot.wording import Alarm
from tests.build import utc
from tests.unit.engine.conftest import CALL, CONFIG, World

NOW = utc("2026-05-01T00:00:00")
TEXT = CALL.format(series="EMNLP", date="2026-05-25 23:59")
MOVED = CALL.format(series="EMNLP", date="2026-06-01 23:59")


def wanted(location: str, *, allow_private: bool = True) -> Wanted:
    return Wanted("lab", "native", location, allow_private=allow_private)


def zipped(**texts: str) -> bytes:
    """Return an archive as code hosts make them: one folder around everything."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"repo-main/{name.replace('__', '/')}.yaml", text)
    return buffer.getvalue()


def tarred(mode: str, **texts: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]  # a str
        for name, text in texts.items():
            member = tarfile.TarInfo(f"repo-main/{name.replace('__', '/')}.yaml")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


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


ARCHIVES = {
    "zip": zipped(conference__emnlp=TEXT, other__acl="no"),
    "tar": tarred("", conference__emnlp=TEXT, other__acl="no"),
    "gz": tarred("gz", conference__emnlp=TEXT, other__acl="no"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("inner", ["conference", "repo-main/conference"])
def test_a_folder_of_an_archive_is_read_whatever_its_address_ends_in(
    httpserver: HTTPServer, kind: str, inner: str
) -> None:
    httpserver.expect_request("/heads/main").respond_with_data(ARCHIVES[kind])
    url = httpserver.url_for("/heads/main")

    found = read_catalogue([wanted(f"{url}!{inner}")], NOW)

    [deadline] = found.deadlines
    assert found.problems == ()
    place = deadline.stated.place
    assert place.path == f"{url}!repo-main/conference/emnlp.yaml"


def test_an_archive_without_the_folder_says_so(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/main.zip").respond_with_data(ARCHIVES["zip"])
    url = httpserver.url_for("/main.zip")

    with pytest.raises(SourceError, match=r"no file ending in .* in http"):
        read_catalogue([wanted(f"{url}!nowhere")], NOW)


def test_a_folder_of_a_text_is_refused(served: Served) -> None:
    with pytest.raises(SourceError, match="no archive"):
        read_catalogue([wanted(f"{served.url}!sub")], NOW)


def test_a_damaged_archive_is_refused_in_plain_words(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a.zip").respond_with_data(ARCHIVES["zip"][:80])

    with pytest.raises(SourceError, match=r"cannot read http.*a\.zip"):
        read_catalogue([wanted(httpserver.url_for("/a.zip"))], NOW)


@pytest.mark.parametrize(
    ("location", "seen"),
    [
        ("https://user:secret@example.org/a.yml", "https://example.org/a.yml"),
        ("https://example.org/a.yml?token=secret", "https://example.org/a.yml?…"),
        ("https://example.org/a.yml#secret", "https://example.org/a.yml"),
        ("HTTPS://example.org:8443/a", "https://example.org:8443/a"),
        ("https://[secret", "https://…"),
        ("calls/a.yml?x", "calls/a.yml?x"),
    ],
)
def test_a_location_is_shown_without_its_secrets(location: str, seen: str) -> None:
    assert shown(location) == seen


def test_a_place_in_a_fetched_text_has_no_secrets(served: Served) -> None:
    url = served.url.replace("http://", "http://user:secret@") + "?token=secret"

    [deadline] = read_catalogue([wanted(url)], NOW).deadlines

    assert str(deadline.stated.place) == f"{served.url}?…:8:15"


def test_what_fails_is_told_without_secrets(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=404)
    url = httpserver.url_for("/a").replace("http://", "http://user:secret@")

    with pytest.raises(UnfetchedError, match="HTTP status 404") as error:
        read_catalogue([wanted(url + "?token=secret")], NOW)

    assert "secret" not in str(error.value)


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


@pytest.mark.parametrize("form", ["file://{}", "file:{}", "FILE://localhost{}"])
def test_a_file_url_is_its_path(tmp_path: Path, form: str) -> None:
    path = tmp_path / "my calls.yaml"
    path.write_text(TEXT, encoding="utf-8")
    url = form.format(str(path).replace(" ", "%20"))

    [deadline] = read_catalogue([wanted(url)], NOW).deadlines

    assert deadline.stated.place.path == str(path)


@pytest.mark.parametrize("url", ["file://host/calls", "file:calls", "file://", "file:"])
def test_a_file_url_of_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="write file:///the/whole/path"):
        obtain(wanted(url), Net(), now=NOW)


def test_what_is_known_is_not_obtained_again(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    here = wanted(str(tmp_path))
    first = obtain(here, Net(), NOTHING, now=NOW)
    assert isinstance(first, Obtained)

    assert obtain(here, Net(), first.mark, now=NOW) is None


def test_progress_is_told_text_by_text(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.yaml").write_text(TEXT, encoding="utf-8")
    told: list[tuple[int, int]] = []

    read_catalogue(
        [wanted(str(tmp_path))], NOW, progress=lambda *step: told.append(step)
    )

    assert told == [(1, 3), (2, 3), (3, 3)]
