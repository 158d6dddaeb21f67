"""Setup: from the configuration as written to the values that the engine works with."""

from __future__ import annotations

import hashlib
import json

from deadlinebot import registry
from deadlinebot.config import Config, Settings
from deadlinebot.engine.locations import Wanted
from deadlinebot.engine.post import Post
from deadlinebot.engine.publish import Feed
from deadlinebot.model.channel import Channel
from deadlinebot.model.feed import FeedOptions, FeedTitle
from deadlinebot.model.filter import read_filter
from deadlinebot.model.lead import lead
from deadlinebot.model.plan import Plan
from deadlinebot.model.route import Route
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
    routes = tuple(
        Route(
            name=name,
            filter=read_filter(route.filter),
            leads=tuple(lead(text) for text in route.leads),
            channels=route.channels,
            announce=route.announce,
        )
        for name, route in config.routes.items()
    )
    return Plan(routes, named(config.home))


def plan_key(config: Config) -> str:
    """Return a digest of all that the planning of reminders depends on."""
    routes = {name: r.model_dump(mode="json") for name, r in config.routes.items()}
    text = json.dumps([config.home, routes], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def posts(settings: Settings) -> dict[str, Post]:
    """Return how each channel is spoken to, by its name."""
    config = settings.config
    return {
        name: Post(
            Channel(
                name=name,
                notifier=channel.notifier,
                lang=channel.language or config.language,
                zone=named(channel.zone or config.home),
                options=channel.options,
            ),
            settings.urls.get(name, ""),
            registry.notifier(channel.notifier),
            settings.secrets.get(name, ()),
            Reach.PRIVATE if channel.allow_private else Reach.LOOPBACK,
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
        found[name] = Feed(title, read_filter(feed.filter), options)
    return found
