"""The golden messages as people read them; after a wanted change write them anew with

``DEADLINEBOT_WRITE_GOLDEN=1 pytest tests/golden/test_wording.py`` and read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.wording.plain import plain_text
from tests.golden.wording.cases import CASES

FOLDER = Path(__file__).parent / "wording"


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", CASES)
def test_a_message_says_what_the_golden_one_says(name: str, lang: Lang) -> None:
    notice = CASES[name](lang)
    golden = FOLDER / f"{name}.{lang}.txt"

    said = f"[{notice.tone}] {plain_text(notice, 10**6, len)}\n"

    if os.environ.get("DEADLINEBOT_WRITE_GOLDEN"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", CASES)
def test_no_message_says_aoe_where_no_source_did(name: str, lang: Lang) -> None:
    said = plain_text(CASES[name](lang), 10**6, len)

    assert "aoe" not in said.casefold()
    assert "anywhere" not in said.casefold()
