"""Working days: on which days the people of a country work.

They come from the package ``holidays``, which knows public holidays and, for China,
the weekends on which people make up for them. Importing it takes 0.3 s: only whoever
asks for the days of a country pays for it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from deadlinebot import document
from deadlinebot.model.lead import WorkingDays

if TYPE_CHECKING:
    from holidays import HolidayBase

_CODE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")


def working_days(code: str) -> WorkingDays:
    """Return whether people work on a day in the country or region *code*.

    Args:
        code: as `check_country` takes it.
    """

    @lru_cache(1024)
    def works(day: date) -> bool:
        return _calendar(code).is_working_day(day)

    return works


def edition() -> str:
    """Return which edition of the calendars is installed; another may differ."""
    return version("holidays")


def check_country(code: str) -> str:
    """Return *code*, in upper case, if it names a country (CN) or a region (DE-BY).

    Raises:
        ValueError: says what would be right.
    """
    upper = code.strip().upper()
    if upper == "CN":  # the default: known to be known
        return upper
    found = _CODE.fullmatch(upper)
    if not found:
        raise ValueError("write the code of a country such as CN, or a region: DE-BY")
    from holidays import list_supported_countries  # noqa: PLC0415  # see above

    country, region = found.groups()
    regions = list_supported_countries()
    if country not in regions:
        near = document.closest(country, [key for key in regions if len(key) == 2])
        hint = f" (did you mean '{near}'?)" if near else ""
        raise ValueError(f"no holidays are known of '{country}'{hint}")
    if region and region not in regions[country]:
        there = ", ".join(regions[country][:20])
        raise ValueError(f"{country} has no region '{region}'; there are {there}")
    return upper


@cache
def _calendar(code: str) -> HolidayBase:
    from holidays import country_holidays  # noqa: PLC0415  # see above

    country, _, region = code.partition("-")
    return country_holidays(country, subdiv=region or None)
