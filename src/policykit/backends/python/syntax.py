"""Short names for Python's own syntax tree, for the modules that write code."""

from __future__ import annotations

import ast
from collections.abc import Sequence


def name_of(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def variable(name: str) -> str:
    """The variable that holds a fact. No word has two underscores side by side, so no two facts share one."""
    return f"fact_{name.replace('.', '__')}"


def assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name_of(name), list(arguments), [])


def add(number: int, to: str) -> list[ast.stmt]:
    """Adds to a variable, where there is anything to add."""
    return [ast.AugAssign(ast.Name(to, ast.Store()), ast.Add(), ast.Constant(number))] if number else []


def is_(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [ast.Is()], [right])


def is_not(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [ast.IsNot()], [right])


def both(*joined: ast.expr) -> ast.expr:
    return _joined(ast.And(), joined, empty=True)


def either(*joined: ast.expr) -> ast.expr:
    return _joined(ast.Or(), joined, empty=False)


def _joined(operator: ast.boolop, joined: tuple[ast.expr, ...], *, empty: bool) -> ast.expr:
    if not joined:
        return ast.Constant(empty)
    return joined[0] if len(joined) == 1 else ast.BoolOp(operator, list(joined))


def joined(pieces: Sequence[ast.expr]) -> ast.expr:
    """One text of several that follow each other; those that are known are put together now."""
    whole: list[ast.expr] = []
    for piece in pieces:
        last = whole[-1] if whole else None
        if isinstance(piece, ast.Constant) and isinstance(last, ast.Constant):
            whole[-1] = ast.Constant(str(last.value) + str(piece.value))
        else:
            whole.append(piece)
    return ast.JoinedStr([one if isinstance(one, ast.Constant) else ast.FormattedValue(one, -1) for one in whole])


def place(module: ast.Module) -> None:
    """Every node is on the first line: ``ast.fix_missing_locations`` says so in three times the time."""
    row: list[ast.AST] = [module]
    while row:
        node = row.pop()
        if node._attributes:  # noqa: SLF001  # the public name of what a node must bear
            node.lineno, node.col_offset = 1, 0  # type: ignore[attr-defined]  # nodes with attributes have these
        for name in node._fields:
            below = getattr(node, name, None)
            if isinstance(below, list):
                row += (part for part in below if isinstance(part, ast.AST))
            elif isinstance(below, ast.AST):
                row.append(below)
