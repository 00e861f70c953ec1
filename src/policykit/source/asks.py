"""`asks:` and `pinned_to:`, how a policy refers to other policies and to the instant that picks its version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from policykit.diagnostics import did_you_mean
from policykit.kinds.plain import Placed
from policykit.language.scope import Scope
from policykit.language.types import ExpressionType, Typed, in_words
from policykit.model import (
    Ask,
    Asked,
    ChoiceType,
    Combination,
    DateTimeType,
    Fact,
    ListType,
    NumberType,
    PerItem,
    TextType,
    Type,
)
from policykit.source.conditions import read_each
from policykit.source.drafts import Surroundings
from policykit.source.sheet import Sheet


def pin(piece: Placed | None, around: Surroundings, sheet: Sheet) -> str | None:
    if piece is None:
        return None
    fact = around.facts.get(piece.data)
    if fact is None and Scope({}, broken=around.broken.facts).passes_over(piece.data):
        return None
    if fact is None:
        sheet.report(
            "unknown-fact",
            f"unknown fact `{piece.data}`",
            sheet.span(piece),
            did_you_mean(piece.data, around.facts, "declare it in facts.yaml with `type: datetime`"),
        )
    elif not isinstance(fact.type, DateTimeType):
        sheet.report(
            "wrong-type", f"`{piece.data}` is no instant", sheet.span(piece), "pin to a fact of `type: datetime`"
        )
    elif fact.may_be_absent:
        text = f"`{piece.data}` may be absent, and then no version would apply"
        sheet.report("pin-may-be-absent", text, sheet.span(piece), "pin to a fact that is always there")
    return str(piece.data)


def asks_of(piece: Placed | None, around: Surroundings, sheet: Sheet) -> tuple[Ask, ...]:
    asks = []
    for alias, entry in piece.items() if piece else []:
        policy, as_of = entry["policy"], entry.get("as_of")
        if policy.data not in around.drafts:
            sheet.report(
                "unknown-policy",
                f"there is no policy `{policy.data}`",
                sheet.span(policy),
                did_you_mean(policy.data, around.drafts, "write the `policy:` that stands at the top of its file"),
            )
            continue
        pin(as_of, around, sheet)
        per_item = _per_item(entry, around, sheet)
        asks.append(Ask(alias, policy.data, as_of.data if as_of else None, per_item, sheet.key_span(entry)))
    return tuple(asks)


def _per_item(entry: Placed, around: Surroundings, sheet: Sheet) -> PerItem | None:
    """The list whose elements the policy is asked for, one by one; None where it is asked once."""
    if ("each" in entry.data) != ("combine" in entry.data):
        sheet.report("missing-key", "`each` and `combine` go together", sheet.key_span(entry), "write both, or neither")
        return None
    each = (
        read_each(entry["each"], Scope(around.facts, broken=around.broken.facts), sheet)
        if "each" in entry.data
        else None
    )
    if each is None:
        return None
    variable, name, kind = each
    for field, declared in kind.fields.items():
        fact = around.facts.get(f"{variable}.{field}")
        if fact is not None and not _fits(declared, fact):
            text = f"`{field}` of `{name}` cannot stand for the fact `{variable}.{field}`"
            sheet.report(
                "wrong-type",
                text,
                sheet.span(entry["each"]),
                "give both the same type and limits, and let both be absent or neither",
            )
    _stands_for_something(entry["each"], variable, name, kind, around, sheet)
    return PerItem(variable, name, Combination(entry["combine"].data))


def _stands_for_something(
    each: Placed, variable: str, name: str, kind: ListType, around: Surroundings, sheet: Sheet
) -> None:
    """Of elements that stand for no fact, each would get the same answer."""
    known = {*around.facts, *around.broken.facts}
    if any(f"{variable}.{field}" in known for field in kind.fields):
        return
    owners = (fact.rpartition(".") for fact in around.facts)
    standing = Counter(owner for owner, _, field in owners if owner and field in kind.fields)
    meant = standing.most_common(1)
    sheet.report(
        "unknown-fact",
        f"no field of `{name}` stands for a fact: there is no `{variable}.{next(iter(kind.fields))}`",
        sheet.span(each),
        f"write `{meant[0][0]} in {name}`, for the facts `{meant[0][0]}.…`"
        if meant
        else f"name the element as the asked policy's facts begin, and give `{name}` fields of their names",
    )


def asked_names(asks: tuple[Ask, ...], around: Surroundings, sheet: Sheet) -> dict[str, Typed]:
    """The names that the asked policies' answers have here: `errand.outcome`, `errand.voucher`."""
    named: dict[str, Typed] = {}
    for ask in asks:
        for name, typed in _answers(ask, around):
            if name in around.facts and name not in named:
                sheet.report("duplicate-name", f"`{name}` is a fact already", ask.span, "take another alias")
            kind = _either(named[name].type, typed.type) if name in named else typed.type
            if kind is None:
                text = f"`{name}` is {in_words(named[name].type)} in one answer and {in_words(typed.type)} in another"
                help = f"let all outcomes and versions of `{ask.policy}` agree on it"
                sheet.report("wrong-type", text, ask.span, help)
            else:
                named[name] = replace(typed, type=kind)
    return named


def _either(one: ExpressionType, other: ExpressionType) -> ExpressionType | None:
    """The type of a value that two answers carry; of choices, those of both. None where they do not agree."""
    match one, other:
        case ChoiceType(), ChoiceType():
            return ChoiceType(tuple(dict.fromkeys((*one.choices, *other.choices))), {**one.labels, **other.labels})
        case _:
            return one if one == other else None


def _answers(ask: Ask, around: Surroundings) -> Iterator[tuple[str, Typed]]:
    outcomes = [outcome for version in around.drafts[ask.policy] for outcome in version.outcomes]
    labels = {outcome.name: outcome.label for outcome in outcomes}
    kind = ChoiceType(tuple(labels), labels)
    # Of an empty list there is no answer, and another outcome may not carry a value.
    yield f"{ask.alias}.outcome", Typed(Asked(ask.alias, "outcome"), kind, absent=ask.per_item is not None)
    for outcome in outcomes:
        for value in outcome.values:
            yield f"{ask.alias}.{value.name}", Typed(Asked(ask.alias, value.name), value.type, absent=True)


def _fits(field: Fact, fact: Fact) -> bool:
    """Whether every value of a list's field is one that the fact could have."""
    same = field.type == fact.type and _limits(field.type) == _limits(fact.type)
    return same and (fact.may_be_absent or not field.may_be_absent)


def _limits(kind: Type) -> tuple[object, ...]:
    match kind:
        case NumberType(minimum=least, maximum=most, step=step):
            return least, most, step
        case TextType(longest=longest):
            return (longest,)
        case _:
            return ()
