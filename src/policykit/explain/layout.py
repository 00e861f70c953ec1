"""Messages laid out by the templates under `explanation/`: as text, as HTML and as Markdown that say the same."""

from __future__ import annotations

from collections.abc import Mapping

from policykit.templating import Look
from policykit.templating.look import without_gaps


def lay_out(look: Look, name: str, form: str, places: Mapping[str, object]) -> str:
    """The template `explanation/NAME.FORM` (form `txt`, `html` or `md`) with its places filled in."""
    return without_gaps(look.render(f"explanation/{name}.{form}", places), apart="\n" if form == "html" else "\n\n")
