"""What two versions of a policy's text say differently, in words: the meaning alone, never the wording.

Meaning is what the same facts come to: outcomes and their order, numbers, formulas, the rules' conditions
and answers, their order where the first governs, which version applies, and who is asked. Not meaning:
wording, guidance, labels, translations, comments, the spelling of a test, the names of numbers and
formulas, the order of what has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from policykit.language.written import written
from policykit.model import (
    NOWHERE,
    And,
    Ask,
    Binding,
    Expression,
    FlagLiteral,
    HitPolicy,
    Outcome,
    Policy,
    Rule,
    Span,
    Test,
)
from policykit.verify.meaning import Fingerprints
from policykit.verify.renaming import part_print, parts_of, renamed


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that means something else: what, in words; the rule it is in, if any; and its place now."""

    words: str
    rule: str | None = None
    span: Span = NOWHERE


def changed_meaning(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """What the new text of a version means that the old one does not; empty where both mean the same."""
    told: set[str] = set()
    sides = Sides(old, new, Fingerprints(told), Fingerprints(told))
    found = [*sides.named(told)]
    found += _which_version(old, new)
    found += _asked(old, new)
    found += _outcomes(old, new)
    found += sides.rules()
    found += _how_rules_are_read(old, new)
    found += _floors(old, new)
    return tuple(found)


def _became(what: str, was: str, now: str) -> str:
    return f"{what} was `{was}`, is `{now}`"


# --- the policy as a whole --------------------------------------------------------------------


def _which_version(old: Policy, new: Policy) -> Iterator[Difference]:
    if old.pinned_to != new.pinned_to:
        yield Difference(_became("`pinned_to`", old.pinned_to or "nothing", new.pinned_to or "nothing"), span=new.span)


def _asked(old: Policy, new: Policy) -> Iterator[Difference]:
    """An asked policy matters only where its answer is used, so one that is asked besides changes nothing."""
    now = {ask.alias: ask for ask in new.asks}
    for ask in old.asks:
        other = now.get(ask.alias)
        if other is not None and ask != other:
            yield Difference(_became(f"what `{ask.alias}` asks", _ask(ask), _ask(other)), span=other.span)


def _ask(ask: Ask) -> str:
    at = f" at {ask.as_of}" if ask.as_of else ""
    each = f", {ask.per_item.combination} of {ask.per_item.list}" if ask.per_item else ""
    return f"{ask.policy}{at}{each}"


def _how_rules_are_read(old: Policy, new: Policy) -> Iterator[Difference]:
    for what, was, now in (
        ("`hit_policy`", old.hit_policy, new.hit_policy),
        ("`aggregate`", old.aggregation, new.aggregation),
    ):
        if was != now:
            yield Difference(_became(what, str(was or "nothing"), str(now or "nothing")), span=new.span)


def _floors(old: Policy, new: Policy) -> Iterator[Difference]:
    """A floor that is bound otherwise. A law that changes adds a version to its floor, which changes none of ours."""
    was, now = ({floor.id: floor for floor in one.floors} for one in (old, new))
    for floor_id in dict.fromkeys((*was, *now)):
        if floor_id not in was or floor_id not in now:
            words = f"the floor `{floor_id}` is {'new' if floor_id not in was else 'gone'}"
            yield Difference(words, span=now[floor_id].span if floor_id in now else new.span)
        else:
            yield from _floor(was[floor_id], now[floor_id])


def _floor(old: Binding, new: Binding) -> Iterator[Difference]:
    if (old.country, Fingerprints().of(old.when)) != (new.country, Fingerprints().of(new.when)):
        yield Difference(f"the floor `{old.id}` applies to others than it did", span=new.span)
    known = {version.policy.version: version.policy for version in new.versions}
    for version in old.versions:
        now = known.get(version.policy.version)
        for one in changed_meaning(version.policy, now) if now else ():
            yield Difference(f"of the floor `{old.id}`, {one.words}", one.rule, new.span)


# --- outcomes ---------------------------------------------------------------------------------


def _outcomes(old: Policy, new: Policy) -> Iterator[Difference]:
    known = {outcome.name: outcome for outcome in new.outcomes}
    kept = [outcome.name for outcome in old.outcomes if outcome.name in known]
    for outcome in old.outcomes:
        if outcome.name not in known:
            yield Difference(f"the outcome `{outcome.name}` is gone", span=new.span)
        else:
            yield from _outcome(outcome, known[outcome.name])
    for better, worse in pairwise(kept):
        if new.rank(better) > new.rank(worse):
            words = f"`{better}` was better for the customer than `{worse}`, and is worse"
            yield Difference(words, span=known[better].span)


def _outcome(old: Outcome, new: Outcome) -> Iterator[Difference]:
    if old.final != new.final:
        words = f"the outcome `{old.name}` {'was final, and is not' if old.final else 'was not final, and is'}"
        yield Difference(words, span=new.span)
    if old.decided_by != new.decided_by:
        words = f"the outcome `{old.name}` was decided by a {old.decided_by}, is by a {new.decided_by}"
        yield Difference(words, span=new.span)
    was, now = ({value.name: value for value in one.values} for one in (old, new))
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            happened = "is new" if name not in was else "is gone" if name not in now else "is of another sort"
            yield Difference(f"the value `{name}` of the outcome `{old.name}` {happened}", span=new.span)


# --- rules ------------------------------------------------------------------------------------


MAPS = frozenset({"values", "deadlines"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The two texts and the fingerprints of each."""

    old: Policy
    new: Policy
    before: Fingerprints
    after: Fingerprints

    def named(self, told: set[str]) -> Iterator[Difference]:
        """The numbers and formulas that both texts name, and that stand for something else now; each is added."""
        for name in (*self.old.numbers, *self.old.lets):
            was, now = _meant(self.old, name), _meant(self.new, name)
            # A formula that differs only by another above it is told there.
            if was and now and self.before.of(was) != self.after.of(now):
                told.add(name)
                yield Difference(_became(f"`{name}`", written(was), written(now)), span=now.span)

    def rules(self) -> Iterator[Difference]:
        known = {rule.id: rule for rule in self.new.rules}
        called_now = renamed(self.old, self.new, self.before, self.after)
        for rule in self.old.rules:
            if rule.id in called_now:
                other = called_now[rule.id]
                yield Difference(f"the rule `{rule.id}` is called `{other.id}` now", rule.id, other.span)
                yield from self._rule(rule, other)
            elif rule.id not in known:
                yield Difference(f"the rule `{rule.id}` is gone", rule.id, self.new.span)
            else:
                yield from self._rule(rule, known[rule.id])
        before, called = {rule.id for rule in self.old.rules}, {rule.id for rule in called_now.values()}
        for rule in self.new.rules:
            if rule.id not in before | called:
                yield Difference(f"the rule `{rule.id}` is new", rule.id, rule.span)
        yield from self._order()
        yield from self._answer(self.old.otherwise, self.new.otherwise)

    def _order(self) -> Iterator[Difference]:
        """Where the first rule that holds governs, two that have changed places can give another answer."""
        if self.new.hit_policy not in (HitPolicy.FIRST, HitPolicy.PRIORITY):
            return
        places = {rule.id: place for place, rule in enumerate(self.new.rules)}
        kept = [rule for rule in self.old.rules if rule.id in places]
        for first, second in pairwise(kept):
            if places[first.id] > places[second.id]:
                words = f"the rule `{first.id}` was read before `{second.id}`, and is read after it"
                yield Difference(words, first.id, self.new.rule(first.id).span)

    def _rule(self, old: Rule, new: Rule) -> Iterator[Difference]:
        if self.before.of(old.when) != self.after.of(new.when):
            yield from self._condition(old, new)
        yield from self._answer(old, new)

    def _condition(self, old: Rule, new: Rule) -> Iterator[Difference]:
        was = {self.before.of(test): test for test in _tests(old.when)}
        now = {self.after.of(test): test for test in _tests(new.when)}
        gone = [test for print_, test in was.items() if print_ not in now]
        come = [test for print_, test in now.items() if print_ not in was]
        for one in gone:
            instead = next((test for test in come if _subject(test) == _subject(one)), None)
            if instead is not None:
                come.remove(instead)
                yield Difference(_became(f"the rule `{old.id}`", written(one), written(instead)), old.id, instead.span)
            else:
                yield Difference(f"the rule `{old.id}` no longer asks `{written(one)}`", old.id, new.span)
        for one in come:
            yield Difference(f"the rule `{old.id}` asks `{written(one)}` as well", old.id, one.span)

    def _answer(self, old: Rule, new: Rule) -> Iterator[Difference]:
        for name in parts_of(new.answer):
            if part_print(old.answer, name, self.before) != part_print(new.answer, name, self.after):
                yield from self._changed_part(name, old, new)

    def _changed_part(self, name: str, old: Rule, new: Rule) -> Iterator[Difference]:
        was, now = getattr(old.answer, name), getattr(new.answer, name)
        if name not in MAPS:
            words = _became(f"`{name}` of the rule `{old.id}`", _listed(was), _listed(now))
            yield Difference(words, old.id, new.answer.span)
            return
        for key in dict.fromkeys((*was, *now)):
            if self.before.of(was.get(key)) != self.after.of(now.get(key)):
                words = _became(f"`{key}` of the rule `{old.id}`", _formula(was, key), _formula(now, key))
                yield Difference(words, old.id, new.answer.span)


def _meant(policy: Policy, name: str) -> Expression | None:
    return policy.numbers.get(name) or policy.lets.get(name)


def _tests(when: Expression) -> tuple[Expression, ...]:
    """The conditions that must all hold."""
    if when == FlagLiteral(value=True):
        return ()
    return tuple(test for part in when.parts for test in _tests(part)) if isinstance(when, And) else (when,)


def _subject(test: Expression) -> Expression | None:
    return test.subject if isinstance(test, Test) else None


def _listed(value: object) -> str:
    return (", ".join(map(str, value)) or "nothing") if isinstance(value, tuple) else str(value)


def _formula(formulas: Mapping[str, Expression], name: str) -> str:
    return written(formulas[name]) if name in formulas else "nothing"
