"""Pages laid out by the templates under `templates/terms`; everything that is filled in is escaped."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policykit.document import markdown
from policykit.explain.layout import templates_root

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")


def lay_out(template: str, **places: object) -> str:
    """The page that `terms/TEMPLATE` makes of its places; ends with a line break."""
    return _html().get_template(f"terms/{template}").render(places).strip() + "\n"


def write_out(template: str, **places: object) -> str:
    """The Markdown that `terms/TEMPLATE` makes of its places; ends with a line break."""
    text = _markdown().get_template(f"terms/{template}").render(places).strip() + "\n"
    # Parts that are left out leave their blank lines behind.
    return _BLANKS.sub("\n\n", _TRAILING.sub("", text))


@cache
def _html() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_root()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _markdown() -> ImmutableSandboxedEnvironment:
    # What is escaped for Markdown counts as safe, so that it is not escaped for HTML as well.
    environment = _html().overlay(finalize=markdown.beginning)
    environment.filters = {**environment.filters, "inline": markdown.inline}
    return environment
