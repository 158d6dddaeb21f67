"""What may stand in a file of calls: each key, its meaning and its limits.

The docstring under a key is its description in the JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from deadlinebot.document import clean
from deadlinebot.model.call import Call, CallKind, Title, call_id, slug
from deadlinebot.model.claim import Authority, Resolution
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.rules import recurrence

MAX_TITLE = 500
MAX_MILESTONES = 1000


def _one_line(text: object) -> object:
    return clean(text).text if isinstance(text, str) else text


def _iso_day(text: object) -> object:
    if isinstance(text, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("write a day such as 2026-06-05")
    return text


def _slug(text: str) -> str:
    if text != (right := slug(text)):
        hint = f", such as '{right}'" if right else ""
        raise ValueError(f"write an id in lower case, words joined by '-'{hint}")
    return text


def _rule(text: str) -> str:
    recurrence(text)
    return text


_OneLine = BeforeValidator(_one_line)
Short = Annotated[str, Field(min_length=1, max_length=100), _OneLine]
Long = Annotated[str, Field(min_length=1, max_length=MAX_TITLE), _OneLine]
Day = Annotated[date, BeforeValidator(_iso_day)]
Id = Annotated[Short, AfterValidator(_slug)]
Rule = Annotated[Long, AfterValidator(_rule)]


def _tidy(schema: dict[str, Any]) -> None:
    """Drop the titles that only repeat the keys; let editors wrap descriptions."""
    for key in schema.get("properties", {}).values():
        key.pop("title", None)
        if "description" in key:
            key["description"] = " ".join(key["description"].split())


class _Entry(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
        json_schema_extra=_tidy,
    )


class Wording(_Entry):
    """A name in one or both languages; one stands in for the other."""

    en: Long | None = None
    """In English."""
    zh: Long | None = None
    """In Chinese."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, stated: object) -> object:
        return {"en": stated} if isinstance(stated, str) else stated

    @model_validator(mode="after")
    def _either(self) -> Wording:
        if not (self.en or self.zh):
            raise ValueError("write a text, or one for 'en' and one for 'zh'")
        return self

    def title(self) -> Title:
        """Return it as the model has it."""
        return Title(self.en or self.zh or "", self.zh or self.en or "")


