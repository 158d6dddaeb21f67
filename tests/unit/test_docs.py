"""What the program knows stands in its documents, so that neither outgrows the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import get_origin

import pytest
import typer
from pydantic import BaseModel

from deadlinebot import registry
from deadlinebot.cli.app import app
from deadlinebot.config import Config
from deadlinebot.model.call import CallKind, Lang
from deadlinebot.model.change import ChangeKind
from deadlinebot.model.deadline import Cause, Status
from deadlinebot.model.delivery import DeliveryKind, Outcome, State
from deadlinebot.model.filter import KEYS
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import Assumption
from deadlinebot.notifiers import dingtalk, discord, feishu, slack, wecom
from deadlinebot.wording.names import deadline_title
from tests.build import a_deadline

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
CHANNELS = (DOCS / "channels.md").read_text(encoding="utf-8")
CODES = (*wecom._OUTCOMES, *feishu._OUTCOMES, *dingtalk._OUTCOMES, *discord._OUTCOMES)
ANSWERS = {*slack._DEAD, *slack._REJECTED, *map(str, CODES)}
COMMAND = typer.main.get_command(app)
SHOWN = r"(?:^|[`/ ])deadlinebot (?:--config \S+ )?([a-z][a-z-]+)(?=[ `]|$)"
NOUNS = (
    "Claim",
    "Window",
    "Deadline",
    "Milestone",
    "Change",
    "Filter",
    "Channel",
    "Route",
    "Notice",
    "Delivery",
)
WORDS: tuple[type[StrEnum], ...] = (
    Milestone,
    Status,
    Assumption,
    Cause,
    ChangeKind,
    State,
    DeliveryKind,
    Outcome,
)
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("data/*.md")])


def keys(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Yield every key of a section and of the sections in it: ``web.port``."""
    for name, field in model.model_fields.items():
        yield above + name
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                star = "NAME." if get_origin(field.annotation) is dict else ""
                yield from keys(part, f"{above}{name}.{star}")


def commands(group: object, above: str = "") -> Iterator[str]:
    """Yield every command as it is typed: ``notify test``."""
    for name, command in getattr(group, "commands", {}).items():
        inside = [*commands(command, f"{above}{name} ")]
        yield from inside or [above + name]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_is_in_the_glossary(noun: str) -> None:
    assert f"| **{noun}** |" in GLOSSARY


@pytest.mark.parametrize("word", [word for kind in WORDS for word in kind], ids=repr)
def test_every_word_that_people_see_is_in_the_glossary(word: StrEnum) -> None:
    assert f"`{word}`" in GLOSSARY


@pytest.mark.parametrize(
    "milestone", [m for m in Milestone if m is not Milestone.EVENT]
)
def test_the_glossary_names_a_milestone_as_messages_do(milestone: Milestone) -> None:
    said = deadline_title(a_deadline(milestone=milestone), Lang.ZH)

    row = next(row for row in GLOSSARY.splitlines() if f"`{milestone}`" in row)
    assert row.split(" | ")[1] in said


@pytest.mark.parametrize("milestone", Milestone)
def test_the_glossary_says_which_milestones_remind(milestone: Milestone) -> None:
    assert (f"| **`{milestone}`** |" in GLOSSARY) is milestone.acts


@pytest.mark.parametrize("key", sorted(keys(Config)))
def test_every_configuration_key_is_documented(key: str) -> None:
    assert f"| `{key}` |" in OPERATIONS


@pytest.mark.parametrize("command", sorted(commands(COMMAND)))
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"(?m)^\| `{re.escape(command)}[ `]", OPERATIONS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    code = re.findall(r"(?s)```.*?```|`[^`\n]+`", page.read_text(encoding="utf-8"))

    shown = re.findall(rf"(?m){SHOWN}", "\n".join(code))

    known = {command.split()[0] for command in commands(COMMAND)}
    assert set(shown) <= known


@pytest.mark.parametrize("key", [*KEYS, *CallKind])
def test_every_word_of_a_filter_is_documented(key: str) -> None:
    assert f"`{key}" in OPERATIONS


@pytest.mark.parametrize("answer", sorted(ANSWERS))
def test_every_refusal_of_a_service_is_explained(answer: str) -> None:
    assert f"`{answer}`" in CHANNELS or f"`{answer} " in CHANNELS


@pytest.mark.parametrize("name", registry.names("notifiers"))
def test_every_notifier_can_be_set_up_by_the_documents(name: str) -> None:
    assert re.search(rf"(?im)^## .*\b{name}", CHANNELS)
    assert f"`{name}`" in next(
        row for row in OPERATIONS.splitlines() if "`channels.NAME.notifier`" in row
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = re.sub(r"(?s)```.*?```", "", page.read_text(encoding="utf-8"))

    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'src="([^"]+)"', text)

    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []
