"""What a test needs beside Python: it skips visibly, and says what to install.

With ``DEADLINEBOT_CI=1`` a skip is a failure (`conftest.py`), so that CI runs all.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = "DEADLINEBOT_NODE_MODULES"


def needs(program: str, apt: str) -> pytest.MarkDecorator:
    """Return the mark of a test that runs *program*, from the Debian package *apt*."""
    return pytest.mark.skipif(
        shutil.which(program) is None,
        reason=f"needs {program}: apt-get install --no-install-recommends {apt}",
    )


def needs_node_package(name: str, version: str) -> pytest.MarkDecorator:
    """Return the mark of a test that imports the npm package *name* in Node.js."""
    return pytest.mark.skipif(
        shutil.which("node") is None or not node_package(name).is_dir(),
        reason=f"needs {name}: apt-get install nodejs npm; npm install --prefix DIR "
        f"{name}@{version}; export {NODE_MODULES}=DIR/node_modules",
    )


def node_package(name: str) -> Path:
    """Return the folder of the npm package *name*, there or not."""
    return Path(os.environ.get(NODE_MODULES, "node_modules")) / name
