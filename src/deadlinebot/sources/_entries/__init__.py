"""Flat catalogues: a list of entries, one edition each, with its dates as keys.

What AI Deadlines and its many children have in common; each of them is a `Shape`.
An entry is read in one way whatever its shape: name and year make the call, each date
is read with its own zone, else the entry's, else the format's, and what is wrong with
one date is a problem beside all others.
"""

from deadlinebot.sources._entries.dates import Beside, joined, known_zone, reading
from deadlinebot.sources._entries.entry import listed, parsed
from deadlinebot.sources._entries.shape import Shape, Stated
from deadlinebot.sources._entries.values import both, tags, words

__all__ = [
    "Beside",
    "Shape",
    "Stated",
    "both",
    "joined",
    "known_zone",
    "listed",
    "parsed",
    "reading",
    "tags",
    "words",
]
