"""One folder the whole way: read, built, checked, decided by both engines, explained, shown and put on pages.

What is wrong with a file is a finding and what is wrong with facts a refusal: any exception is a fault of ours.
"""

from __future__ import annotations

from collections import deque
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, assert_never

from policykit.backends.prose import show
from policykit.checks import check
from policykit.document import pages
from policykit.explain import Audience, explain
from policykit.model import (
    Business,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
    Type,
)
from policykit.pipeline import Ready, load
from policykit.verify.cases import run_cases
from tests.implementations import ORACLE, PARTS, Refused, answer_json, told
from tests.strategies import nested

LATE = datetime(2027, 12, 1, tzinfo=UTC)
"""After everything that the facts tell of."""
TODAY = date(2026, 7, 1)
ASKED, DECIDED = 8, 2
"""Sets of facts that each policy is asked about at most: many are refused, and two decisions are enough."""


def travel(folder: Path, seed: int) -> str:
    """How far the folder came: `refused` or `decided`. The facts it is asked about follow from the seed."""
    loaded = load(folder, today=TODAY)
    if loaded.bundle is None:
        assert loaded.diagnostics
        return "refused"
    random = Random(seed)
    for ready in loaded.bundle.businesses.values():
        check(ready.business, TODAY)
        run_cases(ready.business, ready.govern)
        for policy_id in ready.business.policies:
            asked = (decide_and_explain(ready, policy_id, random) for _ in range(ASKED))
            deque(islice(filter(None, asked), DECIDED), maxlen=0)
        show_all(ready.business)
    return "decided"


def decide_and_explain(ready: Ready, policy_id: str, random: Random) -> bool:
    """Both engines decide alike, and what they decide can be told to everybody; whether there was a decision."""
    business, as_of = ready.business, random.choice((LATE, instant(random)))
    facts = nested(sent(business, random))
    compiled = answer_json(business, policy_id, facts, as_of, ready.govern, PARTS)
    oracle = answer_json(business, policy_id, facts, as_of, ORACLE.engine(business), PARTS)
    assert told(oracle) == told(compiled)
    if isinstance(compiled, Refused):
        return False
    policy = next(one for one in business.policies[policy_id] if one.version == compiled.version)
    for audience in Audience:
        explain(business, policy, compiled, random.choice(business.locales), audience)
    return True


def show_all(business: Business) -> None:
    for versions in business.policies.values():
        for policy in versions:
            show(policy, business, business.locales[0])
    pages({business.id: business})


# --- facts ------------------------------------------------------------------------------------


def sent(business: Business, random: Random) -> dict[str, Any]:
    """Facts as a caller sends them: most of them, and of those that may be absent some as null."""
    known = random.choice((1.0, 0.9, 0.5))
    return {name: value(fact, random) for name, fact in business.facts.items() if random.random() < known}


def value(fact: Fact, random: Random) -> Any:
    return None if fact.optional and random.random() < 0.3 else of_type(fact.type, random)


def of_type(type_: Type, random: Random) -> Any:
    match type_:
        case FlagType():
            return random.random() < 0.5
        case ChoiceType(choices=choices):
            return random.choice(choices)
        case NumberType():
            return number(type_, random)
        case MoneyType(currency=currency):
            return {"amount": str(random.choice((0, 1, 99, 600, "0.5", 10**12))), "currency": currency}
        case DateType():
            return instant(random).date().isoformat()
        case DateTimeType():
            return instant(random).isoformat()
        case DurationType():
            return f"PT{random.choice((0, 1, 24, 90, 10**4))}H"
        case TextType(longest=longest):
            return random.choice(("", "pear", "<b>&{{ x }}", "\u202e桃"))[:longest]
        case ListType(fields=fields, longest=longest):
            count = random.randint(0, min(longest, 3))
            return [{name: value(one, random) for name, one in fields.items()} for _ in range(count)]
        case _ as unreachable:
            assert_never(unreachable)


def number(type_: NumberType, random: Random) -> str:
    least = type_.minimum if type_.minimum is not None else Decimal(0)
    most = type_.maximum if type_.maximum is not None else least + 100
    step = type_.step or Decimal("0.5")
    steps = min(int((most - least) / step), 1000) if most > least else 0
    return format(least + step * random.randint(0, steps), "f")


def instant(random: Random) -> datetime:
    """Mostly this year, in steps that meet the ends of days; sometimes at the ends of time."""
    if random.random() < 0.05:
        return random.choice((datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)))
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=random.randrange(0, 24 * 400))
