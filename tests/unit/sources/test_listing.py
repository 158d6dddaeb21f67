"""The portal's listing: the calls among other things, each with whose words they are."""

from __future__ import annotations

from datetime import date

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.model.call import CallKind
from deadlinebot.model.claim import Authority, Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.listing import FORMAT

CALL = "征稿与合作QXAI 2026截止 北京时间 2026-05-20会议征稿 QXAI 2026 征稿\n"
CONTEST = (
    "技术竞赛报名中{check}toy tasktoy data截止 北京时间 2026-05-10 示例杯·算法大赛\n"
)
PAPER = "论文Journal of Examples2026 年clinical NLP 一篇示例论文\n"


def parsed(text: str, today: date = date(2026, 4, 1)) -> Parsed:
    return FORMAT.parse(text, Origin("portal", "page.txt", today))


def of(text: str, milestone: Milestone) -> list[Claim]:
    return [claim for claim in parsed(text).claims if claim.milestone is milestone]


def days(claim: Claim) -> tuple[str, str]:
    assert isinstance(claim.reading, Span)
    return str(claim.reading.start), str(claim.reading.end)


def due(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    return f"{claim.reading.window.earliest:%Y-%m-%dT%H:%M:%SZ}"


def test_the_heading_is_the_portals_word_and_the_description_the_catalogues() -> None:
    text = CALL + "CCF-Deadlines lists QXAI 2026 with papers due 2026-05-20 UTC-12.\n"

    portal, catalogue = of(text, Milestone.PAPER)

    assert (portal.source, portal.authority) == ("portal", Authority.PORTAL)
    assert portal.text == "截止 北京时间 2026-05-20"
    assert due(portal) == "2026-05-20T15:59:59Z"
    assert (catalogue.source, catalogue.authority) == (
        "CCF-Deadlines",
        Authority.CATALOGUE,
    )
    assert catalogue.text == "papers due 2026-05-20 UTC-12"
    assert due(catalogue) == "2026-05-21T11:59:59Z"
    assert portal.item == catalogue.item


def test_the_organisers_words_are_told_by_what_they_quote() -> None:
    text = CALL + "The official CFP lists full papers due 2026-05-20.\n"

    _, organiser = of(text, Milestone.PAPER)

    assert (organiser.source, organiser.authority) == ("organiser", Authority.ORGANISER)


def test_every_date_of_a_sentence_is_what_the_word_before_it_says() -> None:
    text = CALL + (
        "Abstracts due 2026-05-13, papers due 2026-05-20, notification on 2026-07-01, "
        "camera-ready on 2026-08-01, and the conference on 2026-12-01 to 2026-12-04 "
        "in Honolulu, Hawaii, USA. It began in 2001 with version 2.1.0.\n"
    )

    found = parsed(text)

    assert [claim.milestone.value for claim in found.claims] == [
        *("paper", "abstract", "paper", "notification", "camera_ready", "event")
    ]
    assert found.claims[0].call.venue == "Honolulu, Hawaii, USA"
    assert days(found.claims[-1]) == ("2026-12-01", "2026-12-04")


def test_stages_have_their_names_and_an_undated_one_is_not_lost() -> None:
    text = CONTEST.format(check="(2026-03-01 核验)") + (
        "面向高校开放报名,赛程含 4.1-5.10 初赛、后续复赛和 7.8 决赛。\n"
    )

    portal, first, second, last = of(text, Milestone.STAGE_END)

    assert days(first) == ("2026-04-01", "2026-05-10")
    assert isinstance(second.reading, Tbd)
    assert days(last) == ("2026-07-08", "2026-07-08")
    assert [c.label.zh for c in (first, second, last)] == ["初赛", "复赛", "决赛"]
    assert (portal.label, portal.item) == (first.label, first.item)
    assert {c.checked for c in (portal, first)} == {date(2026, 3, 1)}


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2031, 12, 31)])
@pytest.mark.parametrize("check", ["", "(2026-03-01 核验)"])
def test_the_years_come_from_the_entry_and_not_from_when_it_is_read(
    today: date, check: str
) -> None:
    text = CONTEST.format(check=check) + "赛程:初赛 4.1-5.10,决赛 7.8。\n"

    stages = [
        days(c) for c in parsed(text, today).claims if isinstance(c.reading, Span)
    ]

    assert stages == [("2026-04-01", "2026-05-10"), ("2026-07-08", "2026-07-08")]


@pytest.mark.parametrize("end", ["2026-12-28", "2027-01-05"])
def test_a_call_without_a_year_keeps_it_when_its_end_is_put_off(end: str) -> None:
    month, day = end.split("-")[1:]
    text = (
        f"征稿与合作QX Health(2026-12-01 核验)截止 北京时间 {end}竞赛 QX 挑战赛\n"
        f"赛程含 11.1-{int(month)}.{int(day)} 初赛和 1.25 决赛。\n"
    )

    found = parsed(text).claims

    assert {claim.call.year for claim in found} == {2026}
    assert max(days(claim)[1] for claim in of(text, Milestone.STAGE_END)[1:]) > end


def test_a_portals_date_of_no_stage_is_a_date_of_its_own() -> None:
    text = (
        CONTEST.format(check="")
        + "赛程含 6.1-6.30 初赛和 8.8 决赛;报名截止 5月20日。\n"
    )

    portal, *stages = of(text, Milestone.STAGE_END)

    assert portal.label.zh == ""
    assert portal.item not in {stage.item for stage in stages}


