"""A policy's file, lowered by its kind, to the model: outcomes, numbers, formulas, rules, versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from policykit.diagnostics import has_errors, in_backticks
from policykit.kinds.plain import Placed, PlainRule, PlainTable
from policykit.language.scope import Scope
from policykit.language.types import Typed, in_words, named
from policykit.model import (
    OTHERWISE,
    Aggregation,
    And,
    Ask,
    Constant,
    Expression,
    FactRef,
    FlagLiteral,
    HitPolicy,
    MoneyType,
    NumberType,
    Outcome,
    Policy,
    Rule,
    Side,
    Test,
    Window,
)
from policykit.source.answers import Answering
from policykit.source.asks import asked_names, asks_of, pin
from policykit.source.clocks import clocks_of
from policykit.source.conditions import joined, read_when
from policykit.source.delivery import delivery_of
from policykit.source.drafts import Draft, Surroundings, no_doubles
from policykit.source.floors import floors_of
from policykit.source.names import labels_of, lets_of, numbers_of
from policykit.source.renames import former_ids, with_former_ids
from policykit.source.rows import rules_of
from policykit.source.sheet import Sheet
from policykit.walk import every


def build_policy(draft: Draft, around: Surroundings) -> Policy | None:
    """The policy; None where anything in it is wrong, which its sheet then tells."""
    sheet, root, plain = draft.sheet, draft.root, draft.plain
    asked = [ask["policy"] for ask in root.data.get("asks", {}).values()]
    unknown = [policy_id for policy_id in asked if policy_id not in around.drafts]
    if any(around.broken.may_hold(policy_id, around.drafts) for policy_id in unknown):
        return None
    names = _names(draft, around)
    answering = _answering(draft, around, names)
    rules = with_former_ids(_rules(draft, answering), root.get("renamed"), sheet)
    otherwise = answering.build(plain.otherwise, plain.otherwise_path)
    starts, ends = _effective(root["effective"], around.zone, sheet)
    pinned_to = pin(root.get("pinned_to"), around, sheet)
    owner = root.get("owner")
    review, announced = day(root.get("review"), sheet), day(root["effective"].get("announced"), sheet)
    question = sheet.promise(root["question"], what="the question")
    summary = sheet.promise(root.get("summary"), what="the summary")
    given = {name: sheet.promise(piece, what=f"the label of `{name}`") for name, piece in plain.labels.items()}
    labels = {**labels_of(root.get("let"), sheet), **given}
    floors = floors_of(root.get("floors"), draft, around, names.scope)
    delivery = delivery_of(root.get("delivery"), names.scope, sheet)
    if has_errors(sheet.found) or otherwise is None:
        return None
    span = sheet.key_span(plain.otherwise_path)
    return Policy(
        draft.id, root["kind"].data, question, draft.outcomes, rules,
        Rule(OTHERWISE, FlagLiteral(value=True, span=span), otherwise, span=span),
        starts, ends, pinned_to, names.numbers, {name: typed.expression for name, typed in names.lets.items()},
        labels, names.asks, summary, tuple(root.data.get("scenarios", ())), _acts(rules), *_hits(plain.table),
        announced, owner.data if owner else None, review, floors, delivery,
        tuple(piece.data for piece in former_ids(sheet)), sheet.span(root["policy"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What a policy names beside the facts, and the scope of all of it."""

    asks: tuple[Ask, ...]
    numbers: Mapping[str, Constant]
    lets: Mapping[str, Typed]
    scope: Scope


def _names(draft: Draft, around: Surroundings) -> Names:
    sheet, root = draft.sheet, draft.root
    asks = asks_of(root.get("asks"), around, sheet)
    numbers = numbers_of(root.get("numbers"), around, sheet)
    unread = {name for name in root.data.get("numbers", {}) if name not in numbers}
    unread |= around.broken.facts | sheet.left_out
    scope = Scope(around.facts, numbers, asked_names(asks, around, sheet), broken=frozenset(unread))
    lets: dict[str, Typed] = {}
    for read, entries in _naming(draft):
        found = read(entries, scope, sheet)
        unread |= {name for name in entries if name not in found}
        lets |= found
        known = {name: named(name, typed) for name, typed in found.items()}
        scope = replace(scope.naming(known), broken=frozenset(unread))
    return Names(asks, numbers, lets, scope)


Naming = Callable[[Mapping[str, Placed], Scope, Sheet], dict[str, Typed]]
NAMING: Mapping[str, Naming] = {"clocks": clocks_of, "let": lets_of}
"""The keys that name formulas, and how each is read."""


def _naming(draft: Draft) -> Iterator[tuple[Naming, Mapping[str, Placed]]]:
    """What the author names, the first in the file first, then the kind's formulas; each can use what comes before.

    A name that is the kind's cannot be the author's.
    """
    root, sheet = draft.root, draft.sheet
    for key in (key for key in root.data if key in NAMING):
        own = dict(root[key].items())
        for name in draft.plain.lets:
            if name in own:
                text = f"`{name}` is a name of the kind `{root['kind'].data}`"
                sheet.report("duplicate-name", text, sheet.key_span(own[name]), "take another name")
        yield NAMING[key], own
    yield lets_of, draft.plain.lets


def _answering(draft: Draft, around: Surroundings, names: Names) -> Answering:
    outcomes = {outcome.name: outcome for outcome in draft.outcomes}
    citable = [ask.alias for ask in names.asks if ask.per_item is None]
    return Answering(names.scope, outcomes, around.phrases, citable, around.people, draft.sheet)


