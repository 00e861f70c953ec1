"""How much a template can write at most: text and values, the longest of a choice, and lists as long as reckoned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

MOST = 2_000_000
"""Characters that one message may come to, reckoned so."""
MOST_OF_PAGE = 100_000_000
"""The same of a terms page, whose lists stand within lists: versions, what changed in their rules, and its pieces."""
LINES = 20
"""Lines that a list is reckoned to have."""
VALUE = 100
"""Characters that a value is reckoned to have."""

Trees = Callable[[str], "nodes.Template | None"]
"""The syntax tree of a template by its name; None where there is none."""


class Endless(Exception):
    """Templates or macros that lead back to themselves."""


@dataclass(slots=True)
class Work:
    """The reckoning of one template. What is reckoned once is known from then on."""

    trees: Trees
    known: dict[int, int] = field(default_factory=dict)
    under_way: list[object] = field(default_factory=list)
    held: list[nodes.Node] = field(default_factory=list)

    def of_template(self, name: str) -> int:
        """Characters. Raises Endless."""
        tree = self.trees(name)
        return 0 if tree is None else self._guarded(("template", name), tree, tree.body, self._macros(tree))

    def _macros(self, tree: nodes.Template) -> dict[str, tuple[nodes.Macro, nodes.Template]]:
        """The macros that a template can call by their names there, each with the template that it stands in."""
        found = {macro.name: (macro, tree) for macro in tree.find_all(nodes.Macro)}
        for imported in tree.find_all(nodes.FromImport):
            if isinstance(imported.template, nodes.Const) and (other := self.trees(str(imported.template.value))):
                theirs = {macro.name: macro for macro in other.find_all(nodes.Macro)}
                for name in imported.names:
                    theirs_name, ours = (name, name) if isinstance(name, str) else name
                    if theirs_name in theirs:
                        found[ours] = (theirs[theirs_name], other)
        return found

    def _guarded(
        self,
        key: object,
        holder: nodes.Node,
        body: list[nodes.Node],
        macros: Mapping[str, tuple[nodes.Macro, nodes.Template]],
    ) -> int:
        if id(holder) in self.known:
            return self.known[id(holder)]
        if key in self.under_way:
            raise Endless
        self.under_way.append(key)
        total = sum(self._of(node, macros) for node in body)
        self.under_way.pop()
        self.held.append(holder)  # its identity stays its own
        self.known[id(holder)] = total
        return total

    def _of(self, node: nodes.Node, macros: Mapping[str, tuple[nodes.Macro, nodes.Template]]) -> int:
        match node:
            case nodes.TemplateData(data=data):
                return len(data)
            case nodes.Macro() | nodes.FromImport():
                return 0
            case nodes.For(body=body, else_=otherwise):
                each = sum(self._of(one, macros) for one in body)
                return LINES * (each + 1) + sum(self._of(one, macros) for one in otherwise)
            case nodes.If(test=test, body=body, elif_=others, else_=otherwise):
                branches = (body, list[nodes.Node](others), otherwise)
                return self._asked(test, macros) + max(
                    sum(self._of(one, macros) for one in branch) for branch in branches
                )
            case nodes.Include(template=nodes.Const(value=name)) | nodes.Extends(template=nodes.Const(value=name)):
                return self.of_template(str(name))
            case nodes.Call(node=nodes.Name(name=name)) if name in macros:
                return self._of_call(*macros[name])
            case nodes.Name() | nodes.Getattr() | nodes.Getitem() | nodes.Call() | nodes.Const():
                return VALUE
            case _:
                return sum(self._of(child, macros) for child in node.iter_child_nodes())

    def _asked(self, test: nodes.Node, macros: Mapping[str, tuple[nodes.Macro, nodes.Template]]) -> int:
        """A test writes nothing itself, but the macros that it calls are run."""
        return self._of(test, macros) if isinstance(test, nodes.Call) or test.find(nodes.Call) else 0

    def _of_call(self, macro: nodes.Macro, tree: nodes.Template) -> int:
        if ("macro", id(macro)) == (self.under_way[-1] if self.under_way else None):
            return VALUE  # for the parts of what it was given, which come to an end
        return self._guarded(("macro", id(macro)), macro, macro.body, self._macros(tree))
