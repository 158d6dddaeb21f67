"""lint: dates that can be read and are probably not what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.checking import Format, FormatOption, Paths, read, show_problems
from deadlinebot.errors import Problem

if TYPE_CHECKING:
    from deadlinebot.model.call import Lang
    from deadlinebot.model.lint import Finding


def lint(
    paths: Paths = None,
    *,
    from_: options.From = None,
    format_: FormatOption = Format.TEXT,
    as_json: Annotated[
        bool, typer.Option("--json", help="The same as --format json.")
    ] = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Find suspicious dates, each with the reason; exit 1 if there are any."""
    from deadlinebot.cli.holdings import mention
    from deadlinebot.model.lint import lint as found_in

    catalogue, seen = read(paths or [], from_, config, lang, now)
    findings = found_in(catalogue.deadlines)
    if as_json or format_ is Format.JSON:
        screen.show_json([finding_row(each) for each in findings])
    else:
        problems = [as_problem(each) for each in findings]
        count = len(catalogue.deadlines)
        show_problems(problems, _summary(findings, count, seen.lang), format_)
    mention(catalogue.problems, "deadlinebot check")
    if findings or catalogue.tally.held:
        raise typer.Exit(1)


def as_problem(found: Finding) -> Problem:
    """Return a finding as a problem for which nothing is held back."""
    return Problem(found.place, f"{found.message} [{found.rule}]", holds=0)


def finding_row(found: Finding) -> dict[str, str]:
    """Return a finding as other programs read it."""
    return {
        "rule": found.rule.value,
        "deadline": found.deadline,
        "place": str(found.place),
        "message": found.message,
    }


def _summary(findings: Sequence[Finding], deadlines: int, lang: Lang) -> str:
    from deadlinebot.wording.bilingual import say

    said = say(
        lang,
        f"{deadlines} 个日期，{len(findings)} 处可疑",
        f"{deadlines} dates, {len(findings)} suspicious",
    )
    rules = Counter(each.rule.value for each in findings).most_common()
    return said + "".join(f"; {rule} {count}" for rule, count in rules)
