"""The shape of the configuration file: every key, its default and its meaning."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import Any

from pydantic import Field, field_validator

from deadlinebot import registry
from deadlinebot.config.routing import RouteConfig
from deadlinebot.config.section import (
    Duration,
    References,
    Section,
    a_filter,
    a_zone,
    known,
)
from deadlinebot.config.working_days import check_country
from deadlinebot.model.call import Lang
from deadlinebot.model.channel import OnUnknown
from deadlinebot.model.quiet import quiet_hours

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class SourceConfig(Section):
    """A catalogue to read; the order of the sources is the order of trust."""

    format: str
    """The format's name: native, ccfddl or listing."""
    location: str
    """A folder, a file, an archive (archive.zip!folder) or the URL of one."""
    every: Duration = Field(default=timedelta(hours=6), gt=timedelta(0))
    """How often to read it again."""
    allow_private: bool = False
    """Whether its URL may lead to an address that is not public."""
    may_shrink: bool = False
    """Whether it may lose half of its dates at once without being taken for broken."""
    stale_after: Duration = timedelta(days=180)
    """After how long without any change to raise an alarm; 0d: never."""
    unstated_zones: tuple[str, ...] = ()
    """The zones that a date without one may mean here; none: every zone."""

    @field_validator("format")
    @classmethod
    def _known_format(cls, name: str) -> str:
        return known(registry.source_format, name)

    @field_validator("unstated_zones")
    @classmethod
    def _known_zones(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(a_zone(name) for name in names)


class ChannelConfig(Section):
    """A place where notices go."""

    notifier: str
    """The service: console, slack, wecom, feishu, dingtalk, discord, teams ..."""
    url: str = Field(default="", repr=False)
    """The webhook: ${env:NAME}, file:/path or credential:NAME keep it out of here."""
    secret: References = Field(default=(), repr=False)
    """What signs its messages, named like the url; a list while it is replaced."""
    allow_private: bool = False
    """Whether its URL may lead to an address of your own network."""
    language: Lang | None = None
    """zh or en; as above if missing."""
    zone: str | None = None
    """The zone of the first clock in its messages; home if missing."""
    quiet: str = ""
    """When not to disturb its readers, on the clock of its zone: 22:00-08:00."""
    group_above: int = Field(default=5, ge=0)
    """More reminders than this, due at once, come in one message; 0: never."""
    on_unknown: OnUnknown = OnUnknown.RESEND
    """What may have arrived: resend (it says so), or hold until you retry it."""
    template: str = ""
    """The name of the template that words its messages; ours if missing."""
    options: dict[str, str] = Field(default_factory=dict)
    """What the notifier understands beside, such as style: card."""

    @field_validator("notifier")
    @classmethod
    def _known_notifier(cls, name: str) -> str:
        return known(registry.notifier, name)

    @field_validator("zone")
    @classmethod
    def _knowna_zone(cls, name: str | None) -> str | None:
        return a_zone(name) if name else None

    @field_validator("quiet")
    @classmethod
    def _readable_hours(cls, text: str) -> str:
        if text:
            quiet_hours(text, UTC)
        return text


class TemplateConfig(Section):
    """Words of your own for reminders, changes and digests."""

    headline: str = ""
    """The first line; ours if missing."""
    body: str = ""
    """All below it, as lines of text; ours, with clocks and links, if missing."""


class FeedConfig(Section):
    """A calendar to subscribe to: /feeds/NAME.ics."""

    title: str = ""
    """What calendar apps show; made from the name if missing."""
    filter: str = ""
    """Which deadlines; nothing is everything."""
    language: Lang | None = None
    """zh or en; as above if missing."""
    alarms: tuple[Duration, ...] = Field(default=(), max_length=3)
    """How long before a deadline a calendar app may ring; none by default."""
    route: str = ""
    """Whose done deadlines show a tick; none: those that are done on every route."""

    @field_validator("filter")
    @classmethod
    def _readablea_filter(cls, text: str) -> str:
        return a_filter(text)


class OperatorConfig(Section):
    """Who is told when a source is in trouble."""

    channels: tuple[str, ...] = ()
    """The names of the channels; none: log, page and /healthz say it."""


class WebConfig(Section):
    """Where feeds and page are served."""

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 is every one of this machine."""
    port: int = Field(default=8765, ge=0, le=65535)
    """The port; 0 takes a free one."""
    base_url: str = ""
    """How the outside reaches it, https://ddl.example.org: links in messages."""

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s?#]+", url):
            raise ValueError("write an address such as https://ddl.example.org")
        return url.rstrip("/")


class Config(Section):
    """Everything that can be configured."""

    language: Lang = Lang.ZH
    """zh or en, wherever nothing else is said."""
    home: str = "Asia/Shanghai"
    """The zone of your wall clock: leads and first clocks follow it."""
    working_days: str = "CN"
    """Whose holidays count for leads such as 3wd: a country, or a region: DE-BY."""
    state: str = ""
    """The folder of the state; $STATE_DIRECTORY or ./state if missing."""
    database: str = Field(default="", repr=False)
    """postgresql://user:password@host/name, named like a url; none: a file in state."""
    horizon: Duration = timedelta(days=60)
    """How long feeds and page still show what has passed."""
    sources: dict[str, SourceConfig] = Field(
        default_factory=lambda: {
            "curated": SourceConfig(format="native", location="bundled:data")
        }
    )
    """The catalogues, the most trusted first."""
    channels: dict[str, ChannelConfig] = Field(
        default_factory=lambda: {"console": ChannelConfig(notifier="console")}
    )
    """The places where notices go, by name."""
    routes: dict[str, RouteConfig] = Field(
        default_factory=lambda: {"everything": RouteConfig(channels=("console",))}
    )
    """Which deadlines go where, by name."""
    templates: dict[str, TemplateConfig] = Field(default_factory=dict)
    """Words of your own, by name; a channel names one."""
    feeds: dict[str, FeedConfig] = Field(default_factory=lambda: {"all": FeedConfig()})
    """The calendars, by name; 'all' is always there."""
    operator: OperatorConfig = OperatorConfig()
    """Who is told when a source is in trouble."""
    web: WebConfig = WebConfig()
    """Where feeds and page are served."""

    @field_validator("home")
    @classmethod
    def _known_home(cls, name: str) -> str:
        return a_zone(name)

    @field_validator("working_days")
    @classmethod
    def _known_country(cls, code: str) -> str:
        return check_country(code)

    @field_validator("sources", "channels", "routes", "feeds", "templates")
    @classmethod
    def _plain_names(cls, sections: dict[str, Any]) -> dict[str, Any]:
        for name in sections:
            if not _NAME.fullmatch(name):
                raise ValueError(f"'{name}' is no name: use a-z, 0-9, - and _")
        return sections


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the configuration file."""
    return Config.model_json_schema()
