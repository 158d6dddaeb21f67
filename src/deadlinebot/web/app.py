"""The application: feeds first, everything else by Starlette."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deadlinebot.config import Settings
from deadlinebot.engine import setup
from deadlinebot.engine.explain import explain
from deadlinebot.engine.published import Published
from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import Delivery
from deadlinebot.web.feeds import PREFIX, Feeds
from deadlinebot.web.page import item_page, list_page

_STATIC = Path(__file__).with_name("static")
_SECURITY = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


@dataclass(frozen=True, slots=True)
class View:
    """What the web may look at.

    Attributes:
        published: the snapshot to show.
        settings: the configuration in force.
        deliveries: what is stored of a deadline's deliveries, by its id; may take a
            moment.
        health: how the daemon is; ``status`` is ok, degraded or down.
        now: the clock.
    """

    published: Callable[[], Published]
    settings: Callable[[], Settings]
    deliveries: Callable[[str], Sequence[Delivery]]
    health: Callable[[], Mapping[str, Any]]
    now: Callable[[], datetime]


def application(view: View) -> ASGIApp:
    """Return the ASGI application over *view*."""
    feeds = Feeds(view.published)
    pages = Starlette(
        routes=[
            Route("/", _Pages(view).all),
            Route("/d/{id}", _Pages(view).one),
            Route("/healthz", _Pages(view).health),
            Route("/robots.txt", _robots),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[Middleware(_Hardened)],
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await feeds(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app


class _Pages:
    """The pages; each reads one snapshot."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def all(self, request: Request) -> Response:
        view = self._view
        lang = _lang(request, view.settings().config.language)
        html = list_page(view.published(), view.settings(), lang, view.now())
        return HTMLResponse(html)

    async def one(self, request: Request) -> Response:
        view = self._view
        lang = _lang(request, view.settings().config.language)
        wanted = request.path_params["id"]
        published = view.published()
        found = next((d for d in published.deadlines if wanted in {d.id, d.uid}), None)
        if found is None:
            return PlainTextResponse("no such deadline\n", 404)
        stored = await run_in_threadpool(view.deliveries, found.id)
        config, now = view.settings().config, view.now()
        plan = replace(setup.plan(config), mutes=published.mutes)
        html = item_page(
            explain(found, plan, stored, now),
            published.mutes.get(found.id, ()),
            view.settings(),
            lang,
            now,
        )
        return HTMLResponse(html)

    async def health(self, _request: Request) -> Response:
        health = self._view.health()
        return JSONResponse(health, 503 if health["status"] == "down" else 200)


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nAllow: /\n")


def _lang(request: Request, default: Lang) -> Lang:
    asked = request.query_params.get("lang", "")
    return Lang(asked) if asked in tuple(Lang) else default


class _Hardened:
    """Adds the headers that keep a page from doing anything but being read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SECURITY]
            await send(message)

        await self._app(scope, receive, hardened)
