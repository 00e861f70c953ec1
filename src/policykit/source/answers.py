"""An answer's words to the model: outcome, value formulas, deadlines, phrases and wording."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.kinds.plain import FEE, Path, Placed, PlainAnswer, is_yes
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import Typed, in_words, missing_unit, same
from policykit.language.wording import names_in
from policykit.model import (
    Answer,
    Asked,
    ChoiceLiteral,
    DateTimeType,
    Expression,
    Fact,
    ListType,
    Outcome,
    OutcomeValue,
    Texts,
    Tone,
    Wording,
)
from policykit.source.sheet import Sheet
from policykit.walk import facts_read

DEADLINES = ("due", "follow_up", "ends", "appeal_by")
PHRASES = ("alternatives", "next_steps", "scope", "unaffected")
OTHERS = ("outcome", "none_exists", "at_once", "because", "tone", "wording", "guidance", "also")


@dataclass(frozen=True, slots=True)
class Answering:
    """What an answer may refer to. ``phrases`` is None while their file has errors: then any is taken.

    ``people`` are those whom an answer can address beside the customer.
    """

    scope: Scope
    outcomes: Mapping[str, Outcome]
    phrases: Collection[str] | None
    asked: Collection[str]
    people: Collection[str]
    sheet: Sheet

    def build(self, given: PlainAnswer, at: Path) -> Answer | None:
        """The answer; None where it is wrong, which the sheet then tells."""
        before = len(self.sheet.found)
        outcome = self._outcome(given.get("outcome"), at)
        values = self._values(given, outcome, at) if outcome else {}
        deadlines = self._deadlines(given)
        phrases = {key: self._phrases(given.get(key)) for key in PHRASES}
        because = self._because(given.get("because"))
        inner = self._wording_scope(outcome, values, deadlines)
        meant = {*given, *(value.name for value in outcome.values)} if outcome else set(given)
        wording, said = self._wording(given.get("wording"), inner, meant, private=False)
        guidance, advised = self._wording(given.get("guidance"), inner, meant, private=True)
        also, told = self._also(given.get("also"), inner, meant)
        if outcome is None or len(self.sheet.found) > before:
            return None
        written_out = {*values, *deadlines, *self.scope.numbers}
        named = {name: formula for name, formula in (said | advised | told).items() if name not in written_out}
        if because is not None:
            named[f"{because}.outcome"] = Asked(because, "outcome")
        tone = Tone(given["tone"].data) if "tone" in given else Tone.PLAIN
        return Answer(
            outcome.name, values, deadlines, **phrases, none_exists=self._none_exists(given),
            at_once=is_yes(given.get("at_once")), because=because, tone=tone, wording=wording,
            guidance=guidance, also=also, named=named, span=self.sheet.key_span(at),
        )  # fmt: skip

    def _outcome(self, piece: Placed | None, at: Path) -> Outcome | None:
        if piece is None:
            text = "an answer needs its outcome"
            self.sheet.report(
                "missing-value", text, self.sheet.span(at), f"the outcomes are {in_backticks(self.outcomes)}"
            )
            return None
        if piece.data in self.outcomes:
            return self.outcomes[piece.data]
        if piece.data in self.sheet.left_out:
            return None
        known = did_you_mean(piece.data, self.outcomes, f"the outcomes are {in_backticks(self.outcomes)}")
        self.sheet.report(
            "unknown-outcome", f"`{piece.data}` is not an outcome of this policy", self.sheet.span(piece), known
        )
        return None

    # --- values and deadlines -----------------------------------------------------------------

    def _values(self, given: PlainAnswer, outcome: Outcome, at: Path) -> dict[str, Expression]:
        declared = {value.name: value for value in outcome.values}
        for key, piece in given.items():
            if key not in (*DEADLINES, *PHRASES, *OTHERS, *declared) and not key.startswith(FEE):
                known = did_you_mean(
                    key, [*declared, *DEADLINES, *PHRASES, *OTHERS], f"declare it under the outcome `{outcome.name}`"
                )
                text = f"`{key}` is neither a key here nor a value of `{outcome.name}`"
                self.sheet.report("unknown-value", text, self.sheet.key_span(piece), known)
        formulas = {}
        fees = [read_formula(piece.data, self.scope, self.sheet.faults(piece)) for _, piece in _fees(given)]
        for name, value in declared.items():
            if name == "amount" and None in fees:
                continue  # the fees are taken off it, and what is wrong with them has been told
            found = given.get(name) or given.get(f"{FEE}{name}")
            if found is None:
                text = f"the outcome `{outcome.name}` needs its value `{name}`"
                self.sheet.report("missing-value", text, self.sheet.key_span(at), f"add `{name}:` with a formula")
            elif (formula := self._value(value, found)) is not None:
                formulas[name] = formula
        return formulas

    def _value(self, value: OutcomeValue, piece: Placed) -> Expression | None:
        like = Typed(ChoiceLiteral(""), value.type)
        typed = read_formula(piece.data, self.scope, self.sheet.faults(piece), like)
        if typed is None:
            return None
        span = self.sheet.span(piece)
        if not same(value.type, typed.type):
            text = f"`{value.name}` is {in_words(value.type)}, the formula gives {in_words(typed.type)}"
            self.sheet.report(
                "wrong-type", text, span, missing_unit(value.type, typed) or "write a formula of that type"
            )
            return None
        if typed.absent:
            self.sheet.report(
                "may-be-absent", "this may be absent, and an answer needs a value", span, "wrap it: `or_else(x, 0)`"
            )
            return None
        return typed.expression

    def _deadlines(self, given: PlainAnswer) -> dict[str, Expression]:
        """The deadlines in order; a later one can start from an earlier one."""
        scope, found = self.scope, {}
        for name in DEADLINES:
            piece = given.get(name)
            typed = read_formula(piece.data, scope, self.sheet.faults(piece)) if piece else None
            if piece is None or typed is None:
                continue
            if not isinstance(typed.type, DateTimeType) or typed.absent:
                text = f"`{name}` is an instant that is never absent; the formula gives {in_words(typed.type)}"
                self.sheet.report(
                    "wrong-type", text, self.sheet.span(piece), "write `2 working days after claim.made_at`"
                )
                continue
            found[name] = typed.expression
            scope = scope.naming({name: typed})
        return found

    # --- phrases and wording ------------------------------------------------------------------

    def _phrases(self, piece: Placed | None) -> tuple[str, ...]:
        for index, word in enumerate(piece.data if piece else ()):
            if self.phrases is not None and word not in self.phrases:
                assert piece is not None
                known = did_you_mean(word, self.phrases, "write its text in phrases.yaml")
                self.sheet.report("unknown-phrase", f"unknown phrase `{word}`", self.sheet.span(piece[index]), known)
        return tuple(piece.data) if piece else ()

    def _none_exists(self, given: PlainAnswer) -> bool:
        stated = given.get("none_exists")
        if is_yes(stated) and "alternatives" in given:
            assert stated is not None
            text = "`alternatives` and `none_exists` say two things"
            self.sheet.report("misplaced-key", text, self.sheet.key_span(stated), "keep one")
        return is_yes(stated)

    def _because(self, piece: Placed | None) -> str | None:
        if piece is None or piece.data in self.asked:
            return piece.data if piece else None
        known = did_you_mean(piece.data, self.asked, "name it under `asks:`")
        self.sheet.report("unknown-policy", f"this policy does not ask `{piece.data}`", self.sheet.span(piece), known)
        return None

    def _wording_scope(
        self, outcome: Outcome | None, values: Mapping[str, Expression], deadlines: Mapping[str, Expression]
    ) -> Scope:
        kinds = {value.name: value.type for value in outcome.values} if outcome else {}
        known = {name: Typed(formula, kinds[name]) for name, formula in values.items()}
        return self.scope.naming(
            {**known, **{name: Typed(formula, DateTimeType()) for name, formula in deadlines.items()}}
        )

    def _wording(
        self, piece: Placed | None, scope: Scope, meant: Collection[str], *, private: bool
    ) -> tuple[Wording, dict[str, Expression]]:
        """The wording, and the formulas behind its names.

        A name in ``meant`` that is not in reach has been reported where it should have come from.
        """
        texts: Texts = self.sheet.texts(piece, what="this wording")
        named: dict[str, Expression] = {}
        for locale, template in texts.items():
            assert piece is not None
            names, faults = names_in(template)
            for fault in faults:
                self.sheet.report(fault.code, fault.message, self.sheet.span(piece[locale]), fault.help)
            for name in names:
                told = name in meant or scope.passes_over(name)
                if told and scope.find(name, self.sheet.span(piece)) is None:
                    continue
                formula = self._named(name, piece[locale], scope, private=private or name in meant)
                if formula is not None:
                    named[name] = formula
        reads = tuple(named)
        return Wording(texts, reads, self.sheet.key_span(piece)) if piece else Wording(), named

    def _also(
        self, piece: Placed | None, scope: Scope, meant: Collection[str]
    ) -> tuple[dict[str, Wording], dict[str, Expression]]:
        """What each of the people addressed reads, and the formulas behind its names."""
        worded: dict[str, Wording] = {}
        named: dict[str, Expression] = {}
        for person, texts in piece.items() if piece else []:
            if person not in self.people:
                known = did_you_mean(person, self.people, "name them under `people:` in business.yaml")
                self.sheet.report("unknown-person", f"unknown person `{person}`", self.sheet.key_span(texts), known)
            worded[person], formulas = self._wording(texts, scope, meant, private=False)
            named |= formulas
        return worded, named

    def _named(self, name: str, piece: Placed, scope: Scope, *, private: bool) -> Expression | None:
        place = self.sheet.span(piece)
        found = scope.find(name, place)
        if found is None:
            self.sheet.report("unknown-fact", f"unknown name `{name}` in the wording", place, scope.suggest(name))
            return None
        if isinstance(found.type, ListType):
            self.sheet.report(
                "wrong-type", f"`{name}` is a list and has no wording", place, "name a count of it under `let:`"
            )
            return None
        if found.absent:
            self.sheet.report(
                "wording-may-be-absent",
                f"`{name}` may be absent, and the sentence would have a hole",
                place,
                "word it without, or name `or_else(…)` under `let:`",
            )
            return None
        if not private and any(_is_private(scope.facts[fact]) for fact in facts_read(found.expression)):
            self.sheet.report(
                "wording-private",
                f"`{name}` is private, and customers would read it",
                place,
                "leave it out, or move it to `guidance:`",
            )
            return None
        return found.expression


def _is_private(fact: Fact) -> bool:
    fields = fact.type.fields.values() if isinstance(fact.type, ListType) else ()
    return any(one.private for one in (fact, *fields))


def _fees(given: PlainAnswer) -> list[tuple[str, Placed]]:
    return [(key, piece) for key, piece in given.items() if key.startswith(FEE)]
