"""A business's own templates tried on a message that has every part, and on one that has as few as can be."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateError

from policykit.diagnostics import Diagnostic
from policykit.explain.catalog import catalog_for
from policykit.explain.explanation import ConditionRow, Link, Message, Record, RuleRow, Staff
from policykit.explain.layout import lay_out
from policykit.explain.message_form import LISTS
from policykit.model import Business, Span
from policykit.templating import Look, look_of

FORMS = ("txt", "html", "md")
AUDIENCES = ("customer", "agent", "auditor", "person")

FULL = Message(
    **dict.fromkeys(LISTS, ("one", "two")),
    opening="opening",
    questions="questions",
    links=(Link("text", "/href"),),
    closing="closing",
)
BARE = Message(opening="opening", answer=("one",), closing="closing")
_CONDITION = ConditionRow("fact", "test", "value", "verdict", "margin", "window")
_PAIRS = (("name", "value"),)


def tried(business: Business) -> Iterator[Diagnostic]:
    """What goes wrong when the templates of explanations are filled in; each template that fails is named once."""
    look = look_of(business)
    for name in AUDIENCES:
        for form in FORMS:
            fault = _fault(look, name, form, business.locales[0])
            if fault is not None:
                file = next((own for own in business.templates if own == f"explanation/{name}.{form}"), None)
                yield _finding(business, file or _partial(business, form), fault)


def _partial(business: Business, form: str) -> str:
    own = (name for name in business.templates if name.startswith("partials/") and name.endswith(f".{form}"))
    return next(own, next(iter(business.templates), ""))


def _finding(business: Business, name: str, fault: str) -> Diagnostic:
    place = Span(f"{business.id}/templates/{name}", 1, 1, 1, 1)
    help = "see what the guide to the templates says that it is given"
    return Diagnostic("template-name", f"the template cannot be filled in: {fault}", place, help=help)


def _fault(look: Look, name: str, form: str, locale: str) -> str | None:
    for places in (_places(look, locale, full=True), _places(look, locale, full=False)):
        try:
            lay_out(look, name, form, places)
        except (TemplateError, TypeError, RecursionError) as error:
            return str(error) or type(error).__name__
    return None


def _places(look: Look, locale: str, *, full: bool) -> dict[str, object]:
    lines, pairs = (("one", "two"), _PAIRS) if full else ((), ())
    rules = (RuleRow("rule", (_CONDITION,)), RuleRow("otherwise", ())) if full else ()
    return {
        "locale": locale,
        "direction": "ltr",
        "say": catalog_for(locale, look).sentences,
        "message": FULL if full else BARE,
        "staff": Staff(notes=lines, why=lines, guidance=lines, needs=lines, terms=lines),
        "also": (("title", lines),) if full else (),
        "record": Record(
            summary=pairs, answer=pairs, rules=rules, facts=pairs, named=pairs, needs=lines, changes=lines
        ),
        "opening": "opening",
        "paragraphs": lines,
        "closing": "closing",
    }
