from __future__ import annotations

import pytest

from policykit_api.serving.crowd import Crowd, home_of
from policykit_api.settings.server import Server

ONE, OTHER = "192.0.2.1", "192.0.2.2"


def test_one_address_has_as_many_connections_as_it_may_and_leaves_room_for_others():
    crowd = Crowd(Server(connections=4, connections_of_one=2))
    seats = [crowd.enter(address) for address in (ONE, ONE, ONE, OTHER, OTHER)]
    assert [None, None, "the server has as many connections as it keeps of one address", None, None] == [
        seat.beyond for seat in seats
    ]
    assert "the server has as many connections as it keeps" == crowd.enter("192.0.2.3").beyond


def test_who_leaves_makes_room_and_who_had_none_makes_none():
    crowd = Crowd(Server(connections=4, connections_of_one=1))
    first, beyond = crowd.enter(ONE), crowd.enter(ONE)
    crowd.leave(beyond)
    assert crowd.enter(ONE).beyond
    crowd.leave(first)
    assert None is crowd.enter(ONE).beyond


def test_nothing_is_remembered_of_who_has_gone():
    crowd = Crowd(Server())
    for seat in [crowd.enter(f"192.0.2.{number}") for number in range(200)]:
        crowd.leave(seat)
    assert (0, {}) == (crowd._taken, crowd._homes)


@pytest.mark.parametrize(("settings", "address"), [({"connections_of_one": 0}, ONE), ({"connections_of_one": 1}, None)])
def test_behind_a_proxy_or_a_socket_in_the_file_system_addresses_count_for_nothing(
    settings: dict[str, int], address: str | None
):
    crowd = Crowd(Server(connections=3, **settings))
    assert [True, True, True, False] == [crowd.enter(address).beyond is None for _ in range(4)]


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_of_ipv6_a_whole_network_is_one_home(address: str, home: str):
    assert home == home_of(address)
