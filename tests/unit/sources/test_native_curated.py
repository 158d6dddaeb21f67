"""The curated calls in data/, and the schema by which editors check them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import yaml

from deadlinebot.errors import Problem
from deadlinebot.model.claim import Parsed
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.reconcile import reconcile
from deadlinebot.sources.native import schema
from tests.build import utc
from tests.unit.sources.natives import ROOT, a_file, parse

DATA = ROOT / "data"


def curated() -> list[Parsed]:
    files = sorted(DATA.glob("*.yaml"))
    return [parse(file.read_text("utf-8"), f"data/{file.name}") for file in files]


def deadlines() -> dict[str, Deadline]:
    claims = [claim for parsed in curated() for claim in parsed.claims]
    return {deadline.id: deadline for deadline in reconcile(claims)}


def test_the_curated_calls_read_without_a_problem() -> None:
    problems: list[Problem] = [p for parsed in curated() for p in parsed.problems]

    assert problems == []


def test_the_six_calls_are_there_with_every_date() -> None:
    dates = {
        id_: (d.window and d.window.earliest, d.days) for id_, d in deadlines().items()
    }

    day = date
    assert dates == {
        "emnlp-2026-paper": (utc("2026-05-26T11:59:59"), None),
        "emnlp-2026-other": (utc("2026-05-28T11:59:59"), None),
        "emnlp-2026-rebuttal-start": (utc("2026-07-08T11:59:59"), None),
        "emnlp-2026-rebuttal-end": (utc("2026-07-14T11:59:59"), None),
        "emnlp-2026-other-2": (utc("2026-07-31T11:59:59"), None),
        "emnlp-2026-commitment": (utc("2026-08-03T11:59:59"), None),
        "emnlp-2026-notification": (utc("2026-08-21T11:59:59"), None),
        "emnlp-2026-camera-ready": (utc("2026-08-31T11:59:59"), None),
        "emnlp-2026-event": (None, (day(2026, 10, 24), day(2026, 10, 29))),
        "nlpcc-2026-paper": (utc("2026-06-20T15:59:59"), None),
        "nlpcc-2026-event": (None, (day(2026, 11, 3), day(2026, 11, 5))),
        "bibm-2026-paper": (utc("2026-07-05T22:00:00"), None),
        "bibm-2026-notification": (utc("2026-09-25T09:59:59"), None),
        "bibm-2026-camera-ready": (utc("2026-10-25T09:59:59"), None),
        "bibm-2026-event": (None, (day(2026, 12, 1), day(2026, 12, 4))),
        "reg-2026-data-release": (utc("2026-05-11T09:00:00"), None),
        "reg-2026-stage-end": (utc("2026-07-20T09:00:00"), None),
        "jd-health-2026-stage-end": (
            utc("2026-08-07T15:59:59"),
            (day(2026, 6, 17), day(2026, 8, 7)),
        ),
        "jd-health-2026-stage-end-2": (None, None),
        "jd-health-2026-stage-end-3": (
            utc("2026-09-21T09:59:59"),
            (day(2026, 9, 21), day(2026, 9, 21)),
        ),
        "scientific-reports-clinical-ai-2026-paper": (
            utc("2026-06-23T15:59:59"),
            None,
        ),
    }


@pytest.mark.parametrize(
    ("id_", "status", "hours"),
    [
        ("emnlp-2026-paper", Status.CONFLICTING, 20),
        ("nlpcc-2026-paper", Status.CONFIRMED, 25 * 24),
        ("bibm-2026-paper", Status.CONFLICTING, 6),
    ],
)
def test_where_the_portal_contradicts_the_conflict_stays_visible(
    id_: str, status: Status, hours: int
) -> None:
    deadline = deadlines()[id_]

    assert deadline.status is status
    assert deadline.conflict is not None
    assert deadline.conflict.other.source == "Portal"
    assert round(deadline.conflict.apart_s / 3600) == hours


@pytest.mark.parametrize(
    "id_", ["jd-health-2026-stage-end", "scientific-reports-clinical-ai-2026-paper"]
)
def test_where_the_portal_fits_in_it_makes_the_deadline_exact(id_: str) -> None:
    deadline = deadlines()[id_]

    assert deadline.conflict is None
    assert deadline.window is not None
    assert deadline.window.exact


def as_json(text: str) -> Any:
    """Return YAML 1.2 as an editor's validator sees it: no dates, and 'on' is a word."""
    return resolved(yaml.load(text, yaml.BaseLoader))


def resolved(node: Any) -> Any:
    match node:
        case dict():
            return {key: resolved(value) for key, value in node.items()}
        case list():
            return [resolved(item) for item in node]
        case "true" | "false":
            return node == "true"
        case str() if node.isdecimal():
            return int(node)
        case _:
            return node


def test_the_schema_in_the_data_folder_is_that_of_the_models() -> None:
    stored = json.loads((DATA / "schema" / "calls.schema.json").read_text("utf-8"))

    assert stored == schema()


@pytest.mark.parametrize("file", sorted(DATA.glob("*.yaml")), ids=lambda p: p.stem)
def test_the_curated_calls_satisfy_the_schema_that_they_name(file: Path) -> None:
    text = file.read_text("utf-8")

    jsonschema.validate(as_json(text), schema())

    first = text.split("\n", 1)[0]
    assert first == "# yaml-language-server: $schema=schema/calls.schema.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda call: call.pop("series"),
        lambda call: call.update(milstones=[]),
        lambda call: call.update(kind="confrence"),
        lambda call: call.update(title={}),
        lambda call: call.update(milestones=[]),
        lambda call: call["milestones"][0].pop("date"),
        lambda call: call["milestones"][0].update(claims=[{"date": "TBD"}]),
        lambda call: call["milestones"][0].update(until="2026-12-31"),
    ],
)
def test_the_schema_refuses_what_the_format_refuses(
    change: Callable[[dict[str, Any]], object],
) -> None:
    file = cast("dict[str, Any]", as_json(a_file()))
    change(file["calls"][0])

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(file, schema())

    parsed = parse(json.dumps(file))
    assert parsed.problems


def test_every_key_of_the_schema_is_described() -> None:
    undescribed = [
        f"{name}.{key}"
        for name, shape in schema()["$defs"].items()
        for key, value in shape.get("properties", {}).items()
        if not value.get("description")
    ]

    assert undescribed == []


def test_what_the_readme_of_the_data_folder_shows_is_read() -> None:
    blocks = (DATA / "README.md").read_text("utf-8").split("```yaml\n")[1:]
    first, second = (block.split("```")[0] for block in blocks)
    one = parse(f"calls:\n{first}")
    two = parse(f"calls:\n  - series: ABC\n    year: 2026\n    milestones:\n{second}")

    assert one.problems == two.problems == ()
    assert len(one.claims) == 3
    assert len(two.claims) == 2
