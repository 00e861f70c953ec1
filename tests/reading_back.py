"""The sentences of a terms page read back: what a reader makes of them who has nothing but the page.

Text becomes expressions of the model again, by the phrases of the language and by what the business calls its facts.
Nothing here looks at the rules that the page was made of, so that both can be asked about the same facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

from babel.numbers import NumberFormatError, parse_decimal

from policykit.backends.prose.catalogue import Catalogue, Series
from policykit.backends.prose.locales import babel_locale, text_in
from policykit.backends.prose.reading import catalogue
from policykit.backends.prose.type_of import ShownType, Types
from policykit.model import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Asked,
    Business,
    Call,
    ChoiceLiteral,
    ChoiceType,
    Combination,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    FlagLiteral,
    FlagType,
    Function,
    If,
    LetRef,
    ListType,
    Membership,
    Moment,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberType,
    Operator,
    Or,
    PeriodLiteral,
    Policy,
    Presence,
    Quantifier,
    Quantity,
    Side,
    Texts,
    Type,
    Unit,
    Window,
)
from policykit.model import And as AllOf
from tests.written_times import written_time

PERIODS: Mapping[str, Mapping[str, Unit]] = {
    "en": {
        "minute": Unit.MINUTES, "minutes": Unit.MINUTES, "hour": Unit.HOURS, "hours": Unit.HOURS,
        "day": Unit.DAYS, "days": Unit.DAYS, "week": Unit.WEEKS, "weeks": Unit.WEEKS,
        "month": Unit.MONTHS, "months": Unit.MONTHS, "year": Unit.YEARS, "years": Unit.YEARS,
        "calendar day": Unit.CALENDAR_DAYS, "calendar days": Unit.CALENDAR_DAYS,
        "working day": Unit.WORKING_DAYS, "working days": Unit.WORKING_DAYS,
        "working hour": Unit.WORKING_HOURS, "working hours": Unit.WORKING_HOURS,
    },
    "de": {
        "Minute": Unit.MINUTES, "Minuten": Unit.MINUTES, "Stunde": Unit.HOURS, "Stunden": Unit.HOURS,
        "Tag": Unit.DAYS, "Tage": Unit.DAYS, "Woche": Unit.WEEKS, "Wochen": Unit.WEEKS,
        "Monat": Unit.MONTHS, "Monate": Unit.MONTHS, "Jahr": Unit.YEARS, "Jahre": Unit.YEARS,
        "Kalendertag": Unit.CALENDAR_DAYS, "Kalendertage": Unit.CALENDAR_DAYS,
        "Arbeitstag": Unit.WORKING_DAYS, "Arbeitstage": Unit.WORKING_DAYS,
        "Arbeitsstunde": Unit.WORKING_HOURS, "Arbeitsstunden": Unit.WORKING_HOURS,
    },
    "zh-Hant": {
        "分鐘": Unit.MINUTES, "小時": Unit.HOURS, "天": Unit.DAYS, "週": Unit.WEEKS, "個月": Unit.MONTHS,
        "年": Unit.YEARS, "個日曆天": Unit.CALENDAR_DAYS, "個工作日": Unit.WORKING_DAYS,
        "個工作小時": Unit.WORKING_HOURS,
    },
    "zh-Hans": {
        "分钟": Unit.MINUTES, "小时": Unit.HOURS, "天": Unit.DAYS, "周": Unit.WEEKS, "个月": Unit.MONTHS,
        "年": Unit.YEARS, "个自然日": Unit.CALENDAR_DAYS, "个工作日": Unit.WORKING_DAYS,
        "个工作小时": Unit.WORKING_HOURS,
    },
}  # fmt: skip
"""What people of a language call a length of time."""
MINUTES = {Unit.HOURS: 60, Unit.DAYS: 24 * 60}
YES: Mapping[str, str] = {"en": "yes", "de": "ja", "zh-Hant": "是", "zh-Hans": "是"}
NO: Mapping[str, str] = {"en": "no", "de": "nein", "zh-Hant": "否", "zh-Hans": "否"}
MEASURES = ("kilometres", "Kilometer", "公里", "Mbps", "%")
"""What else is measured on these pages."""
MONEY = {"TWD": ("NT$",), "CNY": ("CN¥", "¥"), "EUR": ("€",)}
OPEN = "\u2013"
"""The cell of a test that a row leaves open."""
FIGURE = re.compile(r"\d[\d.,]*")

Meanings = list[Expression]
"""All that a text can be taken for; of most texts one thing, of what nobody can read nothing."""
Build = Callable[..., Expression | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads a policy's page in one language, and remembers what each text meant."""

    business: Business
    policy: Policy
    locale: str
    elements: Mapping[str, str] = field(default_factory=dict)
    due: Expression | None = None
    known: dict[str, Meanings] = field(default_factory=dict)
    conditions: dict[str, Meanings] = field(default_factory=dict)

    @property
    def words(self) -> Catalogue:
        return catalogue(self.locale)

    # --- texts ------------------------------------------------------------------------------

    def plain(self, text: str) -> str:
        """The text on one line; of Chinese without spaces, which only part one script from another."""
        return ("" if self.locale.startswith("zh") else " ").join(text.split())

    def named(self, texts: Texts) -> str:
        return self.plain(text_in(texts, self.locale))

    def begun(self, text: str) -> Iterator[str]:
        """The text, and as it would stand within a sentence."""
        yield text
        if text[:1].isupper():
            yield text[:1].lower() + text[1:]

    def split(self, template: str, text: str) -> Iterator[dict[str, str]]:
        """Each way in which the text can be the phrase with something in its places."""
        pieces = re.split(r"\{(\w+)\}", self.plain(template))
        yield from _split(pieces, text)

    # --- phrases ----------------------------------------------------------------------------

    def phrase(self, text: str) -> Meanings:
        """What the text stands for as a value."""
        text = text.strip()
        if text not in self.known:
            self.known[text] = []  # a text is no part of itself
            self.known[text] = _once([*self._names(text), *self._literals(text), *self._formulas(text)])
        return self.known[text]

    def _names(self, text: str) -> Iterator[Expression]:
        for name, fact in self.business.facts.items():
            if text == self.named(fact.meaning):
                yield FactRef(name)
        for variable, of in self.elements.items():
            for name, inner in self._fields(of).items():
                if text == self.named(inner.meaning):
                    yield FieldRef(variable, name)
        for name, label in self.policy.labels.items():
            if text == self.named(label):
                yield LetRef(name, self.policy.lets[name])
        yield from self._asked(text)
        yield from self._counts(text)

    def _fields(self, of: str) -> Mapping[str, Fact]:
        kind = self.business.facts[of].type
        return kind.fields if isinstance(kind, ListType) else {}

    def _asked(self, text: str) -> Iterator[Expression]:
        """The answer of another policy, or the best or the worst of its answers for the things of a list."""
        words = self.words
        for ask in self.policy.asks:
            names = {"question": text_in(self.business.policies[ask.policy][-1].question, self.locale)}
            template = words.asked_outcome
            if ask.per_item is not None:
                names["items"] = text_in(self.business.facts[ask.per_item.list].meaning, self.locale)
                template = words.asked_best if ask.per_item.combination is Combination.BEST else words.asked_worst
            if text == self.plain(template.format(**names)):
                yield Asked(ask.alias, "outcome")

    def _counts(self, text: str) -> Iterator[Expression]:
        for name, fact in self.business.facts.items():
            if isinstance(fact.type, ListType):
                listed = text_in(fact.meaning, self.locale)
                if text == self.plain(self.words.count.format(list=listed)):
                    yield Aggregate(Aggregation.COUNT, "one", name, FlagLiteral(True), None)

    def _literals(self, text: str) -> Iterator[Expression]:
        time = written_time(text, self.locale, ZoneInfo(self.business.calendar.zone))
        if isinstance(time, datetime):
            yield DateTimeLiteral(time)
        elif time is not None:
            yield DateLiteral(time)
        found = FIGURE.search(text)
        if not found:
            return
        number, rest = self._number(found[0]), (text[: found.start()] + text[found.end() :]).strip()
        if number is None:
            return
        if rest in PERIODS[self.locale] and number == number.to_integral_value():
            yield PeriodLiteral(int(number), PERIODS[self.locale][rest])
        if rest in {"", *MEASURES}:
            yield NumberLiteral(number / 100 if rest == "%" else number)
        for currency, signs in MONEY.items():
            if rest in signs:
                yield MoneyLiteral(number, currency)

    def _number(self, digits: str) -> Decimal | None:
        try:
            return Decimal(parse_decimal(digits.rstrip(".,"), locale=babel_locale(self.locale), strict=True))
        except NumberFormatError:
            return None

    def _formulas(self, text: str) -> Iterator[Expression]:
        words = self.words
        if self.due is not None and text == self.plain(words.after_due):
            yield self.due
        yield from self._built(text, words.enclosed, lambda text: text)
        sums = ((words.plus, Operator.ADD), (words.minus, Operator.SUBTRACT), (words.times_factor, Operator.MULTIPLY))
        for template, sign in (*sums, (words.divided, Operator.DIVIDE)):
            yield from self._built(text, template, lambda left, right, sign=sign: _worked_out(sign, left, right))
        yield from self._built(text, words.share, lambda share, whole: Arithmetic(Operator.MULTIPLY, share, whole))
        yield from self._built(
            text, words.ratio, lambda left, right, otherwise: Call(Function.RATIO, (left, right, otherwise))
        )
        yield from self._built(text, words.or_else, lambda value, otherwise: Call(Function.OR_ELSE, (value, otherwise)))
        for template, function in self._extremes():
            for places in self.split(template, text):
                for options in self.series(places["options"], words.values_or, self.phrase):
                    yield Call(function, tuple(options))
        yield from self._moments(text)
        for places in self.split(words.depending, text):
            for condition, then, other in product(
                self.condition(places["condition"]), self.phrase(places["then"]), self.phrase(places["otherwise"])
            ):
                yield If(condition, then, other)

    def _extremes(self) -> tuple[tuple[str, Function], ...]:
        words = self.words
        return (
            *((template, Function.MIN) for template in (words.smallest, words.earlier, words.shorter)),
            *((template, Function.MAX) for template in (words.largest, words.later, words.longer)),
        )

    def _built(self, text: str, template: str, build: Build) -> Iterator[Expression]:
        """The expressions that the phrase makes of what its places stand for."""
        for places in self.split(template, text):
            for chosen in product(*(self.phrase(place) for place in places.values())):
                made = build(**dict(zip(places, chosen, strict=True)))
                if made is not None:
                    yield made

    def value(self, text: str, kind: Type | None) -> Meanings:
        """What a line of an answer says, where its type is known."""
        text = self.plain(text)
        match kind:
            case ChoiceType(choices=choices, labels=labels):
                words = {word: self.named(labels.get(word, {})) or word.replace("_", " ") for word in choices}
                return [ChoiceLiteral(word) for word, label in words.items() if text in (label, label.capitalize())]
            case FlagType():
                return [FlagLiteral(flag) for flag, said in ((True, YES), (False, NO)) if text == said[self.locale]]
            case _:
                return [meant for begun in self.begun(text) for meant in self.phrase(begun)]

    def with_due(self, due: Expression) -> Reader:
        """The same reader, who has just read by when the rule says that it will be done."""
        return replace(self, due=due, known={})

    # --- times ------------------------------------------------------------------------------

    def _moments(self, text: str) -> Iterator[Expression]:
        yield from self._counted_from(text, self.words.moments)

    def _counted_from(self, text: str, phrases: Mapping[Side, str]) -> Iterator[Expression]:
        for side, template in phrases.items():
            for places in self.split(template, text):
                for run, event in product(self.runs(places["period"]), self.phrase(places["event"])):
                    yield _moment(run, side, event)

    def deadline(self, text: str) -> Meanings:
        """By when something is to be done, or when it ends."""
        text = self.plain(text)
        limits = [*self._counted_from(text, self.words.by)]
        limits += [
            moment for places in self.split(self.words.by_instant, text) for moment in self.phrase(places["moment"])
        ]
        return _once([*limits, *self.value(text, None)])

    def runs(self, text: str) -> Iterator[tuple[PeriodLiteral, ...]]:
        """The periods that follow each other: `4 working days plus 9 working hours`."""
        for one in self.phrase(text):
            if isinstance(one, PeriodLiteral):
                yield (one,)
        for places in self.split(self.words.plus, text):
            for first, last in product(self.runs(places["left"]), self.runs(places["right"])):
                yield (*first, *last)

    def series(self, text: str, series: Series, read: Callable[[str], Meanings]) -> Iterator[list[Expression]]:
        """The things that stand in a row, two or more, where each of them can be read."""
        for last in {self.spaced(series.last), self.spaced(series.last_of_many or series.last)}:
            for head, tail in _cuts(text, last):
                for one in read(tail):
                    for before in self._row(head, self.spaced(series.separator), read):
                        yield [*before, one]

    def spaced(self, separator: str) -> str:
        return separator.strip() if self.locale.startswith("zh") else separator

    def _row(self, text: str, separator: str, read: Callable[[str], Meanings]) -> Iterator[list[Expression]]:
        for one in read(text):
            yield [one]
        for head, tail in _cuts(text, separator):
            for one in read(tail):
                for before in self._row(head, separator, read):
                    yield [*before, one]

    # --- conditions -------------------------------------------------------------------------

    def condition(self, text: str) -> Meanings:
        """What the clause asks for."""
        text = text.strip()
        if text not in self.conditions:
            self.conditions[text] = []
            self.conditions[text] = _once([*self._clauses(text), *self._groups(text)])
        return self.conditions[text]

    def _groups(self, text: str) -> Iterator[Expression]:
        words = self.words
        for parts in self.series(text, words.clauses_and, self.condition):
            yield AllOf(tuple(parts))
        for parts in self.series(text, words.clauses_or, self.condition):
            yield Or(tuple(parts))
        for places in self.split(words.enclosed, text):
            yield from self.condition(places["text"])
        for places in self.split(words.or_absent, text):
            for one in self.condition(places["clause"]):
                yield Or((one, *(Presence(side, present=False) for side in _needed(one))))

    def _clauses(self, text: str) -> Iterator[Expression]:
        words = self.words
        if text == self.plain(words.always):
            yield FlagLiteral(True)
        for template, flag in ((words.yes, True), (words.no, False)):
            yield from self._subjects(
                text, template, lambda subject, flag=flag: Comparison(Comparator.EQUAL, subject, FlagLiteral(flag))
            )
        for template, present in ((words.present, True), (words.absent, False)):
            yield from self._subjects(text, template, lambda subject, present=present: Presence(subject, present))
        yield from self._comparisons(text)
        yield from self._memberships(text)
        yield from self._windows(text)
        yield from self._on_the_calendar(text)

    def _subjects(self, text: str, template: str, build: Build) -> Iterator[Expression]:
        for places in self.split(template, text):
            for subject in self.phrase(places["subject"]):
                made = build(subject)
                if made is not None:
                    yield made

    def _comparisons(self, text: str) -> Iterator[Expression]:
        words = self.words
        equal = {Comparator.EQUAL: words.equal, Comparator.NOT_EQUAL: words.not_equal}
        for table in (equal, words.sizes, words.times):
            for comparator, template in table.items():
                for places in self.split(template, text):
                    for subject in self.phrase(places["subject"]):
                        for value in self.operand(places["value"], subject):
                            if table is not words.sizes or not isinstance(value, Moment):
                                yield Comparison(comparator, subject, self.like(value, self._type(subject)))
        for comparator, template in words.since.items():
            for places in self.split(template, text):
                for act, run, event in product(
                    self.phrase(places["act"]), self.runs(places["period"]), self.phrase(places["event"])
                ):
                    if not self._may_be_absent(event):  # nobody counts from what may not be there, but in a window
                        yield Comparison(comparator, act, _moment(run, Side.AFTER, event))

    def _memberships(self, text: str) -> Iterator[Expression]:
        words = self.words
        for template, among in ((words.one_of, True), (words.none_of, False)):
            for places in self.split(template, text):
                for subject in self.phrase(places["subject"]):
                    for options in self.series(
                        places["options"], words.values_or, lambda one, subject=subject: self.operand(one, subject)
                    ):
                        member = Membership(subject, tuple(options))
                        yield member if among else AllOf((Presence(subject, present=True), Not(member)))

    def operand(self, text: str, beside: Expression) -> Meanings:
        """What something is compared with: a choice by its label in quotes, or a phrase."""
        choices = [
            ChoiceLiteral(word)
            for places in self.split(self.words.quoted, text)
            for word, label in self.labels(beside).items()
            if label == places["text"]
        ]
        return [*choices, *self.phrase(text)]

    def labels(self, beside: Expression) -> Mapping[str, str]:
        """The words that a choice can be, by what the page calls them."""
        kind = self._type(beside)
        if isinstance(kind, ChoiceType):
            told = {word: self.named(kind.labels.get(word, {})) for word in kind.choices}
            return {word: label or word.replace("_", " ") for word, label in told.items()}
        if isinstance(beside, Asked):
            ask = next(ask for ask in self.policy.asks if ask.alias == beside.alias)
            outcomes = self.business.policies[ask.policy][-1].outcomes
            return {outcome.name: self.named(outcome.label) for outcome in outcomes}
        return {}

    def _may_be_absent(self, event: Expression) -> bool:
        match event:
            case FactRef(name=name):
                return self.business.facts[name].may_be_absent
            case FieldRef(variable=variable, name=name):
                return self._fields(self.elements[variable])[name].may_be_absent
            case LetRef(expression=named):
                return self._may_be_absent(named)
            case Aggregate(aggregation=aggregation):
                return aggregation.may_be_absent
            case _:
                return False

    def like(self, value: Expression, kind: ShownType) -> Expression:
        """A length of time or a share as a fact of that type counts it: in minutes, 4 hours are 240."""
        if isinstance(value, PeriodLiteral) and isinstance(kind, NumberType):
            minutes = MINUTES.get(value.unit, 1) if kind.unit == "min" else 1
            return NumberLiteral(Decimal(value.count * minutes))
        if isinstance(value, NumberLiteral) and isinstance(kind, NumberType) and kind.unit == "percent":
            return NumberLiteral(value.value * 100)
        return value

    def _type(self, beside: Expression) -> ShownType:
        return Types(self.business, self.policy, self.elements, {}).of(beside)

    def _windows(self, text: str) -> Iterator[Expression]:
        for (side, within, denied), template in self.words.windows.items():
            for places in self.split(template, text):
                for act, period, event in product(*(self.phrase(places[name]) for name in ("act", "period", "event"))):
                    if isinstance(period, PeriodLiteral):
                        window = Window(act, within, period, side, event)
                        yield AllOf((*_there(act, event), Not(window))) if denied else window
        for side, template in self.words.tiers.items():
            for places in self.split(template, text):
                names = ("act", "shorter", "longer", "event")
                for act, shorter, longer, event in product(*(self.phrase(places[name]) for name in names)):
                    if isinstance(shorter, PeriodLiteral) and isinstance(longer, PeriodLiteral):
                        yield AllOf((Window(act, False, shorter, side, event), Window(act, True, longer, side, event)))

    def _on_the_calendar(self, text: str) -> Iterator[Expression]:
        for function in (Function.IS_WORKING_DAY, Function.IN_WORKING_HOURS):
            for flag in (True, False):
                yield from self._subjects(
                    text,
                    self.words.on_the_calendar[function, flag],
                    lambda subject, function=function, flag=flag: Comparison(
                        Comparator.EQUAL, Call(function, (subject,)), FlagLiteral(flag)
                    ),
                )

    # --- groups -----------------------------------------------------------------------------

    def group(self, text: str, parts: Sequence[Clause]) -> Meanings:
        """What a line says together with the lines below it."""
        words = self.words
        text = text.rstrip().rstrip(":\uff1a").rstrip()
        if not parts:
            return self.clause(text)
        for lead, joined in self._leads():
            if text in self.begun(self.plain(lead)):
                return [joined(tuple(chosen)) for chosen in product(*(self.group(*part) for part in parts))]
        found: Meanings = []
        some = words.some_in_all if len(parts) > 1 else words.some
        for quantity, template in ((Quantity.SOME, some), (Quantity.EVERY, words.every)):
            for name, fact in self.business.facts.items():
                if isinstance(fact.type, ListType) and text == self.plain(
                    template.format(list=text_in(fact.meaning, self.locale))
                ):
                    inside = Reader(self.business, self.policy, self.locale, {"one": name})
                    wanted = product(*(inside.group(*part) for part in parts))
                    found += [Quantifier(quantity, "one", name, AllOf(tuple(chosen))) for chosen in wanted]
        return found

    def row(self, cells: Mapping[str, str]) -> Meanings:
        """When a row of a table applies: what its cells say of what their headings name; other columns are answers."""
        tests = [self.cell(cell, subject) for heading, cell in cells.items() for subject in self._heading(heading)]
        return [AllOf(tuple(chosen)) for chosen in product(*tests)]

    def _heading(self, text: str) -> Meanings:
        return [meant for begun in self.begun(self.plain(text)) for meant in self.phrase(begun)][:1]

    def cell(self, text: str, subject: Expression) -> Meanings:
        """What a cell says of its subject."""
        text = self.plain(text)
        return [FlagLiteral(True)] if text == OPEN else _once(self._cell(text, subject))

    def _cell(self, text: str, subject: Expression) -> Iterator[Expression]:
        words = self.words
        yield from (
            Comparison(Comparator.EQUAL, subject, ChoiceLiteral(word))
            for word, label in self.labels(subject).items()
            if text in (label, self.plain(words.quoted.format(text=label)))
        )
        for (side, within), template in words.cell_windows.items():
            for places in self.split(template, text):
                for period, event in product(*(self.phrase(places[name]) for name in ("period", "event"))):
                    if isinstance(period, PeriodLiteral):
                        yield Window(subject, within, period, side, event)
        for table in (words.cell_sizes, words.cell_times):
            for comparator, template in table.items():
                for places in self.split(template, text):
                    for value in self.phrase(places["value"]):
                        yield Comparison(comparator, subject, self.like(value, self._type(subject)))
        for flag, said in ((True, YES), (False, NO)):
            if text == said[self.locale]:
                yield Comparison(Comparator.EQUAL, subject, FlagLiteral(flag))
        for template, present in ((words.cell_present, True), (words.cell_absent, False)):
            if text == self.plain(template):
                yield Presence(subject, present)
        for places in self.split(words.cell_not, text):
            for part in self.cell(places["value"], subject):
                yield AllOf((Presence(subject, present=True), Not(part)))
        for parts in self.series(text, words.clauses_and, lambda part: self.cell(part, subject)):
            yield AllOf(tuple(parts))
        for parts in self.series(text, words.values_or, lambda part: self.cell(part, subject)):
            yield Or(tuple(parts))

    def _leads(self) -> tuple[tuple[str, Callable[[tuple[Expression, ...]], Expression]], ...]:
        words = self.words
        return (
            (words.all_hold, AllOf),
            (words.one_holds, Or),
            (words.none_holds, lambda parts: Not(Or(parts))),
            (words.not_all_hold, lambda parts: Not(AllOf(parts))),
        )

    def clause(self, text: str) -> Meanings:
        return [meant for begun in self.begun(text) for meant in self.condition(begun)]

    def rule(self, lead: str, parts: Sequence[Clause]) -> Meanings:
        """When a rule applies: what its lead says, with the lines below it."""
        words, lead = self.words, self.plain(lead)
        if not lead:
            return [FlagLiteral(True)]
        if lead in (self.plain(words.if_always), ""):
            return [FlagLiteral(True)]
        if lead == self.plain(words.if_all):
            return self.group(self.plain(words.all_hold), parts)
        if parts:
            return [
                meant for places in self.split(words.if_group, lead) for meant in self.group(places["condition"], parts)
            ]
        found = [meant for places in self.split(words.if_one, lead) for meant in self.condition(places["condition"])]
        return found or [
            meant for places in self.split(words.if_one, lead) for meant in self.clause(places["condition"])
        ]


