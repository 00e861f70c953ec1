"""`floors:` of a policy: each names a floor of a law pack, and says it in the policy's own words.

A bound floor is an ordinary policy over the business's facts: in place of each of the pack's facts
stands what the policy binds to it, and its outcomes, values and choices are the policy's. So it is
judged, asked for and explained as every policy is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from policykit import values
from policykit.diagnostics import did_you_mean
from policykit.kinds.plain import Placed
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import Typed, in_words, is_time, same
from policykit.model import (
    ABSENT,
    NOTHING,
    AbsentLiteral,
    Answer,
    Binding,
    ChoiceLiteral,
    ChoiceType,
    DateTimeLiteral,
    Expression,
    Fact,
    FactRef,
    FlagLiteral,
    FlagType,
    Floor,
    If,
    LetRef,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    Outcome,
    OutcomeValue,
    Pack,
    Policy,
    Rule,
    TextLiteral,
    TextType,
    Type,
    Wording,
)
from policykit.source.conditions import read_when
from policykit.source.drafts import Draft, Surroundings
from policykit.source.sheet import Sheet
from policykit.walk import facts_read, replaced


def floors_of(piece: Placed | None, draft: Draft, around: Surroundings, scope: Scope) -> tuple[Binding, ...]:
    """The floors that a policy binds; one that is bound wrongly is left out, which its sheet then tells."""
    bindings = (_binding(name, entry, draft, around, scope) for name, entry in (piece.items() if piece else []))
    return tuple(binding for binding in bindings if binding is not None)


def _binding(name: str, entry: Placed, draft: Draft, around: Surroundings, scope: Scope) -> Binding | None:
    sheet = draft.sheet
    found = _floor(name, entry, around, sheet)
    if found is None:
        return None
    pack, floor, versions = found
    before = len(sheet.found)
    country = _country(entry["country"], scope, sheet)
    when = read_when(entry["when"], scope, sheet) if "when" in entry.data else FlagLiteral(value=True)
    facts = Facts(name, pack, scope, sheet).bound(entry, versions)
    words = Words(draft.outcomes, entry, sheet)
    terms = words.of(versions)
    if len(sheet.found) > before or country is None or when is None or terms is None:
        return None
    bound = tuple(_lowered(name, version, facts, terms) for version in versions)
    _check_wording(bound, entry, scope, sheet)
    return Binding(pack.id, floor, country, when, bound, sheet.key_span(entry))


def _floor(name: str, entry: Placed, around: Surroundings, sheet: Sheet) -> tuple[Pack, str, tuple[Floor, ...]] | None:
    """The pack and the versions of the floor that a binding names."""
    pack_id, _, floor = name.partition(".")
    if pack_id not in around.packs:
        help = did_you_mean(pack_id, around.packs, f"name the pack in business.yaml: `law: [{pack_id}]`")
        sheet.report("unknown-pack", f"there is no law pack `{pack_id}` here", sheet.key_span(entry), help)
        return None
    pack = around.packs[pack_id]
    if pack is None:
        return None  # what is wrong with it has been told
    if floor not in pack.floors:
        known = [f"{pack_id}.{known}" for known in pack.floors]
        help = did_you_mean(name, known, f"its floors are {', '.join(f'`{one}`' for one in known)}")
        sheet.report("unknown-floor", f"the pack `{pack_id}` has no floor `{floor}`", sheet.key_span(entry), help)
        return None
    return pack, floor, pack.floors[floor]


def _country(piece: Placed, scope: Scope, sheet: Sheet) -> str | None:
    """The fact that holds the buyer's country."""
    fact = scope.facts.get(piece.data)
    if fact is None:
        if not scope.passes_over(piece.data):
            help = did_you_mean(piece.data, scope.facts, "declare it in facts.yaml with `type: country`")
            sheet.report("unknown-fact", f"unknown fact `{piece.data}`", sheet.span(piece), help)
        return None
    if not _may_hold_a_country(fact.type) or fact.may_be_absent:
        text = f"`{piece.data}` is no country that is always there"
        sheet.report("wrong-type", text, sheet.span(piece), "declare it with `type: country`, and not `optional`")
        return None
    return str(piece.data)


def _may_hold_a_country(kind: Type) -> bool:
    """Whether a value of the type can be a country's code: of another choice, no floor would ever apply."""
    match kind:
        case ChoiceType(choices=choices):
            return any(values.is_country(choice) for choice in choices)
        case _:
            return isinstance(kind, TextType)


# --- facts ------------------------------------------------------------------------------------


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
                help = did_you_mean(name, self.pack.facts, f"its facts are {_listed(self.pack.facts)}")
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
                text = f"`{fact.name}` is one of {_listed(fact.type.choices)}, this can be something else"
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


