"""Files: the texts of a location in, bytes out whole or not at all.

Whatever a folder or an archive holds, reading ends: pipes are not waited for,
links that leave the folder are not followed, nothing is unpacked to disk, and
sizes are counted while they are read, not believed.
"""

from deadlinebot.files.items import Contents, History, TextFile, Version
from deadlinebot.files.reading import read, unpacked
from deadlinebot.files.versions import history
from deadlinebot.files.writing import write

__all__ = [
    "Contents",
    "History",
    "TextFile",
    "Version",
    "history",
    "read",
    "unpacked",
    "write",
]
