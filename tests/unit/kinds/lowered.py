"""A policy lowered by its kind, written as plain rules that a reader compares line by line."""

from __future__ import annotations

from typing import Any

import yaml

from policykit.kinds import KINDS
from policykit.kinds.plain import Placed, Plain, PlainRule


def lowered(text: str) -> Plain:
    """The plain rules of a policy's text; every scalar in it is text, as in an author's file."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    return KINDS[data["kind"]].lower(Placed(data, ()))


def written(rule: PlainRule) -> tuple[str, list[Any], dict[str, Any]]:
    """A rule as its id, its conditions and its answer, without the places."""
    return rule.id, [piece.data for piece in rule.when], {key: piece.data for key, piece in rule.answer.items()}


def rules(text: str) -> list[tuple[str, list[Any], dict[str, Any]]]:
    return [written(rule) for rule in lowered(text).rules]
