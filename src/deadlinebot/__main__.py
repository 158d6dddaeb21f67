"""``python -m deadlinebot``."""

from __future__ import annotations

import sys

from deadlinebot.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