def _rules(draft: Draft, answering: Answering) -> tuple[Rule, ...]:
    """The rules that could be read, in the order in which they are tried."""
    plain, sheet = draft.plain, draft.sheet
    otherwise = (OTHERWISE, sheet.key_span(plain.otherwise_path))
    named = plain.table.rows if plain.table else plain.rules
    no_doubles([otherwise, *((rule.id, sheet.key_span(rule.path)) for rule in named)], sheet)
    if plain.table is not None:
        return _table_rules(plain.table, draft.outcomes, answering)
    built = [_rule(rule, answering) for rule in plain.rules]
    return tuple(rule for rule in built if rule is not None)


def _hits(table: PlainTable | None) -> tuple[HitPolicy, Aggregation | None]:
    """What is made of the rules that hold; plain rules are first match."""
    return (table.hit_policy, table.aggregation) if table else (HitPolicy.FIRST, None)


def _table_rules(table: PlainTable, outcomes: tuple[Outcome, ...], answering: Answering) -> tuple[Rule, ...]:
    rules = rules_of(table, answering)
    if table.hit_policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER):
        _check_collecting(rules, answering.outcomes, table, answering.sheet)
    return _best_first(rules, outcomes) if table.hit_policy is HitPolicy.PRIORITY else rules


def _check_collecting(rows: tuple[Rule, ...], outcomes: Mapping[str, Outcome], table: PlainTable, sheet: Sheet) -> None:
    """Rows become one answer: they share its outcome, and values that can be put together, if they are to be."""
    aggregation = table.aggregation
    place, names = sheet.span(table.path), {row.answer.outcome for row in rows}
    if len(names) > 1:
        listed = in_backticks(sorted(names))
        sheet.report(
            "table-collect", f"rows that are collected share one outcome, here {listed}", place, "split the table"
        )
    if aggregation is None:
        _check_listing(rows, sheet)
        return
    kinds = NumberType if aggregation is Aggregation.COUNT else NumberType | MoneyType
    for value in (value for name in names for value in outcomes[name].values):
        if not isinstance(value.type, kinds):
            text = f"`{aggregation}` cannot be made of `{value.name}`, which is {in_words(value.type)}"
            sheet.report("table-collect", text, place, "collect numbers or amounts; counts are numbers")


def _check_listing(rows: tuple[Rule, ...], sheet: Sheet) -> None:
    """Where every row keeps its values, a sentence that all rows share has none of them to name."""
    for answer in (row.answer for row in rows[:1]):
        for wording in (answer.wording, answer.guidance, *answer.also.values()):
            for name in (name for name in wording.reads if name in answer.values):
                text = f"`{name}` differs from row to row, and this sentence stands above all of them"
                help = "leave it out: each row is told with its values; or add `aggregate:`"
                sheet.report("table-collect", text, wording.span, help)


def _best_first(rows: tuple[Rule, ...], outcomes: tuple[Outcome, ...]) -> tuple[Rule, ...]:
    """The rows of a priority table, best outcome first; among equals the order of the table."""
    ranks = {outcome.name: rank for rank, outcome in enumerate(outcomes)}
    return tuple(sorted(rows, key=lambda row: ranks[row.answer.outcome]))


def _acts(rules: tuple[Rule, ...]) -> tuple[tuple[str, Expression], ...]:
    """The acts and the events that windows measure them from; elements of lists have no such order."""
    pairs: dict[tuple[str, Expression], None] = {}
    # The rows of a table share the conditions of cells that say the same.
    conditions = {id(condition): condition for rule in rules for condition in _conditions(rule.when)}
    for node in (node for condition in conditions.values() for node in every(condition)):
        match node:
            case Window(act=FactRef(name=act), opens=opens) if opens is not None:
                pairs[act, opens] = None
            case Window(act=FactRef(name=act), side=Side.AFTER, event=FactRef() as event):
                pairs[act, event] = None
            case _:
                pass
    return tuple(pairs)


def _conditions(when: Expression) -> Iterator[Expression]:
    """What the lines of a `when` say."""
    for part in when.parts if isinstance(when, And) else (when,):
        yield part.condition if isinstance(part, Test) else part


def _rule(rule: PlainRule, answering: Answering) -> Rule | None:
    sheet = answering.sheet
    conditions = [read_when(piece, answering.scope, sheet) for piece in rule.when]
    given = answering.build(rule.answer, rule.path)
    known = tuple(condition for condition in conditions if condition is not None)
    if given is None or len(known) < len(conditions):
        return None
    when = joined(known, sheet, rule.when[0] if rule.when else Placed({}, rule.path))
    title = sheet.promise(rule.title, what="the title")
    return Rule(rule.id, when, given, not rule.internal, rule.part, rule.scenario, title, sheet.key_span(rule.path))


def _effective(piece: Placed, zone: str, sheet: Sheet) -> tuple[datetime | None, datetime | None]:
    starts, ends = (_midnight(piece.get(key), zone, sheet) for key in ("from", "until"))
    if starts and ends and starts >= ends:
        sheet.report(
            "version-order", "this version ends before it begins", sheet.span(piece["until"]), "exchange the dates"
        )
    return starts, ends


def _midnight(piece: Placed | None, zone: str, sheet: Sheet) -> datetime | None:
    begins = day(piece, sheet) if piece is not None and piece.data != "beginning" else None
    return datetime.combine(begins, time(), ZoneInfo(zone)) if begins else None


def day(piece: Placed | None, sheet: Sheet) -> date | None:
    """The day that a date names; None where there is none, which the sheet then tells."""
    if piece is None:
        return None
    try:
        return date.fromisoformat(piece.data)
    except ValueError:
        sheet.report(
            "bad-value", f"`{piece.data}` is no day of the calendar", sheet.span(piece), "write a date as `2026-03-01`"
        )
        return None
