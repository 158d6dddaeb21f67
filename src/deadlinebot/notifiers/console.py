"""The terminal: every notice as plain lines; the engine prints the body."""

from __future__ import annotations

from collections.abc import Mapping

from deadlinebot.model.channel import Notifier, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.notifiers import taking, words
from deadlinebot.wording.plain import plain_text

_EVERYTHING = 1_000_000  # characters: a terminal scrolls


class Console:
    """Needs no address and refuses nothing."""

    name = "console"
    hosts: frozenset[str] = frozenset()
    pace = Pace(burst=1000, per_s=0.001)
    options = taking()

    def check(self, url: str) -> str | None:
        """Return that *url* is superfluous, if there is one."""
        return "a console channel takes no url: remove it" if url else None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return the text to print, without an address."""
        del url, options
        text = plain_text(notice, _EVERYTHING, len) + "\n"
        return Request("", text.encode("utf-8", "replace"))

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return that all items are shown."""
        del options
        return len(notice.items)

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return None: nothing is simpler than lines of text."""
        del notice, url, options
        return None

    def verdict(self, response: Response) -> Verdict:
        """Return that it was printed; any other status is the engine's word."""
        if response.status == 200:
            return Verdict(Outcome.DELIVERED, "printed")
        return Verdict(Outcome.REJECT_MESSAGE, words(response))


NOTIFIER: Notifier = Console()
