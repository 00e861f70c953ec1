"""The words for what numbers count, each in the forms that its language has for them."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale, UnknownLocaleError

from policykit.kinds.plain import Placed
from policykit.model import Texts
from policykit.source.sheet import Sheet

OTHER = "other"
"""The form that every language has."""


def own_units(piece: Placed | None, sheet: Sheet) -> Mapping[str, Mapping[str, Texts]]:
    """By unit and locale, the words by plural form. A locale or a form that is missing is reported."""
    return {unit: _unit(forms, sheet) for unit, forms in piece.items()} if piece else {}


def _unit(piece: Placed, sheet: Sheet) -> Mapping[str, Texts]:
    missing = [locale for locale in sheet.locales if locale not in piece.data]
    if missing:
        listed = ", ".join(f"`{locale}`" for locale in missing)
        help = "add its word in each form that the language has"
        sheet.report("missing-translation", f"this unit is missing in {listed}", sheet.key_span(piece), help)
    for locale, forms in piece.items():
        _check_forms(locale, forms, sheet)
    return {locale: dict(forms.data) for locale, forms in piece.items()}


def _check_forms(locale: str, forms: Placed, sheet: Sheet) -> None:
    """Every form that the language has must be there, and no other."""
    needed = forms_of(locale)
    for form in needed:
        if form not in forms.data:
            message = f"the form `{form}` is missing, which `{locale}` has"
            sheet.report("missing-translation", message, sheet.key_span(forms), f"add `{form}:`")
    for form, word in forms.items():
        if form not in needed:
            listed = ", ".join(f"`{one}`" for one in needed)
            sheet.report("unknown-key", f"`{locale}` has no form `{form}`", sheet.key_span(word), f"it has {listed}")


def forms_of(locale: str) -> tuple[str, ...]:
    """The plural forms of a language; of one that is not known, the one that every language has."""
    try:
        known = Locale.parse(locale, sep="-").plural_form.tags
    except (ValueError, UnknownLocaleError):
        known = frozenset()
    return (*(form for form in ("zero", "one", "two", "few", "many") if form in known), OTHER)
