"""The shape of the configuration file: every key, its default and its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
)

from deadlinebot import registry
from deadlinebot.errors import UserError
from deadlinebot.model.call import Lang
from deadlinebot.model.filter import FilterError, read_filter
from deadlinebot.model.lead import lead
from deadlinebot.model.when import named

_DURATION = re.compile(r"(\d{1,5})\s*([wdhms])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def _duration(text: object) -> object:
    if not isinstance(text, str):
        return text
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError("write a length of time such as 30m, 6h or 60d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _as_text(length: timedelta) -> str:
    for unit, name in _UNITS.items():
        count, rest = divmod(length, timedelta(**{name: 1}))
        if not rest:
            return f"{count}{unit}"
    return f"{int(length.total_seconds())}s"


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(_as_text),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\s*[wdhms]$"}),
]


References = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )


class SourceConfig(_Section):
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
        return _known(registry.source_format, name)

    @field_validator("unstated_zones")
    @classmethod
    def _known_zones(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_zone(name) for name in names)


class ChannelConfig(_Section):
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
    options: dict[str, str] = Field(default_factory=dict)
    """What the notifier understands beside, such as style: card."""

    @field_validator("notifier")
    @classmethod
    def _known_notifier(cls, name: str) -> str:
        return _known(registry.notifier, name)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        return _zone(name) if name else None


class RouteConfig(_Section):
    """Which deadlines go to which channels, and how early."""

    filter: str = ""
    """ccf:A,B and (tag:nlp or kind:competition); nothing is everything."""
    leads: tuple[str, ...] = ("14d", "7d", "3d", "1d@09:00", "6h")
    """How early: 14d, 3d@09:00 (that wall time at home), 6h, 30m."""
    channels: tuple[str, ...] = Field(min_length=1)
    """The names of the channels."""
    announce: bool = True
    """Whether changes are told as they come."""

    @field_validator("filter")
    @classmethod
    def _readable_filter(cls, text: str) -> str:
        return _filter(text)

    @field_validator("leads")
    @classmethod
    def _readable_leads(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(lead(text).text for text in texts))


class FeedConfig(_Section):
    """A calendar to subscribe to: /feeds/NAME.ics."""

    title: str = ""
    """What calendar apps show; made from the name if missing."""
    filter: str = ""
    """Which deadlines; nothing is everything."""
    language: Lang | None = None
    """zh or en; as above if missing."""
    alarms: tuple[Duration, ...] = Field(default=(), max_length=3)
    """How long before a deadline a calendar app may ring; none by default."""

    @field_validator("filter")
    @classmethod
    def _readable_filter(cls, text: str) -> str:
        return _filter(text)


class OperatorConfig(_Section):
    """Who is told when a source is in trouble."""

    channels: tuple[str, ...] = ()
    """The names of the channels; none: log, page and /healthz say it."""


class WebConfig(_Section):
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


class Config(_Section):
    """Everything that can be configured."""

    language: Lang = Lang.ZH
    """zh or en, wherever nothing else is said."""
    home: str = "Asia/Shanghai"
    """The zone of your wall clock: leads and first clocks follow it."""
    state: str = ""
    """Where the database lies; $STATE_DIRECTORY or ./state if missing."""
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
    feeds: dict[str, FeedConfig] = Field(default_factory=lambda: {"all": FeedConfig()})
    """The calendars, by name; 'all' is always there."""
    operator: OperatorConfig = OperatorConfig()
    """Who is told when a source is in trouble."""
    web: WebConfig = WebConfig()
    """Where feeds and page are served."""

    @field_validator("home")
    @classmethod
    def _known_home(cls, name: str) -> str:
        return _zone(name)

    @field_validator("sources", "channels", "routes", "feeds")
    @classmethod
    def _plain_names(cls, sections: dict[str, Any]) -> dict[str, Any]:
        for name in sections:
            if not _NAME.fullmatch(name):
                raise ValueError(f"'{name}' is no name: use a-z, 0-9, - and _")
        return sections


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the configuration file."""
    return Config.model_json_schema()


def _zone(name: str) -> str:
    return _known(named, name)


def _known(find: Callable[[str], object], name: str) -> str:
    """Return *name* if *find* knows it; pydantic wants a ValueError if not."""
    try:
        find(name)
    except UserError as error:
        raise ValueError(error.message) from None
    return name


def _filter(text: str) -> str:
    try:
        return read_filter(text).text
    except FilterError as error:
        raise ValueError(error.message) from None
