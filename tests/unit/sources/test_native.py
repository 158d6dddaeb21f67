"""The native format: what a call says, and what its dates mean."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from deadlinebot.errors import Place
from deadlinebot.model.call import CallKind, Title
from deadlinebot.model.claim import Authority, Claim, Origin, Resolution
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.stated import claim_window
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.native import FORMAT
from tests.build import utc
from tests.unit.sources.natives import ROOT, TODAY, a_file, parse

GOLDEN = ROOT / "tests" / "golden" / "sources" / "native"


def told(claim: Claim) -> dict[str, object]:
    """Return a claim as the golden files show it."""
    return {
        "call": claim.call.id,
        "milestone": claim.milestone.value,
        "item": claim.item,
        "label": [claim.label.en, claim.label.zh],
        "text": claim.text,
        "zone": claim.zone,
        "reading": told_reading(claim),
        "source": claim.source,
        "via": claim.via,
        "record": claim.record,
        "place": str(claim.place),
        "authority": claim.authority.name,
        "checked": claim.checked and claim.checked.isoformat(),
        "link": claim.link,
        "withdrawn": claim.withdrawn,
        "resolution": claim.resolution and claim.resolution.trust,
    }


def told_reading(claim: Claim) -> list[str]:
    match claim.reading:
        case Moment(window=window):
            return [window.earliest.isoformat(), window.latest.isoformat()]
        case Span(start=start, end=end):
            return [start.isoformat(), end.isoformat()]
        case Tbd():
            return []


@pytest.mark.parametrize("sample", sorted(GOLDEN.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_sample_gives_the_claims_and_problems_beside_it(sample: Path) -> None:
    parsed = parse(sample.read_text("utf-8"), sample.name)

    assert {
        "entries": parsed.entries,
        "claims": [told(claim) for claim in parsed.claims],
        "problems": [
            f"{problem} (holds {problem.holds})" for problem in parsed.problems
        ],
    } == json.loads(sample.with_suffix(".json").read_text("utf-8"))


def test_every_good_neighbour_of_a_mistake_is_published() -> None:
    text = (GOLDEN / "mistakes.yaml").read_text("utf-8")

    parsed = parse(text)

    good = sum("good" in line for line in text.splitlines()[1:])
    assert len(parsed.claims) == good - 1  # one of them is a link
    assert all(problem.place.line > 1 for problem in parsed.problems)
    assert all(problem.excerpt for problem in parsed.problems)


def test_a_call_carries_all_that_is_written_about_it() -> None:
    claim = parse((GOLDEN / "every_key.yaml").read_text("utf-8")).claims[0]

    call = claim.call
    assert (call.id, call.series, call.year) == ("abc-2026-demo", "ABC", 2026)
    assert call.kind is CallKind.WORKSHOP
    assert call.title == Title("Workshop on Everything", "万物研讨会")
    assert call.tags == ("nlp", "ccf:A")
    assert call.link == "https://abc.example.org/2026"
    assert (call.venue, call.aliases, call.track) == (
        "Montréal, Canada",
        ("ABCD",),
        "demo",
    )


def test_little_is_enough() -> None:
    (claim, _) = parse(a_file()).claims

    assert claim.call.id == "abc-2026"
    assert claim.call.title == Title("ABC", "ABC")
    assert claim.label == Title("", "")
    assert (claim.source, claim.via, claim.record) == ("curated", "curated", "abc-2026")
    assert claim.authority is Authority.CATALOGUE
    assert claim.place == Place("nlp.yaml", 5, 29)


def test_a_resolution_belongs_to_every_claim_of_its_milestone() -> None:
    parsed = parse(
        a_file(
            milestones="""\
- kind: paper
  claims:
    - {source: A, date: 2026-05-25 AoE}
    - {source: B, date: 2026-05-27 AoE}
  resolved: {trust: B, by: curators, on: 2026-06-05}"""
        )
    )

    resolution = Resolution("B", "curators", date(2026, 6, 5))
    assert [c.resolution for c in parsed.claims] == [resolution, resolution, None]
    assert [c.item for c in parsed.claims] == [0, 0, 0]
    assert reconcile(parsed.claims)[0].stated.source == "B"


@pytest.mark.parametrize("where", ["call", "milestone"])
def test_what_is_withdrawn_is_withdrawn_in_every_claim(where: str) -> None:
    if where == "call":
        text = a_file(call="withdrawn: yes")
    else:
        text = a_file(milestones="- {kind: paper, date: TBD, withdrawn: true}")

    withdrawn, neighbour = parse(text).claims

    assert (withdrawn.withdrawn, neighbour.withdrawn) == (True, False)


def test_a_date_without_a_year_is_read_from_the_day_it_was_checked() -> None:
    text = a_file(
        milestones="- {kind: stage_end, date: 6.17-8.7 初赛, checked: 2024-05-03}"
    )

    parsed = parse(text)

    assert isinstance(span := parsed.claims[0].reading, Span)
    assert (span.start, span.end) == (date(2024, 6, 17), date(2024, 8, 7))
    assert parsed.problems == ()


def test_the_zones_of_the_source_narrow_the_end_of_a_stage() -> None:
    origin = Origin("curated", "nlp.yaml", TODAY, ("Asia/Shanghai",))
    stage = "- {kind: stage_end, date: 6.17-8.7 初赛, checked: 2026-05-01}"

    claim, _ = FORMAT.parse(a_file(milestones=stage), origin).claims

    window = claim_window(claim)
    assert window is not None
    assert window.exact
    assert window.latest == utc("2026-08-07T15:59:59")


def test_a_zone_that_the_source_states_beside_the_date_counts() -> None:
    text = a_file(milestones="- {kind: paper, date: 2026-05-25 23:59:59, zone: UTC-12}")

    reading = parse(text).claims[0].reading

    assert isinstance(reading, Moment)
    assert reading.window.earliest == utc("2026-05-26T11:59:59")
    assert reading.window.exact


def test_the_zones_of_the_source_narrow_a_date_without_one() -> None:
    origin = Origin("curated", "nlp.yaml", TODAY, ("Asia/Shanghai",))

    reading = FORMAT.parse(
        a_file(milestones="- {kind: paper, date: 2026-05-25}"), origin
    )

    moment = reading.claims[0].reading
    assert isinstance(moment, Moment)
    assert moment.window.latest == utc("2026-05-25T15:59:59")
