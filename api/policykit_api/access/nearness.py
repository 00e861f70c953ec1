"""Whether a request comes from this machine, and from nobody's browser but its own user's.

A server without keys trusts whoever can reach it. Web pages can make a browser on this machine reach it:
under a name of their own that they point at 127.0.0.1 (DNS rebinding; the header `Host` tells) or from
another origin (the header `Origin` tells). A proxy on this machine makes everybody near, and tells by the
headers it adds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from ipaddress import ip_address

from policykit_api.problem_kinds import FOREIGN_ORIGIN, KEY_NEEDED, WRONG_HOST
from policykit_api.problems import Refused

CALLED = frozenset({b"127.0.0.1", b"localhost"})
"""What this machine is nearly always called by itself."""
FORWARDED = (b"x-forwarded-for", b"forwarded", b"x-real-ip")


class Nearness:
    """What a server without keys takes for near: this machine, by its own names and ``hosts``, and ``origins``."""

    def __init__(self, hosts: Collection[str] = (), origins: Collection[str] = ()) -> None:
        self._hosts = CALLED | {host.lower().encode() for host in hosts}
        self._origins = {origin.encode() for origin in origins}
        self._every_origin = "*" in origins

    def require(self, client: tuple[str, int] | None, headers: Mapping[bytes, bytes]) -> None:
        """Raise ``Refused`` (401, 403, 421) unless the request is near."""
        # First, as servers may take the address of the client from these headers, whatever stands in them.
        for name in FORWARDED:
            if name in headers:
                raise far(f"the header {name.decode()} says that others reach it through a proxy")
        if client is None or not is_address(client[0]):
            return  # it came over no network: through a socket in the file system, or within the process
        if not is_loopback(client[0]):
            raise far("it answers callers on its own machine alone")
        host = headers.get(b"host", b"")
        if host.partition(b":")[0] not in self._hosts and not self.is_own(host):
            raise wrong_host(host)
        origin = headers.get(b"origin")
        if origin is not None and not self.is_welcome(origin, host):
            raise foreign(origin)

    def is_own(self, host: bytes) -> bool:
        """Whether the value of `Host` names this machine."""
        name = name_in(host)
        return name.encode() in self._hosts or name.endswith(".localhost") or is_address_of_loopback(name)

    def is_welcome(self, origin: bytes, host: bytes) -> bool:
        """Whether a page of that origin may call: one of this server itself, or one that the settings name."""
        return self._every_origin or origin in self._origins or origin.partition(b"://")[2].lower() == host.lower()


@lru_cache(maxsize=256)
def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address, or `localhost`."""
    return host.lower() == "localhost" or is_address_of_loopback(host)


def is_address_of_loopback(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def name_in(host: bytes) -> str:
    """The name in a value of `Host`, without its port, a dot at its end, and the brackets of an IPv6 address."""
    text = host.decode("latin-1").lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0].removesuffix(".")


# --- what is said -----------------------------------------------------------------------------

WAY_OUT = "set `access.keys` to `required` and give each caller a key (`policykit keys make`)"


def far(why: str) -> Refused:
    detail = f"this server needs no keys, and so {why}: {WAY_OUT}"
    return Refused(KEY_NEEDED, detail, headers={"WWW-Authenticate": 'Bearer realm="policykit"'})


def wrong_host(host: bytes) -> Refused:
    shown = host.decode("latin-1")[:80]
    detail = f"this server needs no keys, and so answers to the names of its own machine alone, not to `{shown}`"
    return Refused(WRONG_HOST, f"{detail}: call it `localhost`, or name the host in `access.hosts`")


def foreign(origin: bytes) -> Refused:
    shown = origin.decode("latin-1")[:80]
    return Refused(FOREIGN_ORIGIN, f"pages of `{shown}` may not call this server: name the origin in `cors.origins`")
