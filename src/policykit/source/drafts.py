"""A policy lowered by its kind, with its outcomes: as far as it can be read without the other policies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from policykit.diagnostics import Related, did_you_mean
from policykit.kinds import KINDS
from policykit.kinds.fields import WORD
from policykit.kinds.plain import Placed, Plain, PlainTable, Version, is_yes
from policykit.language.parse import KEYWORDS
from policykit.model import Better, ChoiceType, DecidedBy, Fact, Outcome, OutcomeValue, Pack, Span
from policykit.source.answers import DEADLINES, OTHERS, PHRASES
from policykit.source.columns import Known, filled
from policykit.source.facts import scalar_type
from policykit.source.sheet import Sheet
from policykit.source.spreadsheet import Grid, GridPlaces


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy whose outcomes are known, so that others can ask it, and whose rules are not built yet."""

    id: str
    sheet: Sheet
    plain: Plain
    outcomes: tuple[Outcome, ...]
    root: Placed


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be read: that has been told, and nothing is said of those who refer to it.

    ``unread`` says that some file could not be read at all, so that any policy may be in it.
    """

    facts: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    unread: bool = False

    def may_hold(self, policy_id: str, known: Collection[str]) -> bool:
        """Whether a policy that is not known may be in a file that could not be read, and is no misspelt one."""
        return policy_id in self.policies or (self.unread and did_you_mean(policy_id, known) is None)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the policies of one business share.

    ``phrases`` is None while their file has errors of shape, as is a pack that has any.
    """

    facts: Mapping[str, Fact]
    phrases: Collection[str] | None
    people: Collection[str]
    currency: str
    zone: str
    drafts: Mapping[str, tuple[Draft, ...]]
    broken: Broken
    tables: Mapping[str, Grid | None] = field(default_factory=dict)
    packs: Mapping[str, Pack | None] = field(default_factory=dict)


def draft(sheet: Sheet, around: Surroundings, others: Collection[Placed] = ()) -> Draft:
    """The policy lowered to plain rules, with its outcomes. ``others`` are all its versions, in any order."""
    root = sheet.root
    return drafted(root, _lowered(root, others, around.zone), sheet, around)


def drafted(root: Placed, plain: Plain, sheet: Sheet, around: Surroundings, *, labelled: bool = True) -> Draft:
    """The draft of the policy at ``root``; where not ``labelled``, its outcomes need no words of their own."""
    for problem in plain.problems:
        sheet.report(problem.code, problem.message, sheet.span(problem.path), problem.help)
    listed = tuple(_outcome(name, said, sheet, around.currency, labelled=labelled) for name, said in plain.outcomes)
    outcomes = _with_the_no(plain, listed)
    no_doubles([(name, sheet.key_span(said)) for name, said in plain.outcomes], sheet)
    if plain.table is not None and plain.table.file is not None:
        sheet, table = _with_spreadsheet(plain.table, plain.table.file, outcomes, sheet, around)
        plain = replace(plain, table=table)
    return Draft(root["policy"].data, sheet, plain, outcomes, root)


def _lowered(root: Placed, others: Collection[Placed], zone: str) -> Plain:
    """The plain rules, by a kind that looks at earlier versions with those that began before."""
    kind = KINDS[root["kind"].data]
    if kind.lower_after is None:
        return kind.lower(root)
    earlier = sorted((other for other in others if _first_day(other) < _first_day(root)), key=_first_day)
    return kind.lower_after(root, tuple(Version(_start(version, zone), version) for version in (*earlier, root)))


def _first_day(version: Placed) -> str:
    """The first day as written, which sorts as days do; the beginning is before all."""
    day: str = version["effective"]["from"].data
    return "" if day == "beginning" else day


def _start(version: Placed, zone: str) -> str | None:
    """The instant at which a version begins, as formulas write it; None from the beginning."""
    try:
        first = date.fromisoformat(_first_day(version))
    except ValueError:
        return None  # the beginning; or no day of the calendar, which is told where versions are built
    return datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC).isoformat()


