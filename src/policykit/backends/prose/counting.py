"""How something is counted, as a reader can follow it: cases line by line, sums and products by their parts."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.backends.prose.clauses import Clause, Joined
from policykit.backends.prose.formulas import always_true, inline, phrase
from policykit.backends.prose.reading import Reading, plain
from policykit.model import Aggregate, Aggregation, Arithmetic, Expression, If, Operator


def counting(expression: Expression, reader: Reading) -> Clause:
    """The formula by its parts, where it has any that are worth a line; else one phrase."""
    words = reader.words
    match expression:
        case If():
            return Clause(words.first_case, tuple(_cases(expression, reader)), Joined.LISTED)
        case Arithmetic(operator=Operator.MULTIPLY, left=left, right=right):
            factors = counting(left, reader), counting(right, reader)
            if any(factor.parts for factor in factors):
                return Clause(words.product_of, factors, Joined.LISTED)
        case Aggregate(aggregation=Aggregation.SUM, of=of) if of is not None:
            return _sum(expression, of, reader)
        case _:
            pass
    return Clause(words.tidy(phrase(expression, reader)))


def _cases(node: If, reader: Reading) -> Iterator[Clause]:
    """A line for each case in the order in which they are tried, and one for all others."""
    words, otherwise = reader.words, node.otherwise
    then, condition = counting(node.then, reader), inline(node.condition, reader)
    if then.parts:
        yield Clause(words.tidy(words.case_group.format(condition=condition)), (then,), Joined.LISTED)
    else:
        yield Clause(words.tidy(words.case.format(then=then.text, condition=condition)))
    if isinstance(otherwise, If):
        yield from _cases(otherwise, reader)
    else:
        yield Clause(words.tidy(words.case_else.format(otherwise=phrase(otherwise, reader))))


def _sum(node: Aggregate, of: Expression, reader: Reading) -> Clause:
    """What is taken of each element, and which elements count."""
    words, inside = reader.words, reader.holding(node.variable, node.list)
    each = counting(of, inside)
    if not each.parts:
        return Clause(words.tidy(phrase(node, reader)))
    list_name = reader.text(reader.business.facts[node.list].meaning) or plain(node.list)
    only = words.only_those.format(condition=inline(node.where, inside))
    parts = (each,) if always_true(node.where) else (Clause(words.tidy(only)), each)
    return Clause(words.tidy(words.sum_over.format(list=list_name)), parts, Joined.LISTED)
