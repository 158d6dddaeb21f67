"""What `Net` does with mail servers: a real one on loopback, in every mood."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import Limits, Net, Reach
from tests.needs import needs
from tests.postbox import PASSWORD, Postbox, as_server, certificate, posting

SHORT = Limits(connect_s=1, read_s=0.5, total_s=1.5, body_bytes=4096)
NET = Net(webhook=SHORT)
MAIL = "Subject: 截稿\r\n\r\n.\r\n..two\r\nlast".encode()
OPENSSL = needs("openssl", "openssl")


def request(url: str, to: str = "a@example.org") -> Request:
    envelope = {"mail-from": "robot@example.org", "rcpt-to": to}
    return Request(url, MAIL, envelope)


def sent(box: Postbox, to: str = "a@example.org") -> Response | NotSent | NoAnswer:
    """Return what came of one mail to a server that behaves like *box*."""
    with posting(box):
        return NET.post(request(box.url(), to))


def answer(status: int, text: str, phase: str, refused: str = "") -> Response:
    headers = {"phase": phase, **({"refused": refused} if refused else {})}
    return Response(status, text.encode(), headers)


@contextmanager
def saying(script: bytes) -> Iterator[str]:
    """Run a server that says *script* whatever it hears; yield its address."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        guest, _ = door.accept()
        with guest:
            guest.settimeout(5)
            try:
                guest.sendall(script)
                while guest.recv(65536):
                    pass
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{door.getsockname()[1]}"
    finally:
        door.close()
        thread.join(5)


def test_a_mail_arrives_byte_for_byte_with_its_envelope() -> None:
    box = Postbox()

    result = sent(box, "a@example.org, b@example.org")

    assert result == answer(250, "queued as 1", "data")
    (mail,) = box.mails
    assert mail.mail_from == "robot@example.org"
    assert mail.rcpt_tos == ["a@example.org", "b@example.org"]
    assert mail.original_content == MAIL + b"\r\n"


@pytest.mark.parametrize(
    ("replies", "result"),
    [
        ({"MAIL": "553 sender is not the login"}, answer(553, "sender is not the login", "mail")),
        ({"MAIL": "451 later"}, answer(451, "later", "mail")),
        ({"a@example.org": "550 no such user"}, answer(550, "no such user", "rcpt", "a@example.org (550 no such user)")),
        ({"a@example.org": "452 mailbox full"}, answer(452, "mailbox full", "rcpt", "a@example.org (452 mailbox full)")),
        ({"DATA": "552 too large"}, answer(552, "too large", "data")),
        ({"DATA": "421 closing"}, answer(421, "closing", "data")),
    ],
)  # fmt: skip
def test_a_refusal_tells_its_phase(replies: dict[str, str], result: Response) -> None:
    assert sent(Postbox(replies)) == result


def test_one_bad_recipient_does_not_block_the_others() -> None:
    box = Postbox({"gone@example.org": "550 5.1.1 no such user"})

    result = sent(box, "a@example.org, gone@example.org, b@example.org")

    refused = "gone@example.org (550 5.1.1 no such user)"
    assert result == answer(250, "queued as 1", "data", refused)
    assert box.mails[0].rcpt_tos == ["a@example.org", "b@example.org"]


def test_of_all_refusals_the_one_that_may_pass_counts() -> None:
    box = Postbox({"a@example.org": "550 never", "b@example.org": "450 greylisted"})

    result = sent(box, "a@example.org,b@example.org")

    assert isinstance(result, Response)
    assert (result.status, result.headers["phase"]) == (450, "rcpt")
    assert box.mails == []


@pytest.mark.parametrize(
    ("word", "kind"), [("MAIL", NotSent), ("RCPT", NotSent), ("DATA", NoAnswer)]
)
def test_silence_is_unknown_only_after_the_message_left(
    word: str, kind: type[NotSent | NoAnswer]
) -> None:
    result = sent(Postbox(hang=frozenset({word})))

    assert result == kind("no answer within 0.5 s")


@pytest.mark.parametrize(
    ("word", "kind"), [("MAIL", NotSent), ("RCPT", NotSent), ("DATA", NoAnswer)]
)
def test_a_cut_line_is_unknown_only_after_the_message_left(
    word: str, kind: type[NotSent | NoAnswer]
) -> None:
    result = sent(Postbox(drop=frozenset({word})))

    assert result == kind("the connection to 127.0.0.1 was cut before an answer came")


