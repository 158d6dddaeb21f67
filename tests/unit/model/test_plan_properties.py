"""What holds of every plan, whatever is configured and whenever it is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.config.working_days import working_days
from deadlinebot.model.digests import DigestRule
from deadlinebot.model.filter import read_filter
from deadlinebot.model.lead import SNOOZED, Lead, lead
from deadlinebot.model.mute import Mute
from deadlinebot.model.plan import Plan
from deadlinebot.model.quiet import QuietHours
from deadlinebot.model.route import Route
from deadlinebot.model.rungs import Fate, Rung
from deadlinebot.model.when import named
from tests.build import a_deadline

CHINA = working_days("CN")
ID = a_deadline().id
ZONES = [
    named(name)
    for name in (
        "Asia/Shanghai",
        "America/New_York",
        "Australia/Lord_Howe",  # its clocks change by half an hour
        "Pacific/Apia",
        "UTC-12",
    )
]
zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
instants = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
leads = st.builds(
    lambda count, unit, at: lead(f"{count}{unit}" + (at if unit not in "hm" else "")),
    st.integers(0, 40),
    st.sampled_from(["w", "d", "wd", "h", "m"]),
    times.map(lambda at: f"@{at:%H:%M}") | st.just(""),
)


@st.composite
def quiet_hours(draw: st.DrawFn) -> QuietHours:
    begin, end = draw(st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]))
    return QuietHours(begin, end, draw(zones))


@st.composite
def routes(draw: st.DrawFn, name: str) -> Route:
    ladder: list[Lead] = draw(st.lists(leads, max_size=6))
    channels = draw(st.sets(st.sampled_from(["lab", "me"]), min_size=1))
    return Route(name, read_filter(""), tuple(ladder), tuple(sorted(channels)))


@st.composite
def mutes(draw: st.DrawFn) -> tuple[Mute, ...]:
    said = st.builds(
        Mute,
        st.just(ID),
        st.sampled_from(["", "first", "second"]),
        st.none() | instants,
        instants,
    )
    return tuple(draw(st.lists(said, max_size=3)))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    quiet = st.dictionaries(st.sampled_from(["lab", "me"]), quiet_hours())
    both = (draw(routes("first")), draw(routes("second")))
    return Plan(both, draw(zones), CHINA, draw(quiet), {ID: draw(mutes())})


def spoken(plan: Plan, due: datetime, now: datetime) -> list[Rung]:
    rungs = plan.rungs(a_deadline(due), now)
    return [rung for rung in rungs if rung.fate is Fate.PLANNED]


before_due = st.timedeltas(timedelta(seconds=1), timedelta(days=60))


@given(plans(), instants, before_due)
def test_what_is_said_is_said_in_time(
    plan: Plan, due: datetime, left: timedelta
) -> None:
    now = due - left

    for rung in spoken(plan, due, now):
        assert now <= rung.at < due


@given(plans(), instants, before_due)
def test_nobody_is_disturbed_but_by_what_cannot_wait(
    plan: Plan, due: datetime, left: timedelta
) -> None:
    now = due - left

    for rung in spoken(plan, due, now):
        quiet = plan.quiet.get(rung.channel)
        hours = quiet.around(rung.at) if quiet else None
        if quiet and hours and rung.lead is not SNOOZED:
            assert rung.at == rung.wanted_at
            assert hours[0] < now  # too late to say it before
            assert quiet.over(rung.at) >= due  # and too early to say it after


@given(plans(), instants, before_due)
def test_quiet_hours_make_nothing_later_than_wanted_unless_it_is_too_late_before(
    plan: Plan, due: datetime, left: timedelta
) -> None:
    now = due - left

    for rung in spoken(plan, due, now):
        if rung.at > rung.wanted_at:
            hours = plan.quiet[rung.channel].around(rung.wanted_at)
            assert hours
            assert hours[0] < now


@given(plans(), instants, before_due)
def test_one_channel_hears_of_a_deadline_once_at_an_instant(
    plan: Plan, due: datetime, left: timedelta
) -> None:
    said = [(rung.channel, rung.at) for rung in spoken(plan, due, due - left)]

    assert len(said) == len(set(said))


@given(plans(), instants, before_due, st.timedeltas(timedelta(), timedelta(days=60)))
def test_planning_again_later_adds_nothing(
    plan: Plan, due: datetime, left: timedelta, passed: timedelta
) -> None:
    deadline, now = a_deadline(due), due - left
    first = {each.id for each in plan.reminders([deadline], now)}

    again = {each.id for each in plan.reminders([deadline], now + passed)}

    taken_over = {
        rung.reminder(deadline).id
        for rung in plan.rungs(deadline, now)
        if rung.fate is Fate.SAME_TIME
    }
    assert again <= first | taken_over


@given(plans(), instants, before_due)
def test_what_is_done_is_not_said_and_what_is_put_off_not_before(
    plan: Plan, due: datetime, left: timedelta
) -> None:
    for rung in spoken(plan, due, due - left):
        words = [m for m in plan.mutes[ID] if m.route in {"", rung.route}]
        last = max(words, key=lambda mute: mute.at, default=None)
        assert last is None or last.until is not None
        if last and last.until and last.until > last.at:
            assert rung.at >= last.until


@given(instants, zones, st.integers(0, 30), times)
def test_a_working_day_lead_falls_on_a_working_day(
    due: datetime, home: object, count: int, at: time
) -> None:
    zone = next(each for each in ZONES if each is home)

    spoken_at = lead(f"{count}wd@{at:%H:%M}").before(due, zone, CHINA)

    day = spoken_at.astimezone(zone).date()
    assert spoken_at == due or CHINA(day)
    between = working_days_between(day, due.astimezone(zone).date())
    assert between == count or (count, between) == (0, 1)


def working_days_between(first: date, last: date) -> int:
    """Count the working days from *first* on and before *last*, as a person would."""
    days = (first + timedelta(days=n) for n in range((last - first).days))
    return sum(CHINA(day) for day in days)


@given(times, st.none() | st.integers(0, 6), zones, instants)
def test_digests_come_one_after_the_other(
    at: time, weekday: int | None, zone: object, now: datetime
) -> None:
    home = next(each for each in ZONES if each is zone)
    rule = DigestRule("", weekday, at, 14, home)

    following = rule.after(now)

    assert rule.before(now) < now < following
    assert rule.before(following) <= now
    assert following - now <= timedelta(days=7, hours=1)
