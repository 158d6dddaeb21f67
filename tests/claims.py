"""Claims for tests, read from text as the sources do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from deadlinebot.errors import Place
from deadlinebot.model.call import Title
from deadlinebot.model.claim import Claim
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import read
from tests.build import a_call

TODAY = date(2026, 1, 15)


def says(text: str, **changes: object) -> Claim:
    """Return what source ``a`` says in *text* of the paper deadline of EMNLP 2026.

    The record is that of the call, unless one is given; ``label`` may be a text.
    """
    label = changes.pop("label", "")
    call = changes.setdefault("call", a_call())
    zone = changes.get("zone")
    claim = Claim(
        call=a_call(),
        milestone=Milestone.PAPER,
        text=text,
        zone=None,
        reading=read(text, today=TODAY, zone=str(zone) if zone else None)[0],
        source=str(changes.get("via", "a")).upper(),
        via="a",
        record=getattr(call, "id", ""),
        place=Place("a.yaml", 1 + int(str(changes.get("item", 0)))),
        label=Title(str(label), str(label)),
    )
    return replace(claim, **changes)  # type: ignore[arg-type]  # keywords are the fields
