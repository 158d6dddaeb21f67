"""Pages: what people read, escaped, in two languages, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deadlinebot.config import Config, Settings, read_settings
from deadlinebot.engine import setup
from deadlinebot.engine.published import Published
from deadlinebot.engine.reports import SourceReport
from deadlinebot.errors import Place, Problem
from deadlinebot.model.call import Title
from deadlinebot.model.deadline import Deadline, Estimate, Status
from deadlinebot.model.delivery import Delivery, State
from deadlinebot.model.mute import Mute, by_deadline, ticked
from deadlinebot.web import View, application
from tests.asgi import Answer, ask
from tests.build import a_call, a_claim, a_deadline, an_event, an_open_moment, utc

NOW = utc("2026-05-20T01:00:00")
HOSTILE = "<script>alert(1)</script>\"'&"


def page(
    target: str,
    *deadlines: Deadline,
    reports: dict[str, SourceReport] | None = None,
    said: Sequence[Mute] = (),
    deliveries: Sequence[Delivery] = (),
    health: str = "ok",
) -> Answer:
    """Ask for a page over *deadlines* on 20 May 2026, 09:00 in Beijing."""
    mutes = by_deadline(said)
    shown = tuple(ticked(deadlines, mutes))
    published = Published(deadlines=shown, reports=reports or {}, mutes=mutes, at=NOW)
    settings: Settings = read_settings("language: zh\n", Path("config.yaml"))
    view = View(
        published=lambda: published,
        settings=lambda: settings,
        deliveries=lambda _key: deliveries,
        health=lambda: {"status": health},
        now=lambda: NOW,
    )
    return ask(application(view), target)


def test_the_page_shows_both_clocks_the_countdown_and_the_source() -> None:
    html = page("/", a_deadline()).text

    assert "还有 6 天 10 小时" in html
    assert "2026-05-26（周二）19:59" in html
    assert "2026-05-25 23:59:59 UTC-12" in html
    assert "CCF-Deadlines" in html
    assert '<html lang="zh-CN">' in html


def test_the_page_speaks_english_when_asked() -> None:
    html = page("/?lang=en", a_deadline()).text

    assert "6 days 10 hours left" in html
    assert '<html lang="en">' in html


def test_an_unknown_language_is_the_configured_one() -> None:
    assert '<html lang="zh-CN">' in page("/?lang=xx", a_deadline()).text


def test_what_is_assumed_is_flagged_in_words() -> None:
    moment = an_open_moment()
    open_one = a_deadline(
        window=moment.window,
        claims=(a_claim(moment),),
        assumed=moment.assumed,
        status=Status.ASSUMED,
        zone=None,
    )

    assert "时区未注明" in page("/", open_one).text


def test_undated_events_and_past_ones_have_their_groups() -> None:
    undated = a_deadline(None, id="x-2026-paper", status=Status.TENTATIVE)
    past = a_deadline(utc("2026-05-01T00:00:00"), id="y-2026-paper")

    html = page("/?lang=en", undated, an_event(), past).text

    for group in ("To be announced", "Conferences and events", "Past"):
        assert f"{group} <span" in html


def test_what_passed_long_ago_is_not_shown() -> None:
    old = a_deadline(utc("2026-01-01T00:00:00"), id="old-2026-paper")

    assert "old-2026-paper" not in page("/", old).text


@pytest.mark.parametrize("target", ["/", "/d/emnlp-2026-paper"])
def test_whatever_a_source_writes_is_escaped(target: str) -> None:
    call = a_call(
        title=Title(HOSTILE, HOSTILE), series=HOSTILE, venue=HOSTILE, tags=(HOSTILE,)
    )
    claim = replace(a_claim(), text=HOSTILE, source=HOSTILE, call=call)
    hostile = a_deadline(call=call, claims=(claim,), label=Title(HOSTILE, HOSTILE))
    problem = Problem(Place(HOSTILE), HOSTILE)
    report = SourceReport("lab", problems=(problem,), error=HOSTILE)

    html = page(target, hostile, reports={"lab": report}).text

    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_page_can_do_nothing_but_be_read() -> None:
    headers = page("/", a_deadline()).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_deadline_has_a_page_with_every_zone_and_every_claim() -> None:
    html = page("/d/emnlp-2026-paper?lang=en", a_deadline()).text

    assert "Beijing time" in html
    assert "New York" in html
    assert "2026-05-25 23:59:59 UTC-12" in html


def test_a_deadline_says_what_becomes_of_its_reminders() -> None:
    deadline = a_deadline()
    plan = setup.plan(Config())
    first, *_ = plan.reminders([deadline], utc("2026-05-01T00:00:00"))
    refused = replace(first, state=State.DEAD, error="the group SECRET was disbanded")

    html = page("/d/emnlp-2026-paper?lang=en", deadline, deliveries=[refused]).text

    assert "Its reminders" in html
    assert "refused by the service for good" in html
    assert "Sat 2026-05-23 19:59" in html
    assert html.count("will be sent") == 3
    assert "console · everything · 3d" in html
    assert "SECRET" not in html


def test_an_event_has_no_reminders_to_speak_of() -> None:
    html = page("/d/emnlp-2026-event?lang=en", an_event()).text

    assert "Its reminders" not in html


def test_an_unknown_deadline_is_404() -> None:
    assert page("/d/none", a_deadline()).status == 404


def test_a_source_that_fails_is_said_on_the_page() -> None:
    report = SourceReport("lab", error="no such file or folder: calls")

    html = page("/?lang=en", a_deadline(), reports={"lab": report}).text

    assert "no such file or folder" in html


@pytest.mark.parametrize(
    ("status", "code"), [("ok", 200), ("degraded", 200), ("down", 503)]
)
def test_health_is_a_failure_only_when_nothing_works(status: str, code: int) -> None:
    assert page("/healthz", health=status).status == code


def test_the_style_comes_from_here() -> None:
    answer = page("/static/style.css")

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/css")


def test_an_estimate_is_shown_among_the_undated_as_what_it_is() -> None:
    guess = Estimate(date(2027, 1, 5), date(2027, 1, 2), date(2027, 1, 9), (2025, 2026))
    undated = a_deadline(None, status=Status.TENTATIVE, estimate=guess)

    html = page("/", undated).text

    assert "日期待定 <span" in html
    assert "预计 2027-01 上旬" in html
    assert "还有" not in html


DONE = Mute("emnlp-2026-paper", "", None, NOW)
LATER = Mute("emnlp-2026-paper", "lab", utc("2026-05-22T01:00:00"), NOW)


@pytest.mark.parametrize("target", ["/", "/d/emnlp-2026-paper"])
@pytest.mark.parametrize(
    ("lang", "shown"),
    [("zh", "✓ EMNLP 2026 论文截稿"), ("en", "✓ EMNLP 2026 paper deadline")],
)
def test_what_is_done_has_a_tick_in_both_languages(
    target: str, lang: str, shown: str
) -> None:
    address = f"{target}?lang={lang}"

    assert shown in page(address, a_deadline(), said=[DONE]).text
    assert shown not in page(address, a_deadline()).text


def test_what_is_done_is_not_the_next_one() -> None:
    acl = a_deadline(
        utc("2026-06-10T11:59:59"), id="acl-2026-paper", call=a_call("ACL")
    )

    html = page("/?lang=en", a_deadline(), acl, said=[DONE]).text

    upcoming = html[: html.index("Subscribe")]
    assert "ACL 2026 paper deadline" in upcoming
    assert "EMNLP" not in upcoming


def test_when_all_is_done_nothing_is_next() -> None:
    html = page("/?lang=en", a_deadline(), said=[DONE]).text

    assert "Next up" not in html
    assert "EMNLP 2026" in html


@pytest.mark.parametrize(
    ("word", "lang", "shown"),
    [
        (DONE, "zh", "✓ 已办"),
        (DONE, "en", "✓ done"),
        (LATER, "zh", "推迟到 2026-05-22（周五）09:00（路由 lab）"),
        (LATER, "en", "snoozed until Fri 2026-05-22 09:00 (route lab)"),
    ],
)
def test_the_page_of_a_deadline_tells_what_was_said_of_it(
    word: Mute, lang: str, shown: str
) -> None:
    html = page(f"/d/emnlp-2026-paper?lang={lang}", a_deadline(), said=[word]).text

    assert f'<p class="said">{shown}</p>' in html


def test_what_was_taken_back_is_not_told() -> None:
    undone = replace(DONE, until=NOW)

    html = page("/d/emnlp-2026-paper", a_deadline(), said=[undone]).text

    assert "said" not in html
