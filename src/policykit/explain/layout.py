"""Messages laid out by the templates under `templates/explanation`, as text and as HTML that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import ImmutableSandboxedEnvironment

_BLANKS = re.compile(r"\n(?:[ \t]*\n)+")


def templates_root() -> Path:
    """The folder of templates: a checkout's own, else the one that was installed with the package."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1] / "templates"
    # An editable install may carry a stale copy beside the package: the checkout's counts first.
    return checkout if package.parent.name == "src" and checkout.is_dir() else package / "templates"


def lay_out(name: str, form: str, places: Mapping[str, object]) -> str:
    """The template `explanation/NAME.FORM` (form `txt` or `html`) with its places filled in."""
    text = _template(f"explanation/{name}.{form}").render(places)
    # A part that is left out leaves its blank line behind.
    return _BLANKS.sub("\n\n" if form == "txt" else "\n", text).strip() + "\n"


def sources(*names: str) -> Iterator[nodes.Template]:
    """The syntax trees of the templates and of all that they include."""
    environment, waiting, seen = _environment(), list(names), set[str]()
    loader = FileSystemLoader(templates_root())
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            tree = environment.parse(loader.get_source(environment, name)[0])
            waiting += [name for name in find_referenced_templates(tree) if name is not None]
            yield tree


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_root()),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
