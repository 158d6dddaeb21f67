"""What every source format promises, found by the registry, whatever it reads.

A sample is ``tests/golden/sources/<format>/<name>.<suffix>``; beside it may stand
``<name>.expected.json`` with what it must give. To write these anew, and then to read
what changed: ``python tests/contract/test_sources.py`` (``touch`` a new one before).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import SourceError
from deadlinebot.model.claim import Claim, Origin, Parsed, SourceFormat
from deadlinebot.model.when import Moment, Reading, Span, Tbd
from deadlinebot.registry import source_formats

GOLDEN = Path(__file__).parents[1] / "golden/sources"
FORMATS = source_formats()
TODAY = date(2026, 4, 1)


def samples() -> Iterator[tuple[SourceFormat, Path]]:
    for name, format_ in FORMATS.items():
        for path in sorted((GOLDEN / name).glob("*")):
            if path.name.endswith(format_.suffixes):
                yield format_, path


SAMPLES = list(samples())
every_format = pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)
every_sample = pytest.mark.parametrize(
    ("format_", "path"), SAMPLES, ids=[f"{p.parent.name}/{p.name}" for _, p in SAMPLES]
)


def parsed(format_: SourceFormat, text: str, path: str = "sample") -> Parsed:
    return format_.parse(text, Origin("the source", path, TODAY))


def tried(format_: SourceFormat, text: str) -> Parsed | SourceError:
    """Return what *text* gives, or why it is refused as a whole."""
    try:
        return parsed(format_, text)
    except SourceError as error:
        return error


def is_no_accident(found: Parsed | SourceError, text: str) -> bool:
    """Whether every entry of *text* has its claim, its problem or its count."""
    if isinstance(found, SourceError):
        return bool(found.message) and found.place is not None and found.place.line >= 1
    lines = text.count("\n") + text.count("\r") + 1
    places = [claim.place for claim in found.claims]
    places += [problem.place for problem in found.problems]
    return (
        all(place.path == "sample" for place in places)
        and all(1 <= place.line <= lines and place.column >= 1 for place in places)
        and len(places) >= found.entries - sum(found.ignored.values())
        and all(problem.message for problem in found.problems)
    )


@every_format
def test_a_format_has_a_sample_with_claims_in_it(format_: SourceFormat) -> None:
    texts = [path.read_text(encoding="utf-8") for f, path in SAMPLES if f is format_]

    assert any(parsed(format_, text).claims for text in texts)


@every_format
def test_a_format_is_called_like_its_module(format_: SourceFormat) -> None:
    assert FORMATS[format_.name] is format_
    assert all(suffix.startswith(".") for suffix in format_.suffixes)


@every_sample
def test_every_claim_has_its_place_and_every_entry_its_claim(
    format_: SourceFormat, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")

    found = parsed(format_, text)

    assert is_no_accident(found, text)


@every_sample
def test_parsing_twice_is_equal(format_: SourceFormat, path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert parsed(format_, text) == parsed(format_, text)


@every_sample
def test_line_ends_and_byte_order_marks_change_nothing(
    format_: SourceFormat, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")

    assert parsed(format_, "\ufeff" + text.replace("\n", "\r\n")) == parsed(
        format_, text
    )


@every_sample
def test_a_text_that_breaks_off_is_no_accident(
    format_: SourceFormat, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    step = max(1, len(text) // 60)

    for end in range(0, len(text), step):
        found = tried(format_, text[:end])
        assert is_no_accident(found, text[:end])


@every_sample
@given(data=st.data())
def test_a_damaged_text_is_no_accident(
    format_: SourceFormat, path: Path, data: st.DataObject
) -> None:
    text = path.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(
        st.text(max_size=8) | st.sampled_from(["'", "\t", "- ", ": ", "*a", "[" * 99])
    )
    damaged = text[:start] + put + text[end:]

    found = tried(format_, damaged)

    assert is_no_accident(found, damaged)


@every_format
@given(
    text=st.text(max_size=200)
    | st.binary(max_size=200).map(lambda b: b.decode("latin-1"))
)
def test_garbage_is_no_accident(format_: SourceFormat, text: str) -> None:
    found = tried(format_, text)

    assert is_no_accident(found, text)


@pytest.mark.parametrize(
    "path",
    sorted(GOLDEN.glob("*/*.expected.json")),
    ids=lambda path: str(path.relative_to(GOLDEN)),
)
def test_a_sample_gives_what_stands_beside_it(path: Path) -> None:
    format_, sample = next(each for each in SAMPLES if expected_path(each[1]) == path)

    found = parsed(format_, sample.read_text(encoding="utf-8"), sample.name)

    assert readable(found) == json.loads(path.read_text(encoding="utf-8"))


def expected_path(sample: Path) -> Path:
    return sample.with_suffix(".expected.json")


def readable(found: Parsed) -> dict[str, Any]:
    """Return *found* as the JSON that stands beside a sample."""
    return {
        "entries": found.entries,
        "ignored": dict(found.ignored),
        "calls": {
            claim.call.id: {
                "series": claim.call.series,
                "year": claim.call.year,
                "title": [claim.call.title.en, claim.call.title.zh],
                "kind": claim.call.kind.value,
                "tags": list(claim.call.tags),
                "link": claim.call.link,
                "venue": claim.call.venue,
                "record": claim.record,
            }
            for claim in found.claims
        },
        "claims": [_claim(claim) for claim in found.claims],
        "problems": [[str(p.place), p.message, p.holds] for p in found.problems],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "date": f"{claim.call.id} {claim.milestone} {claim.item}",
        "label": list(dict.fromkeys((claim.label.en, claim.label.zh))),
        "text": claim.text,
        "zone": claim.zone,
        "means": _means(claim.reading),
        "says": f"{claim.source} ({claim.authority.name.lower()})",
        "place": str(claim.place),
        "checked": claim.checked.isoformat() if claim.checked else None,
    }


def _means(reading: Reading) -> str:
    match reading:
        case Moment(window=window):
            ends = dict.fromkeys((window.earliest, window.latest))
            return " / ".join(f"{end:%Y-%m-%dT%H:%M:%SZ}" for end in ends)
        case Span(start=start, end=end):
            return f"{start} to {end}"
        case Tbd():
            return "to be announced"


if __name__ == "__main__":
    for sampled, sample in SAMPLES:
        if not expected_path(sample).exists():
            continue
        text = readable(
            parsed(sampled, sample.read_text(encoding="utf-8"), sample.name)
        )
        line = json.dumps(text, ensure_ascii=False, indent=1)
        expected_path(sample).write_text(line + "\n", encoding="utf-8")
