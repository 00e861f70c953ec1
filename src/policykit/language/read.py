"""Text to typed expression in one step: what build uses."""

from __future__ import annotations

from policykit.language.parse import SyntaxFault, parse
from policykit.language.scope import Faults, Scope
from policykit.language.types import Typed
from policykit.language.typing import Typer
from policykit.language.unary import UnaryTyper
from policykit.model import Expression


def read_formula(text: str, scope: Scope, faults: Faults, like: Typed | None = None) -> Typed | None:
    """The formula that the text says; None where it is wrong, which the faults then tell.

    Where ``like`` is a choice, a bare word is one of its choices.
    """
    tree = parse(text, "expression")
    if isinstance(tree, SyntaxFault):
        _report(tree, faults)
        return None
    return Typer(scope, faults).expression(tree, like)


def read_test(text: str, subject: Typed, scope: Scope, faults: Faults) -> Expression | None:
    """What the unary test says of its subject; None where it is wrong, which the faults then tell."""
    tree = parse(text, "unary_tests")
    if isinstance(tree, SyntaxFault):
        _report(tree, faults)
        return None
    return UnaryTyper(scope, faults).test(tree, subject)


def _report(fault: SyntaxFault, faults: Faults) -> None:
    faults.add("syntax", fault.message, faults.locate(fault.start, fault.end), fault.help)
