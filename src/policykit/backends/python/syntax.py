"""Short names for Python's own syntax tree, for the modules that write code."""

from __future__ import annotations

import ast


def name_of(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name_of(name), list(arguments), [])


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
