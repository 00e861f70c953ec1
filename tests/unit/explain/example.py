"""A fruit shop made by hand: two policies, and decisions of every sort that an explanation has to tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from policykit.decision import Answer as Given
from policykit.decision import Change, Cited, Condition, Deadline, Decision, Need, Reason, Status
from policykit.model import (
    ABSENT,
    OTHERWISE,
    Aggregate,
    Aggregation,
    Answer,
    Arithmetic,
    Ask,
    Business,
    Calendar,
    ChoiceType,
    Contact,
    DateTimeType,
    DecidedBy,
    Fact,
    FactRef,
    FlagLiteral,
    FlagType,
    LetRef,
    ListType,
    Moment,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberRef,
    Operator,
    Origin,
    Outcome,
    OutcomeValue,
    PeriodLiteral,
    Policy,
    Rule,
    Side,
    TextType,
    Tone,
    Unit,
    Value,
    Wording,
)

YES = FlagLiteral(value=True)
AS_OF = datetime(2026, 3, 3, 4, tzinfo=UTC)
MADE_AT = datetime(2026, 3, 3, 3, tzinfo=UTC)
DELIVERED_AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
PHOTO_LIMIT = PeriodLiteral(24, Unit.HOURS)
LOOKS = NumberLiteral(Decimal("0.3"))

DUE = Deadline("due", datetime(2026, 3, 5, 16, tzinfo=UTC), date(2026, 3, 5), whole_day=True)
FOLLOW_UP = Deadline("follow_up", datetime(2026, 3, 7, 16, tzinfo=UTC), date(2026, 3, 7), whole_day=True)
ENDS = Deadline("ends", datetime(2026, 4, 2, 16, tzinfo=UTC), date(2026, 4, 2), whole_day=True)
APPEAL_BY = Deadline("appeal_by", datetime(2026, 9, 3, 16, tzinfo=UTC), date(2026, 9, 3), whole_day=True)


def both(en: str, zh: str) -> dict[str, str]:
    return {"zh-Hant": zh, "en": en}


FACTS = {
    fact.name: fact
    for fact in (
        Fact(
            "claim.photo_at",
            DateTimeType(),
            Origin.CUSTOMER,
            optional=True,
            meaning=both("the time your photo arrived", "照片傳來的時間"),
            question=both("When did you send the photo?", "照片是什麼時候傳的\uff1f"),
        ),
        Fact(
            "claim.made_at", DateTimeType(), Origin.CUSTOMER, meaning=both("the time of your message", "您來訊的時間")
        ),
        Fact("order.delivered_at", DateTimeType(), meaning=both("the time of delivery", "到貨時間")),
        Fact("item.price", MoneyType("TWD"), meaning=both("the price of the goods", "商品價格")),
        Fact(
            "item.kind",
            ChoiceType(("fresh", "jam"), {"fresh": both("fresh fruit", "鮮果"), "jam": both("jam", "果醬")}),
            Origin.CUSTOMER,
            meaning=both("the kind of goods", "商品種類"),
            question=both("What did you order?", "您訂的是什麼\uff1f"),
        ),
        Fact("customer.note", TextType(), Origin.CUSTOMER, meaning=both("your note", "您的留言")),
        Fact("inspection.done", FlagType(), meaning=both("a look at the goods", "查看結果")),
        Fact("staff.doubt", FlagType(), private=True, meaning=both("a doubt about the photo", "對照片的疑問")),
        Fact("customer.orders", ListType({"price": Fact("price", MoneyType("TWD"))}), meaning=both("orders", "訂單")),
    )
}

SPENT = Aggregate(Aggregation.SUM, "past", "customer.orders", YES, FactRef("item.price"))
LOOK_UNTIL = Moment(PeriodLiteral(2, Unit.CALENDAR_DAYS), Side.AFTER, FactRef("claim.made_at"))
PARTIAL = Arithmetic(Operator.MULTIPLY, NumberRef("looks", LOOKS), FactRef("item.price"))


def rule(name: str, outcome: str, wording: dict[str, str] | None = None, **more: object) -> Rule:
    public = bool(more.pop("public", True))
    return Rule(name, YES, Answer(outcome, wording=Wording(wording or {}), **more), public=public)


AMOUNT = OutcomeValue("amount", MoneyType("TWD"), label=both("refund", "退款金額"))

CLAIM = Policy(
    id="damage-claim",
    kind="decision",
    question=both("My fruit arrived damaged.", "水果到貨時壞了"),
    outcomes=(
        Outcome("refund", label=both("refund in full", "全額退款"), values=(AMOUNT,)),
        Outcome("inspect", final=False, label=both("we look at it first", "先查看再答覆")),
        Outcome("refuse", label=both("no refund this time", "這次無法賠付")),
        Outcome("pause", decided_by=DecidedBy.PERSON, label=both("no new orders for a while", "暫停接新訂單")),
    ),
    rules=(
        rule(
            "found-damaged",
            "refund",
            both("We refund {{ amount }} by {{ due }}.", "我們最晚 {{ due }} 前退還 {{ amount }}\u3002"),
            tone=Tone.OUR_FAULT,
        ),
        rule("no-words", "refund"),
        rule("sorry-already", "refund", both("We are sorry. Here is {{ amount }}.", "對不起"), tone=Tone.OUR_FAULT),
        rule(
            "no-photo-in-time",
            "refuse",
            both(
                "Only a photo sent within {{ photo_limit }} of delivery helps.",
                "到貨後 {{ photo_limit }} 內的照片才看得出來\u3002",
            ),
            guidance=Wording(both("Say {{ staff.doubt }} to doubts.", "先說謝謝\u3002")),
        ),
        rule("doubt", "inspect", both("Two of us look at it.", "兩位同事一起看\u3002"), public=False),
        rule("block", "pause", both("We pause until {{ ends }}.", "暫停到 {{ ends }}\u3002")),
        rule(
            "named",
            "inspect",
            both(
                "Spent {{ spent }}, share {{ share }}, until {{ look_until }}, asked: {{ errand.outcome }}.",
                "共 {{ spent }}\u3002",
            ),
            named={"share": LetRef("share", PARTIAL)},
        ),
    ),
    otherwise=rule(OTHERWISE, "refuse", both("We cannot tell.", "這次看不出來\u3002")),
    numbers={"photo_limit": PHOTO_LIMIT, "looks": LOOKS, "most": MoneyLiteral(Decimal(500), "TWD")},
    lets={"spent": SPENT, "look_until": LOOK_UNTIL},
    asks=(Ask("errand", "errands"),),
)

ERRANDS = Policy(
    id="errands",
    kind="errands",
    question=both("Will you carry this for me?", "可以幫我送這個嗎\uff1f"),
    outcomes=(Outcome("never", label=both("never", "不提供")),),
    rules=(),
    otherwise=rule(OTHERWISE, "never"),
)

SHOP = Business(
    id="fruit-shop",
    name=both("Halfway Hill Fruit", "半山果舖"),
    locales=("zh-Hant", "en"),
    country="TW",
    currency="TWD",
    smallest_unit=Decimal(1),
    calendar=Calendar("Asia/Taipei"),
    facts=FACTS,
    policies={"damage-claim": (CLAIM,), "errands": (ERRANDS,)},
    phrases={
        "taste_it": both("Taste it and tell us.", "先嚐嚐看\u3002"),
        "money_back": both("The money goes back the way you paid.", "款項退回原付款方式\u3002"),
        "orders": both("New orders.", "新訂單\u3002"),
        "refunds": both("Refunds that are owed.", "應退的款項\u3002"),
    },
    contact=Contact("hello@shop.example", "+886 2 5550 0142", None, both("Monday to Friday", "週一至週五")),
    digest="sha256:0123",
)

PHOTO = Condition("claim.photo_at", "within photo_limit after order.delivered_at", ABSENT, held=False, under="none")
MADE = Condition(
    "claim.made_at",
    "more than photo_limit after order.delivered_at",
    MADE_AT,
    held=True,
    by=timedelta(hours=1),
    reads=("order.delivered_at",),
)
DOUBT = Condition("staff.doubt", "yes", value=True, held=True)

GIVEN: dict[str, Value] = {
    "claim.photo_at": ABSENT,
    "claim.made_at": MADE_AT,
    "order.delivered_at": DELIVERED_AT,
    "item.price": Decimal(600),
    "staff.doubt": False,
}


def decided(rule_id: str, outcome: str, **more: object) -> Decision:
    """A decision by the rule; ``answer`` and the other keywords replace what it would carry."""
    answer = more.pop("answer", None) or Given(outcome, rule_id)
    parts: dict[str, object] = {
        "status": Status.DECIDED,
        "final": CLAIM.outcome(outcome).final,
        "decided_by": CLAIM.outcome(outcome).decided_by.value,
        "facts": GIVEN,
        **more,
    }
    return Decision(
        "fruit-shop",
        "damage-claim",
        "2026-01-01",
        AS_OF,
        answer=answer,
        possible=(outcome,),
        **parts,
    )


REFUND = decided(
    "found-damaged",
    "refund",
    answer=Given("refund", "found-damaged", {"amount": Decimal(600)}, (DUE, FOLLOW_UP), (), ("money_back",)),
    reasons=(Reason("found-damaged", held=True, public=True, conditions=(MADE,)),),
)
REFUSAL = decided(
    "no-photo-in-time",
    "refuse",
    answer=Given("refuse", "no-photo-in-time", deadlines=(FOLLOW_UP,), alternatives=("taste_it",)),
    reasons=(
        Reason("doubt", held=False, public=False, conditions=(DOUBT,)),
        Reason("no-photo-in-time", held=True, public=True, conditions=(PHOTO, MADE)),
    ),
    would_change=(
        Change("inspect", OTHERWISE, "claim.photo_at", "by", datetime(2026, 3, 3, 2, tzinfo=UTC)),
        Change("refund", "doubt", "inspection.done", "is", becomes=True),
        Change("refund", "no-words", "staff.doubt", "is", becomes=True),
    ),
)
BLOCK = decided(
    "block",
    "pause",
    answer=Given("pause", "block", {}, (ENDS, APPEAL_BY), ("taste_it",), (), ("orders",), ("refunds",)),
)
CITING = decided("no-photo-in-time", "refuse", because=Cited("errands", "2026-01-01", "otherwise"))
QUESTION = Decision(
    "fruit-shop",
    "damage-claim",
    "2026-01-01",
    AS_OF,
    Status.NEEDS_INFO,
    answer=None,
    final=False,
    decided_by="policy",
    possible=("refund", "refuse"),
    needs=(
        Need("inspection.done", Origin.BUSINESS, "/inspection/done"),
        Need("item.kind", Origin.CUSTOMER, "/item/kind"),
    ),
)