# --- outcomes and values ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A floor's value as one of ours: its name here, and our word for each of the floor's choices."""

    value: OutcomeValue
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The outcomes and values of a floor in the policy's words."""

    names: Mapping[str, str]
    values: Mapping[str, Mapping[str, Term]]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The reading of `outcome:` and `values:`."""

    ours: tuple[Outcome, ...]
    entry: Placed
    sheet: Sheet

    def of(self, versions: tuple[Floor, ...]) -> Terms | None:
        """The terms; None where one of the floor's has none of ours."""
        floors = [outcome for version in versions for outcome in version.policy.outcomes if outcome.name != NOTHING]
        theirs = {outcome.name: outcome for outcome in floors}
        self._check_known(theirs)
        names = {name: ours for name in theirs if (ours := self._outcome(name)) is not None}
        values = {name: self._values(theirs[name], ours) for name, ours in names.items()}
        if len(names) < len(theirs) or any(found is None for found in values.values()):
            return None
        known = {name: found for name, found in values.items() if found is not None}
        return Terms({name: ours.name for name, ours in names.items()}, known, self._compared(names, known))

    def _check_known(self, theirs: Mapping[str, Outcome]) -> None:
        values = {value.name for outcome in theirs.values() for value in outcome.values}
        self._check_keys("outcome", set(theirs), "unknown-outcome")
        self._check_keys("values", values, "unknown-value")

    def _check_keys(self, key: str, known: set[str], code: str) -> None:
        for name, piece in self.entry[key].items() if key in self.entry.data else []:
            if name not in known:
                help = did_you_mean(name, known, f"it has {_listed(sorted(known)) or 'none'}")
                text = f"the floor has no `{name}` among its {key.removesuffix('s')}s"
                self.sheet.report(code, text, self.sheet.key_span(piece), help)

    def _outcome(self, name: str) -> Outcome | None:
        piece = self.entry["outcome"].get(name)
        listed = _listed([outcome.name for outcome in self.ours])
        if piece is None:
            text = f"no outcome of this policy stands for the floor's `{name}`"
            example = f"write `{name}: ` and one of {listed}"
            self.sheet.report("unbound-outcome", text, self.sheet.span(self.entry["outcome"]), example)
            return None
        found = next((outcome for outcome in self.ours if outcome.name == piece.data), None)
        if found is None:
            help = did_you_mean(piece.data, [outcome.name for outcome in self.ours], f"the outcomes are {listed}")
            text = f"`{piece.data}` is not an outcome of this policy"
            self.sheet.report("unknown-outcome", text, self.sheet.span(piece), help)
        return found

    def _values(self, theirs: Outcome, ours: Outcome) -> dict[str, Term] | None:
        known = {value.name: self._value(value, ours) for value in theirs.values}
        found = {name: term for name, term in known.items() if term is not None}
        return found if len(found) == len(known) else None

    def _value(self, theirs: OutcomeValue, ours: Outcome) -> Term | None:
        """Our value for one of the floor's: of the same name, unless `values:` gives another."""
        bound = self.entry["values"].get(theirs.name) if "values" in self.entry.data else None
        simple = bound is None or isinstance(bound.data, str)
        name = theirs.name if bound is None else bound.data if simple else bound["value"].data
        place = self.sheet.span(bound or self.entry["outcome"])
        found = next((value for value in ours.values if value.name == name), None)
        if found is None:
            text = f"`{ours.name}` has no value `{name}` for the floor's `{theirs.name}`, {in_words(theirs.type)}"
            help = f"declare it under `{ours.name}`, or name another: `values: {{{theirs.name}: …}}`"
            self.sheet.report("unknown-value", text, place, help)
            return None
        words = {} if simple or bound is None else {word: piece.data for word, piece in bound["words"].items()}
        if not _carries(theirs, found, words):
            text = f"`{found.name}` cannot carry the floor's `{theirs.name}`, {in_words(theirs.type)}"
            self.sheet.report("wrong-type", text, place, _how_to_carry(theirs, found))
            return None
        best = None if theirs.best is None else _in_ours(theirs.best, words)
        return Term(replace(found, better=theirs.better, best=best), words)

    def _compared(self, names: Mapping[str, Outcome], values: Mapping[str, Mapping[str, Term]]) -> tuple[Outcome, ...]:
        """Our outcomes, each with the values that a floor measures, and which way is better by its law."""
        measured: dict[str, dict[str, OutcomeValue]] = {}
        for name, ours in names.items():
            for term in values[name].values():
                measured.setdefault(ours.name, {})[term.value.name] = term.value
        kept = (replace(one, values=tuple(measured.get(one.name, {}).values())) for one in self.ours)
        return (*kept, Outcome(NOTHING, final=False))


