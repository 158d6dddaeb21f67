"""A small git repository, for tests of what reads one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


class Repository:
    """A small git repository, written by git itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *command: str, at: str = "2026-01-01T00:00:00") -> str:
        """Run git in the repository, its clock set to *at*, in UTC."""
        clock = {"GIT_COMMITTER_DATE": f"{at}Z", "GIT_AUTHOR_DATE": "2001-01-01T00:00Z"}
        done = subprocess.run(
            ["git", "-C", str(self.folder), *command],
            env=os.environ | ENVIRONMENT | clock,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, at: str, texts: dict[str, str | None]) -> str:
        """Commit *texts*, None: the file is gone; return the commit's name."""
        for name, text in texts.items():
            path = self.folder / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "edit", at=at)
        return self.git("rev-parse", "HEAD")
