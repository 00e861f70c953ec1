"""Service policies: one source for decisions, their wording, the public terms and the proofs.

The names below are the public ones. Importing this package costs next to nothing: what is heavy is
imported when one of its names is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policykit.decision import Decision, NoVersion, WrongFacts
    from policykit.explain import Audience, explain
    from policykit.pipeline import Bundle, Loaded, Ready, decide, facts_from_json, load, version_at

__version__ = "0.1.0"

__all__ = [
    "Audience",
    "Bundle",
    "Decision",
    "Loaded",
    "NoVersion",
    "Ready",
    "WrongFacts",
    "__version__",
    "decide",
    "explain",
    "facts_from_json",
    "load",
    "version_at",
]

_HOMES = {
    **dict.fromkeys(("Bundle", "Loaded", "Ready", "decide", "facts_from_json", "load", "version_at"), "pipeline"),
    **dict.fromkeys(("Decision", "NoVersion", "WrongFacts"), "decision"),
    **dict.fromkeys(("Audience", "explain"), "explain"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module `policykit` has no name `{name}`")
    return getattr(import_module(f"policykit.{_HOMES[name]}"), name)
