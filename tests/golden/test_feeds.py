"""The golden feeds, byte for byte; after a wanted change write them anew with

``DEADLINEBOT_WRITE_GOLDEN=1 pytest tests/golden/test_feeds.py`` and read the diff.
A change of a component also needs a new ``RENDERER`` in ``feeds/ics``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deadlinebot.feeds.ics import FORMAT
from tests.golden.feeds.deadlines import FEEDS, deadlines

FOLDER = Path(__file__).parent / "feeds"


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_the_golden_one_byte_for_byte(name: str) -> None:
    title, options = FEEDS[name]
    golden = FOLDER / f"{name}.ics"

    feed = FORMAT.join([FORMAT.component(d, options) for d in deadlines()], title)

    if os.environ.get("DEADLINEBOT_WRITE_GOLDEN"):
        golden.write_bytes(feed)
    assert feed == golden.read_bytes()
