"""Secrets stay out of whatever people may read."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from deadlinebot.net import redact, redact_url

SLACK = "https://hooks.slack.com/services/T0CANARY/B0CANARY/s3cretc4nary"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0000-c4nary-1111"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (SLACK, "https://hooks.slack.com/…nary"),
        (WECOM, "https://qyapi.weixin.qq.com/…1111"),
        ("http://127.0.0.1:8900/x", "http://127.0.0.1/…"),
        (
            "smtps://robot%40qq.com:s3cretc4nary@smtp.qq.com:465",
            "smtps://smtp.qq.com/…",
        ),
        ("pover://s3cretc4nary@s3cret", "…"),
        ("no url", "…"),
        ("http://[::1", "…"),
        ("", "…"),
    ],
)
def test_a_webhook_is_shown_by_its_host_and_last_four(url: str, shown: str) -> None:
    assert redact_url(url) == shown


@pytest.mark.parametrize("secret", [SLACK, WECOM, "c4nary-token"])
@pytest.mark.parametrize(
    "wrap",
    ["{}", "HTTPSConnectionPool(host='x'): Max retries with url: {}", "«{}»{}"],
)
def test_a_secret_goes_wherever_it_stands(secret: str, wrap: str) -> None:
    text = wrap.format(secret, secret)

    assert "c4nary" not in redact(text, [secret])


@pytest.mark.parametrize(
    "part",
    [
        "/services/T0CANARY/B0CANARY/s3cretc4nary",
        "s3cretc4nary",
        quote(SLACK, safe=""),
        "hooks.slack.com/services/T0CANARY/B0CANARY/s3cretc4nary",
    ],
)
def test_the_parts_of_a_secret_url_go_as_well(part: str) -> None:
    assert "c4nary" not in redact(f"POST {part} failed", [SLACK])


@pytest.mark.parametrize(
    "part", ["c4nary:code", "robot%40qq.com:s3cretc4nary", "s3cretc4nary"]
)
def test_the_password_of_a_mailbox_goes_as_well(part: str) -> None:
    url = "smtps://robot%40qq.com:s3cretc4nary@smtp.qq.com:465"
    secret = url if "code" not in part else "smtps://a:c4nary%3Acode@smtp.qq.com"

    assert "c4nary" not in redact(f"AUTH {part} failed", [secret])


def test_the_rest_of_a_text_stays() -> None:
    text = "errcode 93000 from qyapi.weixin.qq.com"

    assert redact(text, [WECOM, "", "/"]) == text
