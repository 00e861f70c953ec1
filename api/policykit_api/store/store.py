"""The store of one server: nothing until it is first needed, then an open database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from policykit_api.store.failures import TooNew, Unavailable
from policykit_api.store.place import Place, place

if TYPE_CHECKING:
    from datetime import timedelta

    from policykit_api.store.answers import Answers
    from policykit_api.store.database import Database
    from policykit_api.store.decisions import Decisions
    from policykit_api.store.keys import Keys


State = Literal["unused", "available", "unavailable"]


class Store:
    """A place for a database. It is opened, made and brought up to date by whoever needs it first.

    Where that fails with ``Unavailable`` the next one tries again.
    """

    def __init__(self, url: str | None = None) -> None:
        """Raises ``WrongStore`` where the URL names no database that this installation can speak to."""
        self.place: Place = place(url)
        self._opening = asyncio.Lock()
        self._database: Database | None = None
        self._trouble: Exception | None = None

    async def open(self) -> Database:
        """The open database. Raises ``Unavailable`` and ``TooNew``."""
        if self._database is None:
            async with self._opening:
                if self._database is None:
                    from policykit_api.store.database import connect

                    try:
                        self._database = await connect(self.place)
                    except (Unavailable, TooNew) as error:
                        self._trouble = error
                        raise
                    self._trouble = None
        return self._database

    @property
    def is_open(self) -> bool:
        return self._database is not None

    async def state(self) -> State:
        """Whether the database answers; one that nobody has needed yet is not asked."""
        if self._database is None:
            return "unused" if self._trouble is None else "unavailable"
        try:
            await self._database.ping()
        except Unavailable:
            return "unavailable"
        return "available"

    async def close(self) -> None:
        if self._database is not None:
            database, self._database = self._database, None
            await database.close()

    async def keys(self) -> Keys:
        """The API keys."""
        from policykit_api.store.keys import Keys

        return Keys(await self.open())

    async def decisions(self) -> Decisions:
        """The decisions that are kept."""
        from policykit_api.store.decisions import Decisions

        return Decisions(await self.open())

    async def answers(self, kept: timedelta) -> Answers:
        """The answers to requests that may be sent twice, each of which is kept for that long."""
        from policykit_api.store.answers import Answers

        return Answers(await self.open(), kept)
