"""Setup: from the configuration as written to the values that the engine works with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from deadlinebot import registry
from deadlinebot.config import Config, Settings
from deadlinebot.config.working_days import edition, working_days
from deadlinebot.engine.locations import Wanted
from deadlinebot.engine.post import Post
from deadlinebot.engine.publish import Feed
from deadlinebot.model.channel import Channel
from deadlinebot.model.digests import digest_rule
from deadlinebot.model.feed import FeedOptions, FeedTitle
from deadlinebot.model.filter import read_filter
from deadlinebot.model.lead import WORKING, Lead, lead
from deadlinebot.model.plan import Plan
from deadlinebot.model.quiet import QuietHours, quiet_hours
from deadlinebot.model.route import Ladder, Route
from deadlinebot.model.when import named
from deadlinebot.net import Reach
from deadlinebot.wording.feeds import feed_title


def sources(settings: Settings) -> dict[str, Wanted]:
    """Return the sources by name, the most trusted first."""
    return {
        name: Wanted(
            name,
            source.format,
            settings.location(source),
            source.unstated_zones,
            allow_private=source.allow_private,
            may_shrink=source.may_shrink,
            stale_after=source.stale_after,
        )
        for name, source in settings.config.sources.items()
    }


def plan(config: Config) -> Plan:
    """Return the plan that the routes make."""
    home = named(config.home)
    routes = tuple(
        Route(
            name=name,
            filter=read_filter(route.filter),
            leads=_leads(route.leads),
            channels=tuple(dict.fromkeys(route.channels)),
            announce=route.announce,
            ladders=tuple(
                Ladder(read_filter(each.when), _leads(each.leads))
                for each in route.ladders
            ),
            digest=digest_rule(route.digest, home, route.digest_days)
            if route.digest
            else None,
        )
        for name, route in config.routes.items()
    )
    return Plan(routes, home, working_days(config.working_days), _quiet(config))


def _leads(texts: Iterable[str]) -> tuple[Lead, ...]:
    return tuple(lead(text) for text in texts)


def _quiet(config: Config) -> dict[str, QuietHours]:
    return {
        name: quiet_hours(channel.quiet, named(channel.zone or config.home))
        for name, channel in config.channels.items()
        if channel.quiet
    }


def plan_key(config: Config) -> str:
    """Return a digest of all that the planning of reminders depends on."""
    routes = {name: r.model_dump(mode="json") for name, r in config.routes.items()}
    quiet = {
        name: [channel.quiet, channel.zone]
        for name, channel in config.channels.items()
        if channel.quiet
    }
    works = [config.working_days, edition()] if _counts_working_days(config) else []
    text = json.dumps([config.home, routes, quiet, works], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _counts_working_days(config: Config) -> bool:
    """Whether any lead does; else nothing depends on anybody's holidays."""
    texts = [
        text
        for route in config.routes.values()
        for leads in (route.leads, *(each.leads for each in route.ladders))
        for text in leads
    ]
    return any(lead(text).unit == WORKING for text in texts)


def posts(settings: Settings) -> dict[str, Post]:
    """Return how each channel is spoken to, by its name."""
    config = settings.config
    quiet = _quiet(config)
    return {
        name: Post(
            Channel(
                name=name,
                notifier=channel.notifier,
                lang=channel.language or config.language,
                zone=named(channel.zone or config.home),
                options=channel.options,
                group_above=channel.group_above,
                on_unknown=channel.on_unknown,
                quiet=quiet.get(name),
            ),
            settings.urls.get(name, ""),
            registry.notifier(channel.notifier),
            settings.secrets.get(name, ()),
            Reach.PRIVATE if channel.allow_private else Reach.LOOPBACK,
            settings.templates.get(channel.template),
        )
        for name, channel in config.channels.items()
    }


def feeds(config: Config) -> dict[str, Feed]:
    """Return the feeds by name; ``all`` is always among them."""
    every = {**Config().feeds, **config.feeds}
    found = {}
    for name, feed in every.items():
        lang = feed.language or config.language
        title = FeedTitle(
            name=name,
            title=feed.title or feed_title(name, lang),
            url=f"{config.web.base_url}/feeds/{name}.ics"
            if config.web.base_url
            else None,
        )
        options = FeedOptions(lang, named(config.home), feed.alarms)
        found[name] = Feed(title, read_filter(feed.filter), options, feed.route)
    return found
