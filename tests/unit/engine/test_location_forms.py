"""Locations: archives, file URLs, and what is shown of an address."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from deadlinebot.engine.catalogue import read_catalogue
from deadlinebot.engine.locations import (
    NOTHING,
    Obtained,
    UnfetchedError,
    obtain,
    shown,
)
from deadlinebot.errors import SourceError, UserError
from deadlinebot.net import Net
from tests.unit.engine.located import NOW, TEXT, wanted


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


def test_what_fails_is_told_without_secrets(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=404)
    url = httpserver.url_for("/a").replace("http://", "http://user:secret@")

    with pytest.raises(UnfetchedError, match="HTTP status 404") as error:
        read_catalogue([wanted(url + "?token=secret")], NOW)

    assert "secret" not in str(error.value)


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
