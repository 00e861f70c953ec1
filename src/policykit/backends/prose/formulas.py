"""What a formula comes to, as a phrase that can stand in a sentence: `30% of the price of the item`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from policykit.backends.prose.format import (
    format_share,
    format_value,
)
from policykit.backends.prose.literals import choice_label, literal
from policykit.backends.prose.reading import Reading, ask_of, asked_policy, declared, meaning, plain, type_of
from policykit.backends.prose.shares import constant_number, is_fraction, is_part_of_like
from policykit.backends.prose.type_of import TIMES
from policykit.model import (
    ABSENT,
    OF_TIMES,
    AbsentLiteral,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Asked,
    Call,
    ChoiceLiteral,
    Combination,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    DurationType,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    If,
    LetRef,
    Membership,
    Moment,
    MoneyLiteral,
    MoneyType,
    Not,
    NumberLiteral,
    NumberRef,
    NumberType,
    Operator,
    Or,
    PeriodLiteral,
    PerItem,
    Presence,
    Quantifier,
    Test,
    TextLiteral,
    TextType,
    TimeLiteral,
    Window,
)


def phrase(expression: Expression, reader: Reading) -> str:
    """The expression as a noun phrase in the reader's language."""
    constant = constant_number(expression)
    if constant is not None and not isinstance(expression, NumberLiteral | NumberRef):
        return literal(constant, reader)
    match expression:
        case FlagLiteral() | ChoiceLiteral() | NumberLiteral() | MoneyLiteral():
            return literal(expression, reader)
        case DateLiteral() | DateTimeLiteral() | PeriodLiteral() | TimeLiteral() | TextLiteral():
            return literal(expression, reader)
        case FactRef(name=name) | FieldRef(name=name):
            return reader.text(declared(expression, reader).meaning) or plain(name)
        case AbsentLiteral():
            return format_value(ABSENT, TextType(), reader.locale, reader.business)
        case NumberRef(literal=named):
            return literal(named, reader)
        case LetRef(name=name) if name in reader.policy.labels:
            return reader.text(reader.policy.labels[name])
        case LetRef(expression=formula):
            return phrase(formula, reader)
        case Asked():
            return asked(expression, reader)
        case Arithmetic():
            return arithmetic(expression, reader)
        case Call():
            return call(expression, reader)
        case If(condition=Presence(value=value, present=True), then=then, otherwise=otherwise) if otherwise == value:
            # What is absent already has nothing to say.
            return phrase(then, reader)
        case If(condition=Presence(value=value, present=True), then=then, otherwise=otherwise) if then == value:
            return reader.words.clock.format(event=phrase(then, reader), otherwise=phrase(otherwise, reader))
        case If():
            return depending(expression, reader)
        case Moment():
            return moment(expression, reader)
        case Aggregate():
            return aggregate(expression, reader)
        case Comparison() | Membership() | Presence() | Window() | And() | Or() | Not() | Test() | Quantifier():
            return reader.words.quoted.format(text=inline(expression, reader))
        case _:
            assert_never(expression)


def depending(node: If, reader: Reading) -> str:
    """One value or another; of a choice, what each of its words gives, one after the other."""
    words = reader.words
    given, rest = by_choice(node)
    if len(given) > 1:
        cases = [
            words.for_choice.format(value=phrase(then, reader), choice=operand(condition.right, condition.left, reader))
            for condition, then in given
        ]
        return words.for_choices.format(cases=words.values_listed.join(cases), otherwise=phrase(rest, reader))
    return words.depending.format(
        condition=inline(node.condition, reader),
        then=phrase(node.then, reader),
        otherwise=phrase(node.otherwise, reader),
    )


def by_choice(node: If) -> tuple[list[tuple[Comparison, Expression]], Expression]:
    """The words of one choice that a chain of conditions asks for, with what each gives; and what all others give."""
    given: list[tuple[Comparison, Expression]] = []
    rest: Expression = node
    while isinstance(rest, If):
        match rest.condition:
            case Comparison(comparator=Comparator.EQUAL, left=left, right=ChoiceLiteral()) as asked_for if (
                not given or left == given[0][0].left
            ):
                given.append((asked_for, rest.then))
                rest = rest.otherwise
            case _:
                break
    return given, rest


def inline(condition: Expression, reader: Reading) -> str:
    from policykit.backends.prose.clauses import clause, in_line  # conditions hold formulas, and formulas conditions

    return in_line(clause(condition, reader), reader.words)


def operand(expression: Expression, beside: Expression, reader: Reading) -> str:
    """What something is compared with: a choice by its label, an asked outcome by its own, else the phrase."""
    if not isinstance(expression, ChoiceLiteral):
        return share_of_like(expression, beside, reader) or phrase(expression, reader)
    return reader.words.quoted.format(text=choice_label(expression.value, beside, reader))


# --- what is computed -------------------------------------------------------------------------


