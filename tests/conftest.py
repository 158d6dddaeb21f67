"""Hypothesis profiles, the rule of CI (it looks harder, and skips nothing), a server."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from deadlinebot.model.database import Postgres
from tests.postgres import Server, running

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("DEADLINEBOT_CI") else "dev")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Fail a test that skips itself, in CI."""
    report = yield
    return fail_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    """Fail a module that skips itself, in CI."""
    report = yield
    return fail_if_skipped(report)


def fail_if_skipped(report: Report) -> Report:
    """Return *report*, as a failure if it is a skip and this is CI."""
    if not os.environ.get("DEADLINEBOT_CI") or not report.skipped:
        return report
    if hasattr(report, "wasxfail"):  # an expected failure is a result, not a skip
        return report
    report.outcome = "failed"
    report.longrepr = f"skipped, which CI may not: {skip_reason(report)}"
    return report


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why *report* says that it was skipped."""
    match report.longrepr:
        case (_, _, str(reason)):
            return reason.removeprefix("Skipped: ")
        case other:
            return str(other)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a PostgreSQL server, one for each worker."""
    with running() as server:
        yield server


@pytest.fixture
def postgres(server: Server) -> Postgres:
    """Return a database of the server with empty tables."""
    return server.emptied()
