"""Which addresses lie within reach."""

from __future__ import annotations

import pytest

from deadlinebot.net.addresses import Reach, reachable


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
@pytest.mark.parametrize("reach", Reach)
def test_public_addresses_are_always_within_reach(address: str, reach: Reach) -> None:
    assert reachable(address, reach)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]
)
def test_this_machine_is_within_reach_where_it_is_asked_for(address: str) -> None:
    within = {reach for reach in Reach if reachable(address, reach)}

    assert within == {Reach.LOOPBACK, Reach.PRIVATE}


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255",
        "::", "fc00::1", "fd12::1", "fe80::1%eth0", "fec0::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_private_addresses_are_within_reach_by_wish_alone(address: str) -> None:
    within = {reach for reach in Reach if reachable(address, reach)}

    assert within == {Reach.PRIVATE}