def arithmetic(node: Arithmetic, reader: Reading) -> str:
    words = reader.words
    if node.operator is Operator.MULTIPLY and (shared := share(node, reader)):
        return shared
    match node.operator:
        case Operator.ADD:
            template = words.plus
        case Operator.SUBTRACT:
            template = words.minus
        case Operator.MULTIPLY:
            template = words.times_factor
        case Operator.DIVIDE:
            template = words.divided
        case _:
            assert_never(node.operator)
    return template.format(left=part(node.left, node, reader), right=part(node.right, node, reader))


def share(node: Arithmetic, reader: Reading) -> str | None:
    """`30% of the price` where one factor is a plain number between 0 and 1."""
    for factor, other in ((node.left, node.right), (node.right, node.left)):
        number = constant_number(factor)
        if number is not None and is_fraction(number):
            return reader.words.share.format(
                share=format_share(number.value, reader.locale), whole=part(other, node, reader)
            )
    return None


def share_of_like(expression: Expression, beside: Expression, reader: Reading) -> str | None:
    """`40%`, where a plain number between 0 and 1 stands beside what one thing is of another of its kind."""
    number = constant_number(expression)
    if number is None or not is_fraction(number) or not is_part_of_like(beside, reader):
        return None
    return format_share(number.value, reader.locale)


def part(expression: Expression, of: Arithmetic, reader: Reading) -> str:
    """An operand, in brackets where it is itself computed and the order would else be in doubt."""
    text = phrase(expression, reader)
    inner = expression
    if isinstance(expression, LetRef) and expression.name not in reader.policy.labels:
        inner = expression.expression
    sums = (Operator.ADD,)
    joined = isinstance(inner, Arithmetic) and not (inner.operator in sums and of.operator in sums)
    doubtful = joined and constant_number(inner) is None
    return reader.words.enclosed.format(text=text) if doubtful or isinstance(inner, If | Call) else text


def call(node: Call, reader: Reading) -> str:
    words = reader.words
    texts = [phrase(argument, reader) for argument in node.arguments]
    match node.function:
        case Function.RATIO:
            return words.ratio.format(left=texts[0], right=texts[1], otherwise=texts[2])
        case Function.OR_ELSE if node.arguments[0] in reader.recorded:
            return texts[0]
        case Function.OR_ELSE:
            return words.or_else.format(value=texts[0], otherwise=operand(node.arguments[1], node.arguments[0], reader))
        case Function.MIN | Function.MAX:
            template = by_type(node, reader, AMONG_TWO[node.function])
            return template.format(options=words.values_or.join(texts))
        case Function.ABS:
            return words.size_of.format(value=texts[0])
        case Function.FLOOR:
            return words.rounded_down.format(value=texts[0])
        case Function.CEILING:
            return words.rounded_up.format(value=texts[0])
        case Function.ROUND | Function.ROUND_UP | Function.ROUND_DOWN:
            return words.roundings[node.function].format(value=texts[0], places=places(node.arguments[1], reader))
        case Function.MODULO:
            return words.remainder.format(left=texts[0], right=texts[1])
        case Function.LENGTH:
            return words.length.format(value=texts[0])
        case Function.UPPER_CASE:
            return words.capitals.format(value=texts[0])
        case Function.LOWER_CASE:
            return words.small_letters.format(value=texts[0])
        case Function.DATE | Function.TIME | Function.WEEKDAY:
            return words.of_time[node.function].format(value=texts[0])
        case Function.IS_WORKING_DAY | Function.IN_WORKING_HOURS:
            return words.quoted.format(text=words.on_the_calendar[node.function, True].format(subject=texts[0]))
        case Function.CONTAINS | Function.STARTS_WITH | Function.ENDS_WITH:
            return words.quoted.format(text=text_test(node, reader))
        case _:
            assert_never(node.function)


def places(digits: Expression, reader: Reading) -> str:
    """How many digits are left after the point, as the end of a phrase."""
    number = constant_number(digits)
    assert number is not None  # the language rounds to digits that are written out
    whole = {0: reader.words.to_whole, 1: reader.words.to_one_place}
    return whole.get(int(number.value)) or reader.words.to_places.format(digits=phrase(digits, reader))


def text_test(node: Call, reader: Reading, *, deny: bool = False) -> str:
    """What is asked of a text, as a clause: `the note contains “by telephone”`; or its denial."""
    subject, part = (phrase(argument, reader) for argument in node.arguments)
    return reader.words.text_tests[node.function, deny].format(subject=subject, part=part)


AMONG_TWO: Mapping[Function, tuple[str, str, str]] = {
    Function.MIN: ("smallest", "earlier", "shorter"),
    Function.MAX: ("largest", "later", "longer"),
}
AMONG_ALL: Mapping[Aggregation, tuple[str, str, str]] = {
    Aggregation.MIN: ("least", "earliest", "shortest"),
    Aggregation.MAX: ("greatest", "latest", "longest"),
}
"""The phrases for the least and the greatest: of numbers, of times, of lengths of time."""


def by_type(node: Call | Aggregate, reader: Reading, keys: tuple[str, str, str]) -> str:
    """The phrase that suits the type of what is compared."""
    of_numbers, of_times, of_lengths = keys
    kind = type_of(node, reader)
    times = isinstance(kind, TIMES)
    return str(getattr(reader.words, of_times if times else of_lengths if kind == DurationType() else of_numbers))


