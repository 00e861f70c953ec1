"""The database: decisions that somebody asked to keep, keys, and answers to requests that may be sent twice.

SQLAlchemy takes a fifth of a second to import. So it is imported by the modules that speak to a database and
by nothing that every server loads: ``Store`` brings them in when it is first used.
"""

from policykit_api.store.failures import TooNew, Unavailable, WrongStore
from policykit_api.store.store import Store

__all__ = ["Store", "TooNew", "Unavailable", "WrongStore"]
