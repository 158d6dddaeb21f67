"""Settings: the configuration in force, found, read and checked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from deadlinebot import document, registry
from deadlinebot.config.options import wrong_options
from deadlinebot.config.secrets import secret
from deadlinebot.config.shape import Config, SourceConfig
from deadlinebot.config.templates import read_templates
from deadlinebot.errors import ConfigError, Problem, UserError
from deadlinebot.model.channel import Signer
from deadlinebot.model.database import Postgres

if TYPE_CHECKING:
    from deadlinebot.wording.templates import Template

_PREFIX = "DEADLINEBOT_"
_SCHEMES = frozenset({"file", "http", "https"})


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration in force.

    Attributes:
        config: what the file says.
        path: the file; None if there is none.
        root: where relative paths start.
        urls: the secret address of each channel, by name; never shown.
        secrets: what signs the messages of each channel that is signed; never shown.
        postgres: the database on a server, if there is one.
        templates: the operator's own words, by name, ready to use.
    """

    config: Config
    path: Path | None
    root: Path
    urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    postgres: Postgres | None = None
    templates: Mapping[str, Template] = field(default_factory=dict, repr=False)

    @property
    def database(self) -> Path | Postgres:
        """Where the database lies."""
        if self.postgres is None:
            return self.state
        return replace(self.postgres, former=self.state)

    @property
    def stored(self) -> bool:
        """Whether there may be anything in the database; of a server we have to ask."""
        return self.postgres is not None or self.state.exists()

    @property
    def state(self) -> Path:
        """The database file, if it is a file; its folder is that of all state."""
        outside = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
        if self.config.state:
            folder = self.root / self.config.state
        else:
            folder = Path(outside or _xdg("XDG_STATE_HOME", "deadlinebot") or "state")
        return folder / "deadlinebot.sqlite"

    def location(self, source: SourceConfig) -> str:
        """Return where *source* lies: its URL, or its path, made absolute."""
        scheme, colon, rest = source.location.partition(":")
        if colon and scheme == "bundled":
            return str(bundled(rest))
        if colon and scheme.lower() in _SCHEMES:
            return source.location
        return str(self.root / Path(source.location).expanduser())


def load_settings(explicit: Path | None = None) -> Settings:
    """Return the configuration in force.

    Raises:
        ConfigError: names file, line and column, and what would be right.
    """
    path = explicit or _first_present()
    if path is None:
        return Settings(_overridden(Config()), None, Path.cwd())
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"cannot read the configuration {path}: {reason}") from None
    return read_settings(text, path)


def read_settings(text: str, path: Path) -> Settings:
    """Return the configuration that *text* writes.

    Raises:
        ConfigError: names line and column, and what would be right.
    """
    try:
        node = document.load(text, str(path), shown=document.keys_only)
    except UserError as error:
        raise ConfigError(error.message, error.place, error.excerpt) from None
    found = document.validate(node, Config)
    if isinstance(found, tuple):
        raise _first(found)
    templates, wrong = read_templates(found, node)
    problems = [*_crossed(found, node), *wrong_options(found, node), *wrong]
    if problems:
        raise _first(problems)
    root = path.resolve().parent
    urls, secrets = _urls(found, node, root), _secrets(found, node, root)
    postgres = _postgres(found, node, root)
    return Settings(_overridden(found), path, root, urls, secrets, postgres, templates)


def bundled(name: str) -> Path:
    """Return a folder that travels with the program: config, data or systemd."""
    package = Path(__file__).parents[1]
    inside = package / "_bundled" / name
    return inside if inside.exists() else package.parents[1] / name


def _first_present() -> Path | None:
    named_one = os.environ.get("DEADLINEBOT_CONFIG")
    if named_one:
        return Path(named_one)
    candidates = (
        Path("config/deadlinebot.yaml"),
        Path(_xdg("XDG_CONFIG_HOME", "deadlinebot/config.yaml")),
        Path("/etc/deadlinebot/config.yaml"),
    )
    return next((path for path in candidates if path.is_file()), None)


def _xdg(variable: str, rest: str) -> str:
    folder = os.environ.get(variable)
    return f"{folder}/{rest}" if folder else ""


def _overridden(config: Config) -> Config:
    """Put ``DEADLINEBOT_WEB__PORT=...`` of the environment over the file.

    Raises:
        ConfigError: names the variable.
    """
    data = config.model_dump(mode="json", exclude_unset=True)
    names = sorted(n for n in os.environ if n.startswith(_PREFIX) and "__" in n)
    for name in names:
        *sections, key = name.removeprefix(_PREFIX).casefold().split("__")
        inner = data
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[key] = os.environ[name]
        try:
            config = Config.model_validate(data)
        except ValidationError as error:
            reason = error.errors(include_url=False, include_input=False)[0]["msg"]
            message = f"the environment variable {name}: {reason}"
            raise ConfigError(message) from None
    return config


def _crossed(config: Config, node: document.Node) -> list[Problem]:
    """Return what is wrong between sections: names of what does not exist."""
    problems = []
    for noun, name, path in _names(config):
        known = config.channels if noun == "channel" else config.routes
        if name not in known:
            near = document.closest(name, known)
            hint = f" (did you mean '{near}'?)" if near else ""
            spot = document.locate(node, path)
            problems.append(spot.problem(f"no {noun} '{name}'{hint}"))
    return problems


def _names(config: Config) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield by which name one section calls what in another, and where."""
    for name, route in config.routes.items():
        for index, channel in enumerate(route.channels):
            yield "channel", channel, ("routes", name, "channels", index)
    for index, channel in enumerate(config.operator.channels):
        yield "channel", channel, ("operator", "channels", index)
    for name, feed in config.feeds.items():
        if feed.route:
            yield "route", feed.route, ("feeds", name, "route")


def _urls(config: Config, node: document.Node, root: Path) -> dict[str, str]:
    urls = {}
    for name, channel in config.channels.items():
        spot = document.locate(node, ("channels", name, "url"))
        try:
            url = secret(channel.url, root)
        except OSError as error:
            raise _first([spot.problem(f"'url': {error.strerror or error}")]) from None
        wrong = registry.notifier(channel.notifier).check(url)
        if wrong:
            raise _first([spot.problem(f"channel '{name}': {wrong}")])
        urls[name] = url
    return urls


def _secrets(
    config: Config, node: document.Node, root: Path
) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, channel in config.channels.items():
        if not channel.secret:
            continue
        spot = document.locate(node, ("channels", name, "secret"))
        try:
            secrets = tuple(secret(reference, root) for reference in channel.secret)
        except OSError as error:
            reason = f"'secret': {error.strerror or error}"
            raise _first([spot.problem(reason)]) from None
        if wrong := _wrong_secret(channel.notifier, secrets):
            raise _first([spot.problem(f"channel '{name}': {wrong}")])
        found[name] = secrets
    return found


def _postgres(config: Config, node: document.Node, root: Path) -> Postgres | None:
    if not config.database:
        return None
    try:
        return Postgres.read(secret(config.database, root))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        spot = document.locate(node, ("database",))
        raise _first([spot.problem(f"'database': {reason}")]) from None


def _wrong_secret(notifier: str, secrets: tuple[str, ...]) -> str | None:
    service = registry.notifier(notifier)
    if not isinstance(service, Signer):
        return f"{notifier} takes no secret: remove it"
    if not all(secrets):
        return "its secret is empty"
    return service.check_secrets(secrets)


def _first(problems: tuple[Problem, ...] | list[Problem]) -> ConfigError:
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    first = problems[0]
    return ConfigError(first.message + more, first.place, first.excerpt)
