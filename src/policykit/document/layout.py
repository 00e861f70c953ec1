"""Pages laid out by the templates under `templates/terms`; everything that is filled in is escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policykit.explain.layout import templates_root


def lay_out(template: str, **places: object) -> str:
    """The page that `terms/TEMPLATE` makes of its places; ends with a line break."""
    return _environment().get_template(f"terms/{template}").render(places).strip() + "\n"


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates_root()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
