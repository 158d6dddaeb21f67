"""The real program: what plan foresees is what simulate sends, to the letter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CONFIG = """
language: en
state: state
working_days: CN
channels:
  slack:
    notifier: slack
    url: https://hooks.slack.com/services/T0/B0/secretsecret
    zone: America/New_York
    quiet: "22:00-08:00"
  wecom:
    notifier: wecom
    url: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=12345678-aaaa-bbbb-cccc-123456789012
    quiet: "23:00-07:00"
    group_above: 2
  own: {notifier: console}
routes:
  ranked:
    filter: ccf:A,B
    leads: [14d, 7d, 3wd, 1d@09:00, 6h, 30m]
    channels: [slack, wecom]
    digest: daily
  everything:
    channels: [own, wecom]
    digest: weekly@mon-09:03
    ladders: [{when: "kind:competition", leads: [10d, 24h, 1d]}]
  night: {leads: [1d@23:30, 3h], channels: [slack], announce: false}
"""
MONTHS = (("2026-05-01", "2026-05-31"), ("2026-06-20", "2026-07-20"))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration with every kind of lead, route and channel."""
    path = tmp_path / "rich.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def printed(config: Path, *command: str) -> bytes:
    """Return what the program prints, if it ends well."""
    program = (sys.executable, "-m", "deadlinebot", "--config", str(config))
    away = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run(
        [*program, *command],
        cwd=config.parent,
        env=away,
        capture_output=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout


def both(config: Path, start: str, end: str) -> tuple[bytes, bytes]:
    """Return what is foreseen for 30 days, and what is sent in them."""
    return (
        printed(config, "plan", "--json", "--days", "30", "--now", f"{start}T01:00Z"),
        printed(
            config,
            *("simulate", "--json", "--now", f"{start}T01:00Z"),
            *("--from", f"{start}T01:00Z", "--to", f"{end}T01:00Z"),
        ),
    )


def kinds(lines: bytes) -> set[str]:
    """Return the kinds of delivery among *lines*."""
    rows: list[dict[str, Any]] = json.loads(lines)
    return {row["kind"] for row in rows}


@pytest.mark.parametrize(("start", "end"), MONTHS)
def test_before_the_first_run_a_month_is_foreseen_to_the_letter(
    config: Path, start: str, end: str
) -> None:
    foreseen, sent = both(config, start, end)

    assert kinds(foreseen) == {"reminder", "digest"}
    assert foreseen == sent


def test_a_month_is_foreseen_from_whatever_the_database_holds(config: Path) -> None:
    printed(config, "run-once", "--now", "2026-05-10T00:00Z")

    foreseen, sent = both(config, "2026-05-20", "2026-06-19")

    rows: list[dict[str, Any]] = json.loads(foreseen)
    assert rows[0]["at"] < "2026-05-20T01:00:00Z"  # nobody sent for ten days
    assert foreseen == sent
