"""A condition as clauses in plain words: what must hold, in the order and the groups its author gave it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from policykit.backends.prose.catalogue import Catalogue
from policykit.backends.prose.formulas import always_true, inline, may_be_absent, operand, phrase, text_test
from policykit.backends.prose.reading import Reading, plain, type_of
from policykit.backends.prose.recorded import on_record
from policykit.backends.prose.times import on_the_calendar, since
from policykit.backends.prose.type_of import TIMES
from policykit.model import (
    OF_TIMES,
    AbsentLiteral,
    Aggregate,
    And,
    Arithmetic,
    Asked,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
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
    Not,
    NumberLiteral,
    NumberRef,
    Or,
    PeriodLiteral,
    Presence,
    Quantifier,
    Quantity,
    Test,
    TextLiteral,
    TimeLiteral,
    Window,
)


class Joined(StrEnum):
    """How the parts of a clause belong together; a leaf has none."""

    LEAF = "leaf"
    ALL = "all"
    ANY = "any"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must hold. Of a group, ``text`` leads in its parts ("at least one of these holds")."""

    text: str
    parts: tuple[Clause, ...] = ()
    joined: Joined = Joined.LEAF


OPPOSITE = {
    Comparator.EQUAL: Comparator.NOT_EQUAL,
    Comparator.NOT_EQUAL: Comparator.EQUAL,
    Comparator.LESS: Comparator.AT_LEAST,
    Comparator.AT_MOST: Comparator.MORE,
    Comparator.MORE: Comparator.AT_MOST,
    Comparator.AT_LEAST: Comparator.LESS,
}


def clause(condition: Expression, reader: Reading) -> Clause:
    """The condition as a clause; groups within groups of the same sense are one group."""
    known = on_the_calendar(condition, reader)
    if known is not None:
        return Clause(reader.words.tidy(known))
    match condition:
        case Test(condition=inner) | LetRef(expression=inner):
            return clause(inner, reader)
        case And(parts=parts):
            return conjunction(parts, reader)
        case Or(parts=parts):
            return group([clause(part, reader) for part in parts], reader.words.one_holds, Joined.ANY)
        case Not(part=part):
            return denied(part, reader)
        case Quantifier():
            return quantified(condition, reader)
        case Comparison() | Membership() | Presence() | Window():
            return Clause(reader.words.tidy(said(condition, reader)))
        case FlagLiteral():
            return Clause(reader.words.always if condition.value else phrase(condition, reader))
        case Call(function=Function.CONTAINS | Function.STARTS_WITH | Function.ENDS_WITH):
            return Clause(reader.words.tidy(text_test(condition, reader)))
        case FactRef() | FieldRef() | Asked() | If() | Call():
            return Clause(reader.words.tidy(reader.words.yes.format(subject=phrase(condition, reader))))
        case ChoiceLiteral() | NumberLiteral() | MoneyLiteral() | DateLiteral() | DateTimeLiteral():
            return Clause(phrase(condition, reader))
        case PeriodLiteral() | TimeLiteral() | TextLiteral() | AbsentLiteral() | NumberRef():
            return Clause(phrase(condition, reader))
        case Arithmetic() | Moment() | Aggregate():
            return Clause(phrase(condition, reader))
        case _:
            assert_never(condition)


def in_line(of: Clause, words: Catalogue) -> str:
    """The clause within a sentence: its parts joined, a group within a group in brackets."""
    parts = [in_line(part, words) if not part.parts else bracketed(part, words) for part in of.parts]
    match of.joined:
        case Joined.LEAF:
            return of.text
        case Joined.ALL:
            return words.clauses_and.join(parts)
        case Joined.ANY:
            return words.clauses_or.join(parts)
        case Joined.LISTED:
            return words.tidy(words.listed.format(text=of.text, parts=words.clauses_listed.join(parts)))
        case _:
            assert_never(of.joined)


def bracketed(of: Clause, words: Catalogue) -> str:
    return words.enclosed.format(text=in_line(of, words))


# --- groups -----------------------------------------------------------------------------------


def conjunction(parts: tuple[Expression, ...], reader: Reading) -> Clause:
    match parts:
        case (Presence(value=subject, present=True), Not(part=excluded)) if subject_of(excluded) == subject:
            # `not(fresh)`: a value other than fresh, so there is a value
            return denied(excluded, reader, or_absent=False)
        case (Window(within=False) as shorter, Window(within=True) as longer) if same_run(shorter, longer):
            return Clause(reader.words.tidy(tier(shorter, longer, reader)))
    together = reader.recording(on_record(And(parts)))
    clauses = [clause(part, together) for part in parts if not always_true(part)]
    return group(clauses, reader.words.all_hold, Joined.ALL) if clauses else Clause(reader.words.always)


def group(clauses: list[Clause], text: str, joined: Joined) -> Clause:
    """The clauses under one lead; a group of one is that one."""
    parts = [part for inner in clauses for part in (inner.parts if inner.joined is joined else (inner,))]
    same = joined is not Joined.LISTED
    return parts[0] if same and len(parts) == 1 else Clause(text, tuple(parts), joined)


def quantified(node: Quantifier, reader: Reading) -> Clause:
    words = reader.words
    name = reader.text(reader.business.facts[node.list].meaning) or plain(node.list)
    inside = clause(node.where, reader.holding(node.variable, node.list))
    parts = inside.parts if inside.joined is Joined.ALL else (inside,)
    some = words.some_in_all if len(parts) > 1 else words.some
    lead = (some if node.quantity is Quantity.SOME else words.every).format(list=name)
    return Clause(words.tidy(lead), parts, Joined.LISTED)


