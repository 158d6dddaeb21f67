from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETUP = "python3 -m venv .venv && .venv/bin/pip install -q uv && .venv/bin/uv run "
COMMANDS = (SETUP + "deadlinebot demo", SETUP + "pytest")
READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str) -> list[str]:
    """Return the shell blocks of a page, without comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"(?ms)^```sh\n(.*?)^```", text)
    return [re.sub(r"(?m)\s*# .*$", "", block).strip() for block in found]


@pytest.mark.parametrize("name", READMES)
def test_each_readme_has_the_two_commands_word_for_word(name: str) -> None:
    lines = [line for block in blocks(name) for line in block.splitlines()]

    assert [lines.count(command) for command in COMMANDS] == [1, 1]


def test_both_readmes_give_the_same_commands() -> None:
    assert blocks("README.md") == blocks("README.zh-CN.md")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert COMMANDS[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_two_readmes_lead_to_each_other() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)

    assert "(README.zh-CN.md)" in english
    assert "(README.md)" in chinese
