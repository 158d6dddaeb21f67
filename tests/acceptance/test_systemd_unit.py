from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.needs import needs

SYSTEMD = Path(__file__).parents[2] / "systemd"
UNIT = SYSTEMD / "deadlinebot.service"
EXPOSURE = 12  # tenths; a unit without hardening scores 96

needs_systemd = needs("systemd-analyze", "systemd")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return a copy that starts a program which is here: verify looks for it."""
    text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text())
    copy = tmp_path / UNIT.name
    copy.write_text(text)
    return copy


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    """Run systemd-analyze and return how it ended."""
    return subprocess.run(
        ["systemd-analyze", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@needs_systemd
def test_systemd_accepts_the_unit_without_a_word(unit: Path) -> None:
    ended = analyze("verify", "--man=no", str(unit))

    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


@needs_systemd
def test_systemd_accepts_the_unit_with_the_credentials_drop_in(unit: Path) -> None:
    drop_in = unit.parent / f"{unit.name}.d" / "credentials.conf"
    drop_in.parent.mkdir()
    drop_in.write_text((SYSTEMD / "credentials.example").read_text())

    ended = analyze("verify", "--man=no", str(unit))

    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


@needs_systemd
def test_the_unit_is_locked_down(unit: Path) -> None:
    ended = analyze("security", "--offline=true", f"--threshold={EXPOSURE}", str(unit))

    assert ended.returncode == 0, ended.stdout


def test_a_wrong_configuration_is_not_tried_again_and_a_crash_always_is() -> None:
    settings = dict(
        line.split("=", 1) for line in UNIT.read_text().splitlines() if "=" in line
    )

    assert settings["Restart"] == "always"
    assert settings["RestartPreventExitStatus"] == "78"
    assert settings["StartLimitIntervalSec"] == "0"
