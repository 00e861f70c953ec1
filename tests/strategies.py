"""What authors write and callers send, generated: businesses as YAML text, and facts as JSON.

Two strengths. Well-typed businesses load without a finding; in nearly well-typed ones
(``careless=True``) a name, a unit or a guard is wrong here and there, as in a draft. All go
through the real reader. Thresholds and facts come from the same few values, so that facts lie on,
just before and just after what the rules ask. A new feature of the language goes here first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

Draw = Any
ID = "shop"
"""The business's id, which is the name of its folder too."""
MAIN, OTHER = "main", "other"
"""The policy that is decided, and one that it may ask."""

# --- values that rules and facts share --------------------------------------------------------

BASE = datetime.fromisoformat("2026-03-27T10:00:00+08:00")
"""Two days before clocks change in Europe."""
TICK = timedelta(microseconds=1)
STEPS = (
    timedelta(), TICK, -TICK, timedelta(hours=1), timedelta(hours=24) - TICK, timedelta(hours=24),
    timedelta(hours=25), timedelta(days=2), timedelta(days=2, hours=14), timedelta(days=3), timedelta(days=7),
    timedelta(days=7, hours=14), timedelta(days=10), timedelta(days=31), timedelta(days=-1), timedelta(days=-4),
)  # fmt: skip
INSTANTS = tuple((BASE + step).isoformat() for step in STEPS)
ELSEWHERE = tuple(
    datetime.fromisoformat(text).astimezone(datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").tzinfo).isoformat()
    for text, offset in zip(INSTANTS[2:8], ("+00:00", "+02:00", "-05:00") * 2, strict=True)
)
"""Some of the same instants as a caller in another zone writes them."""
AS_OFS = tuple((BASE + timedelta(days=days)).isoformat() for days in (40, 40, 40, 3, 0))
DAYS = ("2026-03-26", "2026-03-27", "2026-03-28", "2026-03-30", "2026-04-03")
NUMBERS = ("0", "1", "2", "3", "5", "7", "12")
PARTS_OF_NUMBERS = ("0.5", "2.5")
AMOUNTS = ("0", "0.5", "100", "100.5", "333")
TEXTS = ("", "pear", "plum tree")
CHOICES = (("fresh", "frozen", "dried"), ("fresh", "sealed"), ("red", "green"))
LENGTHS = {"1 hour": "PT1H", "90 minutes": "PT90M", "24 hours": "P1D", "2 days": "P2D", "1 week": "P7D"}
PERIODS = (
    *LENGTHS, "1 calendar day", "2 calendar days", "7 calendar days", "1 working day", "3 working days",
    "4 working hours", "1 month", "1 year",
)  # fmt: skip
OFTEN = ("24 hours", "2 calendar days") * 4
EDGES = (INSTANTS[0], INSTANTS[0], INSTANTS[5], INSTANTS[8]) * 2
"""An event and the ends of those two periods after it: chosen often, so that acts fall exactly on an end."""
ZONES = ("Asia/Taipei", "Asia/Taipei", "Europe/Berlin", "America/New_York", "UTC")
CURRENCY = "TWD"

# --- what a name stands for -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sort:
    """A type as its author sees it: its word, and the unit or the choices that go with it."""

    word: str
    unit: str | None = None
    choices: tuple[str, ...] = ()


FLAG, MONEY, DATE, DATETIME = Sort("flag"), Sort("money"), Sort("date"), Sort("datetime")
DURATION, TEXT, NUMBER, KILOMETRES = Sort("duration"), Sort("text"), Sort("number"), Sort("number", "km")
SCALARS = (FLAG, *(Sort("choice", choices=words) for words in CHOICES), NUMBER, KILOMETRES, MONEY, DATE, DATETIME,
           DURATION, TEXT)  # fmt: skip
SMALL = (FLAG, Sort("choice", choices=CHOICES[0]), Sort("choice", choices=CHOICES[2]), NUMBER)
ORDERED = ("number", "money", "date", "datetime", "duration")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that tests and formulas can use, and whether it may be absent."""

    text: str
    sort: Sort
    absent: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact with its entry in facts.yaml and the JSON values that can be sent for it.

    ``values`` hold null where it may be absent. ``defaulted`` says that it is never unknown.
    ``fields`` are those of a list's elements.
    """

    name: Name
    entry: Mapping[str, Any]
    values: tuple[Any, ...]
    defaulted: bool = False
    private: bool = False
    fields: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in reach."""

    names: tuple[Name, ...]
    lists: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    careless: bool = False

    def naming(self, *names: Name) -> Scope:
        return replace(self, names=(*self.names, *names))

    def holding(self, variable: str, listed: str) -> Scope:
        return self.naming(*(replace(name, text=f"{variable}.{name.text}") for name in self.lists[listed]))

    def of(self, sort: Sort) -> list[Name]:
        return [name for name in self.names if name.sort == sort]


# --- facts.yaml -------------------------------------------------------------------------------


def said(text: str) -> dict[str, str]:
    """A text in the business's one locale."""
    return {"en": text}


def flag(value: bool) -> str:
    return "yes" if value else "no"


@st.composite
def declarations(draw: Draw, text: str, sort: Sort, *, small: bool, sure: bool = False) -> Declared:
    """A fact of a sort. Where ``sure``, it is never absent."""
    entry: dict[str, Any] = {"type": sort.word, "meaning": said("what it is"), "question": said("What is it?")}
    values, whole = _typed(draw, sort, entry, small=small)
    absent = not sure and draw(st.integers(0, 2)) == 0
    default = draw(st.sampled_from(("unknown", "unknown", "unknown", "absent", "value")))
    if absent:
        entry["optional"] = "yes"
    defaulted = False
    if not sure and default == "absent":
        entry["not_sent"] = "absent"
        absent = defaulted = True
    elif default == "value" and sort.word == "datetime":
        entry["default"] = "as_of"
        defaulted = True
    elif default == "value" and not small:
        entry["not_sent"] = _written(draw, sort, whole=whole)
        defaulted = True
    for key in ("private", "protected", "happened"):
        if draw(st.integers(0, 5)) == 0 and not (small and key == "happened"):
            entry[key] = "yes"
    if draw(st.integers(0, 3)) == 0:
        entry["hint"] = "no"
    entry["origin"] = draw(st.sampled_from(("customer", "business")))
    known = Name(text, sort, absent, whole)
    return Declared(known, entry, (*values, *((None,) if absent else ())), defaulted, "private" in entry)


def _typed(draw: Draw, sort: Sort, entry: dict[str, Any], *, small: bool) -> tuple[tuple[Any, ...], bool]:
    """The keys that go with the type, what can be sent, and whether it is a whole number."""
    match sort.word:
        case "flag":
            return (True, False), False
        case "choice":
            entry |= {"choices": list(sort.choices), "labels": {word: said(word) for word in sort.choices}}
            return sort.choices, False
        case "number":
            entry |= {"unit": sort.unit} if sort.unit else {}
            if small:
                entry |= {"at_least": "0", "at_most": "12", "step": "6"}
                return (0, 6, 12), True
            whole = draw(st.booleans())
            entry |= {"at_least": "0", "at_most": "12", "step": "1"} if whole else {}
            texts = NUMBERS if whole else (*NUMBERS, *PARTS_OF_NUMBERS)
            return (*(int(text) for text in NUMBERS[:3]), *(Decimal(text) for text in texts)), whole
        case "money":
            entry["currency"] = CURRENCY
            return tuple({"amount": amount, "currency": CURRENCY} for amount in AMOUNTS), False
        case "date":
            return DAYS, False
        case "datetime":
            return (*INSTANTS, *ELSEWHERE, *EDGES), False
        case "duration":
            return tuple(LENGTHS.values()), False
        case _:
            entry["longest"] = "20"
            return TEXTS, False


def _written(draw: Draw, sort: Sort, *, whole: bool) -> str:
    """A value as an author writes it in facts.yaml."""
    match sort.word:
        case "flag":
            return draw(st.sampled_from(("yes", "no")))
        case "choice":
            return draw(st.sampled_from(sort.choices))
        case "text":
            return draw(st.sampled_from(TEXTS[1:]))
        case "number" if whole:
            return " ".join(filter(None, (draw(st.sampled_from(NUMBERS)), sort.unit)))
        case _:
            return literal(draw, sort)


@st.composite
def fact_tables(draw: Draw, *, small: bool) -> tuple[Declared, ...]:
    """The facts of a business, lists and records among them. Two are always there: an act, and points."""
    sorts = SMALL if small else SCALARS
    found = [
        draw(declarations("act.at", DATETIME, small=small, sure=True)),
        draw(declarations("act.points", NUMBER, small=small, sure=True)),
    ]
    if small:
        found[0] = replace(found[0], entry={**found[0].entry, "default": "as_of"}, defaulted=True)
    else:
        found.append(draw(declarations("order.at", DATETIME, small=small)))
    count = draw(st.integers(2, 4 if small else 6))
    for index in range(count):
        sort = draw(st.sampled_from(sorts))
        found.append(draw(declarations(f"{draw(st.sampled_from(('order', 'item')))}.fact_{index}", sort, small=small)))
    if draw(st.integers(0, 2)):
        found += _list(draw, sorts, small=small)
    return tuple(found)


def _list(draw: Draw, sorts: Sequence[Sort], *, small: bool) -> list[Declared]:
    """A list, and perhaps facts that its fields can stand for when a policy is asked once per element."""
    count = draw(st.integers(1, 1 if small else 3))
    chosen = (FLAG,) if small else tuple(draw(st.sampled_from(sorts)) for _ in range(count))
    fields = tuple(draw(declarations(f"field_{index}", sort, small=small)) for index, sort in enumerate(chosen))
    entry = {
        "type": "list", "longest": "1" if small else "4", "meaning": said("the lines"),
        "question": said("Which lines?"), "fields": {member.name.text: member.entry for member in fields},
    }  # fmt: skip
    lines = Declared(Name("order.lines", Sort("list")), entry, (), fields=fields)
    if draw(st.booleans()):
        return [lines]
    return [lines, *(replace(member, name=replace(member.name, text=f"item.{member.name.text}")) for member in fields)]


# --- formulas ---------------------------------------------------------------------------------


def literal(draw: Draw, sort: Sort) -> str:
    """A value as formulas and tests write it."""
    match sort.word:
        case "flag":
            return draw(st.sampled_from(("yes", "no")))
        case "number":
            number = draw(st.sampled_from((*NUMBERS, *PARTS_OF_NUMBERS)))
            return f"{number} {sort.unit}" if sort.unit else number
        case "money":
            return f"{draw(st.sampled_from(AMOUNTS))} {CURRENCY}"
        case "date":
            return draw(st.sampled_from(DAYS))
        case "datetime":
            return draw(st.sampled_from(INSTANTS))
        case "duration":
            return draw(st.sampled_from(tuple(LENGTHS)))
        case "choice":
            return draw(st.sampled_from(sort.choices))
        case _:
            return f'"{draw(st.sampled_from(TEXTS))}"'


def slips(draw: Draw, scope: Scope) -> bool:
    """Whether the author makes a mistake here."""
    return scope.careless and draw(st.integers(0, 11)) == 0


def named(draw: Draw, scope: Scope, sort: Sort) -> str | None:
    """A name of the sort, guarded where it may be absent; None where there is none that a formula can use."""
    names = list(scope.names) if slips(draw, scope) else scope.of(sort)
    if sort.word == "duration" and not scope.careless:
        names = [name for name in names if not name.absent]  # no literal is a duration, only a period
    if not names:
        return None
    name = draw(st.sampled_from(names))
    return f"or_else({name.text}, {literal(draw, sort)})" if name.absent and not slips(draw, scope) else name.text


def formula(draw: Draw, scope: Scope, sort: Sort, depth: int = 2) -> str:
    """A formula of the sort that is never absent, in brackets where it has parts."""
    if sort.word == "choice":
        return literal(draw, sort)  # in a formula for a choice, every bare word is one of its choices
    plain = named(draw, scope, sort) if draw(st.integers(0, 3)) else None
    if plain is None and sort.word != "duration":
        plain = literal(draw, sort)
    if depth == 0 or draw(st.booleans()):
        return plain if plain is not None else _least_duration(draw, scope)
    return _compound(draw, scope, sort, depth - 1)


def _least_duration(draw: Draw, scope: Scope) -> str:
    """A duration: one that is there; else none can be had, and a careless author writes a period."""
    return named(draw, scope, DURATION) or "24 hours"


def _compound(draw: Draw, scope: Scope, sort: Sort, depth: int) -> str:
    def inner(of: Sort = sort) -> str:
        return formula(draw, scope, of, depth)

    forms = ["if"]
    match sort.word:
        case "number":
            forms += ["sum", "part", "part", "least", "abs", "floor", "negative"]
            forms += [] if sort.unit else ["ratio", "share"]
        case "money":
            forms += ["sum", "part", "part", "least", "abs", "negative"]
        case "duration":
            forms += ["sum"]
        case "datetime":
            forms += ["moment", "moment"]
        case "flag":
            held = condition(draw, scope, depth)
            return f"({held} = yes)" if held in {name.text for name in scope.names} else held
    match draw(st.sampled_from(forms)):
        case "if":
            return f"(if {condition(draw, scope, depth)} then {inner()} else {inner()})"
        case "sum":
            return f"({inner()} {draw(st.sampled_from(('+', '-')))} {inner()})"
        case "part":
            share = draw(st.sampled_from(("0.3 *", "2 *", "0.05 *")))
            return draw(st.sampled_from((f"({share} {inner()})", f"({inner()} / 3)", f"({inner()} * 0.5)")))
        case "least":
            return f"{draw(st.sampled_from(('min', 'max')))}({inner()}, {inner()})"
        case "abs":
            return f"abs({inner()})"
        case "floor":
            return f"{draw(st.sampled_from(('floor', 'ceiling')))}({inner()})"
        case "negative":
            return f"(-({inner()} + {inner()}))"
        case "ratio":
            of = draw(st.sampled_from((NUMBER, KILOMETRES, MONEY)))
            return f"ratio({inner(of)}, {inner(of)}, {literal(draw, NUMBER)})"
        case "share":
            return f"({inner(MONEY)} / 50 {CURRENCY})"
        case _:
            return f"({period(draw, scope)} {side(draw)} {inner()})"


def period(draw: Draw, scope: Scope) -> str:
    return draw(st.sampled_from((*PERIODS, *OFTEN, *scope.periods)))


def side(draw: Draw) -> str:
    return draw(st.sampled_from(("after", "after", "before")))


def condition(draw: Draw, scope: Scope, depth: int) -> str:
    """A condition as formulas write it, in brackets."""
    forms = ["compare", "compare", "in", "being", "flag"] + (["and", "or", "not"] if depth else [])
    form = draw(st.sampled_from(forms))
    if form in ("and", "or"):
        parts = (condition(draw, scope, depth - 1), condition(draw, scope, depth - 1))
        return f"({parts[0]} {form} {parts[1]})"
    if form == "not":
        return f"not({condition(draw, scope, depth - 1)})"
    name = draw(st.sampled_from(scope.names))
    if form == "being" and name.absent:
        return f"({name.text} is {draw(st.sampled_from(('absent', 'present')))})"
    if form == "flag" and scope.of(FLAG):
        return draw(st.sampled_from(scope.of(FLAG))).text
    if form == "in":
        return f"({name.text} in ({literal(draw, name.sort)}, {literal(draw, name.sort)}))"
    return f"({name.text} {_sign(draw, name.sort)} {_beside(draw, scope, name.sort, depth)})"


def _sign(draw: Draw, sort: Sort) -> str:
    signs = ("<", "<=", ">", ">=", "=", "!=", "at least", "less than")
    return draw(st.sampled_from(signs if sort.word in ORDERED else ("=", "!=")))


def _beside(draw: Draw, scope: Scope, sort: Sort, depth: int = 0) -> str:
    """Something to compare a name of the sort with; it may be absent."""
    if sort.word == "choice":
        return literal(draw, sort)
    others = scope.of(sort)
    match draw(st.integers(0, 3)):
        case 0 if others:
            return draw(st.sampled_from(others)).text
        case 1 if sort.word != "duration":
            return formula(draw, scope, sort, depth)
        case _:
            return literal(draw, sort)


# --- tests and conditions ---------------------------------------------------------------------


def test_of(draw: Draw, scope: Scope, name: Name) -> str:
    """A test as a line of `when` writes it."""
    if slips(draw, scope):
        name = draw(st.sampled_from(scope.names))
    if name.absent and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(("absent", "present")))
    others = [other for other in scope.of(name.sort) if other != name]
    if others and draw(st.integers(0, 5)) == 0:
        return f"same as {draw(st.sampled_from(others)).text}"
    return _plain_test(draw, scope, name)


