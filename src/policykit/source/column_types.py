"""What a heading may say in brackets of its column: a unit, a currency, or a type."""

from __future__ import annotations

from policykit.language.types import ExpressionType
from policykit.model import (
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    MoneyType,
    NumberType,
    TextType,
)

TYPES = {
    "yes or no": FlagType, "choice": ChoiceType, "number": NumberType, "money": MoneyType, "date": DateType,
    "date and time": DateTimeType, "duration": DurationType, "text": TextType,
}  # fmt: skip
LENGTHS = ("minutes", "hours", "days", "weeks")


def fits(kind: ExpressionType, said: str) -> bool:
    """Whether what the brackets say is true of a type."""
    return bare_unit(kind, said) is not None or isinstance(kind, TYPES.get(said, ()))


def bare_unit(kind: ExpressionType, said: str | None) -> str | None:
    """What a bare number in the column is a number of; None where it stays bare."""
    match kind:
        case NumberType(unit=str(unit)) | MoneyType(currency=unit) if said == unit:
            return unit
        case DurationType() if said in LENGTHS:
            return said
        case _:
            return None


def says(kind: ExpressionType) -> str:
    """What the brackets would say of a type."""
    match kind:
        case NumberType(unit=str(unit)) | MoneyType(currency=unit):
            return unit
        case DurationType():
            return "hours"
        case _:
            return next(word for word, known in TYPES.items() if isinstance(kind, known))
