"""Channels: where notices go, and the seam for the services behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol, runtime_checkable

from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.model.quiet import QuietHours


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a service may be spoken to: a token bucket.

    Attributes:
        burst: messages that may go at once.
        per_s: seconds until one more may go.
    """

    burst: int
    per_s: float


class OnUnknown(StrEnum):
    """What becomes of a message of which nobody knows whether it arrived."""

    RESEND = "resend"  # it comes once more and says so
    HOLD = "hold"  # it waits for the operator


@dataclass(frozen=True, slots=True)
class Channel:
    """One configured destination; its secret URL stays in the configuration.

    Attributes:
        name: as configured.
        notifier: the module in ``notifiers/``.
        lang: the language that its readers read.
        zone: the zone of the first clock in its messages.
        options: what the notifier understands beside (``style: card``).
        group_above: more reminders than this, due at once, go together; 0: never.
        on_unknown: what becomes of a message that may have arrived.
        quiet: when its readers are not to be disturbed; None: never mind.
    """

    name: str
    notifier: str
    lang: Lang
    zone: tzinfo
    options: Mapping[str, str] = field(default_factory=dict)
    group_above: int = 5
    on_unknown: OnUnknown = OnUnknown.RESEND
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP POST or one mail, ready to send; its URL is a secret, not in its repr.

    Attributes:
        url: the address, secret included; its scheme says which of the two it is.
        body: the exact bytes.
        headers: beside Content-Length; of a mail its envelope: ``mail-from`` and
            ``rcpt-to``, the recipients with commas.
    """

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back, cut at 64 KiB.

    Attributes:
        status: the HTTP status; of a mail the code of the reply that decided.
        body: the bytes; ``truncated`` says whether more were announced or sent.
        headers: names in lower case; of a mail its ``phase`` and who was ``refused``.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request surely did not reach the service (DNS, refused, TLS)."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The request may have arrived, but no answer came (timeout, reset)."""

    reason: str


def _anything(_text: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Option:
    """What one of a channel's options may say.

    Attributes:
        values: everything that it may be, the default first; none: any text that
            *wrong* lets through.
        wrong: returns what is wrong with a text and how to mend it, or None.
        required: whether a channel cannot do without it.
    """

    values: tuple[str, ...] = ()
    wrong: Callable[[str], str | None] = _anything
    required: bool = False


class Notifier(Protocol):
    """The seam for chat services: one module in ``notifiers/``, without I/O.

    Attributes:
        name: ``wecom``: what the configuration calls it.
        hosts: the hosts that its URLs may name, loopback aside; empty: any.
        pace: below the service's published limit.
        options: what a channel may be told beside its URL, by name.
    """

    name: str
    hosts: frozenset[str]
    pace: Pace
    options: Mapping[str, Option]

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        ...

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return the one message that says *notice*, within the service's limits."""
        ...

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items of *notice*, from the first on, a request carries.

        Those are all in it, none left out; 1 if every item needs a message of its own.
        """
        ...

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return a plainer form to try once after REJECT_MESSAGE, or None."""
        ...

    def verdict(self, response: Response) -> Verdict:
        """Return what *response* means; never raises."""
        ...


@runtime_checkable
class Signer(Protocol):
    """What a notifier has beside if its service takes signatures.

    A signature holds the time of the attempt, so it is made for each attempt and not
    for each message; the time comes from whoever sends.
    """

    def check_secrets(self, secrets: Sequence[str]) -> str | None:
        """Return what is wrong with *secrets* and how to mend it, or None.

        Args:
            secrets: as configured, the newest first; none: the channel is unsigned.
        """
        ...

    def sign(self, request: Request, secrets: Sequence[str], at: datetime) -> Request:
        """Return *request* as it goes out at *at* (UTC), signed with *secrets*."""
        ...


@runtime_checkable
class Dated(Protocol):
    """What a notifier has beside if its messages tell the time of the attempt."""

    def dated(self, request: Request, at: datetime) -> Request:
        """Return *request* as it goes out at *at* (UTC)."""
        ...


@runtime_checkable
class Attaching(Protocol):
    """What a notifier has beside if its messages take files.

    Attributes:
        attaches: the feed format of the file that it wants as ``Notice.calendar``.
    """

    attaches: str


@runtime_checkable
class Unconfirmed(Protocol):
    """What a notifier has beside if nobody is told what became of a message.

    Attributes:
        unconfirmed: who took the message for another, and tells no more.
    """

    unconfirmed: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A chat is elsewhere now.

    Attributes:
        request: the same message, to where the chat is.
        advice: what the operator must do so that it need not be followed each time.
    """

    request: Request
    advice: str


@runtime_checkable
class Following(Protocol):
    """What a notifier has beside if its service says where a chat has moved."""

    def moved(self, request: Request, response: Response) -> Moved | None:
        """Return where to send what *response* turned away; None if nothing moved."""
        ...