def aggregate(node: Aggregate, reader: Reading) -> str:
    """`the number of rooms for which …`."""
    words, inside = reader.words, reader.holding(node.variable, node.list)
    list_name = reader.text(reader.business.facts[node.list].meaning) or plain(node.list)
    of = "" if node.of is None else phrase(node.of, inside)
    if isinstance(node.of, Call | If):
        of = words.enclosed.format(text=of)
    text = aggregated(node, reader).format(list=list_name, of=of)
    if always_true(node.where):
        return text
    return words.for_which.format(aggregate=text, condition=inline(node.where, inside))


def aggregated(node: Aggregate, reader: Reading) -> str:
    """The phrase for what is made of a list's elements."""
    words = reader.words
    match node.aggregation:
        case Aggregation.COUNT:
            return words.count
        case Aggregation.SUM:
            return words.total
        case Aggregation.MEAN:
            return words.mean
        case Aggregation.MIN | Aggregation.MAX:
            return by_type(node, reader, AMONG_ALL[node.aggregation])
        case Aggregation.EARLIEST:
            return words.earliest
        case Aggregation.LATEST:
            return words.last_of_all
        case _:
            assert_never(node.aggregation)


def always_true(condition: Expression) -> bool:
    match condition:
        case FlagLiteral(value=value):
            return value
        case And(parts=parts):
            return all(always_true(inner) for inner in parts)
        case Test(condition=inner):
            return always_true(inner)
        case _:
            return False


def asked(node: Asked, reader: Reading) -> str:
    """The answer of another policy, or a value in it, by that policy's own question and labels."""
    policy = asked_policy(node.alias, reader)
    per_item = ask_of(node.alias, reader).per_item
    question = reader.text(policy.question)
    answer = one_of_the_answers(question, per_item, reader) if per_item else None
    if node.value == "outcome":
        return answer or reader.words.asked_outcome.format(question=question)
    values = [value for outcome in policy.outcomes for value in outcome.values if value.name == node.value]
    label = next((reader.text(value.label) for value in values if value.label), "") or plain(node.value)
    if per_item is None or answer is None:
        return reader.words.asked_value.format(label=label, question=question)
    if per_item.combination is Combination.SUM and all(isinstance(one.type, MoneyType | NumberType) for one in values):
        return reader.words.asked_sum.format(label=label, question=question, items=meaning(per_item.list, reader))
    return reader.words.asked_value_in.format(label=label, answer=answer)


def one_of_the_answers(question: str, per_item: PerItem, reader: Reading) -> str:
    """The answer that stands for all where a policy is asked once an element: the best, or the worst."""
    best = per_item.combination is Combination.BEST
    text = reader.words.asked_best if best else reader.words.asked_worst
    return text.format(question=question, items=meaning(per_item.list, reader))


# --- times ------------------------------------------------------------------------------------


def moment(node: Moment, reader: Reading) -> str:
    """`2 working days after the time of the claim`."""
    return reader.words.moments[node.side].format(period=run(node, reader), event=event(node, reader))


def limit(expression: Expression, reader: Reading) -> str:
    """A moment as a limit: `within 2 working days after the time of the claim`."""
    match expression:
        case Moment(side=side):
            return reader.words.by[side].format(period=run(expression, reader), event=event(expression, reader))
        case LetRef(expression=named):
            return limit(named, reader)
        case _:
            return reader.words.by_instant.format(moment=phrase(expression, reader))


def run(node: Moment, reader: Reading) -> str:
    """The period, together with the one that it goes on from: `4 working days plus 9 working hours`."""
    period, earlier = phrase(node.period, reader), goes_on_from(node, reader)
    return reader.words.plus.format(left=run(earlier, reader), right=period) if earlier else period


def goes_on_from(node: Moment, reader: Reading) -> Moment | None:
    """The period, on the same side of its event, at whose end this one begins; a rule's own deadline is none."""
    match origin_of(node):
        case Moment(side=side) as earlier if side is node.side and earlier != reader.due:
            return earlier
        case _:
            return None


def origin_of(node: Moment) -> Expression:
    return node.event.expression if isinstance(node.event, LetRef) else node.event


def event(node: Moment, reader: Reading) -> str:
    """What a period runs from; the rule's own deadline is not told twice."""
    earlier, origin = goes_on_from(node, reader), origin_of(node)
    if earlier:
        return event(earlier, reader)
    return reader.words.after_due if origin == reader.due else phrase(origin, reader)


def may_be_absent(expression: Expression, reader: Reading) -> bool:
    """Whether the value can be known not to be there, so that a denied test also holds without it."""
    if expression in reader.recorded:
        return False
    match expression:
        case FactRef() | FieldRef():
            return declared(expression, reader).may_be_absent
        case LetRef(expression=named):
            return may_be_absent(named, reader)
        case Asked(value=value):
            return value != "outcome"
        case Call(function=function, arguments=(argument,)) if function in OF_TIMES:
            return may_be_absent(argument, reader)
        case Aggregate(aggregation=aggregation):
            return aggregation.may_be_absent
        case _:
            return False