@pytest.mark.parametrize(
    ("script", "result"),
    [
        (b"", NotSent("no answer within 0.5 s")),
        (b"554 not you\r\n", answer(554, "not you", "greeting")),
        (b"220 hi\r\n502 no\r\n502 nor that\r\n", answer(502, "nor that", "greeting")),
        (b"421 busy\r\n", answer(421, "busy", "greeting")),
        (b"HTTP/1.1 400 Bad Request\r\n", answer(-1, "/1.1 400 Bad Request", "greeting")),
        (b"220-x\r\n" * 2000, NotSent("the connection to 127.0.0.1 was cut before an answer came")),
    ],
)  # fmt: skip
def test_what_is_no_mail_server_gets_no_mail(
    script: bytes, result: Response | NotSent
) -> None:
    with saying(script) as url:
        assert NET.post(request(url)) == result


def test_a_server_that_drips_is_cut_by_our_clock() -> None:
    door = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        guest, _ = door.accept()
        with guest:
            try:
                while True:
                    guest.sendall(b"220-wait\r\n")
                    threading.Event().wait(0.1)
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    began = time.monotonic()

    result = NET.post(request(f"smtp://127.0.0.1:{door.getsockname()[1]}"))

    assert result == NotSent("no whole answer within 1.5 s")
    assert time.monotonic() - began < 5
    door.close()
    thread.join(5)


def test_nobody_at_the_door_is_surely_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]

    result = NET.post(request(f"smtps://127.0.0.1:{port}"))

    assert result == NotSent("no connection to 127.0.0.1: connection refused")


def test_an_address_of_our_own_network_is_refused_unless_allowed() -> None:
    refused = NET.post(request("smtp://169.254.1.1:25"))

    assert refused == NotSent("169.254.1.1 leads to 169.254.1.1, which is not public")


@pytest.mark.parametrize(
    ("user", "result"),
    [
        ("robot%40example.org", answer(250, "queued as 1", "data")),
        ("nobody:x", answer(535, "5.7.8 Authentication credentials invalid", "auth")),
    ],
)
def test_it_logs_in_with_the_name_and_password_of_the_url(
    user: str, result: Response
) -> None:
    with posting(Postbox()) as box:
        assert NET.post(request(box.url(user=user))) == result

    assert box.logins[0] == user.partition(":")[0].replace("%40", "@")


def test_a_server_without_login_is_told_as_such() -> None:
    with posting(Postbox(), auth_exclude_mechanism=["PLAIN", "LOGIN"]) as box:
        result = NET.post(request(box.url(user="robot")))

    assert isinstance(result, Response)
    assert (result.status, result.headers["phase"]) == (502, "auth")


@pytest.fixture(name="own_certificate")
def _own_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a certificate that this process trusts."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    return path


@OPENSSL
@pytest.mark.parametrize(
    ("host", "scheme"), [("127.0.0.1", "smtps"), ("127.0.0.2", "smtp")]
)
def test_the_password_travels_encrypted(
    host: str, scheme: str, own_certificate: Path
) -> None:
    box = Postbox(host=host)
    tls = as_server(own_certificate)

    with posting(box, tls, at_once=scheme == "smtps"):
        result = NET.post(request(box.url(scheme, "robot")))

    assert result == answer(250, "queued as 1", "data")
    assert box.logins == ["robot"]


@OPENSSL
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_cannot_prove_its_name_gets_nothing(
    scheme: str, tmp_path: Path
) -> None:
    box = Postbox(host="127.0.0.2")
    tls = as_server(certificate(tmp_path))  # nobody trusts it

    with posting(box, tls, at_once=scheme == "smtps"):
        result = NET.post(request(box.url(scheme, "robot")))

    assert isinstance(result, NotSent)
    assert result.reason.startswith("TLS with 127.0.0.2 failed: self-signed")
    assert box.logins == []


def test_no_password_goes_to_a_server_that_does_not_encrypt() -> None:
    with posting(Postbox(host="127.0.0.2")) as box:
        result = NET.post(request(box.url(user="robot")))

    assert isinstance(result, Response)
    assert (result.status, result.headers["phase"]) == (502, "tls")
    assert box.logins == []


@pytest.mark.parametrize("user", ["robot", "robot:wrong"])
def test_a_password_reaches_no_log_and_no_result(
    user: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with posting(Postbox()) as box:
        told = request(box.url(user=user))
        result = NET.post(told)

    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
    assert PASSWORD not in repr((told, result, ours))


def test_every_address_may_be_used_where_that_is_wished() -> None:
    with posting(Postbox()) as box:
        result = NET.post(request(box.url()), Reach.PRIVATE)

    assert result == answer(250, "queued as 1", "data")
