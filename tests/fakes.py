"""The only fake: a network that answers as told and remembers what it was sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import Net, Reach

Answer = Response | NotSent | NoAnswer


def accepted(request: Request) -> Answer:
    """Return what the service behind *request* says when it takes a message."""
    if "/cgi-bin/webhook/send" in request.url:
        return Response(200, b'{"errcode":0,"errmsg":"ok"}')
    return Response(200, b"ok")


class FakeNet(Net):
    """Answers each post as told; takes everything unless told otherwise."""

    def __init__(self, answer: Callable[[Request], Answer] = accepted) -> None:
        super().__init__()
        self.answer = answer
        self.sent: list[Request] = []

    def post(self, request: Request, _reach: Reach = Reach.LOOPBACK) -> Answer:
        """Remember *request* and answer it."""
        self.sent.append(request)
        return self.answer(request)

    def said(self) -> list[Mapping[str, Any]]:
        """Return the payloads that were sent."""
        return [json.loads(request.body) for request in self.sent]