_BOTH = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": MAX_TITLE},
        {
            "type": "object",
            "properties": {
                language: {"type": "string", "minLength": 1, "maxLength": MAX_TITLE}
                for language in ("en", "zh")
            },
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
Both = Annotated[Wording, WithJsonSchema(_BOTH)]


class Statement(_Entry):
    """A date as one source states it."""

    date: Long | None = Field(
        default=None, examples=["2026-05-25 23:59 AoE", "6.17-8.7 初赛", "TBD"]
    )
    """The date as written there, word for word: with its zone if it names one, and
    TBD if there is none yet. Days of an event or a stage are a span."""
    zone: Short | None = Field(default=None, examples=["AoE", "UTC+8"])
    """The zone that the source states beside the date."""
    source: Short | None = Field(default=None, examples=["CCF-Deadlines"])
    """Who says so; the name of the configured source if missing."""
    by: Literal["organiser", "catalogue", "portal"] = "catalogue"
    """Whose words these are: the organiser's count before a catalogue's, and those
    before a portal's."""
    link: str | None = Field(default=None, json_schema_extra={"format": "uri"})
    """The page that says so, http or https."""
    checked: Day | None = None
    """The day on which somebody last looked there; a date without a year is read
    from that day on."""

    @property
    def authority(self) -> Authority:
        """Whose words these are, as the model has it."""
        return Authority[self.by.upper()]


class ClaimEntry(Statement):
    """One of several statements about the same milestone."""

    date: Long = Field(examples=["2026-05-25 23:59 AoE", "6.17-8.7 初赛", "TBD"])
    """The date as written there, word for word: with its zone if it names one, and
    TBD if there is none yet. Days of an event or a stage are a span."""


class Resolved(_Entry):
    """A person's word on which source is right, until a source changes its word."""

    trust: Short
    """The 'source' of the statement that counts."""
    by: Short
    """Who decided."""
    on: Day
    """The day of the decision."""

    def resolution(self) -> Resolution:
        """Return it as the model has it."""
        return Resolution(self.trust, self.by, self.on)


class MilestoneHead(Statement):
    """A milestone, its several claims unread."""

    kind: Milestone
    """Which date of the call: 'paper', 'notification', 'event' ...; 'stage_end' for
    a stage of a competition, whose last day is its deadline."""
    label: Both | None = None
    """What tells rounds and stages of one kind apart: 'Round 2', '初赛'."""
    claims: Sequence[object] = ()
    """Instead of 'date', if several sources state it: what each of them says."""
    withdrawn: bool = False
    """It was cancelled."""
    resolved: Resolved | None = None
    """Which source is right, if they contradict each other."""
    rrule: Rule | None = Field(default=None, examples=["FREQ=MONTHLY;BYMONTHDAY=1"])
    """How it comes again after 'date', at the same time of day (RFC 5545): FREQ of
    WEEKLY, MONTHLY or YEARLY, with BYMONTHDAY, BYDAY, BYMONTH, BYSETPOS, INTERVAL,
    COUNT."""
    until: Day | None = None
    """The last day on which it may come again."""

    @model_validator(mode="after")
    def _ends_a_rule(self) -> MilestoneHead:
        if self.until and not self.rrule:
            raise ValueError("'until' ends a rule: write 'rrule' too")
        return self


def _one_way(schema: dict[str, Any]) -> None:
    _tidy(schema)
    schema["dependentRequired"] = {"rrule": ["date"], "until": ["rrule"]}
    schema["oneOf"] = [{"required": ["date"]}, {"required": ["claims"]}]


class MilestoneEntry(MilestoneHead):
    """One date of a call."""

    model_config = ConfigDict(json_schema_extra=_one_way)

    claims: Sequence[ClaimEntry] = Field(default=(), min_length=1)
    """Instead of 'date', if several sources state it: what each of them says."""


class CallHead(_Entry):
    """A call, its milestones unread."""

    id: Id | None = Field(
        default=None,
        examples=["emnlp-2026"],
        json_schema_extra={"pattern": r"^\w+(-\w+)*$"},
    )
    """Its name for life; made from series, year and track if missing."""
    series: Short = Field(examples=["EMNLP"])
    """The acronym or short name by which people know it, without the year."""
    year: Annotated[int, Field(ge=1970, le=2199)]
    """The edition's year."""
    kind: CallKind = CallKind.CONFERENCE
    """What calls for submissions."""
    title: Both | None = None
    """The full name."""
    link: str | None = Field(default=None, json_schema_extra={"format": "uri"})
    """Its page, http or https."""
    venue: Long | None = Field(default=None, examples=["Budapest, Hungary"])
    """Where it takes place."""
    tags: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    """What it is about and how it ranks: 'nlp', 'ccf:B'."""
    aliases: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    """Other and former names of the series."""
    track: Short | None = None
    """Tells calls of one series and year apart."""
    withdrawn: bool = False
    """All of it was cancelled."""
    milestones: Sequence[object] = ()
    """Its dates."""

    def call(self, link: str | None) -> Call:
        """Return it as the model has it, with the *link* that was found good."""
        track = self.track or ""
        title = self.title.title() if self.title else Title(self.series, self.series)
        return Call(
            id=self.id or call_id(self.series, self.year, track),
            series=self.series,
            year=self.year,
            title=title,
            kind=self.kind,
            track=track,
            tags=tuple(dict.fromkeys(self.tags)),
            link=link,
            venue=self.venue or "",
            aliases=self.aliases,
        )


class CallEntry(CallHead):
    """One edition of a conference, journal issue or competition."""

    milestones: Sequence[MilestoneEntry] = Field(
        min_length=1, max_length=MAX_MILESTONES
    )
    """Its dates."""


class File(_Entry):
    """A file of calls."""

    calls: Sequence[object] = ()


class Calls(File):
    """Calls for papers and competitions, with every date and who states it."""

    calls: Sequence[CallEntry]
    """The calls."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file of calls."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Calls.model_json_schema(),
        "title": "Calls of deadlinebot",
    }
