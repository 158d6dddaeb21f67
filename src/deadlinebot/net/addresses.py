"""Which addresses may be spoken to; checked on what is really connected to.

A name or a spelling (``2130706433``, ``0x7f000001``, ``127.1``) proves nothing: only
the resolved address counts, and it is the one that the socket gets.
"""

from __future__ import annotations

from enum import Enum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052 2.1: the last 32 bits are IPv4


class Reach(Enum):
    """How far a request may go."""

    PUBLIC = "public"  # globally routed addresses
    LOOPBACK = "loopback"  # those and this machine
    PRIVATE = "private"  # every address: an operator's explicit wish


def reachable(address: str, reach: Reach) -> bool:
    """Return whether *address*, an IP literal, lies within *reach*."""
    found = _inner(ip_address(address.split("%", 1)[0]))
    if reach is Reach.PRIVATE:
        return True
    if found.is_loopback:
        return reach is Reach.LOOPBACK
    site_local = isinstance(found, IPv6Address) and found.is_site_local
    return found.is_global and not found.is_multicast and not site_local


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one carries, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
