"""Reading and reconciling the public catalogues, beside plain YAML loading of them.

``python bench/catalogues.py [--ccfddl PATH] [--huggingface PATH] [--classic PATH]
[--sec PATH] [--python PATH] [--profile]``: each PATH is a folder or a file of that
catalogue. Without any, five made-up catalogues of the real shapes and sizes are used.
Both sides run in this process, one after the other, and the better of several runs
counts: figures move with the machine, ratios hardly.

Then the same catalogues are refreshed as a daemon does, into a database, and again
with nothing new: that this parses no text and executes no statement is asserted in
the run that is timed.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine as Database
from sqlalchemy import event

from deadlinebot import files, registry
from deadlinebot.config import read_settings
from deadlinebot.engine import refresh
from deadlinebot.engine.catalogue import Wanted, parse, read_catalogue
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.claim import Parsed
from deadlinebot.model.reconcile import reconcile
from deadlinebot.net import Net
from deadlinebot.store import open_store

NOW = datetime(2026, 5, 4, tzinfo=UTC)
FORMATS = {  # the most trusted first
    "ccfddl": "ccfddl",
    "huggingface": "ai_deadlines",
    "classic": "ai_deadlines",
    "sec": "sec_deadlines",
    "python": "python_deadlines",
}
RUNS = 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    for name in FORMATS:
        options.add_argument(f"--{name}", type=Path)
    options.add_argument("--profile", action="store_true")
    chosen = vars(options.parse_args())
    paths = {name: chosen[name] for name in FORMATS if chosen[name]}
    with tempfile.TemporaryDirectory() as scratch:
        paths = paths or made_up(Path(scratch) / "catalogues")
        wanted = [Wanted(name, FORMATS[name], str(paths[name])) for name in paths]
        print(f"{'':24}{'texts':>7}{'dates':>7}{'ours':>11}{'C YAML':>11}{'YAML':>11}")
        for one in wanted:
            compare(one.source, [one])
        compare("all, reconciled", wanted)
        refreshed(wanted, Path(scratch))
        if chosen["profile"]:
            profiled(wanted)


def compare(name: str, wanted: list[Wanted]) -> None:
    """Print what reading *wanted* costs, in seconds, and how many times plain YAML."""
    texts = [text for one in wanted for text in contents(one)]
    dates = read_catalogue(wanted, NOW).tally.dated
    ours = best(lambda: read_catalogue(wanted, NOW))
    quick = best(lambda: loaded(texts, yaml.CSafeLoader))
    plain = best(lambda: loaded(texts, yaml.SafeLoader), runs=1)
    figures = f"{len(texts):7}{dates:7}{ours:9.3f} s{quick:9.3f} s{plain:9.3f} s"
    ratios = f"{ours / quick:.1f}x C YAML, {ours / plain:.2f}x YAML"
    print(f"{name:24}{figures}   {ratios}")


def contents(wanted: Wanted) -> tuple[files.TextFile, ...]:
    suffixes = registry.source_format(wanted.format).suffixes
    return files.read(wanted.location, suffixes).files


def loaded(texts: Iterable[files.TextFile], loader: type) -> None:
    for text in texts:
        yaml.load(text.text, loader)


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the seconds of the quickest of *runs*, the garbage gone before each."""
    seconds = []
    for _ in range(runs):
        gc.collect()
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def refreshed(wanted: list[Wanted], scratch: Path) -> None:
    """Print what the first refresh of a daemon costs, and one that finds nothing."""
    lines = [
        f"  {one.source}: {{format: {one.format}, location: {one.location}}}"
        for one in wanted
    ]
    text = "\n".join(["state: state", "sources:", *lines, ""])
    settings = read_settings(text, scratch / "config.yaml")
    with open_store(scratch / "bench.sqlite", owner="bench", now=NOW) as store:
        engine = Engine(settings, store, Net(), print)
        begun = time.perf_counter()
        engine.refresh(NOW)
        first = time.perf_counter() - begun
        hour = NOW + timedelta(hours=1)
        parsed, executed = counted(lambda: engine.refresh(hour))
        assert (parsed, executed) == (0, 0), "an unchanged source costs too much"
        again = best(lambda: engine.refresh(hour))
    print(f"first refresh, stored: {len(engine.board)} dates in {first:.3f} s")
    print(f"nothing new: {again * 1e3:.1f} ms; texts parsed 0, statements executed 0")


