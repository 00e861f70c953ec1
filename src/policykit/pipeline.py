"""The whole way in a few calls: files to a bundle, a bundle and facts to a decision. What all front ends use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from policykit.checks import check
from policykit.deciding import judge
from policykit.deciding.decide import decide as decide_with
from policykit.deciding.facts import facts_from_json
from policykit.decision import Decision
from policykit.diagnostics import Diagnostic, by_place, has_errors
from policykit.model import Business, Facts, Policy, Span
from policykit.source.build import build

LAW = "law"
"""The folder of floor packs, which is no business."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A business whose policies are checked and ready to decide."""

    business: Business
    govern: judge.Govern


@dataclass(frozen=True, slots=True)
class Bundle:
    """All businesses of a folder, by id."""

    businesses: Mapping[str, Ready]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave: a bundle, or None where anything in it has an error; and every finding."""

    bundle: Bundle | None
    diagnostics: tuple[Diagnostic, ...]


def load(path: Path, today: date | None = None) -> Loaded:
    """The businesses at a path: one business's folder, or a folder of them. Never raises for what an author wrote.

    With ``today``, what is overdue is found as well.
    """
    folders = business_folders(path)
    if not folders:
        place = Span(path.name, 1, 1, 1, 1)
        text = f"there is no business in `{path.name}`"
        return Loaded(
            None, (Diagnostic("missing-file", text, place, help="a business's folder has a `business.yaml`"),)
        )
    found: list[Diagnostic] = []
    ready: dict[str, Ready] = {}
    for folder in folders:
        business, diagnostics = build(folder)
        found += diagnostics
        if business is not None:
            found += check(business, today)
            ready[business.id] = prepare(business)
    diagnostics = by_place(found)
    return Loaded(None if has_errors(diagnostics) else Bundle(ready), diagnostics)


def business_folders(path: Path) -> tuple[Path, ...]:
    """The folders of businesses at a path, in the order of their names."""
    if (path / "business.yaml").is_file():
        return (path,)
    if not path.is_dir():
        return ()
    return tuple(
        sorted(
            folder for folder in path.iterdir() if folder.is_dir() and folder.name != LAW and any(folder.glob("*.yaml"))
        )
    )


def prepare(business: Business) -> Ready:
    """The business with its policies compiled."""
    from policykit.backends.python import compiled_govern

    return Ready(business, compiled_govern(business))


def decide(
    ready: Ready, policy_id: str, facts: Facts, as_of: datetime, parts: frozenset[str] = frozenset()
) -> Decision:
    """The decision on decoded facts. Raises WrongFacts and NoVersion; KeyError where there is no such policy."""
    return decide_with(ready.business, policy_id, facts, as_of, parts, by=ready.govern)


def version_at(ready: Ready, policy_id: str, instant: datetime) -> Policy:
    """The version of a policy in force at an instant. Raises NoVersion."""
    return judge.version_at(ready.business.policies[policy_id], instant)


def example_root() -> Path:
    """The folder of the bundled example businesses."""
    return _beside("policies")


def templates_root() -> Path:
    """The folder of the bundled templates."""
    return _beside("templates")


def _beside(name: str) -> Path:
    """A folder of the repository in a checkout, else the copy that the wheel carries inside the package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent.parent / name
    return checkout if checkout.is_dir() and (package.parent.parent / "pyproject.toml").is_file() else package / name


__all__ = [
    "Bundle",
    "Loaded",
    "Ready",
    "decide",
    "example_root",
    "facts_from_json",
    "load",
    "prepare",
    "templates_root",
    "version_at",
]
