"""The connections that a process keeps: so many in all, and so many of one address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from policykit_api.settings.server import Server

NETWORK = 64
"""Bits of an IPv6 address that tell whose it is: a client has all addresses of such a network."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a connection has: where it comes from, if that is counted, and why it is one too many, if it is."""

    home: str | None
    beyond: str | None = None


class Crowd:
    """All connections of one process. One too many has no seat: it takes no place from others."""

    def __init__(self, settings: Server) -> None:
        self._most, self._of_one = settings.connections, settings.connections_of_one
        self._taken = 0
        self._homes: Counter[str] = Counter()

    def enter(self, address: str | None) -> Seat:
        """The seat of a new connection; ``address`` is None where it comes through a Unix socket."""
        home = home_of(address) if address and self._of_one else None
        if home is not None and self._homes[home] >= self._of_one:
            return Seat(None, "the server has as many connections as it keeps of one address")
        if self._taken >= self._most:
            return Seat(None, "the server has as many connections as it keeps")
        self._taken += 1
        if home is not None:
            self._homes[home] += 1
        return Seat(home)

    def leave(self, seat: Seat) -> None:
        if seat.beyond is not None:
            return
        self._taken -= 1
        if seat.home is not None:
            self._homes[seat.home] -= 1
            if not self._homes[seat.home]:
                del self._homes[seat.home]


@lru_cache(maxsize=4096)
def home_of(address: str) -> str:
    """The address, or of IPv6 its network; the IPv4 address that stands in one of IPv6 where there is one."""
    found = ip_address(address.partition("%")[0])
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> NETWORK << NETWORK))
