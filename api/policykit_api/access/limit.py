"""How many requests a key may send: a token bucket, kept as one moment."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Allowance:
    """Tokens a second that flow into a bucket, and how many it holds."""

    rate: float
    burst: int


class Limit:
    """One key's bucket, full at first.

    It is told by the moment at which it will be full again (the virtual scheduling of the generic cell
    rate algorithm, ITU-T I.371): one number instead of a level and the time it was read at. Times are
    seconds of a clock that never goes back.
    """

    __slots__ = ("_depth", "_full_at", "_interval", "allowance")

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self._interval = 1 / allowance.rate
        self._depth = allowance.burst * self._interval
        self._full_at = 0.0

    def take(self, now: float) -> float:
        """Take one token: 0.0, or the seconds until there is one to take."""
        full_at = max(now, self._full_at) + self._interval
        wait = full_at - now - self._depth
        if wait > 1e-9:  # as a sum of intervals, a bucket of n tokens may be a rounding short of n intervals
            return wait
        self._full_at = full_at
        return 0.0

    def take_more(self, now: float, count: int) -> float:
        """Take more tokens for a request that has taken one: 0.0, or the seconds until they are there.

        A request that needs more than a bucket holds waits for a full one, and leaves it owing the rest.
        """
        full_at = max(now, self._full_at)
        wait = full_at - now + min(count, self.allowance.burst - 1) * self._interval - self._depth
        if wait > 1e-9:
            return wait
        self._full_at = full_at + count * self._interval
        return 0.0

    def pay(self, now: float, count: int) -> float:
        """Take tokens for what has been done: the seconds to wait before more is, so that half a bucket is left."""
        self._full_at = max(now, self._full_at) + count * self._interval
        return max(0.0, self._full_at - now - self._depth / 2)

    def left(self, now: float) -> int:
        """The tokens that can be taken at once."""
        missing = max(0.0, self._full_at - now)
        return max(0, int((self._depth - missing) / self._interval + 1e-6))

    def headers(self, now: float) -> list[tuple[bytes, bytes]]:
        """`RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10); whole seconds, rounded up."""
        full = ceil(max(0.0, self._full_at - now))
        policy = f'"key";q={self.allowance.burst};w={ceil(self._depth)}'
        return [
            (b"ratelimit-policy", policy.encode()),
            (b"ratelimit", f'"key";r={self.left(now)};t={full}'.encode()),
        ]
