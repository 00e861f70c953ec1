"""The orchard with two versions of its policy on damage, of which the newer says several things otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from policykit.model import (
    And,
    Answer,
    Arithmetic,
    FactRef,
    Not,
    NumberLiteral,
    NumberRef,
    Operator,
    PeriodLiteral,
    Rule,
    Unit,
)
from tests.unit.backends.prose.orchard import (
    CLAIM,
    DELIVERED,
    FINDING,
    ORCHARD,
    PHOTO,
    PRICE,
    TAIPEI,
    as_line,
    is_choice,
    within,
)

SUMMER = datetime(2026, 7, 1, tzinfo=TAIPEI)
TWO_DAYS = NumberRef("photo_limit", PeriodLiteral(48, Unit.HOURS))
TWO_FIFTHS = NumberRef("share", NumberLiteral(Decimal("0.4")))
FOUND, SECOND_LOOK, MARKS, NO_PHOTO = CLAIM.rules
RULES = (
    replace(FOUND, when=And((is_choice(FINDING, "damaged"), within(PHOTO, TWO_DAYS, DELIVERED)))),
    replace(SECOND_LOOK, when=as_line(FactRef("staff.doubt"), Not(FactRef("staff.doubt")))),
    Rule("gift-boxes", is_choice(FactRef("item.kind"), "gift_box"), Answer("refund", {"amount": PRICE})),
    replace(MARKS, answer=Answer("partial", {"amount": Arithmetic(Operator.MULTIPLY, TWO_FIFTHS, PRICE)})),
)
OLD = replace(CLAIM, ends=SUMMER)
NEW = replace(CLAIM, starts=SUMMER, rules=RULES, announced=date(2026, 6, 1))
BUSINESS = replace(ORCHARD, policies={**ORCHARD.policies, CLAIM.id: (OLD, NEW)})
