"""facts.yaml to the model: types with their limits, defaults, records flattened, constraints."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from policykit import values
from policykit.kinds.plain import Placed, is_yes
from policykit.language.parse import KEYWORDS
from policykit.language.scope import Scope
from policykit.model import (
    ABSENT,
    AS_OF,
    AsOf,
    ChoiceType,
    Constraint,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Origin,
    ScalarType,
    TextType,
    Type,
    Value,
)
from policykit.source.conditions import read_when
from policykit.source.sheet import Sheet
from policykit.walk import facts_read

BELONGS = {
    "choice": {"choices", "labels"},
    "country": {"countries"},
    "number": {"unit", "at_least", "at_most", "step"},
    "money": {"currency"},
    "text": {"longest"},
    "list": {"fields", "longest"},
    "record": {"fields"},
}
"""The keys that go with one type only; all others go with every type."""
INHERITED = ("private", "protected", "hint", "origin")
"""What a record says for all its fields."""
RECORD = ("type", "meaning", "optional", "fields", *INHERITED)
TIED = set().union(*BELONGS.values())


def build_facts(sheet: Sheet, currency: str, *, asked: bool = True) -> tuple[dict[str, Fact], dict[str, bool]]:
    """The facts by dotted name, and the records by name with whether they may be absent.

    Where they are not ``asked`` of anybody, they need no question.
    """
    facts: dict[str, Fact] = {}
    groups: dict[str, bool] = {}
    for name, entry in sheet.root["facts"].items():
        _check_name(name, entry, sheet)
        if entry["type"].data == "record":
            _check_keys(entry, sheet)
            _check_record(entry, sheet)
            groups[name] = is_yes(entry.get("optional"))
            facts |= _flattened(name, entry, sheet, currency, optional=groups[name])
        else:
            facts[name] = _fact(name, entry, sheet, currency, asked=asked)
    _check_conflicts(facts, groups, sheet)
    return facts, groups


def _check_name(name: str, entry: Placed, sheet: Sheet) -> None:
    if name in KEYWORDS:
        text = f"`{name}` is a word of the language"
        sheet.report("reserved-word", text, sheet.key_span(entry), "name the fact otherwise")


def _check_record(entry: Placed, sheet: Sheet) -> None:
    for key, piece in entry.items():
        if key not in RECORD:
            text = f"`{key}` does not go with the type `record`"
            sheet.report("misplaced-key", text, sheet.key_span(piece), "write it with the fields that it is about")


def _check_keys(entry: Placed, sheet: Sheet) -> None:
    kind = entry["type"].data
    for key, piece in entry.items():
        if key in TIED and key not in BELONGS.get(kind, set()):
            homes = " or ".join(f"`{home}`" for home, keys in BELONGS.items() if key in keys)
            sheet.report(
                "misplaced-key",
                f"`{key}` does not go with the type `{kind}`",
                sheet.key_span(piece),
                f"it goes with {homes}",
            )
    needed = {"choice": "choices", "list": "fields", "record": "fields"}.get(kind)
    if needed and needed not in entry.data:
        sheet.report("missing-key", f"a {kind} needs `{needed}`", sheet.key_span(entry), f"add `{needed}:`")


def _check_conflicts(facts: Mapping[str, Fact], groups: Mapping[str, bool], sheet: Sheet) -> None:
    for name, fact in facts.items():
        parts = name.split(".")
        for end in range(1, len(parts)):
            prefix = ".".join(parts[:end])
            if prefix in facts:
                sheet.report(
                    "fact-conflict",
                    f"`{prefix}` is a fact, so `{name}` has no place",
                    fact.span,
                    "rename one of the two",
                )
    for name in groups:
        if name in facts:
            sheet.report(
                "fact-conflict", f"`{name}` is both a record and a fact", facts[name].span, "rename one of the two"
            )


def _flattened(name: str, entry: Placed, sheet: Sheet, currency: str, *, optional: bool) -> dict[str, Fact]:
    """A record is its fields under its name: what is said of it is said of each; each may be absent where it may."""
    fields = entry.get("fields")
    said = {key: entry.data[key] for key in INHERITED if key in entry.data}
    return {
        f"{name}.{field}": _fact(
            f"{name}.{field}", Placed({**said, **piece.data}, piece.path), sheet, currency, optional=optional
        )
        for field, piece in (fields.items() if fields else [])
    }


def _fact(name: str, entry: Placed, sheet: Sheet, currency: str, *, optional: bool = False, asked: bool = True) -> Fact:
    _check_keys(entry, sheet)
    kind = _type(entry, sheet, currency)
    default = _when_not_sent(entry, kind, sheet)
    question = entry.get("question")
    owner = entry if asked and default is None else None
    if isinstance(kind, ListType) and is_yes(entry.get("optional")):
        sheet.report(
            "misplaced-key",
            "a list is never absent",
            sheet.key_span(entry["optional"]),
            "send an empty list; drop `optional`",
        )
    if isinstance(kind, ListType) and default is ABSENT:
        sheet.report(
            "misplaced-key",
            "a list is never absent",
            sheet.key_span(entry["not_sent"]),
            "send an empty list; drop `not_sent`",
        )
    return Fact(
        name,
        kind,
        origin=Origin(entry["origin"].data) if "origin" in entry.data else Origin.BUSINESS,
        optional=optional or is_yes(entry.get("optional")),
        when_not_sent=default,
        private=is_yes(entry.get("private")),
        protected=is_yes(entry.get("protected")),
        cleared=entry.data.get("protected") in ("no", "false"),
        lawful=sheet.texts(entry.get("lawful"), what="the law"),
        hint=entry.data.get("hint", "yes") in ("yes", "true"),
        happened=is_yes(entry.get("happened")),
        warns=is_yes(entry.get("warns")),
        meaning=sheet.texts(entry["meaning"], what="the meaning"),
        question=sheet.texts(question, owner, what="the question", key=("question",)),
        span=sheet.key_span(entry),
    )


def _type(entry: Placed, sheet: Sheet, currency: str) -> Type:
    data = entry.data
    match data["type"]:
        case "list":
            fields = entry.get("fields")
            members = {name: _fact(name, piece, sheet, currency) for name, piece in fields.items()} if fields else {}
            return ListType(members, int(data.get("longest", 1000)))
        case _:
            return scalar_type(entry, sheet, currency)


def scalar_type(entry: Placed, sheet: Sheet, currency: str, *, labelled: bool = True) -> ScalarType:
    """The type that a fact's, a field's or a value's entry states."""
    data = entry.data
    match data["type"]:
        case "flag":
            return FlagType()
        case "choice":
            return _choice(entry, sheet, labelled=labelled)
        case "country":
            return _country(entry, sheet)
        case "number":
            return _number(entry, sheet)
        case "money":
            return MoneyType(data.get("currency", currency))
        case "date":
            return DateType()
        case "datetime":
            return DateTimeType()
        case "duration":
            return DurationType()
        case _:
            return TextType(int(data.get("longest", 500)))


