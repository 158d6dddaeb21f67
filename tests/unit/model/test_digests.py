"""Digests: when they come, and how that is written."""

from __future__ import annotations

import pytest

from deadlinebot.model.digests import digest_rule
from deadlinebot.model.when import named
from tests.build import utc

BEIJING = named("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "written", "days"),
    [
        ("daily", "daily@09:03", 14),
        ("daily@7:05", "daily@07:05", 14),
        ("weekly", "weekly@mon-09:03", 30),
        ("Weekly @ Friday-18:07", "weekly@fri-18:07", 30),
    ],
)
def test_a_rule_has_one_spelling(text: str, written: str, days: int) -> None:
    rule = digest_rule(text, BEIJING)

    assert (rule.text, rule.days) == (written, days)
    assert digest_rule(written, BEIJING) == rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hourly", "weekly@mon-09:03"),
        ("daily@09:00", "write 09:03"),
        ("daily@09:30", "write 09:33"),
        ("daily@24:03", "no 24:03"),
        ("daily@mon-09:03", "names no day: write daily@09:03"),
        ("weekly@mo-09:03", "did you mean 'mon'"),
        ("weekly@sunny-09:03", "did you mean 'sun'"),
    ],
)
def test_what_is_no_rule_is_refused_with_what_would_be_right(
    text: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        digest_rule(text, BEIJING)


def test_a_daily_one_comes_every_day() -> None:
    rule = digest_rule("daily", BEIJING)  # 01:03 UTC

    assert rule.after(utc("2026-05-20T01:02:59")) == utc("2026-05-20T01:03:00")
    assert rule.after(utc("2026-05-20T01:03:00")) == utc("2026-05-21T01:03:00")
    assert rule.before(utc("2026-05-20T01:03:00")) == utc("2026-05-19T01:03:00")


def test_a_weekly_one_comes_on_its_day() -> None:
    rule = digest_rule("weekly@wed-09:03", BEIJING)  # 20 May 2026 is a Wednesday

    assert rule.after(utc("2026-05-20T02:00:00")) == utc("2026-05-27T01:03:00")
    assert rule.before(utc("2026-05-20T02:00:00")) == utc("2026-05-20T01:03:00")


def test_it_keeps_its_wall_time_where_clocks_change() -> None:
    rule = digest_rule("daily@09:03", named("America/New_York"))
    before = utc("2026-03-07T14:03:00")

    assert rule.after(before) == utc("2026-03-08T13:03:00")
    assert rule.before(utc("2026-03-08T13:03:00")) == before
