"""The options of a channel: a mistake is told at its place, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlinebot import registry
from deadlinebot.config import read_settings
from deadlinebot.errors import ConfigError

SLACK = "https://hooks.slack.com/services/T0/B0/topsecretvalue"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=topsecret"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/topsecret"
DISCORD = "https://discord.com/api/webhooks/1/topsecret"
EMAIL = "smtps://robot%40example.org:topsecret@smtp.example.org"
TELEGRAM = "https://api.telegram.org/bot1:aaaaaaaaaabbbbbbbbbbccccccccccddddd/sendMessage?chat_id=1"


def refusal(notifier: str, url: str, options: str) -> ConfigError:
    """Return the error of a channel with *options*, which stand in line 5, column 14."""
    text = (
        "channels:\n  lab:\n"
        f"    notifier: {notifier}\n    url: {url}\n    options: {options}\n"
        "routes: {all: {channels: [lab]}}\n"
    )
    with pytest.raises(ConfigError) as raised:
        read_settings(text, Path("lab.yaml"))
    assert "topsecret" not in str(raised.value) + raised.value.excerpt
    return raised.value


@pytest.mark.parametrize(
    ("notifier", "url", "options", "said"),
    [
        ("slack", SLACK, "{button: true}", "lab.yaml:5:15: slack knows no option 'button' (did you mean 'buttons'?)"),
        ("wecom", WECOM, "{colour: red}", "lab.yaml:5:15: wecom knows no option 'colour' (known: style)"),
        ("telegram", TELEGRAM, "{a: b}", "lab.yaml:5:15: telegram knows no option 'a' (known: none)"),
        ("slack", SLACK, "{buttons: yes}", "lab.yaml:5:24: 'buttons': it must be one of false, true"),
        ("wecom", WECOM, "{style: cards}", "lab.yaml:5:22: 'style': it must be one of markdown, card, text (did you mean 'card'?)"),
        ("feishu", FEISHU, '{keyword: " "}', "lab.yaml:5:24: 'keyword': it is empty"),
        ("feishu", FEISHU, f"{{keyword: {'截' * 34}}}", "lab.yaml:5:24: 'keyword': it is longer than 100 bytes"),
        ("email", EMAIL, "{}", "lab.yaml:5:14: the option 'to' is missing: write addresses with commas"),
        ("email", EMAIL, "{to: ann}", "lab.yaml:5:19: 'to': write addresses with commas"),
        ("email", EMAIL, '{to: a@b.cn, from: "a\\r\\nBcc: x@y.cn"}', "lab.yaml:5:33: 'from': write an address"),
        ("email", EMAIL, "{to: a@b.cn, sender: c@d.cn}", "lab.yaml:5:27: email knows no option 'sender' (known: from, to)"),
        ("discord", DISCORD, "{thread_id: https://discord.com/x}", "lab.yaml:5:26: 'thread_id': it is a number"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_told_at_its_place(
    notifier: str, url: str, options: str, said: str
) -> None:
    assert str(refusal(notifier, url, options)).startswith(said)


def test_no_value_of_an_option_is_repeated() -> None:
    refusal("wecom", WECOM, "{style: topsecret}")


@pytest.mark.parametrize("name", registry.names("notifiers"))
def test_the_default_of_an_option_may_be_written(name: str) -> None:
    for option in registry.notifier(name).options.values():
        assert len(set(option.values)) == len(option.values) != 1
