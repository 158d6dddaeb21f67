"""A catalogue's history, version by version: commits a second, and where time goes.

``python bench/replay.py [--history DIR] [--under FOLDER] [--profile]``: DIR is what
``deadlinebot replay`` reads; without one, a made-up history is written to a folder of
its own: 350 files, then 486 commits, of which each edits one file. Plain YAML loading
of the same texts is the floor.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from deadlinebot.engine.replay import Replay
from deadlinebot.files import Version, history

FILES, COMMITS, EDITIONS = 350, 486, 6
START = datetime(2025, 8, 1, tzinfo=UTC)
SUFFIXES = (".yml", ".yaml")
SERIES = """\
- title: {name}
  description: International Conference on {name}
  sub: AI
  rank: {{ccf: B, core: A, thcpl: B}}
  dblp: {lower}
  confs:
"""
EDITION = """\
    - year: {year}
      id: {lower}{year}
      link: https://{lower}.example.org/{year}
      timeline:
        - abstract_deadline: '{abstract:%Y-%m-%d} 23:59:59'
          deadline: '{paper:%Y-%m-%d} 23:59:59'
      timezone: {zone}
      date: September 3-7, {year}
      place: Everywhere
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--history", type=Path)
    options.add_argument("--under", default="")
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.history or Path(scratch)
        if chosen.history is None:
            write_history(folder)
        every = list(history(folder, SUFFIXES, chosen.under).versions)
    measure(every)
    if chosen.profile:
        profile(every)


def measure(every: list[Version]) -> None:
    """Print the cost of the first version, and of those that follow."""
    run = Replay("ccfddl")
    begun = time.perf_counter()
    told = len(run.apply(every[0]))
    first = time.perf_counter() - begun
    told += sum(len(run.apply(version)) for version in every[1:])
    rest = time.perf_counter() - begun - first
    floor = loading(every[1:])
    texts = sum(len(version.written) for version in every[1:])
    commits = len(every) - 1
    print(f"{len(every)} versions, {len(run.board)} dates, {told} changes")
    print(f"  the first: {len(every[0].written)} files {first:8.3f} s")
    print(f"  {commits} commits, {texts} files {rest:8.3f} s")
    print(f"  a commit {rest / commits * 1e3:8.2f} ms: {commits / rest:.0f} commits/s")
    print(f"  plain YAML of the same files {floor:8.3f} s, ours {rest / floor:.1f}x")


def loading(every: list[Version]) -> float:
    """Return the seconds that libyaml takes for what was written."""
    begun = time.perf_counter()
    for version in every:
        for text in version.written:
            yaml.load(text.text, yaml.CSafeLoader)
    return time.perf_counter() - begun


def profile(every: list[Version]) -> None:
    """Print the ten functions in which most time is spent, after the first version."""
    run = Replay("ccfddl")
    run.apply(every[0])
    profiler = cProfile.Profile()
    profiler.enable()
    for version in every[1:]:
        run.apply(version)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(10)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(25)


def write_history(folder: Path) -> None:
    """Write the first version, then one edit a version."""
    names = [f"CONF{number:03}" for number in range(FILES)]
    for name in names:
        write(folder, START, name, 0)
    for number, name in commits(names):
        write(folder, START + timedelta(hours=18 * number), name, number)


def commits(names: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the number of each commit and the file that it edits."""
    for number in range(1, COMMITS + 1):
        yield number, names[number * 37 % len(names)]


def write(folder: Path, at: datetime, name: str, moved: int) -> None:
    """Write *name* as of *at*, its last edition moved by *moved* days."""
    lower = name.lower()
    text = SERIES.format(name=name, lower=lower)
    for n in range(EDITIONS):
        year = 2021 + n
        late = timedelta(days=moved % 61 if n == EDITIONS - 1 else 0)
        paper = datetime(year, 3, 1, tzinfo=UTC) + late
        abstract = paper - timedelta(days=7)
        text += EDITION.format(
            year=year, lower=lower, abstract=abstract, paper=paper, zone="UTC-12"
        )
    path = folder / f"{at:%Y%m%dT%H%M%SZ}" / "conference" / "AI" / f"{lower}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
