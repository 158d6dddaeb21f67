from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPER = """
import pytest
from tests.needs import needs

@needs("no-such-program", "no-such-package")
def test_needs_a_program() -> None: ...

def test_skips_itself() -> None:
    pytest.skip("not today")

@pytest.mark.xfail(reason="known")
def test_fails_as_expected() -> None:
    raise AssertionError
"""


def run(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the skipping tests of *folder* under our conftest."""
    (folder / "test_skipper.py").write_text(SKIPPER)
    ours = {"DEADLINEBOT_CI", "PYTEST_ADDOPTS"}  # of the run that runs this test
    bare = {key: val for key, val in os.environ.items() if key not in ours}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-rsf"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", f"--rootdir={folder}", str(folder)],
        check=False,
        cwd=ROOT,
        env={**bare, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_missing_program_skips_with_the_line_that_installs_it(tmp_path: Path) -> None:
    ended = run(tmp_path)

    assert ended.returncode == 0
    assert "apt-get install --no-install-recommends no-such-package" in ended.stdout
    assert "2 skipped, 1 xfailed" in ended.stdout


def test_a_skip_is_a_failure_in_ci(tmp_path: Path) -> None:
    ended = run(tmp_path, DEADLINEBOT_CI="1")

    assert ended.returncode == pytest.ExitCode.TESTS_FAILED
    assert "skipped, which CI may not: not today" in ended.stdout
    assert "1 failed, 1 xfailed, 1 error" in ended.stdout
