"""Templates: what they may say, what they may not, and that none hangs or grows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.notice import Fact, Link, Notice
from deadlinebot.wording.templates import (
    BODY,
    SOURCE,
    Template,
    TemplateError,
    compiled,
)
from deadlinebot.wording.values import SAMPLES, values
from tests.golden.wording.cases import a_digest, a_reminder, a_repeat, an_alarm

REMINDER = a_reminder(Lang.ZH)


def said(source: str, notice: Notice = REMINDER) -> str:
    """Return the body that a template makes of *notice*."""
    return Template("lab", body=compiled(source, SAMPLES)).applied(notice).body


def refusal(source: str) -> TemplateError:
    with pytest.raises(TemplateError) as raised:
        compiled(source, SAMPLES)
    return raised.value


def test_a_template_replaces_headline_and_body_each_by_itself() -> None:
    words = compiled("{{ item.title }}!", SAMPLES)

    first = Template("lab", headline=words).applied(REMINDER)
    second = Template("lab", body=words).applied(REMINDER)

    assert (first.headline, first.items) == ("EMNLP 2026 论文截稿!", REMINDER.items)
    assert second.headline == REMINDER.headline
    assert (second.body, second.items) == ("EMNLP 2026 论文截稿!", ())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ item.home.value }} ← {{ item.stated.value }}", "2026-05-26（周二）19:59（次日） ← 2026-05-25 23:59:59 UTC-12"),
        ("{{ item.due }} {{ item.short }} {{ kind }} {{ lang }}", "2026-05-26T11:59:59Z 6 天 reminder zh"),
        ("{% for link in item.links %}{{ link.label }} {% endfor %}", "详情 征稿原文 加入日历 "),
        ("{% if item.links %}{{ item.links[0].url }}{% endif %}", "https://deadlines.example.org/d/emnlp-2026-paper"),
        ("{{ item.title|upper|replace('论文', '全文') }}", "EMNLP 2026 全文截稿"),
        ("{{ 'now' if tone == 'urgent' else 'soon' }}", "soon"),
        ("{% for i in items %}\n{{ loop.index }}/{{ items|length }}\n{% endfor %}", "1/1"),
        ("{% for i in items if i.flag %}{{ i.flag }}{% else %}sure{% endfor %}", "sure"),
        ("<b>{{ '<&>' }}</b>", "<b><&></b>"),  # every service escapes by itself
    ],
)  # fmt: skip
def test_what_is_known_of_a_notice_can_be_said(source: str, text: str) -> None:
    assert said(source) == text


def test_a_digest_has_items_and_its_first_one() -> None:
    digest = a_digest(Lang.EN)

    text = said("{% for i in items %}\n- {{ i.title }}\n{% endfor %}", digest)

    assert text.splitlines() == [f"- {item.title}" for item in digest.items]
    assert said("{{ item.id }}", digest) == digest.items[0].id


@pytest.mark.parametrize(
    ("source", "line", "told"),
    [
        ("a\n{{ item.titel }}", 2, "there is no 'titel' (did you mean 'title'?)"),
        ("{{ itms }}", 1, "there is no 'itms' (did you mean 'items'?)"),
        ("{{ item.home }}\n\n{{ item.home.zone }}", 3, "there is no 'zone' (known: label, value)"),
        ("{{ item.title|uper }}", 1, "there is no filter 'uper' (did you mean 'upper'?)"),
        ("x\n{{", 2, "unexpected 'end of template'"),
        ("{% if %}", 1, "expected an expression"),
        ("{{ items[1].title }}", 1, "there is no '1' in a list"),
        ("{{ item.links[0].url }}", 1, "there is no '0' in a list"),
        ("{{ 1 + 'a' }}", 1, "unsupported operand type(s)"),
        ("x" * (SOURCE + 1), 1, f"it is longer than {SOURCE} characters"),
        ("{{ " + "(" * 1500 + "1" + ")" * 1500 + " }}", 1, "it is nested too deep"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(source: str, line: int, told: str) -> None:
    error = refusal(source)

    assert told in error.message
    assert error.line == line


@pytest.mark.parametrize(
    "source",
    [
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% macro f() %}{% endmacro %}",
        "{% for a in items recursive %}{{ a }}{% endfor %}",
        "{{ range(3) }}",
        "{{ item.title.upper() }}",
        "{{ item.__class__ }}",
        "{{ item.title.__class__ }}",
        "{{ item.keys }}",
        "{{ ''|attr('__class__') }}",
        "{{ 'a' * 10 }}",
        "{{ 2 ** 9 }}",
        "{{ 'x' % 3 }}",
        "{{ items|map('upper') }}",
        "{% autoescape true %}{% endautoescape %}",
    ],
)
def test_what_could_do_harm_is_not_in_the_language(source: str) -> None:
    refusal(source)


LOOP = "{% for a in headline %}{% for b in headline %}{% for c in headline %}"


@pytest.mark.parametrize(
    "source",
    [
        LOOP + "{% for d in headline %}{% endfor %}" + "{% endfor %}" * 3,
        LOOP + "{{ headline }}" + "{% endfor %}" * 3,
        "{{ headline" + "|replace('', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa')" * 40 + " }}",
        "{{ items|join(body" + "|default('x', true)|replace('x', 'xxxxxxxx')" * 40 + ") }}",
    ],
)  # fmt: skip
def test_no_template_hangs_or_grows_without_end(source: str) -> None:
    with pytest.raises(TemplateError):
        said(source, replace(REMINDER, headline="截" * 300))


def test_what_fails_on_one_message_alone_fails_there_with_its_line() -> None:
    template = Template("lab", body=compiled("\n{{ item.title }}", SAMPLES))
    item = replace(REMINDER.items[0], title="截" * BODY)

    with pytest.raises(TemplateError, match="longer than 1600 bytes"):
        template.applied(replace(REMINDER, items=(item,)))


def test_a_headline_is_one_line_and_never_empty() -> None:
    words = compiled("{{ item.title }}\n {{ item.flag }}\n", SAMPLES[:1])

    assert Template("x", headline=words).applied(REMINDER).headline == (
        "EMNLP 2026 论文截稿"
    )
    with pytest.raises(TemplateError, match="says nothing"):
        Template("x", headline=words).applied(SAMPLES[1])


@pytest.mark.parametrize("lang", Lang)
def test_nobody_can_write_away_that_it_may_be_a_repeat(lang: Lang) -> None:
    template = Template("lab", headline=compiled("{{ item.title }}", SAMPLES))
    repeat = a_repeat(lang)

    headline = template.applied(repeat).headline

    assert repeat.mark
    assert headline.startswith(repeat.mark)


def test_nobody_can_write_away_that_it_is_late() -> None:
    template = Template("lab", headline=compiled("{{ item.title }}", SAMPLES))
    late = replace(REMINDER, mark="（可能重复）", late="（迟到的提醒）")

    headline = template.applied(late).headline

    assert headline == "（可能重复）（迟到的提醒）EMNLP 2026 论文截稿"


def test_an_alarm_keeps_our_words() -> None:
    words = compiled("x", SAMPLES)

    alarm = an_alarm(Lang.ZH)

    assert Template("lab", words, words).applied(alarm) == alarm


def test_a_template_sees_copies_only() -> None:
    seen = values(REMINDER)
    seen["items"][0]["links"].clear()

    assert values(REMINDER)["items"][0]["links"]


def test_text_of_others_is_never_read_as_a_template() -> None:
    evil = "{{ 7 + 7 }}{% for %}"
    item = replace(
        REMINDER.items[0], title=evil, tags=Fact("", evil), links=(Link(evil, evil),)
    )

    text = said("{{ item.title }}", replace(REMINDER, items=(item,)))

    assert text == evil
