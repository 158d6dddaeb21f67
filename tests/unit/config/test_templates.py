"""The templates of a configuration: each mistake at its own line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deadlinebot.config import bundled, read_settings
from deadlinebot.errors import ConfigError
from deadlinebot.model.call import Lang
from tests.golden.wording.cases import a_digest

BEGIN = """channels: {lab: {notifier: console, template: short}}
routes: {all: {channels: [lab]}}
templates:
  short:
"""


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as raised:
        read_settings(text, Path("lab.yaml"))
    return str(raised.value)


def test_a_template_is_ready_to_use_once_the_file_is_read() -> None:
    settings = read_settings(BEGIN + "    headline: '{{ item.title }}'\n", Path("x"))

    assert settings.config.channels["lab"].template == "short"
    assert settings.templates["short"].headline
    assert settings.templates["short"].body is None


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("    headline: '{{ item.titel }}'\n", "lab.yaml:5:15: there is no 'titel' (did you mean 'title'?)"),
        ("    body: |\n      a\n\n      {{ itms }}\n", "lab.yaml:8:7: there is no 'itms' (did you mean 'items'?)"),
        ("    body: |-\n      {% for i in items %}\n", "lab.yaml:6:7: unexpected end of template"),
        ("    body: >\n      a\n\n      {{ itms }}\n", "lab.yaml:5:11: there is no 'itms'"),
        ("    headline: '{{ item.title }}'\n    bodi: x\n", "lab.yaml:6:5: unknown key 'bodi' (did you mean 'body'?)"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_own_line(template: str, told: str) -> None:
    assert refusal(BEGIN + template).startswith(told)


def test_a_channel_whose_template_is_not_there_is_told_the_nearest() -> None:
    text = "channels:\n  lab: {notifier: console, template: shirt}\n"
    text += "templates: {short: {headline: x}}\nroutes: {all: {channels: [lab]}}\n"

    assert refusal(text) == (
        "lab.yaml:2:38: no template 'shirt' (did you mean 'short'?)"
    )


def test_the_templates_of_the_documents_can_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WECOM_WEBHOOK", "http://127.0.0.1:9/x")
    page = (bundled("config").parent / "docs" / "channels.md").read_text("utf-8")
    (block,) = re.findall(
        r"(?s)```yaml\n(channels:(?:(?!```).)*templates:.*?)```", page
    )
    routes = "routes: {all: {channels: [lab-wecom]}}\n"

    settings = read_settings(block + routes, Path("lab.yaml"))

    said = settings.templates["short"].applied(a_digest(Lang.ZH))
    assert said.body.count("https://deadlines.example.org/d/") == 4


def test_the_template_of_the_bundled_file_can_be_used() -> None:
    text = (bundled("config") / "deadlinebot.yaml").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?m)^templates: \{\}\n((?:  #.*\n)+)", text)
    lines = [
        line.removeprefix("  # ").removeprefix("  #") for line in block.splitlines()
    ]

    settings = read_settings(
        "templates:\n" + "".join(f"  {line}\n" for line in lines), Path("lab.yaml")
    )

    said = settings.templates["short"].applied(a_digest(Lang.ZH))
    assert said.headline.startswith("还有")
    assert len(said.body.splitlines()) >= 8
