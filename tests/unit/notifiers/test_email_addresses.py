"""Mail: which servers and which addresses may be configured."""

from __future__ import annotations

import pytest

from deadlinebot.notifiers.email import NOTIFIER
from tests.services import OPTIONS

URL = "smtps://robot%40qq.com:c0de@smtp.qq.com:465"


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "smtps://robot@qq.com:c0de@smtp.qq.com",
        "smtp://a:b%2Fc%23d@smtp.example.org:587",
        "smtp://127.0.0.1:25",
        "smtp://[::1]:25/",
    ],
)
def test_a_mail_server_is_accepted(url: str) -> None:
    assert NOTIFIER.check(url) is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://smtp.qq.com", "it does not begin with smtps://"),
        ("smtps://robot:s3cret/x@smtp.qq.com", "it is not a URL"),
        ("smtps://robot:s3cret@smtp.qq.com:465/s3cret", "something stands after"),
        ("smtps://robot@smtp.qq.com", "a user without a password"),
        ("smtps://:s3cret@smtp.qq.com", "a password without a user"),
        ("smtps://robot:s3cret截@smtp.qq.com", "must be ASCII"),
        ("smtps://robot:s3 cret@smtp.qq.com", "blanks"),
        ("smtps://robot:s3cret@smtp.qq.com:x", "it is not a URL"),
        ("smtps://", "it does not begin with"),
    ],
)
def test_a_wrong_url_is_told_without_its_password(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url) or ""

    assert told in wrong
    assert "a mail server looks like smtps://" in wrong
    assert "s3cret" not in wrong


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("to", "ann@example.org", True),
        ("to", OPTIONS["email"]["to"], True),
        ("to", "", False),
        ("to", "ann@example.org,", False),
        ("to", "ann", False),
        ("to", "ann@example.org\r\nBcc: x@example.org", False),
        ("to", "截@example.org", False),
        ("to", ",".join(["a@example.org"] * 51), False),
        ("from", "robot@qq.com", True),
        ("from", "截稿提醒 <robot@qq.com>", True),
        ("from", "robot", False),
        ("from", "a <robot@qq.com>\nX: y", False),
        ("from", "a\r\nb <robot@qq.com>", False),
    ],
)
def test_addresses_are_checked_before_anything_is_sent(
    name: str,
    text: str,
    right: bool,  # noqa: FBT001 - a column of a table
) -> None:
    assert (NOTIFIER.options[name].wrong(text) is None) is right
