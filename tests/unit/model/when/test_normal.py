"""One spelling for what is written in many, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.when.normal import normalise


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("２０２６－０７－２０　１７：００", "2026-07-20 17:00"),
        ("UTC−8 UTC–8 UTC＋8", "UTC-8 UTC-8 UTC+8"),
        ("二〇二六年七月二十日", "2026年7月20日"),
        ("二零二六年十二月三十一日", "2026年12月31日"),
        ("十月十日", "10月10日"),
        ("廿五日卅日", "25日30日"),
        ("下午五点半", "下午5点半"),
        ("东八区", "东8区"),
        ("周五 星期三 礼拜一", "周五 星期三 礼拜一"),
        ("周五五点", "周五5点"),
        ("第一轮 一等奖", "第一轮 一等奖"),
        ("七月二十日至二十二日", "7月20日至22日"),
        ("10:00\u00a0 \t UTC", "10:00 UTC"),
        ("May\u200b 5", "May 5"),
        ("截止 **May 5**", "截止 May 5 "),
        ("決賽時間：９點", "决赛时间:9点"),
        ("a \n\n b", "a\nb"),
    ],
)
def test_each_spelling_becomes_the_one(written: str, spelt: str) -> None:
    assert normalise(written).text == spelt


@pytest.mark.parametrize(
    "written",
    [
        "~~May 26~~ June 20",
        "<del>May 26</del> June 20",
        "<DEL class='old'>May 26</DEL> June 20",
        "<strike>May 26</strike> June 20",
        "https://example.org/May/26 June 20",
        "<a href='2026-05-26'>June 20",
        "me@2026-05-26.org June 20",
    ],
)
def test_what_is_struck_out_or_mark_up_is_blank(written: str) -> None:
    assert normalise(written).text.strip() == "June 20"


def test_an_unclosed_stroke_strikes_nothing() -> None:
    assert "May 26" in normalise("~~May 26").text


@given(st.text(max_size=80))
def test_spelling_again_changes_nothing_and_every_place_is_known(text: str) -> None:
    once = normalise(text)

    again = normalise(once.text)

    places = [once.origin(at) for at in range(len(once.text) + 1)]
    assert again.text.split() == normalise(again.text).text.split()
    assert places == sorted(places)
    assert places[-1] == len(text)
