"""Calls: names in any spelling, and the id that follows from them."""

from __future__ import annotations

import pytest

from deadlinebot.model.call import Lang, Title, call_id, slug
from tests.build import a_call


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EMNLP", "emnlp"),
        ("ＥＭＮＬＰ", "emnlp"),
        ("IEEE  BIBM", "ieee-bibm"),
        ("S&P", "s-p"),
        ("Société_Générale", "societe-generale"),
        ("京东健康·全球", "京东健康-全球"),
        ("☆", ""),
    ],
)
def test_one_name_in_any_spelling_gives_one_slug(text: str, name: str) -> None:
    assert slug(text) == name
    assert slug(name) == name


def test_an_id_is_series_year_and_track() -> None:
    assert call_id("EMNLP", 2026) == "emnlp-2026"
    assert call_id("EMNLP", 2026, "Industry track") == "emnlp-2026-industry-track"


def test_a_call_goes_by_its_series_and_its_aliases() -> None:
    call = a_call("NeurIPS", track="Datasets", aliases=("NIPS", "neurips", "☆"))

    assert call.keys == {("neurips", 2026, "datasets"), ("nips", 2026, "datasets")}


def test_a_title_is_said_in_either_language() -> None:
    title = Title("Paper", "论文")

    assert (title.said(Lang.EN), title.said(Lang.ZH)) == ("Paper", "论文")
