"""The registry: a module is found by its name, and only that one is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from deadlinebot import registry
from deadlinebot.errors import UserError


def test_every_source_format_is_found_under_its_own_name() -> None:
    found = registry.source_formats()

    assert {"ccfddl", "listing"} <= found.keys()
    assert all(format_.name == name for name, format_ in found.items())


def test_an_unknown_format_is_answered_with_the_nearest_and_all_names() -> None:
    with pytest.raises(UserError) as caught:
        registry.source_format("ccfdl")

    assert (
        "no source format named 'ccfdl': did you mean ccfddl?" in caught.value.message
    )
    assert "listing" in caught.value.message


@pytest.mark.parametrize(
    "name", ["", "..", "__init__", "listing.calls", "os", "ccfddl/../x"]
)
def test_a_name_is_no_path_to_other_modules(name: str) -> None:
    with pytest.raises(UserError, match="no source format named"):
        registry.source_format(name)


def test_only_the_format_that_is_asked_for_is_imported() -> None:
    program = (
        "import sys; from deadlinebot import registry;"
        "registry.source_format('listing');"
        "print([m for m in sys.modules if m.startswith('deadlinebot.sources.')"
        " and not m.startswith('deadlinebot.sources.listing')], 'icalendar' in sys.modules)"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[] False"
