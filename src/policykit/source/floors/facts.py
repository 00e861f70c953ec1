"""What stands in a policy for the facts of a law pack: its own facts, formulas and constants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.kinds.plain import Placed
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import Typed, in_words, is_time, same
from policykit.model import (
    ABSENT,
    AbsentLiteral,
    Answer,
    ChoiceLiteral,
    ChoiceType,
    DateTimeLiteral,
    Expression,
    Fact,
    FactRef,
    FlagLiteral,
    FlagType,
    Floor,
    LetRef,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    Pack,
    Policy,
    TextLiteral,
    TextType,
)
from policykit.source.conditions import read_when
from policykit.source.sheet import Sheet
from policykit.walk import facts_read


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in a policy for the facts of a pack."""

    name: str
    pack: Pack
    scope: Scope
    sheet: Sheet

    def bound(self, entry: Placed, versions: tuple[Floor, ...]) -> dict[str, Expression]:
        """An expression of the policy's own for each of the pack's facts that the floor reads."""
        given = {name: piece for key in ("with", "given") if key in entry.data for name, piece in entry[key].items()}
        for name, piece in given.items():
            if name not in self.pack.facts:
                help = did_you_mean(name, self.pack.facts, f"its facts are {in_backticks(self.pack.facts)}")
                text = f"the pack `{self.pack.id}` knows no fact `{name}`"
                self.sheet.report("unknown-fact", text, self.sheet.key_span(piece), help)
        bound: dict[str, Expression] = {}
        for name in dict.fromkeys(name for version in versions for name in _read_by(version.policy)):
            found = self._of(self.pack.facts[name], given.get(name), entry)
            if found is not None:
                bound[name] = found if isinstance(found, FactRef) else LetRef(f"{self.name}.{name}", found)
        return bound

    def _of(self, fact: Fact, piece: Placed | None, entry: Placed) -> Expression | None:
        if piece is None:
            default = _literal(fact)
            if default is None:
                text = f"nothing stands for `{fact.name}`, which `{self.name}` needs: {in_words(fact.type)}"
                help = f"add it under `with:`; `{fact.name}: ` and a fact or formula of yours"
                self.sheet.report("unbound-fact", text, self.sheet.key_span(entry), help)
            return default
        typed = self._typed(fact, piece)
        if typed is None or not self._fits(fact, typed, piece):
            return None
        return typed.expression

    def _typed(self, fact: Fact, piece: Placed) -> Typed | None:
        if isinstance(piece.data, dict):
            condition = read_when(piece, self.scope, self.sheet)
            return None if condition is None else Typed(condition, FlagType())
        text = piece.data.strip()
        if self.scope.passes_over(text):
            return None
        # A choice's formula takes every bare word for one of its choices; a name of ours alone is that name.
        like = None if self.scope.find(text, self.sheet.span(piece)) else Typed(ChoiceLiteral(""), fact.type)
        return read_formula(piece.data, self.scope, self.sheet.faults(piece), like)

    def _fits(self, fact: Fact, typed: Typed, piece: Placed) -> bool:
        """Whether what is bound has the fact's type, and is there wherever the fact is."""
        place = self.sheet.span(piece)
        if not _same(fact, typed):
            wanted, found = in_words(fact.type), in_words(typed.type)
            text = f"`{fact.name}` is {wanted}, this is {found}"
            if isinstance(fact.type, ChoiceType) and isinstance(typed.type, ChoiceType):
                text = f"`{fact.name}` is one of {in_backticks(fact.type.choices)}, this can be something else"
            self.sheet.report("wrong-type", text, place, "write a fact or a formula of that type")
            return False
        if typed.absent and not fact.may_be_absent:
            text = f"this may be absent, and `{fact.name}` is always there"
            self.sheet.report("may-be-absent", text, place, "wrap it: `or_else(x, 0)`")
            return False
        return True


def _same(fact: Fact, typed: Typed) -> bool:
    if is_time(fact.type):
        return is_time(typed.type)
    if isinstance(fact.type, ChoiceType) and isinstance(typed.type, ChoiceType):
        return set(typed.type.choices) <= set(fact.type.choices)
    return same(fact.type, typed.type)


def _literal(fact: Fact) -> Expression | None:
    """What a pack's fact is that nobody binds: what its `not_sent` says."""
    value = fact.when_not_sent
    match fact.type:
        case _ if value is ABSENT:
            return AbsentLiteral()
        case FlagType() if isinstance(value, bool):
            return FlagLiteral(value)
        case ChoiceType() if isinstance(value, str):
            return ChoiceLiteral(value)
        case TextType() if isinstance(value, str):
            return TextLiteral(value)
        case _:
            return _number(fact, value)


def _number(fact: Fact, value: object) -> Expression | None:
    match fact.type:
        case NumberType(unit=unit) if isinstance(value, Decimal):
            return NumberLiteral(value, unit)
        case MoneyType(currency=currency) if isinstance(value, Decimal):
            return MoneyLiteral(value, currency)
        case _:
            return DateTimeLiteral(value) if isinstance(value, datetime) else None


def _read_by(policy: Policy) -> tuple[str, ...]:
    """The facts that a floor can read, for its rules or for its wording."""
    rules = (*policy.rules, policy.otherwise)
    formulas = [formula for rule in rules for formula in (rule.when, *_formulas(rule.answer))]
    return facts_read(*formulas, *policy.lets.values())


def _formulas(answer: Answer) -> tuple[Expression, ...]:
    return (*answer.values.values(), *answer.deadlines.values(), *answer.named.values())
