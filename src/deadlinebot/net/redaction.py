"""Keeping secrets out of whatever people may read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

_WITH_HOSTS = frozenset({"http", "https", "smtp", "smtps"})
_SHORTEST = 4  # shorter secrets would blot out ordinary words


def redact_url(url: str) -> str:
    """Return a webhook's URL as it may be shown: its host and last 4 characters.

    ``https://hooks.slack.com/…XXXX``. A URL of fewer than 12 characters after its
    host keeps none of them; what Apprise takes for a host may be a secret.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "…"
    rest = url.split(parts.netloc, 1)[-1] if host else url
    tail = rest[-4:] if len(rest) >= 12 else ""
    if not host or parts.scheme not in _WITH_HOSTS:
        return f"…{tail}"
    return f"{parts.scheme}://{host}/…{tail}"


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return *text* without any of *secrets*, in whatever quoting they stand.

    Args:
        text: what is to be logged, stored or shown.
        secrets: webhook URLs or tokens; of a URL, its password, path, query and keys
            go too.
    """
    for secret in secrets:
        for part in sorted(_parts(secret), key=len, reverse=True):
            text = text.replace(part, f"…{part[-4:]}" if len(part) >= 12 else "…")
    return text


def _parts(secret: str) -> set[str]:
    found = {secret}
    if "://" in secret:
        rest = secret.split("://", 1)[1]
        path = rest[rest.find("/") :] if "/" in rest else ""
        found |= {rest, path, path.split("?", 1)[0]}
        found |= {pair.partition("=")[2] for pair in path.partition("?")[2].split("&")}
        found |= {path.split("?", 1)[0].rsplit("/", 1)[-1]}
        user, at, _ = rest.split("/", 1)[0].rpartition("@")
        found |= {user, user.partition(":")[2]} if at else set()
    found |= {unquote(part) for part in found} | {quote(p, safe="") for p in found}
    return {part for part in found if len(part.strip("/")) > _SHORTEST}