test_of.__test__ = False


def _plain_test(draw: Draw, scope: Scope, name: Name) -> str:
    sort = name.sort
    if sort.word in ("date", "datetime") and draw(st.integers(0, 4)):
        return _time_test(draw, scope, sort)
    if sort.word not in ORDERED:
        words = _values(draw, sort)
        return f"not({words})" if draw(st.integers(0, 3)) == 0 else words
    form = draw(st.sampled_from(("one", "one", "values", "not", "both", "either", "range")))
    match form:
        case "values":
            return _values(draw, sort)
        case "not":
            return f"not({draw(st.sampled_from((_values(draw, sort), f'at least {literal(draw, sort)}')))})"
        case "both":
            return f"at least {literal(draw, sort)} and less than {_beside(draw, scope, sort)}"
        case "either":
            return f"less than {literal(draw, sort)} or at least {literal(draw, sort)}"
        case "range" if name.whole:
            unit = f" {sort.unit}" if sort.unit else ""
            return f"{draw(st.integers(0, 3))}{unit} to {draw(st.integers(3, 12))}{unit}"
        case _:
            sign = draw(st.sampled_from(("at least", "at most", "more than", "less than", ">=", "<", "!=")))
            return f"{sign} {_beside(draw, scope, sort, 1)}"


def _values(draw: Draw, sort: Sort) -> str:
    count = draw(st.integers(1, 2))
    return ", ".join(literal(draw, sort) for _ in range(count))


