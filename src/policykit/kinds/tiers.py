"""Kind `tiers`: graded measures to levels of service, the same for everybody on the level.

Each measure is graded into marks, marks are added up, and the best tier whose threshold is reached
is the answer. Whoever has a tier already can keep it a little below its threshold, so that nobody
moves up and down with every small change. What a tier gets is written down as fixed values.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated

from msgspec import Meta, Struct

from policykit.kinds.fields import (
    FactName,
    FixedValue,
    Formula,
    Limit,
    Open,
    PeriodText,
    Scenario,
    TestText,
    Texts,
    Word,
    Words,
)
from policykit.kinds.plain import Kind, Placed, Plain, PlainAnswer, PlainRule, Problem, rule_from
from policykit.kinds.policy import PolicyFile, ValueEntry

MARKS = "marks"
"""The name of the sum of all marks; a measure's own are `<measure>_marks`."""
COMPARING = ("at least", "at most", "more than", "less than", ">=", "<=", ">", "<", "=", "!=")


class MeasureEntry(Struct, frozen=True, kw_only=True):
    """One measure, and the marks that its grades give. The first grade that fits counts; without any, 0."""

    of: Annotated[Formula, Meta(description="What is graded: a fact or a formula.", examples=["customer.turnover"])]
    label: Annotated[Texts, Meta(description="What customers read for it.", examples=[{"en": "turnover in a year"}])]
    weight: Annotated[
        Limit | None, Meta(description="How often its marks count; once if not given.", examples=["2"])
    ] = None
    grades: Annotated[
        dict[TestText, Limit],
        Meta(
            description="The marks for each grade, the best grade first.",
            min_length=1,
            max_length=50,
            examples=[{"at least 500000 CNY": "3", "at least 100000 CNY": "1"}],
        ),
    ]


class TierEntry(Struct, frozen=True, kw_only=True):
    """A tier; its key is the outcome and the rule's id. The last one has no threshold and takes everybody else."""

    label: Annotated[Texts, Meta(description="What customers read for it.", examples=[{"en": "partner"}])]
    at: Annotated[Limit | None, Meta(description="The marks from which it is reached.", examples=["8"])] = None
    when: Annotated[
        Open | None,
        Meta(
            description="What must hold besides, however many marks there are.", examples=[{"customer.pays": "on_time"}]
        ),
    ] = None
    service: Annotated[
        dict[Word, FixedValue],
        Meta(
            description="The level of service: every value of the policy's `service`, fixed.",
            examples=[{"payment_days": "60"}],
        ),
    ]
    next_steps: Annotated[Words | None, Meta(description="What else belongs to it: phrases.")] = None
    alternatives: Annotated[Words | None, Meta(description="How to come further: phrases.")] = None
    wording: Annotated[Texts | None, Meta(description="What the customer reads.")] = None
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads who talks to the customer.")] = (
        None
    )
    scenario: Annotated[Scenario | None, Meta(description="The scenario it settles.")] = None


class KeepsEntry(Struct, frozen=True, kw_only=True):
    """How a tier is kept a little below its threshold (rule `<tier>-kept`)."""

    now: Annotated[
        FactName,
        Meta(
            description="The choice fact that holds the present tier; absent for new customers.",
            examples=["customer.tier"],
        ),
    ]
    share: Annotated[Limit, Meta(description="The share of the threshold that suffices to stay.", examples=["0.9"])]


class TiersFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `tiers`: measures, the levels of service, and the tiers, best first."""

    act: Annotated[FactName, Meta(description="When it is looked at.", examples=["review.made_at"])]
    again_in: Annotated[
        PeriodText | None,
        Meta(description="When it is looked at again, from the act: the deadline `follow_up`.", examples=["6 months"]),
    ] = None
    marks: Annotated[
        Texts, Meta(description="What customers read for the sum of the marks.", examples=[{"en": "your marks"}])
    ]
    measures: Annotated[dict[Word, MeasureEntry], Meta(description="What is measured.", min_length=1, max_length=20)]
    service: Annotated[
        dict[Word, ValueEntry],
        Meta(
            description="The values in which the levels of service differ.",
            min_length=1,
            examples=[{"payment_days": {"type": "number", "better": "higher"}}],
        ),
    ]
    keeps: Annotated[
        KeepsEntry | None,
        Meta(
            description="How a tier is kept a little below its threshold.",
            examples=[{"now": "customer.tier", "share": "0.9"}],
        ),
    ] = None
    tiers: Annotated[dict[Word, TierEntry], Meta(description="The tiers, best first.", min_length=1, max_length=20)]


COPIED = ("next_steps", "alternatives", "wording", "guidance")


def lower(policy: Placed) -> Plain:
    *graded, (last, everybody) = policy["tiers"].items()
    rules = [rule for tier, entry in graded for rule in _tier(tier, entry, policy)]
    outcomes = tuple((tier, _outcome(entry, policy)) for tier, entry in policy["tiers"].items())
    return Plain(
        outcomes,
        tuple(rules),
        _answer(last, everybody, policy),
        everybody.path,
        tuple(_problems(policy)),
        lets=_marks(policy),
        labels={MARKS: policy["marks"], **{_named(name): one["label"] for name, one in policy["measures"].items()}},
    )


def _named(measure: str) -> str:
    return f"{measure}_{MARKS}"


def _outcome(entry: Placed, policy: Placed) -> Placed:
    """What an outcome of a policy says: the tier's label, and the values in which all tiers differ."""
    return Placed({"label": entry.data["label"], "values": policy["service"].data}, entry.path)


