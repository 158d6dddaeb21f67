"""Secrets: kept out of the file, read where they are named, never shown."""

from __future__ import annotations

import os
import re
from pathlib import Path

_REFERENCE = re.compile(r"\$\{env:(\w+)\}|(file|credential):(.+)")


def secret(reference: str, root: Path) -> str:
    """Return the secret that *reference* names; a plain text is itself.

    Args:
        reference: ``${env:NAME}``, ``file:/path`` (relative to *root*) or
            ``credential:NAME`` (systemd's LoadCredential=).
        root: the folder of the configuration file.

    Raises:
        OSError: says in plain words what is missing.
    """
    found = _REFERENCE.fullmatch(reference.strip())
    if not found:
        return reference.strip()
    variable, scheme, rest = found.groups()
    if variable:
        if variable not in os.environ:
            raise OSError(f"the environment variable {variable} is not set")
        return os.environ[variable].strip()
    if scheme == "credential":
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        if not folder:
            raise OSError("there are no credentials here: systemd sets them")
        return (Path(folder) / Path(rest).name).read_text(encoding="utf-8").strip()
    return root.joinpath(rest).read_text(encoding="utf-8").strip()
