"""cases/*.yaml to the model: facts decoded by their types, and what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from policykit import values
from policykit.decision import MERCHANT
from policykit.diagnostics import did_you_mean
from policykit.kinds.plain import Placed, is_yes
from policykit.language.scope import Scope
from policykit.model import (
    ABSENT,
    Case,
    Expected,
    Fact,
    Facts,
    ListType,
    Outcome,
    OutcomeValue,
    Policy,
    Record,
    ScalarType,
    Value,
)
from policykit.source.answers import DEADLINES
from policykit.source.sheet import Sheet

EXPECTED = ("status", "outcome", "rule", "governed_by", "version", "needs", "possible")


def build_cases(
    sheet: Sheet,
    facts: Mapping[str, Fact],
    policies: Mapping[str, tuple[Policy, ...]],
    broken: frozenset[str] = frozenset(),
) -> tuple[Case, ...]:
    """The cases of one file; none where their policy is unknown. Facts in ``broken`` are passed over."""
    root = sheet.root
    policy_id = root["policy"].data
    if policy_id not in policies:
        place = sheet.span(root["policy"])
        help = did_you_mean(policy_id, policies, "write the `policy:` that stands at the top of the policy's file")
        sheet.report("unknown-policy", f"there is no policy `{policy_id}`", place, help)
        return ()
    scope = Scope(facts, broken=broken)
    given = _facts(root.get("given"), scope, sheet)
    reading = CaseReading(sheet, scope, policies[policy_id], given)
    return tuple(reading.case(name, entry) for name, entry in root["cases"].items())


@dataclass(frozen=True, slots=True)
class CaseReading:
    """The cases of one file, with what they share."""

    sheet: Sheet
    scope: Scope
    versions: tuple[Policy, ...]
    given: Facts

    def case(self, name: str, entry: Placed) -> Case:
        root, sheet = self.sheet.root, self.sheet
        as_of = entry.get("as_of") or root.get("as_of")
        scenario = entry.get("scenario") or root.get("scenario")
        public = is_yes(entry.get("public"))
        if as_of is None:
            help = "write it here, or once for the whole file"
            sheet.report("missing-key", "a case needs `as_of`", sheet.key_span(entry), help)
        return Case(
            name,
            root["policy"].data,
            _instant(as_of, sheet),
            {**self.given, **_facts(entry.get("facts"), self.scope, sheet)},
            _expected(entry["expect"], self.versions, sheet),
            scenario.data if scenario else None,
            public,
            sheet.texts(entry.get("title"), entry if public else None, "the title", ("title",)),
            sheet.key_span(entry),
        )


def _instant(piece: Placed | None, sheet: Sheet) -> datetime:
    parsed = values.parse_instant(piece.data) if piece else values.Wrong("")
    if isinstance(parsed, datetime):
        return parsed
    if piece is not None:
        sheet.report("wrong-type", parsed.message, sheet.span(piece), parsed.help)
    return datetime.max.replace(tzinfo=UTC)


# --- facts ------------------------------------------------------------------------------------


def _facts(piece: Placed | None, scope: Scope, sheet: Sheet) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, entry in piece.items() if piece else []:
        fact = scope.facts.get(name)
        if fact is None:
            if not scope.passes_over(name):
                known = did_you_mean(name, scope.facts, "declare it in facts.yaml")
                sheet.report("unknown-fact", f"unknown fact `{name}`", sheet.key_span(entry), known)
            continue
        value = _list(fact.type, entry, sheet) if isinstance(fact.type, ListType) else _scalar(fact, entry, sheet)
        if value is not None:
            found[name] = value
    return found


def _scalar(fact: Fact, entry: Placed, sheet: Sheet) -> Value | None:
    if not isinstance(entry.data, str):
        sheet.report(
            "wrong-shape", f"`{fact.name}` takes one value", sheet.key_span(entry), "write it on the same line"
        )
        return None
    if entry.data == "absent":
        if fact.may_be_absent:
            return ABSENT
        sheet.report(
            "never-absent",
            f"`{fact.name}` is never absent",
            sheet.span(entry),
            "leave the line out for a fact that was not sent",
        )
        return None
    return _parsed(cast(ScalarType, fact.type), entry, sheet)


def _parsed(kind: ScalarType, entry: Placed, sheet: Sheet) -> Value | None:
    value = values.from_text(kind, entry.data)
    if isinstance(value, values.Wrong):
        sheet.report("wrong-type", value.message, sheet.span(entry), value.help)
        return None
    return value


def _list(kind: ListType, entry: Placed, sheet: Sheet) -> Value | None:
    if not isinstance(entry.data, list) or not all(isinstance(item, dict) for item in entry.data):
        sheet.report(
            "wrong-shape",
            "a list takes one map an element",
            sheet.key_span(entry),
            "begin each with `- `; an empty list is `[]`",
        )
        return None
    return tuple(cast(Record, _facts(entry[index], Scope(kind.fields), sheet)) for index in range(len(entry.data)))


# --- what must come out -----------------------------------------------------------------------


def _expected(piece: Placed, versions: tuple[Policy, ...], sheet: Sheet) -> Expected:
    outcomes = {outcome.name: outcome for version in versions for outcome in version.outcomes}
    bindings = {binding.id: binding for version in versions for binding in version.floors}
    floors = [floor.policy for binding in bindings.values() for floor in binding.versions]
    rules = {rule.id for policy in (*versions, *floors) for rule in (*policy.rules, policy.otherwise)}
    outcome = _one_of("outcome", piece, outcomes, "unknown-outcome", sheet)
    declared = {value.name: value for value in (outcomes[outcome].values if outcome else ())}
    found: dict[str, Value] = {}
    deadlines: dict[str, datetime] = {}
    for key, entry in piece.items():
        if key in DEADLINES and isinstance(entry.data, str):
            deadlines[key] = _instant(entry, sheet)
        elif key in declared and isinstance(entry.data, str):
            value = _parsed(declared[key].type, entry, sheet)
            if value is not None:
                found[key] = value
        elif key not in EXPECTED:
            _unknown(key, entry, declared, outcomes, sheet)
    return Expected(
        _one_of("status", piece, ("decided", "needs_info"), "bad-value", sheet),
        outcome,
        _one_of("rule", piece, rules, "unknown-rule", sheet),
        found,
        deadlines,
        _names(piece.get("needs"), sheet),
        _names(piece.get("possible"), sheet),
        _one_of("version", piece, [version.version for version in versions], "bad-value", sheet),
        _one_of("governed_by", piece, (MERCHANT, *bindings), "bad-value", sheet),
    )


def _unknown(
    key: str, entry: Placed, declared: Mapping[str, OutcomeValue], outcomes: Mapping[str, Outcome], sheet: Sheet
) -> None:
    owner = next((name for name, outcome in outcomes.items() if key in {value.name for value in outcome.values}), None)
    if owner is not None:
        text = f"`{key}` is a value of the outcome `{owner}`, which is not expected here"
        sheet.report("unknown-key", text, sheet.key_span(entry), f"write `outcome: {owner}` beside it")
        return
    known = [*EXPECTED, *declared, *DEADLINES]
    listed = f"expected are {', '.join(f'`{word}`' for word in known)}"
    sheet.report(
        "unknown-key",
        f"`{key}` is nothing that a decision has here",
        sheet.key_span(entry),
        did_you_mean(key, known, listed),
    )


def _one_of(key: str, piece: Placed, known: object, code: str, sheet: Sheet) -> str | None:
    entry = piece.get(key)
    if entry is None:
        return None
    words = list(cast("Mapping[str, object]", known))
    if entry.data in words:
        return cast(str, entry.data)
    listed = f"known are {', '.join(f'`{word}`' for word in sorted(words))}"
    sheet.report(
        code, f"`{entry.data}` is not known here", sheet.span(entry), did_you_mean(str(entry.data), words, listed)
    )
    return None


def _names(piece: Placed | None, sheet: Sheet) -> tuple[str, ...] | None:
    if piece is None:
        return None
    if not isinstance(piece.data, list) or not all(isinstance(item, str) for item in piece.data):
        sheet.report("wrong-shape", "expected a list of names", sheet.key_span(piece), "write `[order.delivered_at]`")
        return None
    return tuple(piece.data)
