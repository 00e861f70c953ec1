"""Numbers as people write them, and how policies take them."""

from __future__ import annotations

import re
from decimal import Decimal

_PERCENT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) *[%\uff05]")
_AMOUNT = re.compile(
    r"(?P<sign>[A-Z]{0,2}\$|[£€¥])? *(?P<number>[0-9][0-9.,]{0,29}) *(?P<unit>[A-Za-z]{1,20}|元|[£€¥])?"
)
_IN_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
_CURRENCIES = {"NT$": "TWD", "US$": "USD", "HK$": "HKD", "£": "GBP", "€": "EUR"}
"""The signs that stand for one currency."""


def number_meant(text: str) -> str | None:
    """A help line for a share in percent, a number with separators, an amount with a sign; None for anything else."""
    if share := _PERCENT.fullmatch(text):
        return f"write a share as a decimal: `{(Decimal(share[1]) / 100).normalize():f}`"
    amount = _AMOUNT.fullmatch(text)
    number = _plain(amount["number"]) if amount else None
    if amount is None or number is None:
        return None
    sign, unit = amount["sign"], amount["unit"] or ""
    if sign in (None, *_CURRENCIES) and (unit in _CURRENCIES or unit.isascii()):
        code = _CURRENCIES.get(sign or unit, unit)
        return f"did you mean `{meant}`?" if (meant := f"{number} {code}".strip()) != text else None
    return f"write the currency in letters behind the number, as in `{number} EUR`"


def _plain(number: str) -> str | None:
    """The digits with a point at most; None where nobody can tell what the marks mean."""
    if _IN_THOUSANDS.fullmatch(number):
        return number.replace(",", "")
    if _DECIMAL_COMMA.fullmatch(number):
        return number.replace(",", ".")
    return number if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", number) else None
