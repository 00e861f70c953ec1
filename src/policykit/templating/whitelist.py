"""What a business's template may be made of: text, names, loops, conditions, macros and what it includes.

Jinja's sandbox stops templates from reaching out, not from working without end (`{{ "%9999999d" % 1 }}`). So the
syntax tree is looked at before Jinja makes a program of it, and whatever is not known to be harmless is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jinja2 import nodes

PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Operand,
    nodes.Block,
    nodes.Macro,
    nodes.Tuple,
)
"""Parts that cost no more than what stands in them."""
FILTERS = frozenset({"length", "lower", "trim", "upper"})
FOR_MARKDOWN = frozenset({"address", "inline"})
"""Filters of templates of Markdown: what they give is not escaped any more."""
TESTS = frozenset({"defined", "none", "string", "undefined"})
COMPARISONS = frozenset({"eq", "ne", "gt", "gteq", "lt", "lteq"})
LONGEST_CONSTANT = 200

WORDS = {
    nodes.Assign: "`set`",
    nodes.AssignBlock: "`set`",
    nodes.CallBlock: "`call`",
    nodes.FilterBlock: "`filter`",
    nodes.With: "`with`",
    nodes.Scope: "`autoescape`",
    nodes.Import: "`import … as`",
    nodes.Slice: "a slice",
    nodes.Dict: "a map",
}


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A part that may not stand in a template, by what its author calls it, and its line."""

    what: str
    line: int


def forbidden(tree: nodes.Template, filters: frozenset[str] = frozenset()) -> Iterator[Forbidden]:
    """Everything in a template that may not stand there, in its order; ``filters`` are those that it has besides."""
    yield from _forbidden(tree, _Around(frozenset(macros_of(tree)), FILTERS | filters))


@dataclass(frozen=True, slots=True)
class _Around:
    """The macros that may be called; the macro that stands around, and the loops over its first argument."""

    macros: frozenset[str]
    filters: frozenset[str]
    macro: nodes.Macro | None = None
    descending: tuple[str, ...] = ()
    as_argument: bool = False


def macros_of(tree: nodes.Template) -> Iterator[str]:
    """The names under which macros can be called."""
    yield "super"
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    for imported in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in imported.names)


def _forbidden(node: nodes.Node, around: _Around) -> Iterator[Forbidden]:
    if (what := _wrong(node, around)) is not None:
        yield Forbidden(what, node.lineno)
        return
    inner = _within(node, around)
    for child in node.iter_child_nodes():
        yield from _forbidden(child, inner)


def _within(node: nodes.Node, around: _Around) -> _Around:
    match node:
        case nodes.Macro():
            return replace(around, macro=node, descending=())
        case nodes.For(target=nodes.Name(name=element), iter=nodes.Name(name=iterated)) if (
            around.macro is not None and around.macro.args and around.macro.args[0].name == iterated
        ):
            return replace(around, descending=(*around.descending, element))
        case nodes.Call():
            return replace(around, as_argument=True)
        case _:
            return around


def _wrong(node: nodes.Node, around: _Around) -> str | None:  # a case a part
    """What an author calls a part that may not stand there; None where it may."""
    match node:
        case nodes.Macro() if around.macro is not None:
            return "a macro within a macro"
        case nodes.For(recursive=recursive, test=test):
            return "a recursive loop" if recursive else "a loop with `if`" if test else None
        case nodes.Const(value=value):
            return None if _is_small(value) else "so large a constant"
        case nodes.Getattr(attr=name) | nodes.Getitem(arg=nodes.Const(value=str(name))):
            return f"`{name}`" if name.startswith("_") else None
        case nodes.Getitem(arg=nodes.Name() | nodes.Getattr() | nodes.Const(value=int())):
            return None
        case nodes.Compare(ops=ops):
            return None if all(one.op in COMPARISONS for one in ops) else "`in`"
        case nodes.Concat(nodes=parts):
            growing = sum(not isinstance(part, nodes.Const) for part in parts) > 1
            return "`~` in what is handed on" if growing and around.as_argument else None
        case nodes.Filter(name=name, args=args, kwargs=kwargs):
            return None if name in around.filters and not args and not kwargs else f"the filter `{name}`"
        case nodes.Test(name=name):
            return None if name in TESTS else f"the test `{name}`"
        case nodes.Call():
            return _wrong_call(node, around)
        case nodes.Include(template=named) | nodes.Extends(template=named):
            return None if isinstance(named, nodes.Const) else "a template whose name is worked out"
        case nodes.FromImport(template=named):
            return None if isinstance(named, nodes.Const) else "a template whose name is worked out"
        case nodes.Keyword():
            return None
        case _:
            return None if isinstance(node, PLAIN) else WORDS.get(type(node), "a calculation")


def _is_small(value: object) -> bool:
    return not isinstance(value, str | int | float) or len(str(value)) <= LONGEST_CONSTANT


def _wrong_call(call: nodes.Call, around: _Around) -> str | None:
    if around.as_argument:
        return "a call within a call"
    if call.dyn_args is not None or call.dyn_kwargs is not None:
        return "`*` before an argument"
    if not isinstance(call.node, nodes.Name) or call.node.name not in around.macros:
        return "a call of what is no macro"
    if around.macro is not None and call.node.name == around.macro.name and not _descends(call, around):
        return "a macro that calls itself, but not for the parts of what it was given"
    return None


def _descends(call: nodes.Call, around: _Around) -> bool:
    """Whether a macro calls itself for a part of an element of its first argument: that comes to an end."""
    match call.args:
        case [nodes.Getattr(node=nodes.Name(name=element)), *_]:
            return element in around.descending
        case _:
            return False
