"""A portal's listing and the catalogue that it quotes, read together in any order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from deadlinebot.engine.catalogue import Wanted, read_catalogue
from deadlinebot.model.deadline import Cause, Deadline, Status
from tests.build import utc

NOW = utc("2026-06-10T00:00:00")
LISTING = """\
征稿与合作QXNLP 2026截止 北京时间 2026-05-25会议征稿 QXNLP 2026 征稿
CCF-Deadlines lists QXNLP 2026 with papers due 2026-05-25 UTC-12 and conference dates 2026-10-24 to 2026-10-29 in Oslo.
征稿与合作QXCC 2026截止 北京时间 2026-05-26会议征稿 QXCC 2026 征稿
CCF-Deadlines lists QXCC 2026 with papers due 2026-05-26 UTC+8 and conference dates 2026-11-03 to 2026-11-05 in Oslo.
征稿与合作IEEE QXBM 2026截止 北京时间 2026-07-05会议征稿 IEEE QXBM 2026 征稿
IEEE QXBM 2026 covers biomedicine. The official CFP lists electronic submission of full papers due 2026-07-05.
"""
SERIES = """\
- title: {name}
  description: Conference of {name}
  confs:
    - {{year: 2026, id: {name}26, timezone: {zone}, timeline: [{{deadline: '{at}'}}]}}
"""
PORTAL, CCF = "portal", "ccf"


@pytest.fixture(params=permutations((PORTAL, CCF)), ids="/".join)
def held(tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, Deadline]:
    """Return what both say together of each paper, in both orders of trust."""
    (tmp_path / "portal.txt").write_text(LISTING, encoding="utf-8")
    (tmp_path / "ccf").mkdir()
    for name, zone, at in (
        ("QXNLP", "UTC-12", "2026-05-25 23:59:59"),
        ("QXCC", "UTC+8", "2026-06-20 23:59:59"),
        ("QXBM", "UTC-5", "2026-07-05 17:00:00"),
    ):
        text = SERIES.format(name=name, zone=zone, at=at)
        (tmp_path / "ccf" / f"{name}.yml").write_text(text, encoding="utf-8")
    wanted = {
        PORTAL: Wanted(PORTAL, "listing", str(tmp_path / "portal.txt")),
        CCF: Wanted(CCF, "ccfddl", str(tmp_path / "ccf")),
    }
    found = read_catalogue([wanted[name] for name in request.param], NOW)
    return {deadline.id: deadline for deadline in found.deadlines}


def test_an_extension_counts_though_the_portal_still_quotes_the_old_date(
    held: dict[str, Deadline],
) -> None:
    paper = held["qxcc-2026-paper"]

    assert paper.due == utc("2026-06-20T15:59:59")
    assert paper.status is Status.CONFLICTING


def test_a_heading_in_the_wrong_zone_is_outvoted_by_those_it_repeats(
    held: dict[str, Deadline],
) -> None:
    paper = held["qxnlp-2026-paper"]

    assert paper.due == utc("2026-05-26T11:59:59")
    assert paper.conflict is not None
    assert (paper.conflict.cause, paper.conflict.other.via) == (Cause.ZONE, PORTAL)


def test_another_time_of_the_same_day_is_a_conflict_with_its_cause(
    held: dict[str, Deadline],
) -> None:
    paper = held["qxbm-2026-paper"]

    assert paper.status is Status.CONFLICTING
    assert paper.conflict is not None
    assert paper.conflict.cause is Cause.TIME
