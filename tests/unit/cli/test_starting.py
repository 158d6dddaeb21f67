"""init and demo: the first five minutes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from deadlinebot.config import load_settings
from tests.unit.cli.conftest import Run


def test_init_writes_a_configuration_over_its_own_data(run: Run, folder: Path) -> None:
    ended = run("init", "mine")

    assert ended.code == 0
    settings = load_settings(folder / "mine" / "config" / "deadlinebot.yaml")
    (source,) = settings.config.sources.values()
    assert Path(settings.location(source)).resolve() == folder / "mine" / "data"
    assert "deadlinebot check" in ended.err


def test_every_schema_that_a_modeline_names_is_there(run: Run, folder: Path) -> None:
    run("init")

    files = [folder / "config" / "deadlinebot.yaml", *(folder / "data").glob("*.yaml")]
    for file in files:
        modeline = file.read_text(encoding="utf-8").splitlines()[0]
        named = modeline.rpartition("$schema=")[2]
        assert json.loads((file.parent / named).read_text(encoding="utf-8"))


def test_what_init_wrote_is_found_and_checks(run: Run) -> None:
    run("init")

    ended = run("check", "--format", "json")

    assert ended.code == 0
    assert json.loads(ended.out)["dated"] > 0


def test_init_overwrites_nothing(run: Run, folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "conferences.yaml").write_text("mine")

    ended = run("init")

    assert ended.code == 1
    assert "data/conferences.yaml is there already" in ended.err
    assert not (folder / "config").exists()


@pytest.fixture
def shown(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the demo prints, with a place for its temporary files."""
    (folder / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "tmp"))
    ended = run("demo")
    assert ended.code == 0, ended.err
    return ended.out


def test_the_demo_shows_both_languages_and_says_what_its_clock_is(shown: str) -> None:
    assert "演示时钟拨到 2026-05-20（周三）09:00" in shown
    assert "clock is set to Wed 2026-05-20 09:00" in shown
    assert "还有 6 天 10 小时   2026-05-26（周二）19:59（次日）" in shown
    assert "6 days 10 hours left" in shown


def test_the_demo_shows_a_reminder_as_each_service_gets_it(shown: str) -> None:
    decoder = json.JSONDecoder()
    bodies = [
        decoder.raw_decode(part.partition("\n")[2])[0]
        for part in shown.split("POST https://")[1:]
    ]

    assert [("blocks" in b, b.get("msgtype")) for b in bodies] == [
        (True, None),
        (False, "markdown"),
    ] * 2
    assert all("EMNLP 2026" in json.dumps(b, ensure_ascii=False) for b in bodies)


def test_the_demo_leaves_nothing_behind(shown: str, folder: Path) -> None:
    assert shown
    assert sorted(p.name for p in folder.rglob("*")) == ["tmp"]


def test_the_demos_clock_can_be_set(run: Run) -> None:
    ended = run("demo", "--once", "--lang", "en", "--now", "2026-07-19T00:00Z")

    assert "EMNLP 2026 paper deadline" not in ended.out
    assert "1 day 8 hours left" in ended.out
    assert "倒计时" not in ended.out
