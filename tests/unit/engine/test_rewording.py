"""Words of the operator's own: said instead of ours, and never at a message's cost."""

from __future__ import annotations

import logging

import pytest

from tests.unit.engine.conftest import CONFIG, World

SLACK = 'url: "https://hooks.slack.com/services/T0/B0/secretsecret"}'


def rewording(world: World, template: str) -> None:
    """Put a configuration in force whose channel is worded by *template*."""
    assert SLACK in CONFIG
    text = CONFIG.replace(SLACK, f"template: lab, {SLACK}")
    world.started(f"{text}templates:\n  lab: {{headline: '{template}'}}\n")
    world.refresh()
    world.wait(days=12)


def test_a_channel_speaks_in_the_words_of_its_template(world: World) -> None:
    rewording(world, "!! {{ item.title|upper }}")

    world.tick()

    assert "!! EMNLP" in world.net.said()[0]["text"]


def test_a_template_that_fails_costs_no_message_and_is_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    rewording(world, '{% if item.id == "" %}x{% endif %}')

    world.tick()

    assert "⏰" in world.net.said()[0]["text"]
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert record.getMessage() == (
        "a template failed; the message goes out in our own words"
    )
    assert record.__dict__["reason"] == "its headline says nothing"
    assert (record.__dict__["channel"], record.__dict__["template"]) == ("slack", "lab")
