"""Apprise: never certain, and never for services that refuse with a 200."""

from __future__ import annotations

import sys

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Response
from deadlinebot.model.delivery import Outcome
from deadlinebot.notifiers.apprise import NOTIFIER
from tests.golden.wording.cases import a_reminder, an_alarm
from tests.unit.notifiers.samples import WIDE, huge, huge_alarm, many, payload

URL = "ntfys://s3cret@ntfy.example.org/s3cret"


def test_what_apprise_takes_is_called_unconfirmed() -> None:
    verdict = NOTIFIER.verdict(Response(200))

    assert verdict.outcome is Outcome.DELIVERED
    assert verdict.reason.startswith("unconfirmed delivery")


@pytest.mark.parametrize("status", [400, 502])
def test_a_failure_is_believed_after_five_times(status: int) -> None:
    verdict = NOTIFIER.verdict(Response(status, b"Apprise could not deliver it"))

    assert (verdict.outcome, verdict.believed_after) == (Outcome.CHANNEL_DEAD, 5)
    assert verdict.reason.startswith("Apprise could not deliver it: ")


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("wecombot://s3cret", "wecom"),
        ("wechat://s3cret@s3cret/1", "wecom"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=s3cret", "wecom"),
        ("feishu://s3cret", "feishu"),
        ("lark://s3cret", "feishu"),
        ("https://open.larksuite.com/open-apis/bot/v2/hook/s3cret", "feishu"),
        ("dingtalk://s3cret", "dingtalk"),
        ("slack://s3cret/s3cret/s3cret", "slack"),
        ("https://hooks.slack.com/services/T0/B0/s3cret", "slack"),
        ("jsons://open.feishu.cn/s3cret", "feishu"),
        ("SLACK://s3cret", "slack"),
    ],
)
def test_a_service_of_ours_is_refused_with_its_own_notifier(url: str, own: str) -> None:
    wrong = NOTIFIER.check(url) or ""

    assert f"use 'notifier: {own}'" in wrong
    assert "s3cret" not in wrong


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://example.org/s3cret", "it does not begin with a service's name"),
        ("ntfys:s3cret", "it does not begin with a service's name"),
        ("ntfys://a/s3cret, ntfys://b/s3cret", "one channel, one address"),
        ("ntfys://a/s3cret,ntfys://b", "one channel, one address"),
        (f"{URL}?retry=3", "it says 'retry'"),
        (f"{URL}?optional=yes", "it says 'optional'"),
        ("ntfys://[s3cret", "it is not a URL"),
    ],
)
def test_a_wrong_address_is_told_without_its_secret(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url) or ""

    assert told in wrong
    assert "an Apprise address looks like" in wrong
    assert "s3cret" not in wrong


def test_an_address_of_apprise_is_accepted() -> None:
    assert NOTIFIER.check(URL) is None


def test_without_the_package_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)

    wrong = NOTIFIER.check(URL)

    assert wrong == "Apprise is not installed: pip install 'deadlinebot[apprise]'"


def test_the_headline_is_the_title_and_stands_nowhere_else() -> None:
    notice = a_reminder(Lang.ZH)

    sent = payload(NOTIFIER.request(notice, URL, {}))

    assert sent["title"] == notice.headline
    assert notice.headline not in sent["body"]
    assert sent["type"] == "info"


def test_an_alarm_is_a_warning() -> None:
    assert payload(NOTIFIER.request(an_alarm(Lang.ZH), URL, {}))["type"] == "warning"


@pytest.mark.parametrize("wide", WIDE)
def test_every_part_stays_within_its_limit(wide: str) -> None:
    for notice in (huge(wide), huge(wide, 30), huge_alarm(wide), many()):
        sent = payload(NOTIFIER.request(notice, URL, {}))

        assert len(sent["title"].encode()) <= 400
        assert len(sent["body"].encode()) <= 3000
