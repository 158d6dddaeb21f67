"""Upkeep: what no feed shows any more is forgotten, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

from tests.unit.engine.conftest import CONFIG, World


def kept(world: World, keys: set[str]) -> int:
    """Return how many of the components *keys* are still kept."""
    return len(world.store.components(keys))


def rendered(world: World) -> set[str]:
    """Return the keys of what the present feeds show."""
    world.feed()
    return set(world.engine._renderer.used(world.engine._feeds.values()))


def test_a_component_that_no_feed_shows_is_forgotten_after_a_week(world: World) -> None:
    world.refresh()
    before = rendered(world)
    world.states("EMNLP", "2026-06-05 23:59")
    world.refresh()
    after = rendered(world)

    world.engine.tidy(world.now + timedelta(days=7))
    within = kept(world, before)
    world.engine.tidy(world.now + timedelta(days=7, seconds=1))

    assert len(before - after) == 1
    assert within == 2
    assert kept(world, before - after) == 0
    assert kept(world, after) == 2


def test_a_component_of_a_feed_that_is_gone_is_forgotten_too(world: World) -> None:
    world.started(CONFIG + "feeds: {all: {}, short: {language: zh}}\n")
    world.refresh()
    before = rendered(world)

    world.reload(CONFIG)
    after = rendered(world)
    world.engine.tidy(world.now + timedelta(days=8))

    assert (len(before), len(after)) == (4, 2)
    assert kept(world, before) == 2
