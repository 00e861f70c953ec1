"""A business's own templates, looked at before any of them is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath

from jinja2 import Environment, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from policykit.bundled import bundled
from policykit.diagnostics import Diagnostic, did_you_mean
from policykit.model import Business, Span
from policykit.templating.look import Look, bundled_look, bundled_sentences, environment
from policykit.templating.whitelist import FOR_MARKDOWN, forbidden, macros_of
from policykit.templating.work import MOST, MOST_OF_PAGE, Endless, Trees, Work

EVERYWHERE = frozenset({"locale", "direction", "say"})
"""What every template of an explanation is given, whether policykit's own uses it or not."""
SENTENCES = {"say": "explanation", "words": "terms"}
"""The names under which templates find sentences, and the folder that they are from."""
_FETCHING = re.compile(r"@import\b|url\s*\(|<", re.IGNORECASE)
FORM = "terms/your_case"
ENDINGS = (".txt", ".html", ".md", ".css")
MOST_OF_ONE = 20
"""Findings of one kind in one template."""


def check(business: Business) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the templates of a business."""
    return tuple(finding for name in business.templates for finding in _Checked(business, name).findings())


@cache
def known_templates() -> frozenset[str]:
    """The names of all templates that can be replaced: all but those of the form, whose fields are read again."""
    return _bundled_templates() - _fixed_templates()


@cache
def _fixed_templates() -> frozenset[str]:
    return frozenset(name for name in _bundled_templates() if name.startswith(FORM))


@cache
def _bundled_templates() -> frozenset[str]:
    root = bundled("templates")
    return frozenset(path.relative_to(root).as_posix() for path in root.glob("*/*") if path.suffix in ENDINGS)


class _Checked:
    """One template under examination."""

    def __init__(self, business: Business, name: str) -> None:
        self.business = business
        self.name = name
        self.file = f"{business.id}/templates/{name}"
        self.text = business.templates[name]

    def findings(self) -> Iterator[Diagnostic]:
        if self.name in _fixed_templates():
            yield self._found("unknown-template", f"`{self.name}` cannot be replaced", 1, INSTEAD_OF_THE_FORM)
        elif self.name not in known_templates():
            listed = "the guide to the templates lists those that there are"
            help = did_you_mean(self.name, known_templates(), listed)
            yield self._found("unknown-template", f"`{self.name}` takes the place of no template", 1, help)
        elif self.name.endswith(".css"):
            yield from self._style()
        else:
            yield from self._template()

    def _found(self, code: str, message: str, line: int, help: str | None) -> Diagnostic:
        lines = self.text.splitlines()
        end = len(lines[line - 1]) if 0 < line <= len(lines) else 0
        return Diagnostic(code, message, Span(self.file, line, 1, line, end + 1), help=help)

    def _style(self) -> Iterator[Diagnostic]:
        for number, line in enumerate(self.text.splitlines(), start=1):
            if found := _FETCHING.search(line):
                message = f"`{found[0]}` may not stand in a style"
                yield self._found(
                    "template-forbidden", message, number, "a page fetches nothing: its style stands in it"
                )
        if "{{" in self.text or "{%" in self.text or "{#" in self.text:
            yield self._found("template-forbidden", "a style is no template", 1, "put a blank between two braces")

    def _template(self) -> Iterator[Diagnostic]:
        try:
            tree = environment().parse(self.text)
        except TemplateSyntaxError as error:
            said = (error.message or "").rstrip(".")
            help = "every `{% for %}`, `{% if %}` and `{% macro %}` has its end, and names stand in `{{ }}`"
            yield self._found(
                "template-syntax", f"the template cannot be read: {said[:1].lower()}{said[1:]}", error.lineno, help
            )
            return
        except RecursionError:
            help = "take it apart with macros and `include`"
            yield self._found("template-syntax", "parts of the template nest too deep", 1, help)
            return
        refused = [
            self._found("template-forbidden", f"{one.what} may not stand in a template", one.line, HARMLESS)
            for one in forbidden(tree, FOR_MARKDOWN if self.name.endswith(".md") else frozenset())
        ][:MOST_OF_ONE]
        yield from refused or self._found_in(tree)

    def _found_in(self, tree: nodes.Template) -> Iterator[Diagnostic]:
        yield from self._included(tree)
        yield from self._names(tree)
        try:
            work = Work(_trees(self.business)).of_template(self.name)
        except (Endless, RecursionError):
            yield self._found(
                "template-work",
                "the template leads back to itself, or without end to others",
                1,
                BREAK_THE_CIRCLE,
            )
            return
        most = MOST_OF_PAGE if self.name.startswith("terms/") else MOST
        if work > most:
            help = "put fewer loops and macros within each other"
            yield self._found("template-work", f"the template can write more than {most:,} characters", 1, help)

    def _included(self, tree: nodes.Template) -> Iterator[Diagnostic]:
        for node in tree.find_all((nodes.Include, nodes.Extends, nodes.FromImport)):
            named = getattr(node, "template", None)
            if isinstance(named, nodes.Const) and named.value not in known_templates():
                message = f"there is no template `{named.value}`"
                help = did_you_mean(str(named.value), known_templates(), "write it as `partials/message.txt`")
                yield self._found("unknown-template", message, node.lineno, help)

    def _names(self, tree: nodes.Template) -> Iterator[Diagnostic]:
        given = names_of(self.name)
        for name in sorted(_undeclared(tree)):
            if name not in given:
                listed = f"it is given {', '.join(f'`{one}`' for one in sorted(given))}"
                line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1)
                help = did_you_mean(name, given, listed)
                yield self._found("template-name", f"this template is given no `{name}`", line, help)
        yield from self._parts(tree, given)

    def _parts(self, tree: nodes.Template, given: dict[str, frozenset[str]]) -> Iterator[Diagnostic]:
        for name, part, line in dict.fromkeys(_parts_of(tree)):
            known = given.get(name, frozenset())
            if known and part not in known:
                help = did_you_mean(part, known, f"the guide to the templates lists the parts of `{name}`")
                yield self._found("template-name", f"`{name}` has no `{part}`", line, help)


INSTEAD_OF_THE_FORM = (
    "what the form asks is read again when it comes back; its look is in `terms/layout.html` and `terms/style.css`, "
    "its words in `terms/en.yaml` and those of the other locales"
)
BREAK_THE_CIRCLE = (
    "find the `include`, `extends` or macro that leads back here, and take it out: no template is part of itself"
)
HARMLESS = "a template lays out what it is given: with names, loops, conditions, macros and `include`"


@cache
def names_of(name: str) -> dict[str, frozenset[str]]:
    """The names that a template is given, each with those of its parts that are known; none where any may be there.

    They are those that policykit's own template of the same name uses, in whichever form, with all that it includes.
    """
    path = PurePosixPath(name)
    forms = [one for one in known_templates() if PurePosixPath(one).with_suffix("") == path.with_suffix("")]
    if path.parts[0] == "partials":
        forms = [one for one in known_templates() if one.startswith("explanation/") and not one.endswith(".css")]
    trees = tuple(bundled_look().sources(*forms))
    names = frozenset[str]().union(*map(_undeclared, trees))
    if path.parts[0] != "terms":
        names |= EVERYWHERE
    parts = [part for tree in trees for part in _parts_of(tree)]
    found = {name: frozenset(part for owner, part, _ in parts if owner == name) for name in names}
    return {name: _sentences_of(name) if name in SENTENCES else known for name, known in found.items()}


def _undeclared(tree: nodes.Template) -> set[str]:
    """The names that a template uses and does not make itself."""
    tree.environment = _reading()
    return find_undeclared_variables(tree) - set(macros_of(tree))


@cache
def _reading() -> Environment:
    """What knows all filters, of which none is called."""
    found = environment()
    found.filters = {**found.filters, **dict.fromkeys(FOR_MARKDOWN, str)}
    return found


def _sentences_of(name: str) -> frozenset[str]:
    return frozenset(bundled_sentences(f"{SENTENCES[name]}/en.yaml"))


def _parts_of(tree: nodes.Template) -> Iterable[tuple[str, str, int]]:
    """What a template takes of names that it does not make itself: the name, its part, the line."""
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        match node:
            case nodes.Getattr(node=nodes.Name(name=name), attr=part):
                pass
            case nodes.Getitem(node=nodes.Name(name=name), arg=nodes.Const(value=str(part))):
                pass
            case _:
                continue
        if name not in own:
            yield name, part, node.lineno


def _trees(business: Business) -> Trees:
    """The syntax trees of templates as this business has them, each read once; None of what cannot be read."""
    look = Look(business.templates, {})

    @cache
    def tree(name: str) -> nodes.Template | None:
        try:
            return next(look.sources(name), None)
        except (TemplateError, RecursionError):
            return None

    return tree
