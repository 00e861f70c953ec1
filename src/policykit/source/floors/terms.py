"""The outcomes and values of a floor as the policy that binds it calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.kinds.plain import Placed
from policykit.language.types import in_words, same
from policykit.model import NOTHING, ChoiceType, Floor, Outcome, OutcomeValue
from policykit.source.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Term:
    """A floor's value as one of ours: its name here, and our word for each of the floor's choices."""

    value: OutcomeValue
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The outcomes and values of a floor in the policy's words."""

    names: Mapping[str, str]
    values: Mapping[str, Mapping[str, Term]]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The reading of `outcome:` and `values:`."""

    ours: tuple[Outcome, ...]
    entry: Placed
    sheet: Sheet

    def of(self, versions: tuple[Floor, ...]) -> Terms | None:
        """The terms; None where one of the floor's has none of ours."""
        floors = [outcome for version in versions for outcome in version.policy.outcomes if outcome.name != NOTHING]
        theirs = {outcome.name: outcome for outcome in floors}
        self._check_known(theirs)
        names = {name: ours for name in theirs if (ours := self._outcome(name)) is not None}
        values = {name: self._values(theirs[name], ours) for name, ours in names.items()}
        if len(names) < len(theirs) or any(found is None for found in values.values()):
            return None
        known = {name: found for name, found in values.items() if found is not None}
        return Terms({name: ours.name for name, ours in names.items()}, known, self._compared(names, known))

    def _check_known(self, theirs: Mapping[str, Outcome]) -> None:
        values = {value.name for outcome in theirs.values() for value in outcome.values}
        self._check_keys("outcome", set(theirs), "unknown-outcome")
        self._check_keys("values", values, "unknown-value")

    def _check_keys(self, key: str, known: set[str], code: str) -> None:
        for name, piece in self.entry[key].items() if key in self.entry.data else []:
            if name not in known:
                help = did_you_mean(name, known, f"it has {in_backticks(sorted(known)) or 'none'}")
                text = f"the floor has no `{name}` among its {key.removesuffix('s')}s"
                self.sheet.report(code, text, self.sheet.key_span(piece), help)

    def _outcome(self, name: str) -> Outcome | None:
        piece = self.entry["outcome"].get(name)
        listed = in_backticks([outcome.name for outcome in self.ours])
        if piece is None:
            text = f"no outcome of this policy stands for the floor's `{name}`"
            example = f"write `{name}: ` and one of {listed}"
            self.sheet.report("unbound-outcome", text, self.sheet.span(self.entry["outcome"]), example)
            return None
        found = next((outcome for outcome in self.ours if outcome.name == piece.data), None)
        if found is None and piece.data not in self.sheet.left_out:
            help = did_you_mean(piece.data, [outcome.name for outcome in self.ours], f"the outcomes are {listed}")
            text = f"`{piece.data}` is not an outcome of this policy"
            self.sheet.report("unknown-outcome", text, self.sheet.span(piece), help)
        return found

    def _values(self, theirs: Outcome, ours: Outcome) -> dict[str, Term] | None:
        known = {value.name: self._value(value, ours) for value in theirs.values}
        found = {name: term for name, term in known.items() if term is not None}
        return found if len(found) == len(known) else None

    def _value(self, theirs: OutcomeValue, ours: Outcome) -> Term | None:
        """Our value for one of the floor's: of the same name, unless `values:` gives another."""
        bound = self.entry["values"].get(theirs.name) if "values" in self.entry.data else None
        simple = bound is None or isinstance(bound.data, str)
        name = theirs.name if bound is None else bound.data if simple else bound["value"].data
        place = self.sheet.span(bound or self.entry["outcome"])
        found = next((value for value in ours.values if value.name == name), None)
        if found is None:
            text = f"`{ours.name}` has no value `{name}` for the floor's `{theirs.name}`, {in_words(theirs.type)}"
            help = f"declare it under `{ours.name}`, or name another: `values: {{{theirs.name}: …}}`"
            self.sheet.report("unknown-value", text, place, help)
            return None
        words = {} if simple or bound is None else {word: piece.data for word, piece in bound["words"].items()}
        if not _carries(theirs, found, words):
            text = f"`{found.name}` cannot carry the floor's `{theirs.name}`, {in_words(theirs.type)}"
            self.sheet.report("wrong-type", text, place, _how_to_carry(theirs, found))
            return None
        best = None if theirs.best is None else in_ours(theirs.best, words)
        return Term(replace(found, better=theirs.better, best=best), words)

    def _compared(self, names: Mapping[str, Outcome], values: Mapping[str, Mapping[str, Term]]) -> tuple[Outcome, ...]:
        """Our outcomes, each with the values that a floor measures, and which way is better by its law."""
        measured: dict[str, dict[str, OutcomeValue]] = {}
        for name, ours in names.items():
            for term in values[name].values():
                measured.setdefault(ours.name, {})[term.value.name] = term.value
        kept = (replace(one, values=tuple(measured.get(one.name, {}).values())) for one in self.ours)
        return (*kept, Outcome(NOTHING, final=False))


def in_ours(word: str, words: Mapping[str, str]) -> str:
    return words.get(word, word)


def _carries(theirs: OutcomeValue, ours: OutcomeValue, words: Mapping[str, str]) -> bool:
    if isinstance(theirs.type, ChoiceType) and isinstance(ours.type, ChoiceType):
        return {words.get(word, word) for word in theirs.type.choices} <= set(ours.type.choices)
    return type(theirs.type) is type(ours.type) and same(theirs.type, ours.type)


def _how_to_carry(theirs: OutcomeValue, ours: OutcomeValue) -> str:
    if isinstance(theirs.type, ChoiceType) and isinstance(ours.type, ChoiceType):
        pairs = ", ".join(f"{word}: …" for word in theirs.type.choices)
        return f"say which is which: `{theirs.name}: {{value: {ours.name}, words: {{{pairs}}}}}`"
    return "name a value of that type under `values:`"