def _time_test(draw: Draw, scope: Scope, sort: Sort) -> str:
    form = draw(st.sampled_from(("within", "within", "more than", "relation")))
    events = [name.text for name in scope.names if name.sort.word in ("date", "datetime")]
    if form == "relation" or not events:
        return f"{side(draw)} {_beside(draw, scope, sort)}"
    return f"{form} {period(draw, scope)} {side(draw)} {draw(st.sampled_from(events))}"


def when(draw: Draw, scope: Scope, depth: int = 2, variables: int = 0) -> dict[str, Any]:
    """A `when` map: one or two tests, and perhaps a group or a test over a list."""
    lines: dict[str, Any] = {}
    instants = scope.of(DATETIME)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(instants if instants and draw(st.integers(0, 2)) == 0 else scope.names))
        lines[name.text] = test_of(draw, scope, name)
    if depth and draw(st.integers(0, 2)) == 0:
        group = draw(st.sampled_from(("any", "all", "none")))
        count = draw(st.integers(1, 2))
        lines[group] = [when(draw, scope, depth - 1, variables) for _ in range(count)]
    if scope.lists and variables < 2 and draw(st.booleans()):
        listed, variable = draw(st.sampled_from(sorted(scope.lists))), "xy"[variables]
        lines[draw(st.sampled_from(("some", "every")))] = f"{variable} in {listed}"
        lines["where"] = when(draw, scope.holding(variable, listed), max(depth - 1, 0), variables + 1)
    return lines


