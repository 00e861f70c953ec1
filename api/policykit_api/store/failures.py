"""How a store can fail its user."""

from __future__ import annotations


class Unavailable(Exception):
    """The database cannot be reached now; the same request may succeed later."""


class TooNew(Exception):
    """The database was brought up by a newer policykit, whose tables this one does not know."""


class WrongStore(Exception):
    """The setting `store.url` names no database that this installation can speak to."""