def _choice(entry: Placed, sheet: Sheet, *, labelled: bool) -> ChoiceType:
    words = tuple(entry.data.get("choices", ()))
    for index, word in enumerate(words):
        place = sheet.span(entry["choices"][index])
        if word in KEYWORDS:
            sheet.report("reserved-word", f"`{word}` is a word of the language", place, "name the choice otherwise")
        if word in words[:index]:
            sheet.report("duplicate-name", f"`{word}` is listed twice", place, "drop one")
    labels = entry.get("labels")
    given = dict(labels.items()) if labels else {}
    for word, piece in given.items():
        if word not in words:
            sheet.report(
                "unknown-choice", f"`{word}` is not a choice here", sheet.key_span(piece), "list it under `choices:`"
            )
    known = {
        word: sheet.texts(given.get(word), entry if labelled else None, f"the label of `{word}`", ("labels", word))
        for word in words
    }
    return ChoiceType(words, known)


def _country(entry: Placed, sheet: Sheet) -> ChoiceType:
    """A choice of countries, which CLDR has the names of."""
    listed = entry.get("countries")
    codes = values.countries() if listed is None else tuple(listed.data)
    for index, code in enumerate(listed.data if listed else ()):
        assert listed is not None
        if not values.is_country(code):
            sheet.report("bad-value", f"unknown country `{code}`", sheet.span(listed[index]), "see ISO 3166-1")
        if code in listed.data[:index]:
            sheet.report("duplicate-name", f"`{code}` is listed twice", sheet.span(listed[index]), "drop one")
    return ChoiceType(codes, {code: values.country_names(code, sheet.locales) for code in codes})


def _number(entry: Placed, sheet: Sheet) -> NumberType:
    least, most, step = (
        Decimal(entry.data[key]) if key in entry.data else None for key in ("at_least", "at_most", "step")
    )
    if least is not None and most is not None and least > most:
        sheet.report(
            "out-of-range", f"`{least}` is more than `{most}`", sheet.span(entry["at_least"]), "exchange the two"
        )
    if step is not None and step <= 0:
        sheet.report(
            "out-of-range", "a step is more than nothing", sheet.span(entry["step"]), "write `1` for whole numbers"
        )
        step = None
    return NumberType(entry.data.get("unit"), least, most, step)


def _when_not_sent(entry: Placed, kind: Type, sheet: Sheet) -> Value | AsOf | None:
    if "default" in entry.data:
        if not isinstance(kind, DateTimeType):
            sheet.report(
                "misplaced-key",
                "`default: as_of` is for a datetime",
                sheet.key_span(entry["default"]),
                "use `not_sent:`",
            )
        if "not_sent" in entry.data:
            sheet.report(
                "misplaced-key",
                "`default` and `not_sent` say two things",
                sheet.key_span(entry["not_sent"]),
                "keep one",
            )
        return AS_OF
    if "not_sent" not in entry.data:
        return None
    text = entry["not_sent"].data
    if text == "absent":
        return ABSENT
    value = values.Wrong("a list has no default") if isinstance(kind, ListType) else values.from_text(kind, text)
    if isinstance(value, values.Wrong):
        sheet.report("wrong-type", value.message, sheet.span(entry["not_sent"]), value.help)
        return None
    return value


def build_constraints(
    sheet: Sheet, facts: Mapping[str, Fact], broken: frozenset[str] = frozenset()
) -> tuple[Constraint, ...]:
    """What `always:` says, for every item that could be read."""
    always = sheet.root.get("always")
    constraints = []
    for index in range(len(always.data) if always else 0):
        assert always is not None
        piece = always[index]
        condition = read_when(piece, Scope(facts, broken=broken), sheet)
        if condition is not None:
            spelt_out = all(isinstance(test, str) for test in piece.data.values())
            text = " and ".join(f"`{key}` {test}" for key, test in piece.data.items()) if spelt_out else ""
            constraints.append(Constraint(condition, text, facts_read(condition), sheet.span(piece)))
    return tuple(constraints)