# --- policies ---------------------------------------------------------------------------------

VALUES = {
    "amount": MONEY, "share": NUMBER, "distance": KILOMETRES, "ready": FLAG, "on_day": DATE, "ready_at": DATETIME,
    "note": TEXT, "payer": Sort("choice", choices=CHOICES[2]),
}  # fmt: skip
"""The values that outcomes carry: one name has one type everywhere."""
OUTCOMES = ("gift", "yield_all", "half", "look", "refuse")
PHRASES = ("keep_it", "call_us")


def _value_entry(sort: Sort) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": sort.word, "label": said("a value")}
    if sort.word in ("number", "money"):
        entry["better"] = "higher"
    if sort.unit:
        entry["unit"] = sort.unit
    if sort.choices:
        entry |= {"choices": list(sort.choices), "better": sort.choices[0]}
    return entry


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of a policy, best first, each with the names of its values."""

    values: Mapping[str, tuple[str, ...]]
    entries: list[Any]


def _outcomes(draw: Draw, *, amount: bool = False) -> Outcomes:
    words = OUTCOMES[: draw(st.integers(2, 4))]
    values: dict[str, tuple[str, ...]] = {}
    entries: list[Any] = []
    for word in words:
        chosen = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=2, unique=True))
        values[word] = tuple(dict.fromkeys(("amount", *chosen) if amount else chosen))
        entry: dict[str, Any] = {"label": said(word), "final": flag(draw(st.integers(0, 3)) > 0)}
        if draw(st.integers(0, 4)) == 0:
            entry["decided_by"] = "person"
        if values[word]:
            entry["values"] = {name: _value_entry(VALUES[name]) for name in values[word]}
        entries.append({word: entry})
    return Outcomes(values, entries)


def _then(draw: Draw, scope: Scope, outcomes: Outcomes, alias: str | None) -> dict[str, Any]:
    outcome = draw(st.sampled_from(list(outcomes.values)))
    then: dict[str, Any] = {"outcome": outcome}
    for name in outcomes.values[outcome]:
        then[name] = formula(draw, scope, VALUES[name])
    if draw(st.booleans()):
        then["due"] = f"{period(draw, scope)} after {formula(draw, scope, DATETIME, 1)}"
        if draw(st.booleans()):
            then["follow_up"] = "2 days after due"
    if draw(st.integers(0, 2)) == 0:
        then["alternatives"] = [draw(st.sampled_from(PHRASES))]
        then["next_steps"] = list(PHRASES)
    if alias and draw(st.integers(0, 2)) == 0:
        then["because"] = alias
    return then | _wording(draw, scope, then)


def _wording(draw: Draw, scope: Scope, then: Mapping[str, Any]) -> dict[str, Any]:
    usable = [name.text for name in scope.names if not name.absent and name.text not in scope.hidden]
    usable += [key for key in then if key in (*VALUES, "due", "follow_up") and then[key] not in scope.hidden]
    if not usable or draw(st.integers(0, 2)):
        return {}
    return {"wording": said(f"Dear you, {{{{ {draw(st.sampled_from(usable))} }}}} is so.")}


@dataclass(frozen=True, slots=True)
class Head:
    """What a policy's file says before its rules, and the names in reach of them."""

    lines: Mapping[str, Any]
    scope: Scope
    outcomes: Outcomes
    alias: str | None


