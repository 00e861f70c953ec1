"""The names of operations and schemas that belong to one policy: they stay when other policies come and go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping


def camel(name: str) -> str:
    """`fruit-shop`, `order.placed_at` -> `FruitShop`, `OrderPlacedAt`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[-._]", name))


def exact(business: str, policy: str) -> str:
    """A name that no other policy of any business can have: ids hold no underscore."""
    return "__" + "__".join(one.replace("-", "_") for one in (business, policy))


class Names:
    """What each policy of each business is called: `FruitShopReturns`.

    Where several would be called the same (`a-b` with `c`, and `a` with `b-c`), each of those has its exact
    name, `__a_b__c`, and no other name changes.
    """

    def __init__(self, businesses: Mapping[str, Iterable[str]]) -> None:
        pairs = [(business, policy) for business, policies in businesses.items() for policy in policies]
        taken = Counter(camel(business) + camel(policy) for business, policy in pairs)
        self._names = {
            (business, policy): name if taken[name := camel(business) + camel(policy)] == 1 else exact(business, policy)
            for business, policy in pairs
        }

    def of(self, business: str, policy: str) -> str:
        return self._names[business, policy]
