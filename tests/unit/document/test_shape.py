"""A model over a tree: wrong values are told plainly, at their place, unrepeated."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from deadlinebot.document import at, closest, keys_only, load, locate, validate
from deadlinebot.errors import Place, Problem

SECRET = "https://hooks.example/SECRET"


class Notifier(StrEnum):
    SLACK = "slack"
    WECOM = "wecom"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Channel(Strict):
    notifier: Notifier
    url: SecretStr
    pace: int = Field(default=20, ge=1)
    muted: bool = False
    lead: timedelta = timedelta(days=7)

    @field_validator("url")
    @classmethod
    def _secure(cls, url: SecretStr) -> SecretStr:
        if not url.get_secret_value().startswith("https:"):
            raise ValueError("use https")
        return url


class Web(Strict):
    port: int = 8080
    mode: Literal["auto", "json"] = "auto"
    bind: str = Field(default="localhost", min_length=1, max_length=20)


class Config(Strict):
    channels: dict[str, Channel] = {}
    web: Web | None = None
    routes: list[Channel] = []
    feeds: tuple[str, ...] = Field(default=(), max_length=2)


def wrong(text: str) -> list[str]:
    found = validate(load(text, "c.yaml", keys_only), Config, holds=0)
    assert isinstance(found, tuple)
    return [str(problem) for problem in found]


def test_text_becomes_what_the_model_asks_for() -> None:
    node = load(
        f"""
        channels:
          lab: {{notifier: slack, url: {SECRET}, pace: 010, muted: NO, lead: P3D}}
        web: {{port: 80, mode: json}}
        """,
        "c.yaml",
    )

    config = validate(node, Config)

    assert isinstance(config, Config)
    lab = config.channels["lab"]
    assert (lab.notifier, lab.pace, lab.muted) == (Notifier.SLACK, 10, False)
    assert lab.lead == timedelta(days=3)
    assert config.web == Web(port=80, mode="json")


def test_a_key_without_a_value_counts_as_not_written() -> None:
    config = validate(load("channels:\nweb:\n  port:\nroutes: ~\n", "c.yaml"), Config)

    assert config == Config(web=Web())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chanels: {}", "1:1: unknown key 'chanels' (did you mean 'channels'?)"),
        ("web:\n  prot: 80", "2:3: unknown key 'prot' (did you mean 'port'?)"),
        ("web: {xyz: 1}", "1:7: unknown key 'xyz' (known are bind, mode, port)"),
        ("web: {port: x}", "1:13: 'port' must be a whole number"),
        ("web: 80", "1:6: 'web' must be a mapping: 'key: value' lines"),
        (
            "web: {mode: jsn}",
            "1:13: no such 'mode' (did you mean 'json'?)",
        ),
        ("web: {mode: what}", "1:13: 'mode' must be one of auto, json"),
        ("web: {bind: ''}", "1:13: 'bind' is empty"),
        ("web: {bind: [a]}", "1:13: 'bind' must be a text"),
        (f"web: {{bind: {'x' * 21}}}", "1:13: 'bind' is longer than 20 characters"),
        ("routes: x", "1:9: 'routes' must be a list: one '- ' for each item"),
        ("- x", "1:1: expected a mapping: 'key: value' lines"),
        ("routes: [x]", "1:10: 'routes' must be a mapping: 'key: value' lines"),
        ("feeds: [a, b, c]", "1:8: 'feeds' has more than 2 items"),
        ("channels: [a]", "1:11: 'channels' must be a mapping: 'key: value' lines"),
    ],
)
def test_a_mistake_is_told_in_plain_words_at_its_place(text: str, told: str) -> None:
    assert wrong(text) == [f"c.yaml:{told}"]


def test_every_mistake_is_told_in_the_order_of_the_file() -> None:
    text = f"""\
channels:
  lab:
    notifer: slack
    url: {SECRET}
    pace: 0
    muted: {SECRET}
    lead: {SECRET}
routes:
  - notifier: slack
    url: ftp://SECRET
    urll: {SECRET}
"""

    assert wrong(text) == [
        "c.yaml:3:5: the key 'notifier' is missing",
        "c.yaml:3:5: unknown key 'notifer' (did you mean 'notifier'?)",
        "c.yaml:5:11: 'pace' must be at least 1",
        "c.yaml:6:12: 'muted' must be true or false",
        "c.yaml:7:11: 'lead' must be a length of time",
        "c.yaml:10:10: 'url': use https",
        "c.yaml:11:5: unknown key 'urll' (did you mean 'url'?)",
    ]


def test_no_problem_repeats_a_secret() -> None:
    text = f"""\
channels:
  lab:
    notifier: {SECRET}
    url: [{SECRET}]
    pace: {SECRET}
    urll: {SECRET}
  other: {SECRET}
routes:
  - {SECRET}
feeds: {SECRET}
"""

    problems = validate(load(text, "c.yaml", keys_only), Config)

    assert isinstance(problems, tuple)
    assert len(problems) == 7
    assert "SECRET" not in repr(problems)


def test_one_of_several_problems_carries_what_is_held() -> None:
    problems = validate(load("web: {port: x, prot: y}", "c.yaml"), Config, holds=5)

    assert isinstance(problems, tuple)
    assert [problem.holds for problem in problems] == [5, 0]


def test_what_the_document_refuses_no_model_accepts() -> None:
    problems = validate(load("web: {port: 1, port: 2}", "c.yaml"), Config)

    assert problems == (
        Problem(
            Place("c.yaml", 1, 16),
            "the key 'port' stands twice, first in line 1 (not accepted here)",
            holds=1,
            excerpt="web: {port: 1, port: 2}",
        ),
    )


def test_a_location_leads_as_deep_as_the_tree_goes() -> None:
    node = load("a:\n  - b: c\n", "c.yaml")

    assert at(node, ("a", 0, "b")) == Place("c.yaml", 2, 8)
    assert at(node, ("a", "branch", 0, "b", "missing")) == Place("c.yaml", 2, 8)
    assert at(node, ("a", 7)) == Place("c.yaml", 2, 3)
    assert locate(node, ()) is node


def test_a_far_word_is_no_suggestion() -> None:
    assert closest("milstones", {"milestones", "title"}) == "milestones"
    assert closest("Title", {"milestones", "title"}) == "title"
    assert closest("qqq", {"milestones", "title"}) is None
    assert closest("anything", set()) is None