def _with_spreadsheet(
    table: PlainTable, file: Placed, outcomes: tuple[Outcome, ...], sheet: Sheet, around: Surroundings
) -> tuple[Sheet, PlainTable]:
    """The table with the rows of its spreadsheet, and the sheet with their places."""
    if file.data not in around.tables:
        known = did_you_mean(file.data, around.tables, "put the file there, saved as `CSV UTF-8`")
        sheet.report("missing-file", f"there is no `{file.data}`", sheet.span(file), known)
        return sheet, table
    grid = around.tables[file.data]
    if grid is None:
        return sheet, table  # what is wrong with the file has been told
    document = sheet.document
    places = GridPlaces(document.values, (*table.path, "rows"), grid)
    known_names = Known.of(around.facts, outcomes, sheet.root)
    return replace(sheet, document=replace(document, values=places)), filled(table, grid, known_names, sheet)


def no_doubles(names: list[tuple[str, Span]], sheet: Sheet) -> None:
    """Report each name that stands a second time, at its second place."""
    first: dict[str, Span] = {}
    for name, place in names:
        if name in first:
            related = [Related(first[name], "the first one")]
            sheet.report("duplicate-name", f"`{name}` is there twice", place, "rename one", related)
        first.setdefault(name, place)


def _with_the_no(plain: Plain, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The outcomes, the last of them a no unless its author says otherwise.

    One that settles nothing, that is alone, or that carries something better or worse to have is none.
    """
    if len(outcomes) < 2:
        return outcomes
    *others, last = outcomes
    gives = any(value.better is not Better.NONE or value.best for value in last.values)
    if gives or not last.final or "refuses" in plain.outcomes[-1][1].data:
        return outcomes
    return (*others, replace(last, refuses=True))


def _outcome(name: str, said: Placed, sheet: Sheet, currency: str, *, labelled: bool) -> Outcome:
    if not WORD.fullmatch(name):
        text = f"`{name}` is not a word in small letters with underscores"
        sheet.report("bad-value", text, sheet.span(said), "write it like `partial_refund`")
    if name in KEYWORDS:
        sheet.report(
            "reserved-word", f"`{name}` is a word of the language", sheet.key_span(said), "name the outcome otherwise"
        )
    owner = said if labelled and said.path else None
    values = said.get("values")
    return Outcome(
        name,
        final=said.data.get("final", "yes") in ("yes", "true"),
        decided_by=DecidedBy(said.data.get("decided_by", "policy")),
        values=tuple(_value(key, piece, sheet, currency) for key, piece in values.items()) if values else (),
        refuses=is_yes(said.get("refuses")),
        once=is_yes(said.get("once")),
        label=sheet.promise(said.get("label"), owner, f"the label of `{name}`"),
        span=sheet.key_span(said),
    )


def _value(name: str, piece: Placed, sheet: Sheet, currency: str) -> OutcomeValue:
    if name in (*DEADLINES, *PHRASES, *OTHERS):
        text = f"`{name}` has a meaning of its own in an answer"
        sheet.report("reserved-word", text, sheet.key_span(piece), "name the value otherwise")
    kind = scalar_type(piece, sheet, currency, labelled="labels" in piece.data)
    better = piece.data.get("better", "none")
    best = better if isinstance(kind, ChoiceType) and better != "none" else None
    if isinstance(kind, ChoiceType) and best is not None and best not in kind.choices:
        sheet.report(
            "unknown-choice",
            f"`{best}` is not a choice here",
            sheet.span(piece["better"]),
            did_you_mean(best, kind.choices),
        )
    if not isinstance(kind, ChoiceType) and better not in list(Better):
        sheet.report(
            "bad-value",
            f"`{better}` says nothing here",
            sheet.span(piece["better"]),
            "write `higher`, `lower` or `none`",
        )
        better = "none"
    label = sheet.texts(piece.get("label"), what=f"the label of `{name}`")
    return OutcomeValue(name, kind, Better.NONE if isinstance(kind, ChoiceType) else Better(better), best, label)
