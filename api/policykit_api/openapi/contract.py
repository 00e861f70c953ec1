"""The OpenAPI documents of one bundle: each is made when it is first asked for, off the loop, and then kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from policykit.pipeline import Bundle
from policykit_api.openapi.document import Writer
from policykit_api.operation import Operation

MOST_EXACT = 200
"""Policies of which the document of the whole server says all; with more, each business's own document does."""


@dataclass(slots=True)
class Contract:
    """The documents of one bundle. They change when the bundle does: the next one has its own."""

    bundle: Bundle
    operations: tuple[Operation, ...]
    keys: bool = False
    _kept: dict[tuple[str, frozenset[str]], bytes] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    async def whole(self, businesses: frozenset[str]) -> bytes:
        """The operations for any policy, and the exact ones of the policies of those businesses, if not too many."""
        if sum(len(self.bundle.businesses[name].business.policies) for name in businesses) > MOST_EXACT:
            businesses = frozenset()
        return await self._document("", businesses, lambda writer: writer.whole(businesses))

    async def of_business(self, business: str) -> bytes:
        """The operations of one business, exact."""
        return await self._document(business, frozenset(), lambda writer: writer.of_business(business))

    async def _document(self, about: str, businesses: frozenset[str], make: Callable[[Writer], bytes]) -> bytes:
        key = (about, businesses)
        return self._kept[key] if key in self._kept else await asyncio.to_thread(self._made, key, make)

    def _made(self, key: tuple[str, frozenset[str]], make: Callable[[Writer], bytes]) -> bytes:
        with self._making:  # many may ask at once after a reload
            if key not in self._kept:
                self._kept[key] = make(Writer(self.bundle, self.operations, keys=self.keys))
            return self._kept[key]
