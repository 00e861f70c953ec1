"""A `when` map to one expression: a test a line, groups of tests, and what is made of lists."""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.kinds.plain import Placed
from policykit.language.read import read_formula, read_test
from policykit.language.scope import Scope
from policykit.language.types import Typed, is_time, known_type, ordered, value_type
from policykit.model import (
    NOWHERE,
    Aggregate,
    Aggregation,
    And,
    Expression,
    FlagLiteral,
    FlagType,
    ListType,
    MoneyType,
    Not,
    NumberType,
    Or,
    Quantifier,
    Quantity,
    Test,
)
from policykit.source.sheet import Sheet

GROUPS = ("any", "all", "none")
QUANTITIES, AGGREGATIONS = tuple(Quantity), tuple(Aggregation)
COUNTED = NumberType(minimum=Decimal(0), step=Decimal(1))
"""What a count is."""
DEEPEST = 16
"""Groups within groups."""
MOST_LOOKS = 100_000
"""How often lists within lists are looked at, where each has as many elements as it may: a few seconds' work."""

_EACH = re.compile(r"([a-z][a-z0-9_]*) +in +([a-z][a-z0-9_.]*)")


def read_when(piece: Placed, scope: Scope, sheet: Sheet, depth: int = 0) -> Expression | None:
    """What the map says, all lines together; None where any line is wrong, which the sheet then tells."""
    if not isinstance(piece.data, dict):
        sheet.report("wrong-shape", "expected tests, one a line", sheet.span(piece), "write `fact: test`")
        return None
    if not piece.data:
        sheet.report("empty-value", "there is no test here", sheet.span(piece), "write at least one line `fact: test`")
        return None
    if depth > DEEPEST:
        sheet.report("too-deep", "too many groups within groups", sheet.span(piece), "name a part under `let:`")
        return None
    over = [key for key in piece.data if _is_over_list(key, piece, scope)]
    if len(over) > 1:
        text, help = f"`{over[0]}` and `{over[1]}` cannot share one `where`", "put each into a list under `all:`"
        sheet.report("wrong-shape", text, sheet.key_span(piece[over[1]]), help)
        return None
    beside = () if not over else ("where",) if over[0] in QUANTITIES else ("where", "of", "is")
    parts = [
        _group(key, line, scope, sheet, depth)
        if key in GROUPS
        else _over_list(key, piece, scope, sheet, depth)
        if key in over
        else _line(key, line, scope, sheet)
        for key, line in piece.items()
        if key not in beside
    ]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return joined(known, sheet, piece)


def _is_over_list(key: str, piece: Placed, scope: Scope) -> bool:
    """Whether the line looks at the elements of a list. A fact may be called `count`, but not `some`."""
    if key in QUANTITIES:
        return True
    line = piece.data[key]
    listed = isinstance(line, str) and bool(_EACH.fullmatch(line.strip()))
    return key in AGGREGATIONS and (listed or scope.find(key, NOWHERE) is None)


def joined(conditions: tuple[Expression, ...], sheet: Sheet, piece: Placed) -> Expression:
    """All the conditions as one; of none, it always holds."""
    if len(conditions) == 1:
        return conditions[0]
    return And(conditions, sheet.span(piece)) if conditions else FlagLiteral(value=True, span=sheet.span(piece))


def _group(word: str, piece: Placed, scope: Scope, sheet: Sheet, depth: int) -> Expression | None:
    if not isinstance(piece.data, list) or not piece.data:
        help = "begin each with `- `, on a line of its own"
        sheet.report("wrong-shape", f"`{word}:` takes a list of tests", sheet.key_span(piece), help)
        return None
    parts = [read_when(piece[index], scope, sheet, depth + 1) for index in range(len(piece.data))]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    span = sheet.span(piece)
    match word:
        case "all":
            return And(known, span)
        case "any":
            return Or(known, span)
        case _:
            return Not(Or(known, span), span)


def _over_list(word: str, piece: Placed, scope: Scope, sheet: Sheet, depth: int) -> Expression | None:
    if word in QUANTITIES:
        return _quantified(Quantity(word), piece, scope, sheet, depth)
    made = _made_of_list(Aggregation(word), piece, scope, sheet, depth)
    if "is" not in piece.data:
        text, help = f"`{word}` needs `is`", "add `is:` with a test of what it gives: `is: at least 2`"
        sheet.report("missing-key", text, sheet.key_span(piece[word]), help)
        return None
    if not isinstance(piece.data["is"], str):
        help = "write `is: at least 2`"
        sheet.report("wrong-shape", "`is` takes a test on the same line", sheet.key_span(piece["is"]), help)
        return None
    return None if made is None else _tested(made, piece["is"], scope, sheet)


def _quantified(quantity: Quantity, piece: Placed, scope: Scope, sheet: Sheet, depth: int) -> Expression | None:
    each = read_each(piece[quantity.value], scope, sheet)
    if "where" not in piece.data:
        sheet.report(
            "missing-key",
            f"`{quantity}` needs `where`",
            sheet.key_span(piece[quantity.value]),
            "add `where:` with the tests of one element",
        )
        return None
    if each is None:
        return None
    variable, name, kind = each
    where = read_when(piece["where"], scope.holding(variable, kind), sheet, depth + 1)
    return None if where is None else Quantifier(quantity, variable, name, where, sheet.key_span(piece[quantity.value]))