def test_a_portals_date_that_is_the_registrations_is_the_registrations() -> None:
    text = CONTEST.format(check="") + "报名截止 5月10日,赛程含 6.1-6.30 初赛。\n"

    portal, own = of(text, Milestone.REGISTRATION)

    assert (portal.authority, own.authority) == (Authority.PORTAL, Authority.ORGANISER)


def test_a_date_in_the_facets_of_a_heading_is_the_portals_word() -> None:
    text = (
        "技术竞赛Training release scheduled 2026-05-11 17:00 BeijingReport generationImages"
        "截止 北京时间 2026-07-20 17:00 TOY 2026:示例挑战\n"
    )

    (release,) = of(text, Milestone.DATA_RELEASE)

    assert due(release) == "2026-05-11T09:00:00Z"
    assert release.authority is Authority.PORTAL
    assert release.call.id == "toy-2026"


@pytest.mark.parametrize(
    ("heading", "series", "year", "kind"),
    [
        ("征稿与合作IEEE QXBI 2026截止 2026-07-05会议征稿 IEEE QXBI 2026 征稿", "QXBI", 2026, "conference"),
        ("征稿与合作QXWS 2027截止 2026-09-05研讨会征稿 QXWS 2027 征稿", "QXWS", 2027, "workshop"),
        ("征稿与合作Annals截止 2026-06-23期刊专刊 Annals 专辑:示例", "Annals 专辑:示例", 2026, "journal"),
        ("技术竞赛任务甲截止 2026-07-20 17:00 TOY 2026:示例挑战", "TOY", 2026, "competition"),
        ("技术竞赛任务甲截止 2026-08-07 2026 示例杯大赛", "示例杯大赛", 2026, "competition"),
        ("新类别某某截止 北京时间 2026-09-01项目合作 某项目招募", "某项目招募", 2026, "other"),
        ("征稿与合作　ＱＸＦＷ　２０２６截止　北京时间　２０２６－０２－０１会议征稿　ＱＸＦＷ　２０２６　征稿", "QXFW", 2026, "conference"),
    ],
)  # fmt: skip
def test_a_heading_names_its_call(
    heading: str, series: str, year: int, kind: str
) -> None:
    (claim,) = parsed(heading).claims

    assert (claim.call.series, claim.call.year) == (series, year)
    assert claim.call.kind is CallKind(kind)


@pytest.mark.parametrize(
    ("deadline", "column", "message"),
    [
        ("北京时间 2026-02-30", 23, "30 February 2026 does not exist"),
        ("2026-13-01", 18, "2026-13-01 does not exist"),
        ("长期有效", 18, "no date"),
    ],
)
def test_a_wrong_deadline_is_a_problem_at_its_place_and_its_neighbours_stay(
    deadline: str, column: int, message: str
) -> None:
    bad = f"征稿与合作QXKO 2026截止 {deadline}会议征稿 QXKO 2026 征稿\n"

    found = parsed(bad + CALL)

    (problem,) = found.problems
    assert message in problem.message
    assert str(problem.place) == f"page.txt:1:{column}"
    assert [claim.call.series for claim in found.claims] == ["QXAI"]


def test_a_deadline_to_be_announced_is_a_claim_without_a_date() -> None:
    text = CALL.replace("北京时间 2026-05-20", "待定")

    (claim,) = parsed(text).claims

    assert isinstance(claim.reading, Tbd)


def test_a_call_without_any_date_is_held_and_said() -> None:
    found = parsed("征稿与合作QXAI 2026会议征稿 QXAI 2026 征稿\nRolling.\n")

    (problem,) = found.problems
    assert problem.message == "no date is stated: nothing to remind of"


def test_papers_data_sets_and_courses_are_counted_and_their_dates_are_not_read() -> (
    None
):
    text = (
        PAPER
        + "Papers due 2026-05-25 UTC-12 were studied; the deadline was 2026-06-01.\n\n"
        + PAPER
        + "论文提出了一种方法,截止 2026-05-25 的数据。\n"
        + "数据资源notesdatasettoy开放访问 示例数据集\n"
        + "Released 2026-01-01.\n"
        + "示例大学 MOOC / 某学院:示例课程\n"
        + "一门课程。\n"
    )

    found = parsed(text)

    assert found.ignored == {"paper": 2, "dataset": 1, "course": 1}
    assert found.entries == 4
    assert (found.claims, found.problems) == ((), ())


def test_a_missing_description_costs_nobody_anything() -> None:
    found = parsed(PAPER + PAPER + CALL + "示例大学 MOOC / 示例课程\n" + CALL)

    assert found.entries == 5
    assert found.ignored == {"paper": 2, "course": 1}
    assert [claim.place.line for claim in found.claims] == [3, 5]


@pytest.mark.parametrize("end", ["\r\n", "\n\n", "\r"])
def test_line_ends_and_blank_lines_do_not_matter(end: str) -> None:
    text = (
        PAPER
        + CALL
        + "CCF-Deadlines lists QXAI 2026 with papers due 2026-05-20 UTC-12.\n"
    )

    found = parsed(text.replace("\n", end))

    assert len(found.claims) == 2
    assert found.entries == 2


def test_a_line_of_no_human_length_is_a_problem_at_once() -> None:
    found = parsed("征稿与合作" + "截止" * 20_000 + "\n" + CALL)

    (problem,) = found.problems
    assert "40005 characters in a line" in problem.message
    assert len(found.claims) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "Hello.\nWorld.", "- title: AAAI"])
def test_what_is_no_listing_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(SourceError, match="no entry found: a heading begins with 论文"):
        parsed(text)