# --- marks ------------------------------------------------------------------------------------


def _marks(policy: Placed) -> dict[str, Placed]:
    """The formulas of each measure's marks, and of their sum."""
    measures = policy["measures"].items()
    each = {_named(name): Placed(_graded(one), one["grades"].path, exact=False) for name, one in measures}
    total = " + ".join(_weighted(name, one) for name, one in measures)
    return {**each, MARKS: Placed(total, policy["measures"].path, exact=False)}


def _graded(measure: Placed) -> str:
    """The marks of the first grade that fits, as a formula: `if x at least 5 then 3 else 0`."""
    grades = measure["grades"].data.items()
    return " ".join([*(f"if {_test(measure, test)} then {marks} else" for test, marks in grades), "0"])


def _test(measure: Placed, test: str) -> str:
    subject = f"({measure['of'].data})"
    return f"{subject} {test}" if test.startswith(COMPARING) else f"{subject} in ({test})"


def _weighted(name: str, measure: Placed) -> str:
    weight = measure.get("weight")
    return _named(name) if weight is None else f"{weight.data} * {_named(name)}"


# --- tiers ------------------------------------------------------------------------------------


def _tier(tier: str, entry: Placed, policy: Placed) -> Iterator[PlainRule]:
    """The tier for those who reach it, then for those who have it and keep it."""
    if "at" not in entry.data:
        return  # told as a problem
    besides = (entry["when"],) if "when" in entry.data else ()
    rule_id, at, given = tier.replace("_", "-"), entry["at"], _answer(tier, entry, policy)
    reached = Placed({MARKS: f"at least {at.data}"}, at.path, exact=False)
    yield rule_from(rule_id, entry, (reached, *besides), given, "tiers")
    keeps = policy.get("keeps")
    if keeps is not None:
        has = Placed({keeps["now"].data: tier}, keeps["now"].path, exact=False)
        enough = Placed({MARKS: f"at least ({keeps['share'].data} * {at.data})"}, keeps["share"].path, exact=False)
        yield rule_from(f"{rule_id}-kept", entry, (has, enough, *besides), given, "tiers")


def _answer(tier: str, entry: Placed, policy: Placed) -> PlainAnswer:
    service = dict(entry["service"].items())
    again = policy.get("again_in")
    follow_up = (
        {}
        if again is None
        else {"follow_up": Placed(f"{again.data} after {policy['act'].data}", again.path, exact=False)}
    )
    copied = {key: entry[key] for key in COPIED if key in entry.data}
    return {"outcome": Placed(tier, entry.path), **service, **follow_up, **copied}


# --- what only the kind can see ---------------------------------------------------------------


def _problems(policy: Placed) -> Iterator[Problem]:
    *graded, (last, everybody) = policy["tiers"].items()
    if "at" in everybody.data:
        text = f"nobody would be in no tier: `{last}` takes everybody else"
        yield Problem(
            "misplaced-key", text, everybody["at"].path, "leave `at` out of the last tier, or add one below it"
        )
    for tier, entry in graded:
        if "at" not in entry.data:
            text = f"`{tier}` needs the marks from which it is reached"
            yield Problem("missing-key", text, entry.path, "add `at:`; only the last tier has none")
    yield from _unreachable(policy, [(tier, entry["at"]) for tier, entry in graded if "at" in entry.data])


def _unreachable(policy: Placed, thresholds: list[tuple[str, Placed]]) -> Iterator[Problem]:
    """Tiers beyond all marks there are, and tiers behind one that is reached more easily."""
    most, above = _most(policy), None
    for tier, at in thresholds:
        needed = _number(at.data, policy)
        if needed is None:
            continue
        if most is not None and needed > most:
            text = f"`{tier}` needs {needed} marks, and all measures together give {most}"
            yield Problem("out-of-range", text, at.path, "lower the threshold, or let a measure count more")
        if above is not None and needed >= above:
            text = f"nobody reaches `{tier}`: the tier before it takes {above} marks and is tried first"
            yield Problem("out-of-range", text, at.path, "order the tiers from the best to the last")
        above = needed


def _most(policy: Placed) -> Decimal | None:
    """The most marks there can be; None where a number is not to be read here."""
    total = Decimal(0)
    for one in policy["measures"].data.values():
        marks = [_number(given, policy) for given in one["grades"].values()]
        weight = _number(one.get("weight", "1"), policy)
        known = [number for number in marks if number is not None]
        if weight is None or len(known) < len(marks):
            return None
        total += weight * max(*known, Decimal(0))
    return total


def _number(text: str, policy: Placed) -> Decimal | None:
    """The number, or what the policy's named number of that name is."""
    try:
        return Decimal(policy.data.get("numbers", {}).get(text, text))
    except InvalidOperation:
        return None  # what is wrong with it is told where it is read


KIND = Kind("tiers", "graded measures to levels of service, the same for everybody on the level", TiersFile, lower)
