"""What is worked out of the model once and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept(dict[Hashable, Any]):
    """What has been found out about the parts of a model object, for as long as it is there.

    Parts are named by identity, which is theirs alone while they are held: so no copy and no file carries it on.
    """

    def of(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What is kept under the key, worked out where it is not there yet."""
        if key not in self:
            self[key] = work_out()
        found: T = self[key]
        return found

    def __reduce__(self) -> tuple[type[Kept], tuple[()]]:
        return Kept, ()