def counted(work: Callable[[], object]) -> tuple[int, int]:
    """Return how many texts *work* parses, and how many SQL statements it executes."""
    parsed: list[str] = []
    executed: list[str] = []

    def noted(text: files.TextFile, wanted: Wanted, now: datetime) -> Parsed:
        parsed.append(text.path)
        return parse(text, wanted, now)

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        executed.append(statement)

    event.listen(Database, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(refresh, "parse", noted)
            work()
    finally:
        event.remove(Database, "before_cursor_execute", note)
    return len(parsed), len(executed)


def profiled(wanted: list[Wanted]) -> None:
    """Print where reading goes, then reconciling: the ten most expensive functions."""
    texts = [(one, text) for one in wanted for text in contents(one)]
    reading = cProfile.Profile()
    reading.enable()
    claims = [c for one, text in texts for c in parse(text, one, NOW).claims]
    reading.disable()
    reconciling = cProfile.Profile()
    reconciling.enable()
    reconcile(claims, trust=[one.source for one in wanted])
    reconciling.disable()
    for profiler in (reading, reconciling):
        pstats.Stats(profiler).sort_stats("tottime").print_stats(15)


def made_up(folder: Path) -> dict[str, Path]:
    """Write five catalogues of the shapes and sizes of the real ones."""
    texts = {
        "ccfddl": {f"{n:03}.yml": series(n) for n in range(353)},
        "huggingface": {f"{n:03}.yml": typed(n) for n in range(70)},
        "classic": {"conferences.yml": "".join(map(flat, range(200)))},
        "sec": {"conferences.yml": "".join(map(quarterly, range(40)))},
        "python": {"conferences.yml": "".join(map(proposals, range(230)))},
    }
    for name, written in texts.items():
        (folder / name).mkdir(parents=True)
        for path, text in written.items():
            (folder / name / path).write_text(text, encoding="utf-8")
    return {name: folder / name for name in texts}


def days(number: int, year: int) -> Iterator[date]:
    """Yield the abstract, paper and first day of an invented conference."""
    paper = date(year, 1, 1) + timedelta(days=number * 37 % 330)
    yield from (paper - timedelta(days=7), paper, paper + timedelta(days=120))


def series(number: int) -> str:
    text = (
        f"- title: CONF{number}\n  description: International Conference {number}\n"
        "  sub: AI\n  rank:\n    ccf: B\n    core: A\n    thcpl: B\n"
        f"  dblp: conf{number}\n  confs:\n"
    )
    for year in (2024, 2025, 2026):
        abstract, paper, first = days(number, year)
        zone = ("UTC-12", "AoE", "UTC+8", "UTC-8")[number % 4]
        text += (
            f"    - year: {year}\n      id: conf{number}{year}\n"
            f"      link: https://conf{number}.example.org/{year}\n      timeline:\n"
            f"        - abstract_deadline: '{abstract} 23:59:59'\n"
            f"          deadline: '{paper} 23:59:59'\n      timezone: {zone}\n"
            f"      date: {first:%B} {first.day}, {first.year}\n      place: Oslo\n"
        )
    return text


def typed(number: int) -> str:
    text = ""
    for year in (2025, 2026):
        abstract, paper, first = days(number, year)
        listed = (("abstract", abstract), ("paper", paper), ("notification", first))
        text += f"- title: CONF{number}\n  year: {year}\n  id: conf{number}{year}\n"
        text += f"  link: https://conf{number}.example.org/{year}\n  deadlines:\n"
        for kind, day in listed:
            text += (
                f"  - type: {kind}\n    label: {kind.title()} deadline\n"
                f"    date: '{day} 23:59:59'\n    timezone: AoE\n"
            )
        text += f"  start: {first}\n  end: {first + timedelta(days=3)}\n"
        text += "  tags:\n  - machine-learning\n"
    return text


def flat(number: int) -> str:
    abstract, paper, first = days(number, 2026)
    return (
        f"- title: CONF{number}\n  year: 2026\n  id: conf{number}26\n"
        f"  deadline: '{paper} 23:59:59'\n  abstract_deadline: '{abstract} 23:59:59'\n"
        f"  timezone: America/Los_Angeles\n  place: Oslo\n  start: {first}\n"
        f"  end: {first}\n  sub: ML\n\n"
    )


def quarterly(number: int) -> str:
    return (
        f"- name: SEC{number}\n  year: 2026\n  deadline:\n"
        '    - "%Y-08-31 23:59"\n    - "%y-02-28 23:59"\n'
        "  date: July 20-25\n  place: Oslo\n  tags: [SEC, CONF]\n\n"
    )


def proposals(number: int) -> str:
    call, extended, first = days(number, 2026)
    return (
        f"- conference: PyConf {number}\n  year: 2026\n  cfp: '{call} 23:59:00'\n"
        f"  cfp_ext: '{extended} 23:59:00'\n  timezone: Europe/Berlin\n"
        f"  place: Oslo\n  start: {first}\n  end: {first}\n  sub: PY\n\n"
    )


if __name__ == "__main__":
    main()
