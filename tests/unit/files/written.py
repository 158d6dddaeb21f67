"""Folders and archives to read."""

from __future__ import annotations

from datetime import UTC, datetime

from deadlinebot.files import Contents

YML = (".yml", ".yaml")
MEGABYTE = 2**20


def paths(found: Contents) -> list[str]:
    return [file.path for file in found.files]


def messages(found: Contents) -> list[str]:
    return [problem.message for problem in found.problems]


WRITTEN = datetime(2026, 4, 7, tzinfo=UTC)
