"""What a version of a policy says otherwise than the one before it, in public words: rule by rule, old beside new.

What counts is the meaning, as for the check of published versions; a sentence that only reads otherwise is no change.
Internal rules are not looked at, so nothing here tells of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice, pairwise

from policykit.backends.prose.clauses import in_line
from policykit.backends.prose.reading import Reading, meaning, reading
from policykit.backends.prose.rules import Line, RuleProse
from policykit.document.counted import counted
from policykit.document.differing import Pieces, side_by_side
from policykit.document.rule_views import MOST_ROWS, TABLE, known_as, prose_in, table_note
from policykit.document.words import Words, words_for
from policykit.model import Answer, Business, HitPolicy, Policy, Rule
from policykit.templating import look_of
from policykit.verify.meaning import Fingerprints
from policykit.verify.renaming import part_print, renamed

MOST_RULES = 60
"""Rules that a list of changes tells one by one; a table can have thousands of rows."""


class Turn(StrEnum):
    """What became of a rule."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that is said otherwise: what it is, then both texts with what differs marked."""

    label: str
    was: Pieces
    now: Pieces


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What became of one rule. ``rule`` is its anchor: on the page of the newer version, of one gone on the older's.

    ``sentence`` is all of a rule that is new or gone; ``shifts`` are what one that stays says otherwise.
    """

    turn: Turn
    rule: str
    heading: str
    sentence: str = ""
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a version says otherwise: in general, and rule by rule. ``more`` says how many rules besides."""

    general: tuple[Shift, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    more: str = ""


def changes(old: Policy, new: Policy, business: Business, locale: str) -> Changes:
    """What the newer version says otherwise, for a reader of the locale."""
    key = (changes, id(old), id(new), locale)
    return business.kept.of(key, lambda: _changes(old, new, business, locale))


def _changes(old: Policy, new: Policy, business: Business, locale: str) -> Changes:
    words = words_for(locale, look_of(business))
    sides = Sides(reading(business, old, locale), reading(business, new, locale), words)
    found = list(islice(sides.rules(), MOST_RULES + 1))
    left_out = max(0, sum(1 for _ in sides.rules()) - MOST_RULES) if len(found) > MOST_RULES else 0
    more = words.count("more_changes", left_out) if left_out else ""
    return Changes(tuple(sides.general()), tuple(found[:MOST_RULES]), more)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both versions as their reader reads them, and the fingerprints of each."""

    old: Reading
    new: Reading
    words: Words
    before: Fingerprints = field(default_factory=Fingerprints)
    after: Fingerprints = field(default_factory=Fingerprints)

    # --- the policy as a whole ----------------------------------------------------------------

    def general(self) -> Iterator[Shift]:
        words, old, new = self.words, self.old, self.new
        yield from _shift(words["applies_by"], applies_by(old, words), applies_by(new, words))
        yield from _shift(words["rules"], words[_read_as(old.policy)], words[_read_as(new.policy)])
        was, now = (
            {one.label: in_line(one.how, side.words) for one in counted(side.policy, side)} for side in (old, new)
        )
        for label in dict.fromkeys((*was, *now)):
            yield from _shift(label, was.get(label, ""), now.get(label, ""))
        yield from _shift(words["law"], self._laws(old), self._laws(new))
        yield from self._order()

    def _laws(self, side: Reading) -> str:
        packs = side.business.packs
        return side.words.values_listed.join([side.text(packs[one.pack].name) for one in side.policy.floors])

    def _order(self) -> Iterator[Shift]:
        """Where the first rule that fits decides, two that have changed places."""
        if self.new.policy.hit_policy is not HitPolicy.FIRST:
            return
        places = {rule.id: place for place, rule in enumerate(self.new.policy.rules)}
        kept = [rule for rule in self.old.policy.rules if rule.public and rule.id in places]
        for first, second in pairwise(kept):
            if places[first.id] > places[second.id]:
                names = [known_as(rule, self.old, self.words) for rule in (first, second)]
                pairs = (self.words.say("read_before", first=one, second=other) for one, other in (names, names[::-1]))
                yield from _shift(self.words["reading_order"], *pairs)

    # --- its rules ----------------------------------------------------------------------------

    def rules(self) -> Iterator[RuleChange]:
        """In the order of the newer version; then those that are gone."""
        old, new = (public(side.policy) for side in (self.old, self.new))
        called = {rule.id: name for name, rule in self._renamed().items()}
        for rule in new.values():
            before = old.get(called.get(rule.id, rule.id))
            yield from self._changed(before, rule) if before else [self._whole(Turn.NEW, rule, self.new)]
        stays = {*new, *called.values()}
        yield from (self._whole(Turn.GONE, rule, self.old) for name, rule in old.items() if name not in stays)

    def _renamed(self) -> dict[str, Rule]:
        found = renamed(self.old.policy, self.new.policy, self.before, self.after)
        return {name: rule for name, rule in found.items() if rule.public}

    def _whole(self, turn: Turn, rule: Rule, side: Reading) -> RuleChange:
        prose = prose_in(rule, side)
        return RuleChange(turn, anchor(rule, side.policy), known_as(rule, side, self.words), prose.sentence)

    def _changed(self, old: Rule, new: Rule) -> Iterator[RuleChange]:
        """Nothing where both mean the same, or what differs is not told to readers."""
        if old.when == new.when and old.answer == new.answer:
            return
        shifts = tuple(self._shifts(old, new))
        if shifts:
            yield RuleChange(
                Turn.CHANGED, anchor(new, self.new.policy), known_as(new, self.new, self.words), shifts=shifts
            )

    def _shifts(self, old: Rule, new: Rule) -> Iterator[Shift]:
        words, was, now = self.words, prose_in(old, self.old), prose_in(new, self.new)
        if self.before.of(old.when) != self.after.of(new.when):
            yield from _shift(words["given"], *self._conditions(was, now))
        if old.answer.outcome != new.answer.outcome:
            yield from _shift(words["answer"], was.outcome, now.outcome)
        for part in ("values", "deadlines"):
            if self._differs(part, old.answer, new.answer):
                yield from self._lines(getattr(was, part), getattr(now, part))
        for part in ("alternatives", "next_steps", "scope", "unaffected"):
            if self._differs(part, old.answer, new.answer):
                yield from self._listed(part, getattr(was, part), getattr(now, part))
        yield from self._listed("said_besides", was.notes, now.notes)

    def _differs(self, part: str, old: Answer, new: Answer) -> bool:
        return part_print(old, part, self.before) != part_print(new, part, self.after)

    def _conditions(self, was: RuleProse, now: RuleProse) -> tuple[str, str]:
        """Of a list of conditions those that only one side has, else the whole condition."""
        if was.lead != now.lead or not was.clauses or not now.clauses:
            return was.condition, now.condition
        old, new = (
            [in_line(one, side.words) for one in prose.clauses] for prose, side in ((was, self.old), (now, self.new))
        )
        between = self.new.words.clauses_listed.separator
        return self._joined(old, new, between), self._joined(new, old, between)

    def _lines(self, was: Iterable[Line], now: Iterable[Line]) -> Iterator[Shift]:
        old, new = ({self.new.words.sentence(line.label): line.text for line in lines} for lines in (was, now))
        yield from _each(old, new)

    def _listed(self, key: str, was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[Shift]:
        yield from _shift(self.words[key], self._joined(was, now, "\n"), self._joined(now, was, "\n"))

    def _joined(self, these: Iterable[str], without: Iterable[str], between: str) -> str:
        left = set(without)
        return between.join(text for text in these if text not in left)


def _shift(label: str, was: str, now: str) -> Iterator[Shift]:
    if was != now:
        yield Shift(label, *side_by_side(was, now))


def _each(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Shift]:
    for label in dict.fromkeys((*was, *now)):
        yield from _shift(label, was.get(label, ""), now.get(label, ""))


def _counted(side: Reading) -> dict[str, str]:
    return {one.label: in_line(one.how, side.words) for one in counted(side.policy, side)}


def public(policy: Policy) -> dict[str, Rule]:
    """The rules that readers are told of, by id, the last answer among them."""
    return {rule.id: rule for rule in (*policy.rules, policy.otherwise) if rule.public}


def anchor(rule: Rule, policy: Policy) -> str:
    """The rule's place on its page; empty for a row that stands so far down its table that no page may show it."""
    return "" if rule.part == TABLE and policy.places[rule.id] >= MOST_ROWS else rule.id


def applies_by(side: Reading, words: Words) -> str:
    """What settles which version applies: the time that the policy is pinned to, else that of the question."""
    return meaning(side.policy.pinned_to, side) if side.policy.pinned_to else words["time_of_asking"]


def _read_as(policy: Policy) -> str:
    return "rules_note" if policy.hit_policy is HitPolicy.FIRST and not policy.lists else table_note(policy)