def _head(draw: Draw, policy: str, kind: str, scope: Scope, asked: Outcomes | None) -> Head:
    lines: dict[str, Any] = {"policy": policy, "kind": kind, "question": said("May I?")}
    numbers = {f"number_{index}": _number(draw) for index in range(draw(st.integers(0, 2)))}
    if numbers:
        lines["numbers"] = {name: text for name, (text, _) in numbers.items()}
        scope = replace(scope, periods=tuple(name for name, (_, sort) in numbers.items() if sort is None))
    alias = None
    if asked is not None:
        entry = _ask(draw, scope)
        lines["asks"] = {"asked": entry}
        alias = None if "each" in entry else "asked"
        scope = scope.naming(*_asked_names(asked, per_item="each" in entry))
    lets: dict[str, Any] = {}
    constants = tuple(Name(name, sort) for name, (_, sort) in numbers.items() if sort is not None)
    for index in range(draw(st.integers(0, 2))):
        entry, name = _let(draw, scope.naming(*constants), f"let_{index}")
        lets[name.text] = entry
        scope = scope.naming(name)
        if any(hidden in str(entry) for hidden in scope.hidden):
            scope = replace(scope, hidden=scope.hidden | {name.text})
    if lets:
        lines["let"] = lets
    return Head(lines, scope, _outcomes(draw, amount=kind == "returns"), alias)


def _number(draw: Draw) -> tuple[str, Sort | None]:
    """A named number's text and sort; a period has none."""
    sort = draw(st.sampled_from((NUMBER, MONEY, KILOMETRES, None, None)))
    return (draw(st.sampled_from(PERIODS)), None) if sort is None else (literal(draw, sort), sort)


def _ask(draw: Draw, scope: Scope) -> dict[str, Any]:
    entry = {"policy": OTHER, **({"as_of": "act.at"} if draw(st.booleans()) else {})}
    if scope.lists and draw(st.booleans()):
        entry |= {"each": "item in order.lines", "combine": draw(st.sampled_from(("worst", "best", "sum")))}
    return entry


def _asked_names(asked: Outcomes, *, per_item: bool) -> list[Name]:
    """The names of an asked policy's answer; of no elements, there is none."""
    values = dict.fromkeys(name for names in asked.values.values() for name in names)
    outcome = Name("asked.outcome", Sort("choice", choices=tuple(asked.values)), per_item)
    return [outcome, *(Name(f"asked.{name}", VALUES[name], absent=True) for name in values)]


