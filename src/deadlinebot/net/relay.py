"""Messages that Apprise hands on; all that it tells is True or False."""

from __future__ import annotations

import json
import logging
import queue
import threading

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net.guard import Limits

_SCHEME = "apprise:"
_NEVER = logging.CRITICAL + 1


def post(request: Request, limits: Limits) -> Response | NotSent | NoAnswer:
    """Hand *request* to Apprise once; see `Net.post`.

    Apprise connects by itself, so neither the address that it reaches nor how far a
    message got is known here; its time is: what takes longer goes on alone, unheard.

    Args:
        request: ``apprise:`` and Apprise's own address; its body is JSON with title,
            body and type.
        limits: what it may cost.

    Returns:
        Status 200 for its True, 502 for its False, 400 for an address that it cannot
        read.
    """
    try:
        import apprise  # noqa: PLC0415  # an extra, and a second of loading
    except ImportError:
        return NotSent("Apprise is not installed: pip install 'deadlinebot[apprise]'")
    _silence()
    asset = apprise.AppriseAsset(async_mode=False, http_redirects=False)
    service = apprise.Apprise.instantiate(request.url.removeprefix(_SCHEME), asset)
    if service is None:
        return Response(400, b"Apprise cannot read the address")
    service.socket_connect_timeout = limits.connect_s
    service.socket_read_timeout = limits.read_s
    return _told(service, json.loads(request.body), limits.total_s)


def _told(
    service: object, message: dict[str, str], total_s: float
) -> Response | NoAnswer:
    answers: queue.SimpleQueue[Response | NoAnswer] = queue.SimpleQueue()

    def tell() -> None:
        try:
            taken = service.notify(  # type: ignore[attr-defined]
                title=message["title"],
                body=message["body"],
                notify_type=message["type"],
                body_format="text",
            )
            refused = Response(502, b"Apprise could not deliver it")
            answers.put(Response(200) if taken else refused)
        except Exception as error:  # noqa: BLE001  # of a hundred plug-ins, any may
            name = type(error).__name__  # its text may hold the address
            answers.put(NoAnswer(f"Apprise failed with {name}"))

    threading.Thread(target=tell, name="deadlinebot-apprise", daemon=True).start()
    try:
        return answers.get(timeout=total_s)
    except queue.Empty:
        return NoAnswer(f"no result within {total_s:g} s")


def _silence() -> None:
    """Stop Apprise and what it uses from logging addresses: they are our secrets."""
    for name in ("apprise", "oauthlib", "requests_oauthlib", "urllib3"):
        logging.getLogger(name).setLevel(_NEVER)
