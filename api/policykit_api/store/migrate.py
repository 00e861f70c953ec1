"""Bringing a database to the tables of this program, or refusing one that a newer program has changed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from policykit_api.store.failures import TooNew
from policykit_api.store.schema import VERSION_TABLE

HEAD = "0001"
"""The newest step. Knowing it here spares a server whose database has it the import of Alembic."""

FOLDER = Path(__file__).parent / "migrations"


def reached(connection: Connection) -> str | None:
    """The step that the database has reached; None of one without our tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  # our own name
    return None if found is None else str(found)


def upgrade(connection: Connection) -> None:
    """Take every step that the database lacks, in the transaction that is open. Raises ``TooNew``."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(FOLDER))
    known = {step.revision for step in script.walk_revisions()}
    found = reached(connection)
    if found is not None and found not in known:
        raise TooNew(
            f"the database has been brought to step `{found}` by a newer policykit, and this one knows steps up to "
            f"`{HEAD}`: install the newer one again, or go back to a copy of the database from before"
        )
    steps = script._upgrade_revs  # noqa: SLF001  # what Alembic's own command takes; there is no other way in
    with EnvironmentContext(Config(), script, fn=lambda current, _: steps("head", current)) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE)
        environment.run_migrations()