def _let(draw: Draw, scope: Scope, text: str) -> tuple[Any, Name]:
    if scope.lists and draw(st.booleans()):
        return _aggregate(draw, scope, text)
    sorts = (FLAG, NUMBER, KILOMETRES, MONEY, DATE, DATETIME, TEXT)
    bare = [name for name in scope.names if name.sort.word != "choice"]
    if draw(st.integers(0, 3)) == 0 and bare:
        name = draw(st.sampled_from(bare))
        return name.text, replace(name, text=text, whole=False)
    sort = draw(st.sampled_from(sorts))
    return formula(draw, scope, sort), Name(text, sort)


def _aggregate(draw: Draw, scope: Scope, text: str) -> tuple[Any, Name]:
    listed = draw(st.sampled_from(sorted(scope.lists)))
    inner = scope.holding("line", listed)
    word = draw(st.sampled_from(("count", "sum", "min", "max")))
    entry: dict[str, Any] = {word: f"line in {listed}"}
    if draw(st.integers(0, 2)):
        entry["where"] = when(draw, inner, 1, 1)
    if word == "count":
        return entry, Name(text, NUMBER)
    sort = draw(st.sampled_from((NUMBER, KILOMETRES, MONEY)))
    entry["of"] = formula(draw, inner, sort, 1)
    return entry, Name(text, sort, absent=word != "sum")


def _decision(draw: Draw, head: Head) -> dict[str, Any]:
    body = _table(draw, head) if draw(st.integers(0, 3)) == 0 else _rules(draw, head)
    return {"outcomes": head.outcomes.entries, **body, "otherwise": _answer(draw, head)}