Clause = tuple[str, Sequence["Clause"]]
"""A line of a list, and the lines below it."""


def _split(pieces: Sequence[str], text: str) -> Iterator[dict[str, str]]:
    """Each way to take a text for pieces that are fixed and places between them that are not empty."""
    first, *rest = pieces
    if not text.startswith(first):
        return
    text = text[len(first) :]
    if not rest:
        if not text:
            yield {}
        return
    name, *others = rest
    for end in range(1, len(text) + 1):
        if text.startswith(others[0], end) and (others[0] or len(others) > 1 or end == len(text)):
            for places in _split(others, text[end:]):
                yield {name: text[:end], **places}


def _cuts(text: str, separator: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(re.escape(separator), text):
        yield text[: found.start()], text[found.end() :]


def _worked_out(sign: Operator, left: Expression, right: Expression) -> Expression | None:
    """The sum or the product; of periods there is none, they follow each other."""
    periods = any(isinstance(one, PeriodLiteral) for one in (left, right))
    return None if periods else Arithmetic(sign, left, right)


def _moment(run: tuple[PeriodLiteral, ...], side: Side, event: Expression) -> Expression:
    for period in run:
        event = Moment(period, side, event)
    return event


def _there(*subjects: Expression) -> tuple[Expression, ...]:
    return tuple(Presence(one, present=True) for one in subjects)


def _needed(condition: Expression) -> tuple[Expression, ...]:
    """What a test cannot hold without."""
    match condition:
        case Comparison(left=left):
            return (left,)
        case Membership(value=value):
            return (value,)
        case Window(act=act, event=event):
            return act, event
        case AllOf(parts=parts):
            return tuple(part.value for part in parts if isinstance(part, Presence))
        case _:
            return ()


def _once(found: Iterable[Expression]) -> Meanings:
    return list(dict.fromkeys(found))
