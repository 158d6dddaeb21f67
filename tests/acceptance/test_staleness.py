"""A running daemon whose source is emptied, halved and broken: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.test_service import Service, eventually, started
from tests.receiver import Receiver, receiving

CALL = """\
  - series: CONF{number}
    year: 2026
    link: https://example.org/{number}
    milestones:
      - {{kind: paper, date: "2026-06-2{number} 23:59", zone: UTC-12}}
"""
CONFIG = """language: en
state: state
sources: {{lab: {{format: native, location: calls, every: 1s}}}}
channels: {{ops: {{notifier: slack, url: "{url}"}}}}
routes: {{all: {{leads: [3d], channels: [ops]}}}}
operator: {{channels: [ops]}}
web: {{port: 0}}
"""


@dataclass
class Lab:
    """A daemon over a catalogue of six calls, and the receiver of its messages."""

    service: Service
    receiver: Receiver

    def says(self, text: str) -> None:
        """Replace the source's one file, all at once."""
        calls = self.service.home / "calls"
        part = calls / "part"
        part.write_text(text, encoding="utf-8")
        part.replace(calls / "all.yaml")

    def feed(self) -> str:
        """Return the feed as it is served."""
        return self.service.get("/feeds/all.ics").text

    def health(self) -> str:
        """Return how the daemon says that it is."""
        return str(self.service.get("/healthz").json()["status"])

    def told(self, count: int) -> str:
        """Wait for message number *count* and return its text."""
        eventually(lambda: len(self.receiver.got) >= count)
        return self.receiver.texts()[count - 1]


WHOLE = "calls:\n" + "".join(CALL.format(number=number) for number in range(6))
HALF = "calls:\n" + "".join(CALL.format(number=number) for number in range(3))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A running daemon."""
    with receiving() as receiver:
        (tmp_path / "calls").mkdir()
        (tmp_path / "calls" / "all.yaml").write_text(WHOLE, encoding="utf-8")
        config = CONFIG.format(url=receiver.url)
        (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
        service = started(tmp_path)
        yield Lab(service, receiver)
        service.process.kill()
        service.process.wait(10)


def test_a_source_emptied_halved_and_broken_keeps_its_feed_and_is_told_once_each(
    lab: Lab,
) -> None:
    before = lab.feed()
    assert lab.health() == "ok"
    troubles = [
        ("calls: []\n", "Source lab is empty"),
        (HALF, "Source lab has shrunk"),
        ("calls: [oops\n", "Source lab cannot be read"),
    ]

    for number, (trouble, said) in enumerate(troubles):
        lab.says(trouble)
        assert said in lab.told(2 * number + 1)
        eventually(lambda: " (stale)" in lab.feed())
        assert lab.feed().replace(" (stale)", "") == before
        assert lab.health() == "degraded"
        assert said in lab.service.get("/?lang=en").text
        lab.says(WHOLE)
        assert "Source lab is well again" in lab.told(2 * number + 2)
        eventually(lambda: lab.feed() == before)
        assert lab.health() == "ok"

    assert len(lab.receiver.got) == 2 * len(troubles)