def denied(part: Expression, reader: Reading, *, or_absent: bool = True) -> Clause:
    """What holds where the part does not; a denied test also holds where there is nothing to test."""
    match part:
        case Test(condition=inner) | LetRef(expression=inner):
            return denied(inner, reader, or_absent=or_absent)
        case Not(part=inner):
            return clause(inner, reader)
        case And(parts=(only,)) | Or(parts=(only,)):
            return denied(only, reader, or_absent=or_absent)
        case And() | Or() if (known := on_the_calendar(part, reader, deny=True)) is not None:
            loose = or_absent and may_be_absent(subject_of(part) or part, reader)
            return Clause(reader.words.tidy(reader.words.or_absent.format(clause=known) if loose else known))
        case Or(parts=parts):
            return Clause(reader.words.none_holds, tuple(clause(inner, reader) for inner in parts), Joined.LISTED)
        case And(parts=parts):
            return Clause(reader.words.not_all_hold, tuple(clause(inner, reader) for inner in parts), Joined.LISTED)
        case Comparison() | Membership() | Presence() | Window():
            text = said(part, reader, deny=True)
            loose = or_absent and any(may_be_absent(side, reader) for side in sides(part))
            return Clause(reader.words.tidy(reader.words.or_absent.format(clause=text) if loose else text))
        case Call(function=Function.CONTAINS | Function.STARTS_WITH | Function.ENDS_WITH):
            return Clause(reader.words.tidy(text_test(part, reader, deny=True)))
        case _:
            return Clause(reader.words.none_holds, (clause(part, reader),), Joined.LISTED)


# --- tests ------------------------------------------------------------------------------------

Leaf = Comparison | Membership | Presence | Window


def said(leaf: Leaf, reader: Reading, *, deny: bool = False) -> str:
    """One test in words, or its denial."""
    words = reader.words
    known = on_the_calendar(leaf, reader, deny=deny)
    if known is not None:
        return known
    match leaf:
        case Comparison():
            comparator = OPPOSITE[leaf.comparator] if deny else leaf.comparator
            return compared(replace(leaf, comparator=comparator), reader)
        case Membership(value=value, options=options):
            texts = words.values_or.join([operand(option, value, reader) for option in options])
            return (words.none_of if deny else words.one_of).format(subject=tested(value, reader), options=texts)
        case Presence(value=value, present=present):
            return (words.present if present is not deny else words.absent).format(subject=phrase(value, reader))
        case Window():
            return words.windows[leaf.side, leaf.within, deny].format(
                act=phrase(leaf.act, reader),
                period=phrase(leaf.period, reader),
                event=phrase(leaf.event, reader),
            )
        case _:
            assert_never(leaf)


def same_run(one: Window, other: Window) -> bool:
    """Whether two windows measure one act from one event, to one side."""
    return (one.act, one.side, one.event) == (other.act, other.side, other.event)


def tier(shorter: Window, longer: Window, reader: Reading) -> str:
    """What lies beyond one period and within another: the one window that an author wrote as a tier."""
    return reader.words.tiers[shorter.side].format(
        act=phrase(shorter.act, reader),
        shorter=phrase(shorter.period, reader),
        longer=phrase(longer.period, reader),
        event=phrase(shorter.event, reader),
    )


def compared(node: Comparison, reader: Reading) -> str:
    words = reader.words
    same = node.comparator is Comparator.EQUAL
    if node.comparator not in (Comparator.EQUAL, Comparator.NOT_EQUAL):
        told = since(node, reader)
        if told is not None:
            return told
        table = words.times if is_time(node, reader) else words.sizes
        return filled(table[node.comparator], node, reader)
    match node.right:
        case FlagLiteral(value=flag):
            return flagged(node.left, reader, yes=flag is same)
        case _:
            return filled(words.equal if same else words.not_equal, node, reader)


def filled(template: str, node: Comparison, reader: Reading) -> str:
    return template.format(subject=tested(node.left, reader), value=operand(node.right, node.left, reader))


def tested(subject: Expression, reader: Reading) -> str:
    """What is compared, as a phrase; of an instant beside days, its day goes without saying."""
    match subject:
        case Call(function=Function.DATE, arguments=(instant,)):
            return phrase(instant, reader)
        case _:
            return phrase(subject, reader)


def flagged(subject: Expression, reader: Reading, *, yes: bool) -> str:
    """A flag by its meaning; a named condition by what it says."""
    match subject:
        case FactRef() | FieldRef() | Asked():
            return (reader.words.yes if yes else reader.words.no).format(subject=phrase(subject, reader))
        case _:
            return inline(subject if yes else Not(subject), reader)


def is_time(node: Comparison, reader: Reading) -> bool:
    return any(isinstance(type_of(side, reader), TIMES) for side in (node.left, node.right))


def sides(leaf: Leaf) -> tuple[Expression, ...]:
    """What a test needs to be there; a presence test needs nothing."""
    match leaf:
        case Comparison(left=left, right=right):
            return left, right
        case Membership(value=value):
            return (value,)
        case Window(act=act, event=event):
            return act, event
        case Presence():
            return ()
        case _:
            assert_never(leaf)


def subject_of(condition: Expression) -> Expression | None:
    match condition:
        case Test(condition=inner) | Not(part=inner):
            return subject_of(inner)
        case (
            Comparison(left=Call(function=function, arguments=(subject,)))
            | Membership(value=Call(function=function, arguments=(subject,)))
        ) if function in OF_TIMES:
            return subject
        case Comparison(left=subject) | Membership(value=subject) | Window(act=subject):
            return subject
        case And(parts=(first, *_)) | Or(parts=(first, *_)):
            return subject_of(first)
        case _:
            return None
