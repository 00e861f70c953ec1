"""The registry of codes holds exactly what the source can report, and every code has its cases."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import policykit
from policykit.codes import CODES, GROUPS
from tests.conformance.suite import MADE_BY_CODE, accepts, rejects

PACKAGE = Path(policykit.__file__).parent
REPORTING = ("source", "language", "kinds", "templating", "checks", "verify", "pipeline.py")
FINDINGS = {"Diagnostic", "Mishap", "Problem", "Fault", "WordingFault"}
"""What a finding is made with: its code comes first."""


def modules() -> list[ast.Module]:
    paths = [
        path
        for name in REPORTING
        for path in ([PACKAGE / name] if name.endswith(".py") else sorted((PACKAGE / name).rglob("*.py")))
    ]
    return [ast.parse(path.read_bytes()) for path in paths]


def takers(trees: list[ast.Module]) -> dict[str, int]:
    """Every function with a parameter `code`, and where among the arguments of a call it stands."""
    found = dict.fromkeys(FINDINGS, 0)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args if argument.arg != "self"]
                if "code" in names:
                    found[node.name] = names.index("code")
    return found


def reported(trees: list[ast.Module]) -> Iterator[str]:
    """The codes that are written out in calls, and those of the table that renames Cerberus's."""
    positions = takers(trees)
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=arguments) if name in positions:
                    yield from words(arguments[positions[name] : positions[name] + 1])
                case ast.Assign(targets=[ast.Name(id="_CODES")], value=ast.Dict(values=values)):
                    yield from words(values)


def words(nodes: list[ast.expr]) -> Iterator[str]:
    """The texts written out; what is a name or an attribute is passed on from where it was written."""
    for node in nodes:
        match node:
            case ast.Constant(value=str(word)):
                yield word
            case ast.Name() | ast.Attribute() | ast.Subscript():
                pass
            case ast.IfExp(body=body, orelse=otherwise):
                yield from words([body, otherwise])
            case _:
                raise AssertionError(f"a code nobody can read off: {ast.unparse(node)}")


def test_every_reported_code_is_registered():
    assert set() == set(reported(modules())) - set(CODES)


def test_every_registered_code_is_reported():
    assert set() == set(CODES) - set(reported(modules()))


def test_no_code_stands_in_two_groups():
    assert len(CODES) == sum(len(group) for group in GROUPS.values())


def test_every_code_has_a_case_that_is_refused_and_its_mended_form():
    shown = set(CODES) - MADE_BY_CODE
    assert (shown, shown) == ({case.code for case in rejects()}, {case.code for case in accepts()})


def test_a_meaning_is_one_line_in_the_manner_of_a_message():
    meanings = {name: code.meaning.removeprefix("YAML ") for name, code in CODES.items()}
    assert {} == {name: said for name, said in meanings.items() if said[0].isupper() or said[-1] == "." or "\n" in said}
