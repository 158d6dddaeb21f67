"""What every feed format keeps to; the registry finds the formats by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from deadlinebot import registry
from deadlinebot.errors import Place
from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.feed import FeedFormat, FeedOptions, FeedTitle
from deadlinebot.model.when.window import Tbd
from tests.build import a_call, a_claim, a_deadline, an_event

FORMATS = registry.feed_formats()
TITLE = FeedTitle("all", "All deadlines")
OPTIONS = FeedOptions(Lang.EN, ZoneInfo("Asia/Shanghai"))

every_format = pytest.mark.parametrize("feed", FORMATS.values(), ids=FORMATS)


def rendered(feed: FeedFormat, *deadlines: Deadline) -> bytes:
    return feed.join([feed.component(d, OPTIONS) for d in deadlines], TITLE)


def test_there_is_a_calendar_among_the_formats() -> None:
    assert "ics" in FORMATS


@every_format
def test_a_format_has_the_name_of_its_module(feed: FeedFormat) -> None:
    assert FORMATS[feed.name] is feed


@every_format
def test_a_format_says_its_suffix_media_type_and_charset(feed: FeedFormat) -> None:
    assert feed.suffix.startswith(".")
    assert feed.media_type.endswith("; charset=utf-8")


@every_format
def test_the_same_input_gives_the_same_bytes(feed: FeedFormat) -> None:
    once = rendered(feed, a_deadline(), an_event())

    assert rendered(feed, a_deadline(), an_event()) == once


@every_format
def test_every_dated_deadline_is_in_the_feed_in_the_caller_s_order(
    feed: FeedFormat,
) -> None:
    octets = rendered(feed, an_event(), a_deadline())

    assert 0 < octets.find(b"emnlp-2026-event") < octets.find(b"emnlp-2026-paper")


@every_format
def test_a_withdrawn_deadline_is_marked_and_stays(feed: FeedFormat) -> None:
    octets = rendered(feed, a_deadline(status=Status.WITHDRAWN))

    assert b"emnlp-2026-paper" in octets
    assert b"cancelled" in octets.lower()


@every_format
def test_an_undated_deadline_has_no_component(feed: FeedFormat) -> None:
    undated = a_deadline(None, claims=(a_claim(Tbd("TBD")),), status=Status.TENTATIVE)

    assert feed.component(undated, OPTIONS) == b""


@every_format
def test_a_feed_without_components_is_still_a_feed(feed: FeedFormat) -> None:
    empty, full = rendered(feed), rendered(feed, a_deadline())

    assert empty.splitlines()[0] == full.splitlines()[0]
    assert empty.splitlines()[-1] == full.splitlines()[-1]


@every_format
def test_a_feed_is_utf8_without_a_byte_order_mark(feed: FeedFormat) -> None:
    octets = rendered(feed, a_deadline(call=a_call("\ufeff医学 \ud800")))

    assert "医学" in octets.decode()
    assert "\ufeff" not in octets.decode()


@every_format
@pytest.mark.parametrize(
    "changed",
    [
        a_deadline(call=a_call("Other")),
        a_deadline(status=Status.WITHDRAWN),
        a_deadline(sequence=1),
        a_deadline(claims=(a_claim(text="25 May 2026"),)),
    ],
    ids=["name", "status", "sequence", "text"],
)
def test_another_fact_gives_another_key(feed: FeedFormat, changed: Deadline) -> None:
    assert feed.key(changed, OPTIONS) != feed.key(a_deadline(), OPTIONS)


@every_format
@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, lang=Lang.ZH),
        replace(OPTIONS, zone=ZoneInfo("Europe/Berlin")),
        replace(OPTIONS, alarms=(timedelta(days=1),)),
    ],
    ids=["language", "zone", "alarms"],
)
def test_another_option_gives_another_key(
    feed: FeedFormat, options: FeedOptions
) -> None:
    assert feed.key(a_deadline(), options) != feed.key(a_deadline(), OPTIONS)


@every_format
def test_equal_facts_have_equal_keys_wherever_they_stand(feed: FeedFormat) -> None:
    moved = a_deadline(claims=(a_claim(place=Place("other.yaml", 99)),))

    assert feed.key(moved, OPTIONS) == feed.key(a_deadline(), OPTIONS)
    assert feed.component(moved, OPTIONS) == feed.component(a_deadline(), OPTIONS)
