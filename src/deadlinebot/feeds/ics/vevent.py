"""One deadline as a VEVENT (RFC 5545 3.6.1), in forms that every client reads alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Event
from icalendar.prop import vDate, vDuration, vInt, vUri

from deadlinebot import wording
from deadlinebot.document import clean, web_link
from deadlinebot.feeds.ics.prose import description, summary
from deadlinebot.feeds.ics.span import Days, Minute, occupied
from deadlinebot.feeds.ics.values import Instant, Text, Texts, line, paragraphs
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.feed import FeedOptions
from deadlinebot.model.milestone import Milestone

MOST_ALARMS = 3  # more of them and people switch all of them off
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STATUS = {status: Text("TENTATIVE") for status in Status} | {
    Status.CONFIRMED: Text("CONFIRMED"),
    Status.WITHDRAWN: Text("CANCELLED"),
}
_TRANSPARENT = Text("TRANSPARENT")
_FREE = Text("FREE")  # Outlook heeds this one, not TRANSP
_DISPLAY = Text("DISPLAY")


def vevent(deadline: Deadline, options: FeedOptions) -> Event | None:
    """Return the calendar entry of *deadline*; None if not even its days are known.

    Raises:
        OverflowError: if it lies at the very end of time.
    """
    where = occupied(deadline)
    if where is None:
        return None
    event = Event()
    stamp = Instant(last_change(deadline))
    event["UID"] = line(deadline.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = stamp
    event["SEQUENCE"] = vInt(deadline.sequence)
    event["DTSTART"], event["DTEND"] = _bounds(where)
    event["SUMMARY"] = said = line(summary(deadline, options.lang))
    event["DESCRIPTION"] = paragraphs(description(deadline, options))
    event["STATUS"] = _STATUS[deadline.status]
    event["TRANSP"] = _TRANSPARENT
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = _FREE
    event["CATEGORIES"] = _categories(deadline, options)
    _add_place(event, deadline)
    for alarm in _alarms(deadline, options, said):
        event.add_component(alarm)
    return event


def last_change(deadline: Deadline) -> datetime:
    """Return when the facts last changed, in UTC.

    Without a store it is the newest day on which a source says to have checked
    them. GNOME ignores a changed entry whose stamp did not move, and a stamp that
    moves with every build makes Nextcloud store every entry again.
    """
    if deadline.changed:
        return deadline.changed.astimezone(UTC)
    checked = [claim.checked for claim in deadline.claims if claim.checked]
    return datetime.combine(max(checked), time(), UTC) if checked else _EPOCH


def _bounds(where: Minute | Days) -> tuple[Instant | vDate, Instant | vDate]:
    if isinstance(where, Minute):
        return Instant(where.start), Instant(where.end)
    return vDate(where.start, {"VALUE": "DATE"}), vDate(where.end, {"VALUE": "DATE"})


def _categories(deadline: Deadline, options: FeedOptions) -> Texts:
    names = [wording.tag_name(tag, options.lang) for tag in deadline.call.tags]
    names.append(wording.kind_name(deadline.call.kind, options.lang))
    return Texts(dict.fromkeys(filter(None, (clean(name).text for name in names))))


def _add_place(event: Event, deadline: Deadline) -> None:
    link = web_link(deadline.link or "")
    if link:
        event["URL"] = vUri(link)
    # Nobody travels to a paper deadline: phones would warn when to leave.
    venue = line(deadline.call.venue)
    if venue and deadline.milestone is Milestone.EVENT:
        event["LOCATION"] = venue


def _alarms(deadline: Deadline, options: FeedOptions, said: Text) -> Iterator[Alarm]:
    """Yield the wished alarms, the earliest first.

    Neither what is cancelled or done nor an estimate ever rings.
    """
    if deadline.status is Status.WITHDRAWN or deadline.done or deadline.estimate:
        return
    leads = sorted({lead for lead in options.alarms if lead > timedelta()})
    for lead in reversed(leads[:MOST_ALARMS]):
        alarm = Alarm()
        alarm["ACTION"] = _DISPLAY
        alarm["DESCRIPTION"] = said
        alarm["TRIGGER"] = vDuration(-lead)
        yield alarm
