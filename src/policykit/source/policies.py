"""A policy's file, lowered by its kind, to the model: outcomes, numbers, formulas, rules, versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from policykit.diagnostics import did_you_mean
from policykit.kinds import KINDS
from policykit.kinds.fields import WORD
from policykit.kinds.plain import Placed, Plain, PlainRule
from policykit.language.parse import KEYWORDS
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import PeriodType, Typed, in_words
from policykit.model import (
    OTHERWISE,
    Aggregate,
    Aggregation,
    Ask,
    Asked,
    Better,
    ChoiceType,
    Combination,
    DateTimeType,
    DecidedBy,
    Expression,
    Fact,
    FactRef,
    FlagLiteral,
    HitPolicy,
    LetRef,
    ListType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    Outcome,
    OutcomeValue,
    PeriodLiteral,
    PerItem,
    Policy,
    Rule,
    Side,
    Window,
)
from policykit.source.answers import Answering
from policykit.source.conditions import joined, read_each, read_when
from policykit.source.facts import scalar_type
from policykit.source.sheet import Sheet
from policykit.walk import depth, every

DEEPEST = 100
"""Steps from a formula down to the facts, through every name it uses."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy whose outcomes are known, so that others can ask it, and whose rules are not built yet."""

    id: str
    sheet: Sheet
    plain: Plain
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the policies of one business share.

    ``broken`` are the policies whose files have errors of shape: nothing is said of those who ask them.
    ``phrases`` is None while their file has such errors.
    """

    facts: Mapping[str, Fact]
    phrases: Collection[str] | None
    currency: str
    zone: str
    drafts: Mapping[str, tuple[Draft, ...]]
    broken: frozenset[str] = frozenset()


def draft(sheet: Sheet, currency: str) -> Draft:
    """The policy lowered to plain rules, with its outcomes."""
    root = sheet.root
    plain = KINDS[root["kind"].data].lower(root)
    for problem in plain.problems:
        sheet.report(problem.code, problem.message, sheet.span(problem.path), problem.help)
    outcomes = tuple(_outcome(name, said, sheet, currency) for name, said in plain.outcomes)
    _no_doubles([name for name, _ in plain.outcomes], root["policy"], sheet)
    return Draft(root["policy"].data, sheet, plain, outcomes)


def _no_doubles(names: list[str], place: Placed, sheet: Sheet) -> None:
    for name in sorted({name for name in names if names.count(name) > 1}):
        sheet.report("duplicate-name", f"`{name}` is there twice", sheet.span(place), "rename one")


def _outcome(name: str, said: Placed, sheet: Sheet, currency: str) -> Outcome:
    if not WORD.fullmatch(name):
        text = f"`{name}` is not a word in small letters with underscores"
        sheet.report("bad-value", text, sheet.span(said), "write it like `partial_refund`")
    if name in KEYWORDS:
        sheet.report(
            "reserved-word", f"`{name}` is a word of the language", sheet.key_span(said), "name the outcome otherwise"
        )
    owner = said if said.path else None
    values = said.get("values")
    return Outcome(
        name,
        final=said.data.get("final", "yes") in ("yes", "true"),
        decided_by=DecidedBy(said.data.get("decided_by", "policy")),
        values=tuple(_value(key, piece, sheet, currency) for key, piece in values.items()) if values else (),
        label=sheet.texts(said.get("label"), owner, f"the label of `{name}`"),
        span=sheet.key_span(said),
    )


def _value(name: str, piece: Placed, sheet: Sheet, currency: str) -> OutcomeValue:
    kind = scalar_type(piece, sheet, currency, labelled="labels" in piece.data)
    better = piece.data.get("better", "none")
    best = better if isinstance(kind, ChoiceType) and better != "none" else None
    if isinstance(kind, ChoiceType) and best is not None and best not in kind.choices:
        sheet.report(
            "unknown-choice",
            f"`{best}` is not a choice here",
            sheet.span(piece["better"]),
            did_you_mean(best, kind.choices),
        )
    if not isinstance(kind, ChoiceType) and better not in list(Better):
        sheet.report(
            "bad-value",
            f"`{better}` says nothing here",
            sheet.span(piece["better"]),
            "write `higher`, `lower` or `none`",
        )
        better = "none"
    label = sheet.texts(piece.get("label"), what=f"the label of `{name}`")
    return OutcomeValue(name, kind, Better.NONE if isinstance(kind, ChoiceType) else Better(better), best, label)


# --- a whole policy ---------------------------------------------------------------------------


def build_policy(draft: Draft, around: Surroundings) -> Policy | None:
    """The policy; None where anything in it is wrong, which its sheet then tells."""
    sheet, root, plain = draft.sheet, draft.sheet.root, draft.plain
    asked = [ask["policy"] for ask in root.data.get("asks", {}).values()]
    if any(policy_id in around.broken and policy_id not in around.drafts for policy_id in asked):
        return None
    asks = _asks(root.get("asks"), around, sheet)
    numbers = _numbers(root.get("numbers"), around, sheet)
    scope = Scope(around.facts, numbers, _asked(asks, around))
    lets = _lets(root.get("let"), scope, sheet)
    scope = scope.naming(
        {name: Typed(LetRef(name, typed.expression), typed.type, typed.absent) for name, typed in lets.items()}
    )
    outcomes = {outcome.name: outcome for outcome in draft.outcomes}
    answering = Answering(scope, outcomes, around.phrases, [ask.alias for ask in asks if ask.per_item is None], sheet)
    rules = [_rule(rule, answering) for rule in plain.rules]
    _no_doubles([rule.id for rule in plain.rules] + [OTHERWISE], root["policy"], sheet)
    otherwise = answering.build(plain.otherwise, plain.otherwise_path)
    starts, ends = _effective(root["effective"], around.zone, sheet)
    pinned_to = _pin(root.get("pinned_to"), around, sheet)
    question, summary = (
        sheet.texts(root["question"], what="the question"),
        sheet.texts(root.get("summary"), what="the summary"),
    )
    known = tuple(rule for rule in rules if rule is not None)
    if plain.hit_policy is HitPolicy.COLLECT:
        _check_collecting(known, outcomes, plain.aggregation, sheet)
    if plain.hit_policy is HitPolicy.PRIORITY:
        known = _best_first(known, draft.outcomes)
    if any(finding.severity == "error" for finding in sheet.found) or otherwise is None or len(known) < len(rules):
        return None
    span = sheet.key_span(plain.otherwise_path)
    return Policy(
        draft.id, root["kind"].data, question, draft.outcomes, known,
        Rule(OTHERWISE, FlagLiteral(value=True, span=span), otherwise, span=span),
        starts, ends, pinned_to, numbers, {name: typed.expression for name, typed in lets.items()}, asks, summary,
        tuple(root.data.get("scenarios", ())), _acts(known), plain.hit_policy, plain.aggregation,
        sheet.span(root["policy"]),
    )  # fmt: skip


def _check_collecting(
    rows: tuple[Rule, ...], outcomes: Mapping[str, Outcome], aggregation: Aggregation | None, sheet: Sheet
) -> None:
    """Rows become one answer: they share its outcome, and values that can be put together."""
    place, names = sheet.span(("table",)), {row.answer.outcome for row in rows}
    if len(names) > 1:
        listed = ", ".join(f"`{name}`" for name in sorted(names))
        sheet.report(
            "table-collect", f"rows that are collected share one outcome, here {listed}", place, "split the table"
        )
    kinds = NumberType if aggregation is Aggregation.COUNT else NumberType | MoneyType
    for value in (value for name in names for value in outcomes[name].values):
        if not isinstance(value.type, kinds):
            text = f"`{aggregation}` cannot be made of `{value.name}`, which is {in_words(value.type)}"
            sheet.report("table-collect", text, place, "collect numbers or amounts; counts are numbers")


def _best_first(rows: tuple[Rule, ...], outcomes: tuple[Outcome, ...]) -> tuple[Rule, ...]:
    """The rows of a priority table, best outcome first; among equals the order of the table."""
    ranks = {outcome.name: rank for rank, outcome in enumerate(outcomes)}
    return tuple(sorted(rows, key=lambda row: ranks[row.answer.outcome]))


def _acts(rules: tuple[Rule, ...]) -> tuple[tuple[str, str], ...]:
    """The facts that windows compare, act and event; elements of lists have no such order."""
    pairs: dict[tuple[str, str], None] = {}
    for rule in rules:
        for node in every(rule.when):
            match node:
                case Window(act=FactRef(name=act), side=Side.AFTER, event=FactRef(name=event)):
                    pairs[act, event] = None
                case _:
                    pass
    return tuple(pairs)


def _rule(rule: PlainRule, answering: Answering) -> Rule | None:
    sheet = answering.sheet
    conditions = [read_when(piece, answering.scope, sheet) for piece in rule.when]
    given = answering.build(rule.answer, rule.path)
    known = tuple(condition for condition in conditions if condition is not None)
    if given is None or len(known) < len(conditions):
        return None
    when = joined(known, sheet, rule.when[0] if rule.when else Placed({}, rule.path))
    return Rule(rule.id, when, given, not rule.internal, rule.part, rule.scenario, sheet.key_span(rule.path))


def _effective(piece: Placed, zone: str, sheet: Sheet) -> tuple[datetime | None, datetime | None]:
    starts, ends = (_midnight(piece.get(key), zone, sheet) for key in ("from", "until"))
    if starts and ends and starts >= ends:
        sheet.report(
            "version-order", "this version ends before it begins", sheet.span(piece["until"]), "exchange the dates"
        )
    return starts, ends


def _midnight(piece: Placed | None, zone: str, sheet: Sheet) -> datetime | None:
    if piece is None or piece.data == "beginning":
        return None
    try:
        return datetime.combine(date.fromisoformat(piece.data), time(), ZoneInfo(zone))
    except ValueError:
        sheet.report(
            "bad-value", f"`{piece.data}` is no day of the calendar", sheet.span(piece), "write a date as `2026-03-01`"
        )
        return None


def _pin(piece: Placed | None, around: Surroundings, sheet: Sheet) -> str | None:
    if piece is None:
        return None
    fact = around.facts.get(piece.data)
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


# --- names ------------------------------------------------------------------------------------


def _numbers(
    piece: Placed | None, around: Surroundings, sheet: Sheet
) -> dict[str, NumberLiteral | MoneyLiteral | PeriodLiteral]:
    numbers: dict[str, NumberLiteral | MoneyLiteral | PeriodLiteral] = {}
    for name, entry in piece.items() if piece else []:
        _new_name(name, entry, around, sheet)
        typed = read_formula(entry.data, Scope({}), sheet.faults(entry))
        match typed.expression if typed else None:
            case (NumberLiteral() | MoneyLiteral() | PeriodLiteral()) as literal:
                numbers[name] = literal
            case None:
                pass
            case _:
                sheet.report(
                    "wrong-type",
                    f"`{entry.data}` is no number",
                    sheet.span(entry),
                    "write `0.3`, `24 hours`, `5 CNY`, `100 km`",
                )
    return numbers


def _new_name(name: str, entry: Placed, around: Surroundings, sheet: Sheet) -> None:
    if name in KEYWORDS:
        sheet.report("reserved-word", f"`{name}` is a word of the language", sheet.key_span(entry), "take another name")
    if name in around.facts:
        sheet.report("duplicate-name", f"`{name}` is a fact already", sheet.key_span(entry), "take another name")


def _lets(piece: Placed | None, scope: Scope, sheet: Sheet) -> dict[str, Typed]:
    """The named formulas; each can use those above it."""
    lets: dict[str, Typed] = {}
    for name, entry in piece.items() if piece else []:
        if name in scope.numbers or name in scope.facts or name in KEYWORDS:
            sheet.report("duplicate-name", f"`{name}` is in use already", sheet.key_span(entry), "take another name")
        known = {
            above: Typed(LetRef(above, typed.expression), typed.type, typed.absent) for above, typed in lets.items()
        }
        inner = scope.naming(known)
        typed = (
            read_formula(entry.data, inner, sheet.faults(entry))
            if isinstance(entry.data, str)
            else _aggregate(entry, inner, sheet)
        )
        if typed is not None and _may_be_named(typed, entry, sheet):
            lets[name] = typed
    return lets


def _may_be_named(typed: Typed, entry: Placed, sheet: Sheet) -> bool:
    if isinstance(typed.type, PeriodType | ListType):
        sheet.report(
            "wrong-type",
            f"`let` is for formulas, this is {in_words(typed.type)}",
            sheet.span(entry),
            "name it under `numbers:`",
        )
        return False
    if depth(typed.expression) > DEEPEST:
        sheet.report(
            "too-deep", "this formula stands on too many others", sheet.span(entry), "make the chain of names shorter"
        )
        return False
    return True


def _aggregate(entry: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    words = [word for word in Aggregation if word in entry.data]
    if len(words) != 1:
        sheet.report(
            "wrong-shape",
            "expected one of `count`, `sum`, `min` and `max`",
            sheet.key_span(entry),
            "write `count: past in customer.returns`",
        )
        return None
    aggregation = words[0]
    if (aggregation is Aggregation.COUNT) == ("of" in entry.data):
        text = "`count` takes no `of`" if aggregation is Aggregation.COUNT else f"`{aggregation}` needs `of`"
        sheet.report("wrong-shape", text, sheet.key_span(entry), "`of:` is the formula for one element")
        return None
    each = read_each(entry[aggregation.value], scope, sheet)
    if each is None:
        return None
    variable, name, kind = each
    inner = scope.holding(variable, kind)
    where = read_when(entry["where"], inner, sheet) if "where" in entry.data else FlagLiteral(value=True)
    of = read_formula(entry["of"].data, inner, sheet.faults(entry["of"])) if "of" in entry.data else None
    if where is None or ("of" in entry.data and of is None):
        return None
    span = sheet.key_span(entry)
    if of is None:
        return Typed(Aggregate(aggregation, variable, name, where, None, span), NumberType())
    if not isinstance(of.type, NumberType | MoneyType) or of.absent:
        sheet.report(
            "wrong-type",
            f"`{aggregation}` is over numbers or amounts that are never absent",
            sheet.span(entry["of"]),
            "wrap it: `or_else(x, 0)`",
        )
        return None
    result: Expression = Aggregate(aggregation, variable, name, where, of.expression, span)
    # The sum of no amounts is 0; the least and greatest of none are not there.
    return Typed(result, of.type, aggregation is not Aggregation.SUM)


# --- asking other policies --------------------------------------------------------------------


def _asks(piece: Placed | None, around: Surroundings, sheet: Sheet) -> tuple[Ask, ...]:
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
        if f"{alias}.outcome" in around.facts:
            sheet.report(
                "duplicate-name", f"`{alias}.outcome` is a fact already", sheet.key_span(entry), "take another alias"
            )
        _pin(as_of, around, sheet)
        per_item = _per_item(entry, around, sheet)
        asks.append(Ask(alias, policy.data, as_of.data if as_of else None, per_item, sheet.key_span(entry)))
    return tuple(asks)


def _per_item(entry: Placed, around: Surroundings, sheet: Sheet) -> PerItem | None:
    """The list whose elements the policy is asked for, one by one; None where it is asked once."""
    if ("each" in entry.data) != ("combine" in entry.data):
        sheet.report("missing-key", "`each` and `combine` go together", sheet.key_span(entry), "write both, or neither")
        return None
    each = read_each(entry["each"], Scope(around.facts), sheet) if "each" in entry.data else None
    if each is None:
        return None
    variable, name, kind = each
    for field, declared in kind.fields.items():
        fact = around.facts.get(f"{variable}.{field}")
        if fact is not None and (fact.type != declared.type or (declared.may_be_absent and not fact.may_be_absent)):
            text = f"`{field}` of `{name}` cannot stand for the fact `{variable}.{field}`"
            sheet.report(
                "wrong-type",
                text,
                sheet.span(entry["each"]),
                "give both the same type, and let both be absent or neither",
            )
    return PerItem(variable, name, Combination(entry["combine"].data))


def _asked(asks: tuple[Ask, ...], around: Surroundings) -> dict[str, Typed]:
    """The names that the asked policies' answers have here: `errand.outcome`, `errand.voucher`."""
    named: dict[str, Typed] = {}
    for ask in asks:
        outcomes = [outcome for version in around.drafts[ask.policy] for outcome in version.outcomes]
        labels = {outcome.name: outcome.label for outcome in outcomes}
        kind = ChoiceType(tuple(labels), labels)
        # Of an empty list there is no answer.
        named[f"{ask.alias}.outcome"] = Typed(Asked(ask.alias, "outcome"), kind, absent=ask.per_item is not None)
        for outcome in outcomes:
            for value in outcome.values:
                # Another outcome may not carry it.
                named[f"{ask.alias}.{value.name}"] = Typed(Asked(ask.alias, value.name), value.type, absent=True)
    return named
