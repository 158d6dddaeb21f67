"""Working days: holidays and the weekends on which people make up for them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from deadlinebot.config.working_days import check_country, working_days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),  # a Saturday, made up for
        (date(2026, 10, 11), False),
        (date(2026, 2, 14), True),  # a Saturday before the Spring Festival
    ],
)
def test_china_has_make_up_days(day: date, *, works: bool) -> None:
    assert working_days("CN")(day) is works


def test_a_region_has_its_own_holidays() -> None:
    corpus_christi = date(2026, 6, 4)

    assert not working_days("DE-BY")(corpus_christi)
    assert working_days("DE-BE")(corpus_christi)


def test_a_country_has_one_spelling() -> None:
    assert [check_country(code) for code in (" cn", "de-by")] == ["CN", "DE-BY"]


def test_only_who_asks_for_a_country_waits_for_its_holidays() -> None:
    asked = (
        "import sys; from deadlinebot.config import Config; "
        "from deadlinebot.engine import setup; "
        "setup.plan(Config(working_days='CN')); "
        "sys.exit('holidays' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", asked], check=False)

    assert ended.returncode == 0
