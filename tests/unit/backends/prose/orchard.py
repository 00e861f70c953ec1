"""A small business built by hand, in three locales: what the tests of sentences and pages speak about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from policykit.model import (
    OTHERWISE,
    And,
    Answer,
    Arithmetic,
    Business,
    Calendar,
    Case,
    ChoiceLiteral,
    ChoiceType,
    Comparator,
    Comparison,
    Contact,
    DateTimeType,
    DecidedBy,
    Expected,
    Expression,
    Fact,
    FactRef,
    Facts,
    FlagLiteral,
    FlagType,
    ListType,
    Membership,
    Moment,
    MoneyType,
    Not,
    NumberLiteral,
    NumberRef,
    NumberType,
    Operator,
    Or,
    Origin,
    Outcome,
    OutcomeValue,
    PeriodLiteral,
    Policy,
    Presence,
    Rule,
    Side,
    Test,
    Texts,
    Tone,
    Type,
    Unit,
    Window,
)

TAIPEI = timezone(timedelta(hours=8))


def texts(en: str, hant: str, hans: str) -> Texts:
    return {"en": en, "zh-Hant": hant, "zh-Hans": hans}


SECRET = texts("the colleague's secret doubt", "同事的祕密疑問", "同事的秘密疑问")
SECRET_ANSWER = texts("a secret second look", "祕密複查", "秘密复查")


def fact(name: str, kind: Type, meaning: Texts, *, optional: bool = False, private: bool = False) -> Fact:
    said = {locale: f"{text}?" for locale, text in meaning.items()}
    return Fact(name, kind, Origin.BUSINESS, optional, private=private, meaning=meaning, question=said)


KINDS = ChoiceType(
    ("fresh", "gift_box"),
    {"fresh": texts("fresh fruit", "鮮果", "鲜果"), "gift_box": texts("a gift box", "禮盒", "礼盒")},
)
FINDINGS = ChoiceType(
    ("sound", "marks", "damaged"),
    {
        "sound": texts("sound", "完好", "完好"),
        "marks": texts("marks on the skin", "表皮有小花皮", "表皮有小花皮"),
        "damaged": texts("truly damaged", "確實受損", "确实受损"),
    },
)
CALLS = ListType(
    {
        "at": fact("at", DateTimeType(), texts("the time of the call", "來電時間", "来电时间")),
        "answered": fact("answered", FlagType(), texts("somebody answered", "有人接聽", "有人接听")),
    }
)
FACTS = {
    declared.name: declared
    for declared in (
        fact("order.delivered_at", DateTimeType(), texts("the time of delivery", "到貨時間", "到货时间")),
        fact("claim.made_at", DateTimeType(), texts("the time you told us", "您反映的時間", "您反映的时间")),
        fact(
            "claim.photo_at",
            DateTimeType(),
            texts("the time the photo reached us", "照片傳來的時間", "照片传来的时间"),
            optional=True,
        ),
        fact("inspection.finding", FINDINGS, texts("the finding", "查看結果", "查看结果"), optional=True),
        fact("item.kind", KINDS, texts("the kind of goods", "商品種類", "商品种类")),
        fact("item.price", MoneyType("TWD"), texts("the price of the goods", "商品價格", "商品价格")),
        fact("seller.goodwill", FlagType(), texts("our wish to make an exception", "我們願意通融", "我们愿意通融")),
        fact("conduct.points", NumberType(), texts("the points that count", "有效的記點", "有效的记点")),
        fact("contact.calls", CALLS, texts("your earlier calls", "先前的來電", "之前的来电")),
        fact("staff.doubt", FlagType(), SECRET, private=True),
    )
}

PHRASES = {
    "write_to_us": texts("Write to us at any time.", "隨時寫信給我們。", "随时写信给我们。"),
    "refund_follows": texts("The money goes back the way you paid.", "款項退回原付款方式。", "款项退回原支付方式。"),
    "new_orders": texts("We take no new orders.", "不接受新訂單。", "不接受新订单。"),
    "refund_owed": texts("A refund we owe you is paid.", "該退的款照退。", "该退的款照退。"),
}

PHOTO_LIMIT = NumberRef("photo_limit", PeriodLiteral(24, Unit.HOURS))
SHARE = NumberRef("share", NumberLiteral(Decimal("0.3")))
PRICE = FactRef("item.price")
DELIVERED, MADE, PHOTO = FactRef("order.delivered_at"), FactRef("claim.made_at"), FactRef("claim.photo_at")
FINDING, KIND, GOODWILL = FactRef("inspection.finding"), FactRef("item.kind"), FactRef("seller.goodwill")


def as_line(subject: Expression, condition: Expression) -> Test:
    return Test(subject, "as written", condition)


def is_choice(subject: Expression, choice: str) -> Test:
    return as_line(subject, Comparison(Comparator.EQUAL, subject, ChoiceLiteral(choice)))


def within(act: Expression, period: Expression, event: Expression, *, inside: bool = True) -> Test:
    return as_line(act, Window(act, inside, period, Side.AFTER, event))


def after(count: int, unit: Unit, event: Expression) -> Moment:
    return Moment(PeriodLiteral(count, unit), Side.AFTER, event)


PHOTO_IN_TIME = within(PHOTO, PHOTO_LIMIT, DELIVERED)
FOUND_DAMAGED = And((is_choice(FINDING, "damaged"), PHOTO_IN_TIME))
NO_PHOTO_IN_TIME = And((Not(Or((PHOTO_IN_TIME,))), within(MADE, PHOTO_LIMIT, DELIVERED, inside=False)))
KIND_NAMED = as_line(KIND, Membership(KIND, (ChoiceLiteral("fresh"), ChoiceLiteral("gift_box"))))
DUE = after(2, Unit.WORKING_DAYS, MADE)
AMOUNT = OutcomeValue("amount", MoneyType("TWD"), label=texts("refund", "退款金額", "退款金额"))
ALWAYS = FlagLiteral(value=True)

CLAIM = Policy(
    "damage-claim",
    "decision",
    texts("My fruit arrived damaged. What will you do?", "水果到貨時壞了，怎麼辦？", "水果到货时坏了，怎么办？"),
    (
        Outcome("refund", values=(AMOUNT,), label=texts("refund in full", "全額退款", "全额退款")),
        Outcome("partial", values=(AMOUNT,), label=texts("refund in part", "退部分款項", "退部分款项")),
        Outcome("secret", final=False, label=SECRET_ANSWER),
        Outcome("inspect", final=False, label=texts("we look at it", "我們先看過", "我们先看过")),
        Outcome("refuse", label=texts("no refund", "不退款", "不退款")),
    ),
    (
        Rule(
            "found-damaged",
            FOUND_DAMAGED,
            Answer("refund", {"amount": PRICE}, next_steps=("refund_follows",), tone=Tone.OUR_FAULT),
        ),
        Rule("second-look", as_line(FactRef("staff.doubt"), FactRef("staff.doubt")), Answer("secret"), public=False),
        Rule(
            "surface-marks",
            is_choice(FINDING, "marks"),
            Answer("partial", {"amount": Arithmetic(Operator.MULTIPLY, SHARE, PRICE)}),
        ),
        Rule("no-photo-in-time", NO_PHOTO_IN_TIME, Answer("refuse", alternatives=("write_to_us",))),
    ),
    Rule(
        OTHERWISE,
        ALWAYS,
        Answer("inspect", deadlines={"due": DUE, "follow_up": after(2, Unit.DAYS, DUE)}),
    ),
    starts=datetime(2026, 1, 1, tzinfo=TAIPEI),
    summary=texts("We make good what arrived damaged.", "到貨時壞了的，我們負責。", "到货时坏了的，我们负责。"),
)

STEP = And(
    (
        as_line(
            FactRef("conduct.points"),
            Comparison(Comparator.AT_LEAST, FactRef("conduct.points"), NumberLiteral(Decimal(4))),
        ),
    )
)

CONDUCT = Policy(
    "conduct",
    "conduct",
    texts("When would you stop serving me?", "什麼情況下會暫停服務？", "什么情况下会暂停服务？"),
    (
        Outcome("welcome", label=texts("welcome as ever", "一切如常", "一切如常")),
        Outcome("warn", label=texts("a written warning", "書面警告", "书面警告")),
        Outcome("block", decided_by=DecidedBy.PERSON, label=texts("no new orders", "暫停新訂單", "暂停新订单")),
    ),
    (
        Rule(
            "block",
            And((*STEP.parts, as_line(PHOTO, Presence(PHOTO, present=True)))),
            Answer(
                "block",
                deadlines={"ends": after(30, Unit.DAYS, MADE), "appeal_by": after(6, Unit.MONTHS, MADE)},
                scope=("new_orders",),
                unaffected=("refund_owed",),
            ),
            part="ladder",
        ),
        Rule("warn", STEP, Answer("warn"), part="ladder"),
    ),
    Rule(OTHERWISE, ALWAYS, Answer("welcome")),
)

AS_OF = datetime(2026, 3, 3, 12, tzinfo=TAIPEI)
TOLD = {
    "order.delivered_at": datetime(2026, 3, 2, 10, tzinfo=TAIPEI),
    "claim.made_at": datetime(2026, 3, 2, 11, tzinfo=TAIPEI),
    "claim.photo_at": datetime(2026, 3, 2, 11, tzinfo=TAIPEI),
    "inspection.finding": "damaged",
    "item.price": Decimal(600),
    "staff.doubt": False,
}


def case(name: str, title: Texts, facts: Facts, *, public: bool = True) -> Case:
    return Case(name, "damage-claim", AS_OF, facts, Expected(), public=public, title=title)


CASES = (
    case("photo-in-time", texts("The photo came an hour later", "一小時後傳來照片", "一小时后传来照片"), TOLD),
    case("hidden", SECRET, {**TOLD, "inspection.finding": "marks", "staff.doubt": True}),
    case("not-shown", texts("Not shown", "不展示", "不展示"), TOLD, public=False),
    case(
        "finding-open",
        texts("Nobody has looked yet", "還沒有人看過", "还没有人看过"),
        {name: value for name, value in TOLD.items() if name != "inspection.finding"},
    ),
)

ORCHARD = Business(
    "orchard",
    texts("Halfway Hill Fruit", "半山果舖", "半山果铺"),
    ("en", "zh-Hant", "zh-Hans"),
    "TW",
    "TWD",
    Decimal(1),
    Calendar("Asia/Taipei", holidays="TW"),
    FACTS,
    policies={"damage-claim": (CLAIM,), "conduct": (CONDUCT,)},
    phrases=PHRASES,
    cases=CASES,
    contact=Contact(
        "hello@orchard.example",
        "+886 2 5550 0142",
        "https://orchard.example",
        texts("nine to six", "九點到六點", "九点到六点"),
    ),
    summary=texts("A small shop in the hills.", "山裡的小店。", "山里的小店。"),
    digest="sha256:" + "0123456789abcdef" * 4,
)

ERRAND = replace(
    CLAIM,
    id="errands",
    kind="errands",
    question=texts("May I ask for this?", "可以請你們幫忙嗎？", "可以请你们帮忙吗？"),
    rules=(Rule("any-goods", KIND_NAMED, Answer("refuse"), part="errands"),),
)
