"""Rules that stand under another id in a later text: because their author says so, or because they mean the same."""

from __future__ import annotations

from dataclasses import fields

from policykit.model import Answer, Policy, Rule
from policykit.verify.meaning import Fingerprints

WORDS = frozenset({"wording", "guidance", "also", "named", "tone", "because", "none_exists", "at_once", "span"})
"""What an answer says rather than gives."""
PHRASES = frozenset({"alternatives", "next_steps", "scope", "unaffected"})
"""Lists that have no order."""


def renamed(old: Policy, new: Policy, before: Fingerprints, after: Fingerprints) -> dict[str, Rule]:
    """The rules of the old text that are called otherwise in the new one, by their old ids."""
    kept = {rule.id for rule in old.rules} & {rule.id for rule in new.rules}
    fresh = [rule for rule in new.rules if rule.id not in kept]
    gone = [rule for rule in old.rules if rule.id not in kept]
    said = {name: rule for rule in fresh for name in rule.formerly}
    alike = {_whole(rule, after): rule for rule in fresh if not rule.formerly} if gone else {}
    found = {rule.id: said.get(rule.id) or alike.get(_whole(rule, before)) for rule in gone}
    return {name: rule for name, rule in found.items() if rule is not None}


def _whole(rule: Rule, prints: Fingerprints) -> str:
    given = [part_print(rule.answer, name, prints) for name in parts_of(rule.answer)]
    return "\0".join((prints.of(rule.when), *given))


def parts_of(answer: Answer) -> list[str]:
    """The names of what an answer gives."""
    return [one.name for one in fields(answer) if one.name not in WORDS]


def part_print(answer: Answer, name: str, prints: Fingerprints) -> str:
    """Equal for what gives the same under that name."""
    value = getattr(answer, name)
    return prints.of(tuple(sorted(set(value))) if name in PHRASES else value)