def read_list_formula(entry: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    """What a formula under `let:` makes of a list's elements; None where it is wrong, which the sheet then tells."""
    words = [word for word in (*AGGREGATIONS, *QUANTITIES) if word in entry.data]
    if len(words) != 1:
        listed = in_backticks((*AGGREGATIONS, *QUANTITIES))
        text, help = f"expected one of {listed}", "write `count: past in customer.returns`"
        sheet.report("wrong-shape", text, sheet.key_span(entry), help)
        return None
    word = words[0]
    if word in AGGREGATIONS:
        return _made_of_list(Aggregation(word), entry, scope, sheet)
    if "of" in entry.data:
        sheet.report("wrong-shape", f"`{word}` takes no `of`", sheet.key_span(entry["of"]), "drop it")
        return None
    held = _quantified(Quantity(word), entry, scope, sheet, 0)
    return None if held is None else Typed(held, FlagType())


def _made_of_list(aggregation: Aggregation, entry: Placed, scope: Scope, sheet: Sheet, depth: int = 0) -> Typed | None:
    counts = aggregation is Aggregation.COUNT
    if counts == ("of" in entry.data):
        text = "`count` takes no `of`" if counts else f"`{aggregation}` needs `of`"
        sheet.report("wrong-shape", text, sheet.key_span(entry), "`of:` is the formula for one element")
        return None
    each = read_each(entry[aggregation.value], scope, sheet)
    if each is None:
        return None
    variable, name, kind = each
    inner = scope.holding(variable, kind)
    where = read_when(entry["where"], inner, sheet, depth + 1) if "where" in entry.data else FlagLiteral(value=True)
    of = _value_of_one(aggregation, entry["of"], inner, sheet) if not counts else None
    if where is None or (of is None and not counts):
        return None
    made = Aggregate(
        aggregation, variable, name, where, of.expression if of else None, sheet.key_span(entry[aggregation.value])
    )
    return Typed(made, value_type(of.type) if of else COUNTED, aggregation.may_be_absent)


def _value_of_one(aggregation: Aggregation, piece: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    """The formula for one element, if the aggregation can make something of what it gives."""
    if not isinstance(piece.data, str):
        sheet.report(
            "wrong-shape", "`of` takes a formula on the same line", sheet.key_span(piece), "write `of: line.price`"
        )
        return None
    of = read_formula(piece.data, scope, sheet.faults(piece))
    if of is None:
        return None
    kind = value_type(of.type)
    help = "wrap it: `or_else(x, 0)`"
    match aggregation:
        case Aggregation.EARLIEST | Aggregation.LATEST:
            fits, wanted, help = is_time(kind), "dates or instants", "name a time of the element"
        case Aggregation.MIN | Aggregation.MAX:
            fits, wanted = ordered(kind) and not of.absent, "numbers, amounts, times or durations that are never absent"
            if is_time(kind):
                help = "of times that may be absent, take the `earliest` or the `latest`"
        case _:
            fits = isinstance(kind, NumberType | MoneyType) and not of.absent
            wanted = "numbers or amounts that are never absent"
    if fits:
        return of
    sheet.report("wrong-type", f"`{aggregation}` is over {wanted}", sheet.span(piece), help)
    return None


def read_each(piece: Placed, scope: Scope, sheet: Sheet) -> tuple[str, str, ListType] | None:
    """The variable, the list's name and its type, of `room in booking.rooms`."""
    match = _EACH.fullmatch(piece.data.strip()) if isinstance(piece.data, str) else None
    if match is None:
        sheet.report(
            "syntax", "expected a name for one element and the list", sheet.span(piece), "write `room in booking.rooms`"
        )
        return None
    variable, name = match.groups()
    declared = scope.facts.get(name)
    if declared is None and scope.passes_over(name):
        return None
    if declared is None:
        help = did_you_mean(name, scope.facts, "declare it in facts.yaml with `type: list`")
        sheet.report("unknown-fact", f"unknown list `{name}`", sheet.span(piece), help)
        return None
    if not isinstance(declared.type, ListType):
        sheet.report(
            "wrong-type", f"`{name}` is not a list", sheet.span(piece), "lists have `type: list` in facts.yaml"
        )
        return None
    if variable in scope.elements:
        sheet.report(
            "duplicate-name", f"`{variable}` is in use already", sheet.span(piece), "name the element otherwise"
        )
        return None
    looks = prod(kind.longest for kind in (*scope.elements.values(), declared.type))
    if scope.elements and looks > MOST_LOOKS:
        text = f"lists within lists: their elements could be looked at {looks} times"
        help = f"say in facts.yaml how long they can be (`longest: 100`), or name what is made of `{name}` under `let:`"
        sheet.report("too-deep", text, sheet.span(piece), help)
        return None
    return variable, name, declared.type


def _line(key: str, piece: Placed, scope: Scope, sheet: Sheet) -> Expression | None:
    place = sheet.key_span(piece)
    subject = scope.find(key, place)
    if subject is None and not scope.passes_over(key):
        help = did_you_mean(key, [*GROUPS, *QUANTITIES]) or scope.suggest(key)
        sheet.report("unknown-fact", f"unknown name `{key}`", place, help)
    if not isinstance(piece.data, str):
        sheet.report(
            "wrong-shape", f"`{key}` takes a test on the same line", place, "join several values by commas: `a, b`"
        )
        return None
    if subject is None:
        return None
    if isinstance(subject.type, ListType):
        sheet.report("wrong-type", f"`{key}` is a list", place, f"write `some: one in {key}` and `where:`")
        return None
    return _tested(subject, piece, scope, sheet)


def _tested(subject: Typed, piece: Placed, scope: Scope, sheet: Sheet) -> Expression | None:
    condition = read_test(piece.data, subject, scope, sheet.faults(piece))
    if condition is None:
        return None
    return Test(subject.expression, piece.data, condition, known_type(subject.type), sheet.span(piece))