def _rules(draw: Draw, head: Head) -> dict[str, Any]:
    rules = [
        {"id": f"rule-{index}", "when": when(draw, head.scope), "then": _answer(draw, head),
         **({"internal": "yes"} if draw(st.integers(0, 5)) == 0 else {})}
        for index in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    return {"rules": rules}


def _table(draw: Draw, head: Head) -> dict[str, Any]:
    """A decision table; one that collects has one outcome, whose values are numbers or amounts."""
    summed = [word for word, names in head.outcomes.values.items() if _sums(names)]
    hit_policy = draw(st.sampled_from(("first", "priority", *(("collect",) if summed else ()))))
    outcomes = [draw(st.sampled_from(summed))] if hit_policy == "collect" else list(head.outcomes.values)
    columns = [draw(st.sampled_from(head.scope.names)) for _ in range(draw(st.integers(1, 2)))]
    columns = list(dict.fromkeys(columns))
    values = list(dict.fromkeys(name for word in outcomes for name in head.outcomes.values[word]))
    rows = [_row(draw, head, columns, outcomes, values) for _ in range(draw(st.integers(1, 3)))]
    table = {"hit_policy": hit_policy, "when": [name.text for name in columns], "then": ["outcome", *values]}
    if hit_policy == "collect":
        table["aggregate"] = draw(st.sampled_from(("sum", "min", "max")))
    return {"table": {**table, "rows": rows}}


def _sums(names: Sequence[str]) -> bool:
    return bool(names) and all(VALUES[name].word in ("number", "money") for name in names)


def _row(draw: Draw, head: Head, columns: Sequence[Name], outcomes: Sequence[str], values: Sequence[str]) -> list[str]:
    tests = ["-" if draw(st.integers(0, 3)) == 0 else test_of(draw, head.scope, name) for name in columns]
    outcome = draw(st.sampled_from(outcomes))
    given = [
        formula(draw, head.scope, VALUES[name]) if name in head.outcomes.values[outcome] else "-" for name in values
    ]
    return [*tests, outcome, *given]


def _answer(draw: Draw, head: Head) -> dict[str, Any]:
    return _then(draw, head.scope, head.outcomes, head.alias)


def _instants(scope: Scope, *, sure: bool = False) -> list[str]:
    return [n.text for n in scope.names if n.sort == DATETIME and "." in n.text and not (sure and n.absent)
            and not n.text.startswith("asked.")]  # fmt: skip


def _returns(draw: Draw, head: Head) -> dict[str, Any]:
    lines: dict[str, Any] = {"act": "act.at", "outcomes": head.outcomes.entries}
    for part in ("our_fault", "exclusions", "conditions"):
        if draw(st.booleans()):
            lines[part] = {f"{part.replace('_', '-')}-entry": _ground(draw, head)}
    events = _instants(head.scope)
    windows = {}
    for index in range(draw(st.integers(1, 2))):
        entry = {"within": period(draw, head.scope), "after": draw(st.sampled_from(events))}
        entry |= {"when": when(draw, head.scope, 1)} if draw(st.booleans()) else {}
        windows[f"window-{index}"] = entry | {"then": _answer(draw, head)} | _fees(draw, head)
    return {**lines, "windows": windows, "otherwise": _answer(draw, head)}


def _ground(draw: Draw, head: Head) -> dict[str, Any]:
    entry = {"when": when(draw, head.scope, 1), "then": _answer(draw, head)} | _fees(draw, head)
    if draw(st.integers(0, 2)) == 0:
        entry["evidence"] = {"when": when(draw, head.scope, 0), "missing": _answer(draw, head)}
    return entry


def _fees(draw: Draw, head: Head) -> dict[str, Any]:
    return {"fees": {"handling": formula(draw, head.scope, MONEY, 1)}} if draw(st.integers(0, 2)) == 0 else {}


def _errands(draw: Draw, head: Head) -> dict[str, Any]:
    answers = ("in_scope", "as_a_favour", "never")
    errands = {
        f"errand-{index}": {"when": when(draw, head.scope, 1), "answer": draw(st.sampled_from(answers)),
                            **({"instead": ["keep_it"]} if draw(st.booleans()) else {})}
        for index in range(draw(st.integers(1, 3)))
    }  # fmt: skip
    return {
        "outcomes": [{word: {"label": said(word)}} for word in answers],
        "errands": errands,
        "otherwise": {"answer": draw(st.sampled_from(answers))},
    }


def _conduct(draw: Draw, head: Head) -> dict[str, Any]:
    ladder = {
        "remind": {"at": "1", "label": said("a reminder"), "appeal": "1 month"},
        "warn": {"at": draw(st.sampled_from(("2", "5"))), "label": said("a warning"), "lasts": period(draw, head.scope),
                 "scope": ["keep_it"]},
    }  # fmt: skip
    lines: dict[str, Any] = {"act": "act.at", "points": "act.points", "ladder": ladder}
    taken = [name.text for name in head.scope.names if name.absent and name.text in _instants(head.scope)]
    if taken:
        lines["steps"] = {"remind": draw(st.sampled_from(taken))}
        ladder["warn"]["requires"] = "remind"
    if draw(st.booleans()):
        ladder["warn"]["when"] = when(draw, head.scope, 1)
    return {**lines, "outcomes": [{"welcome": {"label": said("welcome")}}], "otherwise": {"outcome": "welcome"}}


KINDS = {"decision": _decision, "returns": _returns, "errands": _errands, "conduct": _conduct}
FIXED = {
    "errands": {"in_scope": (), "as_a_favour": (), "never": ()},
    "conduct": {"welcome": (), "remind": (), "warn": ()},
}
"""The outcomes of the kinds that do not choose their own."""


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy's file as data, and what others can ask of it."""

    lines: Mapping[str, Any]
    outcomes: Outcomes


def policy(draw: Draw, policy_id: str, scope: Scope, asked: Outcomes | None, kind: str) -> PolicyText:
    head = _head(draw, policy_id, kind, scope, asked)
    body = KINDS[kind](draw, head)
    outcomes = Outcomes(FIXED[kind], []) if kind in FIXED else head.outcomes
    return PolicyText({**head.lines, "effective": {"from": "beginning"}, **body}, outcomes)


def _versions(draw: Draw, scope: Scope, asked: Outcomes | None, kind: str, *, small: bool) -> dict[str, Any]:
    """The files of the main policy: one version, or two with a day between them."""
    first = policy(draw, MAIN, scope, asked, kind)
    lines = dict(first.lines)
    if not small and draw(st.integers(0, 2)) == 0:
        lines["pinned_to"] = "act.at"
    if small or draw(st.integers(0, 3)):
        return {MAIN: lines}
    second = dict(policy(draw, MAIN, scope, asked, "decision").lines)
    if "pinned_to" in lines:
        second["pinned_to"] = lines["pinned_to"]
    lines["effective"], second["effective"] = {"from": "2026-03-24", "until": DAYS[2]}, {"from": DAYS[2]}
    return {f"{MAIN}-early": lines, f"{MAIN}-late": second}


# --- a business and its questions -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """A business as its author wrote it: each file's data, and the facts that can be sent."""

    files: Mapping[str, Any]
    declared: tuple[Declared, ...]

    def save(self, root: Path) -> Path:
        """The business's folder, written out as YAML."""
        folder = root / ID
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.yaml"):
            old.unlink()
        for name, data in self.files.items():
            (folder / f"{name}.yaml").write_text(as_yaml(data), encoding="utf-8")
        return folder

    def __repr__(self) -> str:
        return "\n".join(f"--- {name}.yaml\n{as_yaml(data)}" for name, data in self.files.items())


class Dumper(yaml.CSafeDumper):
    """Writes everything out, also what stands in two places."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # as yaml calls it
        return True


def as_yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000))


@st.composite
def businesses(draw: Draw, *, careless: bool = False, small: bool = False) -> Written:
    """A business with a policy `main`, which may ask another. ``small``: every fact has a few values only."""
    declared = draw(fact_tables(small=small))
    scope = _scope(declared, careless=careless)
    files: dict[str, Any] = {"business": _business(draw), "facts": _facts_file(draw, declared, scope)}
    files["phrases"] = {"phrases": {word: said(f"Please {word.replace('_', ' ')}.") for word in PHRASES}}
    asked = None
    if draw(st.integers(0, 2)) == 0:
        other = policy(draw, OTHER, scope, None, draw(st.sampled_from(("decision", "errands"))))
        files[OTHER], asked = other.lines, other.outcomes
    kind = draw(st.sampled_from(("decision", "decision", "decision", "returns", "errands", "conduct")))
    return Written(files | _versions(draw, scope, asked, kind, small=small), declared)


def _scope(declared: Iterable[Declared], *, careless: bool) -> Scope:
    return Scope(
        tuple(fact.name for fact in declared if not fact.fields),
        {fact.name.text: tuple(member.name for member in fact.fields) for fact in declared if fact.fields},
        hidden=frozenset(fact.name.text for fact in declared if "private" in str(fact.entry)),
        careless=careless,
    )


def _business(draw: Draw) -> dict[str, Any]:
    return {
        "business": ID, "name": said("A shop"), "locales": ["en"], "country": "TW",
        "time_zone": draw(st.sampled_from(ZONES)), "currency": CURRENCY,
        "smallest_unit": draw(st.sampled_from(("1", "0.01", "0.05"))),
        "calendar": {"working_days": ["mon", "tue", "wed", "thu", "fri"], "opens": "09:00", "closes": "18:00"},
    }  # fmt: skip


def _facts_file(draw: Draw, declared: Sequence[Declared], scope: Scope) -> dict[str, Any]:
    lines: dict[str, Any] = {"facts": {fact.name.text: fact.entry for fact in declared}}
    if draw(st.integers(0, 3)) == 0:
        lines["always"] = [{"any": [when(draw, scope, 0, 2), when(draw, scope, 0, 2)]}]
    return lines


Sent = dict[str, Any]
"""Facts by dotted name, as JSON values; a name that is missing is not sent."""


@st.composite
def facts_for(draw: Draw, declared: Sequence[Declared], *, careless: bool = False) -> Sent:
    """Facts that can be sent: all of them, most of them, or few."""
    known = draw(st.sampled_from((10, 8, 5)))
    sent: Sent = {}
    for fact in declared:
        if draw(st.integers(1, 10)) > known:
            continue
        sent[fact.name.text] = _elements(draw, fact) if fact.fields else draw(st.sampled_from(fact.values))
    if careless and sent and draw(st.booleans()):
        sent[draw(st.sampled_from(sorted(sent)))] = draw(hostile_json)
    return sent


def _elements(draw: Draw, fact: Declared) -> list[Any]:
    count = draw(st.integers(0, min(int(fact.entry["longest"]), 3)))
    return [
        {member.name.text: draw(st.sampled_from(member.values))
         for member in fact.fields if draw(st.integers(0, 5)) > 0}
        for _ in range(count)
    ]  # fmt: skip


def nested(sent: Sent) -> dict[str, Any]:
    """The facts as the nested objects of a request."""
    data: dict[str, Any] = {}
    for name, value in sent.items():
        *groups, last = name.split(".")
        place = data
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return data


def completions(declared: Sequence[Declared], sent: Sent) -> list[Sent]:
    """Every way to say the facts that are unknown, where each has the values listed only."""
    ways: list[list[tuple[str, Any]]] = []
    for fact in declared:
        name = fact.name.text
        if name not in sent and fact.defaulted:
            continue
        if fact.fields:
            ways.append([(name, value) for value in _every_list(fact, sent.get(name))])
        else:
            ways.append([(name, value) for value in ([sent[name]] if name in sent else fact.values)])
    return [dict(chosen) for chosen in product(*ways)]


def _every_list(fact: Declared, given: list[Any] | None) -> list[Any]:
    """The lists that a given one, with fields missing, or an unknown one can turn out to be."""
    most = int(fact.entry["longest"])
    shapes = [given] if given is not None else [[{}] * count for count in range(most + 1)]
    return [list(elements) for shape in shapes for elements in product(*(_every_element(fact, e) for e in shape))]


def _every_element(fact: Declared, given: Mapping[str, Any]) -> list[Any]:
    ways = [
        [(member.name.text, value)
         for value in ([given[member.name.text]] if member.name.text in given else member.values)]
        for member in fact.fields
        if member.name.text in given or not member.defaulted
    ]  # fmt: skip
    return [dict(chosen) for chosen in product(*ways)]


@dataclass(frozen=True, slots=True)
class Questions:
    """A business, and several sets of facts to ask its main policy about."""

    written: Written
    sent: tuple[Sent, ...]
    as_of: datetime


@st.composite
def questions(draw: Draw, *, careless: bool = False, small: bool = False, sets: int = 8) -> Questions:
    """A business and ``sets`` sets of facts."""
    written = draw(businesses(careless=careless, small=small))
    facts = facts_for(written.declared, careless=careless)
    sent = tuple(draw(facts) for _ in range(sets))
    return Questions(written, sent, datetime.fromisoformat(draw(st.sampled_from(AS_OFS))))


# --- JSON that nobody meant well --------------------------------------------------------------

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.text(max_size=40)
    | st.sampled_from((10**4000, "9" * 400, "1e5", "٣", "-0", "NaN", "2026-02-30", "2026-03-01T24:00:00Z"))
    | st.sampled_from(("2026-03-01T10:00:00+24:00", "P", "PT", "P1Y", "P999999DT99999999H", "yes", "\ud800", 1.5))
)
hostile_json: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
"""Anything that a JSON decoder with exact decimals can give."""
