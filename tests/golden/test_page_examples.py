"""Every worked example on every page is decided again: the page says what comes of it, to the day and to the cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from policykit import pipeline
from policykit.backends.prose.locales import text_in
from policykit.decision import MERCHANT, Answer, Deadline, Decision
from policykit.document import Place, page
from policykit.document.examples import MOST_ENTRIES
from policykit.model import (
    ABSENT,
    Case,
    ChoiceType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyLiteral,
    MoneyType,
    Policy,
    Type,
    Value,
)
from policykit.pipeline import Ready
from policykit.semantics import Setting, evaluate
from tests.page_text import Sample, Told, told
from tests.reading_back import FIGURE, PERIODS, Reader
from tests.written_times import written_time

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
READY = LOADED.bundle.businesses
NONE = {"en": "none", "de": "keine Angabe", "zh-Hant": "無", "zh-Hans": "无"}
EMPTY = {"en": "none", "de": "keine", "zh-Hant": "沒有", "zh-Hans": "没有"}
PAGES = [
    pytest.param(ready, policy, locale, id=f"{ready.business.id}-{policy.id}-{policy.version}-{locale}")
    for ready in READY.values()
    for versions in ready.business.policies.values()
    for policy in versions
    for locale in ready.business.locales
]


@cache
def page_of(name: str, policy_id: str, version: str, locale: str) -> Told:
    business = READY[name].business
    return told(page({name: business}, Place(name, locale, policy_id, version)))


@pytest.mark.parametrize(("ready", "policy", "locale"), PAGES)
def test_every_example_says_what_the_engine_decides(ready: Ready, policy: Policy, locale: str):
    cases = {case.id: case for case in ready.business.cases}
    reader = Reader(ready.business, policy, locale)
    samples = page_of(ready.business.id, policy.id, policy.version, locale).samples
    assert [] == [wrong for sample in samples for wrong in faults(sample, cases[sample.id], ready, reader)]


@pytest.mark.parametrize("ready", READY.values(), ids=READY)
def test_every_public_case_is_an_example_somewhere(ready: Ready):
    business = ready.business
    shown = {
        sample.id
        for versions in business.policies.values()
        for policy in versions
        for sample in page_of(business.id, policy.id, policy.version, business.locales[0]).samples
    }
    assert {case.id for case in business.cases if case.public} == shown


def faults(sample: Sample, case: Case, ready: Ready, reader: Reader) -> Iterator[str]:
    """What the example says otherwise than the decision on its case."""
    decision = pipeline.decide(ready, case.policy, case.facts, case.as_of)
    facts = {
        reader.words.sentence(text_in(fact.meaning, reader.locale)): fact for fact in ready.business.facts.values()
    }
    for label, text in sample.given.items():
        fact = facts[label]
        if not says(text, decision.facts[fact.name], fact.type, reader):
            yield f"{sample.id}: {label} is {decision.facts[fact.name]}, not {text}"
        if isinstance(fact.type, ListType):
            yield from faults_of_entries(sample.entries[label], decision.facts[fact.name], fact.type, reader)
    if decision.answer is None:
        yield from faults_of_an_open_one(sample, decision, reader)
    else:
        yield from faults_of_an_answer(sample, decision, decision.answer, reader)


def faults_of_entries(told: tuple[str, ...], value: Value, kind: ListType, reader: Reader) -> Iterator[str]:
    """What the entries of a list say otherwise than they are: each field that is public and known, in its order."""
    assert isinstance(value, tuple)
    for text, entry in zip(told, value[:MOST_ENTRIES], strict=True):
        public = [(field, entry.get(name)) for name, field in kind.fields.items() if not field.private]
        known = [(field, one) for field, one in public if one is not None and one is not ABSENT]
        pieces = text.split(reader.words.clauses_listed.separator)
        if len(known) != len(pieces):
            yield f"{len(known)} fields are known, not {pieces}"
        yield from (
            f"{piece} is {one}"
            for piece, (field, one) in zip(pieces, known, strict=False)
            if not tells(piece, one, field, reader)
        )


def tells(piece: str, value: Value, field: Fact, reader: Reader) -> bool:
    """Whether it says the field by its meaning: a flag that is set by nothing else, anything else with its value."""
    meaning, _, said = piece.partition(reader.words.labelled.format(label="", text=""))
    named = text_in(field.meaning, reader.locale).casefold() == meaning.casefold()
    return named and (said == "" if value is True else says(said, value, field.type, reader))


def faults_of_an_open_one(sample: Sample, decision: Decision, reader: Reader) -> Iterator[str]:
    asked = tuple(text_in(reader.business.facts[need.fact].question, reader.locale) for need in decision.needs)
    open_still = {text_in(reader.policy.outcome(name).label, reader.locale).casefold() for name in decision.possible}
    if sample.outcome or sample.listed[0] != asked:
        yield f"{sample.id}: {asked} is asked"
    if not {text.casefold() for text in sample.listed[-1]} <= open_still:
        yield f"{sample.id}: {open_still} are possible"


def faults_of_an_answer(sample: Sample, decision: Decision, answer: Answer, reader: Reader) -> Iterator[str]:
    outcome = reader.policy.outcome(answer.outcome)
    by_law = decision.law if decision.governed_by != MERCHANT else None
    if sample.outcome.casefold() != text_in(outcome.label, reader.locale).casefold():
        yield f"{sample.id}: {answer.outcome}"
    if sample.rule != (by_law.floor if by_law else answer.rule):
        yield f"{sample.id}: by {answer.rule}"
    wanted = {
        reader.words.sentence(text_in(value.label, reader.locale)): (value.type, answer.values[value.name])
        for value in outcome.values
        if value.name in answer.values
    }
    until = {reader.words.sentence(reader.words.deadlines[one.name]): one for one in answer.deadlines}
    if set(sample.results) != {*wanted, *until}:
        yield f"{sample.id}: {set(sample.results) ^ {*wanted, *until}}"
    for label, (kind, value) in wanted.items():
        if not says(sample.results[label], value, kind, reader):
            yield f"{sample.id}: {label} is {value}, not {sample.results[label]}"
    for label, deadline in until.items():
        if not says_when(sample.results[label], deadline, reader):
            yield f"{sample.id}: {label} is {deadline}, not {sample.results[label]}"


# --- values as they are written -------------------------------------------------------------------


def says(text: str, value: Value, kind: Type | None, reader: Reader) -> bool:
    """Whether the text, read back, is the value."""
    if value is ABSENT:
        return text == NONE[reader.locale]
    match kind:
        case ListType():
            assert isinstance(value, tuple)
            return count_of(text, reader) == len(value)
        case DurationType():
            return length_of(text, reader) == value
        case FlagType() | ChoiceType():
            pass
        case _ if isinstance(value, date):
            return same_time(written_time(text, reader.locale, ZoneInfo(reader.business.calendar.zone)), value)
        case _ if isinstance(value, str):
            return text == value
        case _:
            pass
    setting = Setting({}, reader.business.calendar)
    read = [reader.like(one, kind) for one in reader.value(text, kind)]
    if isinstance(kind, MoneyType):
        return [value] == [one.value for one in read if isinstance(one, MoneyLiteral) and one.currency == kind.currency]
    return value in [evaluate(one, setting) for one in read]


def count_of(text: str, reader: Reader) -> int:
    figure = FIGURE.search(text)
    return int(figure[0]) if figure else 0 if text == EMPTY[reader.locale] else -1


def length_of(text: str, reader: Reader) -> timedelta:
    """The sum of the lengths that stand side by side: `1 hour 30 minutes`."""
    figures = list(FIGURE.finditer(text))
    ends = [*(figure.start() for figure in figures[1:]), len(text)]
    units = [
        PERIODS[reader.locale][text[figure.end() : end].strip()] for figure, end in zip(figures, ends, strict=True)
    ]
    return sum(
        (timedelta(**{unit.value: int(figure[0])}) for figure, unit in zip(figures, units, strict=True)), timedelta(0)
    )


def same_time(written: date | datetime | None, value: date) -> bool:
    """Whether it is that day, or that instant to the minute."""
    if isinstance(value, datetime):
        return isinstance(written, datetime) and timedelta(0) <= value - written < timedelta(minutes=1)
    return written == value


def says_when(text: str, deadline: Deadline, reader: Reader) -> bool:
    """Whether the text is the last day of the period, or the instant at which it ends; and says so if provisional."""
    when, *note = re.split(r" ?[(\uff08]", text, maxsplit=1)
    if deadline.provisional is not bool(note):
        return False
    written = written_time(when, reader.locale, ZoneInfo(reader.business.calendar.zone))
    return same_time(written, deadline.day if deadline.whole_day else deadline.at)


TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("en", "2 March 2026, 10:05", datetime(2026, 3, 2, 10, 5, tzinfo=TAIPEI)),
        ("de", "2. März 2026, 10:05", datetime(2026, 3, 2, 10, 5, tzinfo=TAIPEI)),
        ("zh-Hans", "2026 年 3 月 2 日 10:05", datetime(2026, 3, 2, 10, 5, tzinfo=TAIPEI)),
        ("zh-Hant", "2026 年 3 月 2 日午夜 12:00", datetime(2026, 3, 2, tzinfo=TAIPEI)),
        ("zh-Hant", "2026 年 3 月 2 日中午 12:30", datetime(2026, 3, 2, 12, 30, tzinfo=TAIPEI)),
        ("zh-Hant", "2026 年 3 月 2 日下午 3:00", datetime(2026, 3, 2, 15, tzinfo=TAIPEI)),
        ("en", "2 March 2026", date(2026, 3, 2)),
        ("en", "2 Mars 2026", None),
    ],
)
def test_times_are_read_as_people_write_them(locale: str, text: str, value: date | None):
    assert value == written_time(text, locale, TAIPEI)


def test_an_amount_that_is_a_cent_off_is_found():
    ready = READY["car-dealer"]
    policy = ready.business.policies["deposit"][-1]
    reader = Reader(ready.business, policy, "en")
    kind = ready.business.facts["order.deposit"].type
    found = [says(text, Decimal(5000), kind, reader) for text in ("CN¥5,000", "CN¥5,000.01", "NT$5,000", "5,000")]
    assert [True, False, False, False] == found
