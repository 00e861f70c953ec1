"""How a business's texts are laid out: the templates and sentences of policykit, some replaced by its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policykit.bundled import bundled
from policykit.model import Business
from policykit.source.read import read
from policykit.templating import markdown

ESCAPED = (".html", ".md")
"""The endings of templates in which whatever is filled in is escaped: for HTML, and for Markdown."""
_BLANKS = re.compile(r"\n(?:[ \t]*\n)+")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


class Look:
    """The templates and sentences of one business. What is made of them once is ``kept`` as long as they are."""

    def __init__(self, templates: Mapping[str, str], sentences: Mapping[str, Mapping[str, str]]) -> None:
        """``templates`` are texts by their names, ``sentences`` those of a file by its name, each by its key."""
        self._own = sentences
        self._loader = ChoiceLoader([DictLoader(templates), FileSystemLoader(templates_root())])
        plain = environment(self._loader)
        self._environments = {".md": _for_markdown(plain)}
        self._plain = plain
        self._templates: dict[str, Template] = {}
        self.kept: dict[object, Any] = {}

    def render(self, name: str, places: Mapping[str, object]) -> str:
        """What the template of that name, which ends in `.txt`, `.html` or `.md`, makes of its places."""
        found = self._templates.get(name)
        if found is None:
            found = self._environments.get(Path(name).suffix, self._plain).get_template(name)
            self._templates[name] = found
        return found.render(places)

    def sources(self, *names: str) -> Iterator[nodes.Template]:
        """The syntax trees of the templates and of all that they include."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                tree = self._plain.parse(self._loader.get_source(self._plain, name)[0], name)
                waiting += [name for name in find_referenced_templates(tree) if name is not None]
                yield tree

    def languages(self, room: str) -> tuple[str, ...]:
        """The locales for which the business has sentences of its own in `explanation` or `terms`."""
        return tuple(Path(name).stem for name in self._own if name.startswith(f"{room}/"))

    def sentences(self, name: str) -> Mapping[str, Any]:
        """The sentences of the file, `explanation/en.yaml`, by their keys; the business's own in their places."""
        own = self._own.get(name)
        return {**bundled_sentences(name), **own} if own else bundled_sentences(name)


def environment(loader: ChoiceLoader | None = None) -> ImmutableSandboxedEnvironment:
    """What reads templates: a name that is not there is an error, and lines of statements leave nothing behind."""
    return ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=lambda name: name is not None and name.endswith(ESCAPED),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _for_markdown(plain: ImmutableSandboxedEnvironment) -> ImmutableSandboxedEnvironment:
    # What is escaped for Markdown counts as safe, so that it is not escaped for HTML as well.
    overlaid = plain.overlay(finalize=markdown.beginning)
    overlaid.filters = {**plain.filters, "inline": markdown.inline, "address": markdown.address}
    assert isinstance(overlaid, ImmutableSandboxedEnvironment)
    return overlaid


def without_gaps(text: str, *, apart: str = "\n\n") -> str:
    """The text with one line break at its end; what is left out leaves its blank lines behind, which close up."""
    return _BLANKS.sub(apart, _TRAILING.sub("", text)).strip() + "\n"


def templates_root() -> Path:
    """The folder of policykit's templates: a checkout's own, else the one that was installed with the package."""
    return bundled("templates")


@cache
def bundled_sentences(name: str) -> Mapping[str, Any]:
    """The sentences of one of policykit's files."""
    path = templates_root() / name
    if not path.is_file():  # a language of the business's own: where it has no sentence, there is the English one
        path = path.with_stem("en")
    document, diagnostics = read(str(path), path.read_bytes())
    assert document is not None, diagnostics  # a file of this package
    assert isinstance(document.data, dict), diagnostics
    return document.data


@cache
def bundled_look() -> Look:
    """The look of a business that has no templates of its own."""
    return Look({}, {})


def look_of(business: Business) -> Look:
    """The look of a business, which is made once."""
    if not business.templates and not business.sentences:
        return bundled_look()
    found: Look = business.kept.of(Look, lambda: Look(business.templates, business.sentences))
    return found
