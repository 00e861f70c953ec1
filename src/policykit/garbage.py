"""When Python looks for rings of objects that nobody refers to any more."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Without the search for rings of objects, for what makes many and no ring: the search takes much of all time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def made_to_stay() -> Iterator[None]:
    """As ``collecting_later``, for what stays until the process ends: it is not looked through afterwards either."""
    with collecting_later():
        yield
        gc.freeze()
