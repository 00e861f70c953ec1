"""Pages laid out by the templates under `terms`; everything that is filled in is escaped."""

from __future__ import annotations

from policykit.backends.prose.locales import babel_locale
from policykit.templating import Look, bundled_look
from policykit.templating.look import without_gaps


def lay_out(template: str, look: Look | None = None, **places: object) -> str:
    """The page that `terms/TEMPLATE` makes of its places; ends with a line break."""
    direction = babel_locale(str(places["locale"])).text_direction
    return (look or bundled_look()).render(f"terms/{template}", {**places, "direction": direction}).strip() + "\n"


def write_out(template: str, look: Look | None = None, **places: object) -> str:
    """The Markdown that `terms/TEMPLATE` makes of its places; ends with a line break."""
    return without_gaps((look or bundled_look()).render(f"terms/{template}", places))
