"""Reading: every text of a folder or a file, bad ones beside good ones."""

from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deadlinebot.errors import Place, SourceError, UserError
from deadlinebot.files import Contents, read, unpacked
from deadlinebot.files import reading as reading_module
from tests.unit.files.written import MEGABYTE, WRITTEN, YML, messages, paths


def put(folder: Path, **files: str | bytes) -> Path:
    """Write files whose names are given with ``_`` for ``.`` and ``__`` for ``/``."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
    return folder


def test_a_folder_gives_its_texts_in_the_order_of_their_paths(tmp_path: Path) -> None:
    put(tmp_path, b_yml="b", a__z_yaml="z", a__a_YML="a", c_txt="no", _git__x_yml="no")

    found = read(tmp_path, YML)

    assert paths(found) == [
        f"{tmp_path}/{name}" for name in ("a/a.YML", "a/z.yaml", "b.yml")
    ]
    assert found.problems == ()


def test_a_path_is_shown_as_the_user_gave_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, data__a_yml="a")
    monkeypatch.chdir(tmp_path)

    assert paths(read("data", YML)) == ["data/a.yml"]


def test_the_age_of_a_text_is_that_of_its_file(tmp_path: Path) -> None:
    put(tmp_path, a_yml="a")
    os.utime(tmp_path / "a.yml", (1_780_000_000, 1_780_000_000))

    (file,) = read(tmp_path, YML).files

    assert file.modified == datetime.fromtimestamp(1_780_000_000, UTC)


def test_a_single_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    put(tmp_path, page_html="text")

    (file,) = read(tmp_path / "page.html", YML).files

    assert file.text == "text"


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    put(tmp_path, a_yml="\ufeffkey: 1")

    (file,) = read(tmp_path, YML).files

    assert file.text == "key: 1"


def test_a_bad_byte_is_named_with_its_place_and_its_neighbours_stay(
    tmp_path: Path,
) -> None:
    put(tmp_path, bad_yml="好: 1\r\n键: ".encode() + b"\xff", good_yml="good")

    found = read(tmp_path, YML)

    assert paths(found) == [f"{tmp_path}/good.yml"]
    (problem,) = found.problems
    assert problem.place == Place(f"{tmp_path}/bad.yml", 2, 4)
    assert problem.message == "byte 0xFF is not UTF-8: save the file as UTF-8"


def test_a_single_file_with_a_bad_byte_is_an_error_at_its_place(tmp_path: Path) -> None:
    put(tmp_path, bad_yml=b"\x80")

    with pytest.raises(SourceError, match="0x80 is not UTF-8") as caught:
        read(tmp_path / "bad.yml", YML)

    assert caught.value.place == Place(f"{tmp_path}/bad.yml", 1, 1)


def test_utf_16_is_called_by_its_name(tmp_path: Path) -> None:
    put(tmp_path, bad_yml="key: 1".encode("utf-16"))

    with pytest.raises(SourceError, match="UTF-16, not UTF-8"):
        read(tmp_path / "bad.yml", YML)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, good_yml="good")
    os.mkfifo(tmp_path / "pipe.yml")
    found: list[Contents] = []

    reader = threading.Thread(
        target=lambda: found.append(read(tmp_path, YML)), daemon=True
    )
    reader.start()
    reader.join(timeout=10)

    assert paths(found[0]) == [f"{tmp_path}/good.yml"]
    assert messages(found[0]) == ["not a regular file (a pipe, a socket or a device)"]


@pytest.mark.parametrize("name", ["pipe.yml", "pipe.zip"])
def test_a_pipe_that_is_named_is_refused(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)

    with pytest.raises(SourceError, match="not a regular file"):
        read(tmp_path / name, YML)


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, in__a_yml="a", out__secret_yml="secret")
    (tmp_path / "in/file.yml").symlink_to(tmp_path / "out/secret.yml")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/circle.yml").symlink_to(tmp_path / "in/circle.yml")

    found = read(tmp_path / "in", YML)

    assert [file.text for file in found.files] == ["a"]
    assert messages(found) == [f"skipped: a link that leaves {tmp_path}/in"] * 3


def test_a_text_that_is_linked_inside_the_folder_is_read_once(tmp_path: Path) -> None:
    """Kubernetes mounts a ConfigMap as links into a hidden folder beside them."""
    put(tmp_path, _v1__a_yml="mounted", b_yml="b")
    (tmp_path / "a.yml").symlink_to(".v1/a.yml")
    (tmp_path / "again.yml").symlink_to("b.yml")

    found = read(tmp_path, YML)

    assert [file.text for file in found.files] == ["mounted", "b"]


def test_an_enormous_text_is_a_problem_and_its_neighbours_stay(tmp_path: Path) -> None:
    put(tmp_path, big_yml=b"a" * (4 * MEGABYTE + 1), good_yml="good")

    found = read(tmp_path, YML)

    assert [file.text for file in found.files] == ["good"]
    assert messages(found) == ["larger than 4 MB"]


def test_reading_ends_at_the_limit_of_all_texts_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "TOTAL_LIMIT", 1)
    put(tmp_path, a_yml="aa", b_yml="bb", c_yml="cc")

    found = read(tmp_path, YML)

    assert [file.text for file in found.files] == ["aa"]
    assert "from here on nothing is read" in messages(found)[0]


def test_what_may_not_be_read_is_a_problem_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, closed_yml="a", good_yml="good", shut__a_yml="a")
    opened, listed = os.open, os.scandir

    def may_open(path: str, flags: int) -> int:  # root may open everything
        if Path(path).name in {"closed.yml", "shut"}:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opened(path, flags)

    def may_list(path: str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "open", may_open)
    monkeypatch.setattr(os, "scandir", may_list)
    found = read(tmp_path, YML)

    assert [file.text for file in found.files] == ["good"]
    assert messages(found) == [
        f"not allowed to read {tmp_path}/{name}: check its owner and its mode"
        for name in ("closed.yml", "shut")
    ]


@pytest.mark.parametrize(
    "name", ["absent", "absent.zip!part", "absent.yml", "a" * 300, "a\0b"]
)
def test_what_is_not_there_is_said_in_plain_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"no such file or folder: |cannot read "):
        read(f"{tmp_path}/{name}", YML)


def test_a_folder_without_a_single_text_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, a_txt="a")

    with pytest.raises(SourceError, match=r"no file ending in \.yml or \.yaml in "):
        read(tmp_path, YML)


def test_a_text_from_elsewhere_has_the_name_and_age_it_is_given() -> None:
    found = unpacked(b"\xef\xbb\xbfa", "https://example.org/a", "", YML, WRITTEN)

    [text] = found.files
    assert (text.path, text.text) == ("https://example.org/a", "a")
    assert text.modified == WRITTEN


def test_a_text_from_elsewhere_that_is_not_utf_8_names_line_and_column() -> None:
    with pytest.raises(SourceError) as error:
        unpacked(b"a\nb\xff", "https://example.org/a", "", YML, WRITTEN)

    assert error.value.place == Place("https://example.org/a", 2, 2)


def test_a_text_from_elsewhere_has_the_limit_of_any_text() -> None:
    with pytest.raises(SourceError, match="larger than 4 MB"):
        unpacked(b"a" * (4 * MEGABYTE + 1), "https://example.org/a", "", YML, WRITTEN)