def _in_ours(word: str, words: Mapping[str, str]) -> str:
    return words.get(word, word)


def _carries(theirs: OutcomeValue, ours: OutcomeValue, words: Mapping[str, str]) -> bool:
    if isinstance(theirs.type, ChoiceType) and isinstance(ours.type, ChoiceType):
        return {words.get(word, word) for word in theirs.type.choices} <= set(ours.type.choices)
    return type(theirs.type) is type(ours.type) and same(theirs.type, ours.type)


def _how_to_carry(theirs: OutcomeValue, ours: OutcomeValue) -> str:
    if isinstance(theirs.type, ChoiceType) and isinstance(ours.type, ChoiceType):
        pairs = ", ".join(f"{word}: …" for word in theirs.type.choices)
        return f"say which is which: `{theirs.name}: {{value: {ours.name}, words: {{{pairs}}}}}`"
    return "name a value of that type under `values:`"


# --- lowering ---------------------------------------------------------------------------------


def _lowered(name: str, floor: Floor, facts: Mapping[str, Expression], terms: Terms) -> Floor:
    """The floor in the policy's words. What has a name in it bears the floor's before its own."""
    named: dict[str, Expression] = {}  # each once, however many formulas use it

    def ours(expression: Expression) -> Expression:
        return replaced(expression, change)

    def change(expression: Expression) -> Expression | None:
        match expression:
            case FactRef(name=fact):
                return facts[fact]
            case LetRef(name=let, expression=inner):
                if let not in named:
                    named[let] = ours(inner)
                return LetRef(f"{name}.{let}", named[let], expression.span)
            case _:
                return None

    def rule(given: Rule) -> Rule:
        return replace(given, id=f"{name}.{given.id}", when=ours(given.when), answer=answer(given.answer))

    def answer(given: Answer) -> Answer:
        own = terms.values.get(given.outcome, {})
        renamed = {key: term.value.name for key, term in own.items()}
        return replace(
            given,
            wording=_renamed(given.wording, renamed),
            outcome=terms.names.get(given.outcome, NOTHING),
            values={own[key].value.name: _in_words(ours(formula), own[key]) for key, formula in given.values.items()},
            deadlines={key: ours(formula) for key, formula in given.deadlines.items()},
            named={key: ours(formula) for key, formula in given.named.items()},
        )

    policy = floor.policy
    lowered = replace(
        policy,
        id=name,
        outcomes=terms.outcomes,
        rules=tuple(rule(one) for one in policy.rules),
        otherwise=rule(policy.otherwise),
        lets={key: ours(formula) for key, formula in policy.lets.items()},
        acts=(),  # to withdraw before the goods are there is no mistake
    )
    return replace(floor, policy=lowered, provisions={f"{name}.{key}": one for key, one in floor.provisions.items()})


def _in_words(formula: Expression, term: Term) -> Expression:
    """The formula with our choices in place of the floor's."""
    match formula:
        case ChoiceLiteral(value=word):
            return replace(formula, value=_in_ours(word, term.words))
        case If(then=then, otherwise=otherwise):
            return replace(formula, then=_in_words(then, term), otherwise=_in_words(otherwise, term))
        case LetRef(expression=inner) if term.words:
            return _in_words(inner, term)
        case _:
            return formula


def _renamed(wording: Wording, names: Mapping[str, str]) -> Wording:
    """The wording with our names for the floor's values."""

    def ours(found: re.Match[str]) -> str:
        return f"{{{{ {names.get(found[1], found[1])} }}}}"

    texts = {locale: re.sub(r"\{\{\s*([\w.]+)\s*\}\}", ours, text) for locale, text in wording.texts.items()}
    return replace(wording, texts=texts, reads=tuple(names.get(name, name) for name in wording.reads))


def _check_wording(floors: tuple[Floor, ...], entry: Placed, scope: Scope, sheet: Sheet) -> None:
    """A floor's words to the customer put in what is bound; nothing private may be among it."""
    rules = [rule for floor in floors for rule in (*floor.policy.rules, floor.policy.otherwise)]
    for answer in (rule.answer for rule in rules):
        for name in answer.wording.reads:
            formula = answer.named.get(name)
            private = [fact for fact in (facts_read(formula) if formula else ()) if scope.facts[fact].private]
            if private and name not in answer.values:
                text = f"`{private[0]}` is private, and customers would read it as `{name}`"
                sheet.report("wording-private", text, sheet.span(entry), "bind another fact")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
