"""Forms of full answers: each is learned from the first answer of its kind, and others of the kind are written by it.

What the rules of one version answer outright is found by its generated code; that and what differs from answer to
answer is all that is worked out. Of whatever has no form yet nothing is said: it goes the long way, and is learned
from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeVar

from markupsafe import escape

from policykit.deciding.outright import Outright, Version, versions_of
from policykit.deciding.reasons import Observed
from policykit.decision import Change, Decision
from policykit.explain.form import Form, form_of
from policykit.explain.line import Given, given_in
from policykit.explain.script import Script, script, shape
from policykit.model import Facts, Tone, Value
from policykit.pipeline import Ready
from policykit.semantics import Engine
from policykit_api.answering.forms import named, writing
from policykit_api.wire import written
from policykit_api.wire.decision import Decided, Reader, explanation
from policykit_api.wire.ids import new_id
from policykit_api.wire.shape import encode
from policykit_api.wire.values import moment

MOST_FORMS = 1024
"""Forms of a policy's answers that are kept; a script is as long as the text that it tells."""


class RuleForm(NamedTuple):
    """How the answers of one rule are written for one reader."""

    envelope: str
    values: tuple[Callable[[Value], str], ...]
    reasons: written.Reasons


class ScriptForm(NamedTuple):
    """How the explanations of one shape are written."""

    form: Form
    script: Script

    def written(self, given: Given) -> str | None:
        lines = self.script.lines(given)
        if lines is None:
            return None
        if is_plain("".join(lines)):
            return self.form.filled(lines + lines)
        return self.form.filled([*map(in_json, lines), *(in_json(str(escape(line))) for line in lines)])


def is_plain(text: str) -> bool:
    """Whether the text stands as it is in JSON and in HTML."""
    return len(escape(text)) == len(text) and "\\" not in text and text.isprintable()


def in_json(text: str) -> str:
    return encode(text)[1:-1].decode()


Known = TypeVar("Known")


def keep(known: dict[Hashable, Known], key: Hashable, found: Known) -> None:
    """Keep it, and for it give up the oldest where there are too many."""
    if len(known) >= MOST_FORMS:
        known.pop(next(iter(known)), None)
    known[key] = found


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one policy's answers. Its versions stand newest first."""

    ready: Ready
    engine: Engine
    versions: tuple[Version, ...]
    pinned_to: str | None
    rules: dict[Hashable, RuleForm] = field(default_factory=dict)
    scripts: dict[Hashable, ScriptForm] = field(default_factory=dict)

    def answer(self, facts: Facts, as_of: datetime, reader: Reader) -> tuple[str, bytes] | None:
        """The outcome and the whole answer on completed facts that contradict nothing; None where there is no form."""
        found = self.outright(facts, as_of)
        form = None if found is None else self.rules.get(rule_key(found, reader))
        if found is None or form is None:
            return None
        seen, given = self.looked_into(found, as_of, reader)
        parts = self.parts(found, form, seen, given, reader)
        if parts is None:
            return None
        values = ",".join([write(value) for write, value in zip(form.values, found.values.values(), strict=True)])
        deadlines = written.deadlines(found.deadlines.values())
        answer = form.envelope % (f'"{new_id()}"', f"{{{values}}}", deadlines, *parts, f'"{moment(as_of)}"')
        return found.governing.rule.answer.outcome, answer.encode()

    def outright(self, facts: Facts, as_of: datetime) -> Outright | None:
        """What is found outright; None where something is missing, or out of order."""
        pin = facts.get(self.pinned_to) if self.pinned_to else as_of
        if not isinstance(pin, datetime):
            return None
        for version in self.versions:
            if version.in_force(pin):
                return version.answer(facts) if self.engine.in_order(version.policy, facts) else None
        return None

    def looked_into(self, found: Outright, as_of: datetime, reader: Reader) -> tuple[list[Observed], Given]:
        """What came of the tests, and all that answers by one rule differ in, as far as this reader is told of it."""
        explained = "explanation" in reader.include
        seen = found.observed(as_of) if explained or "reasons" in reader.include else []
        changes: tuple[Change, ...] = ()
        if "would_change" in reader.include or (explained and found.governing.rule.answer.tone is not Tone.OUR_FAULT):
            changes = found.changes(as_of, self.engine)
        windows = tuple([one.window for one in seen])
        return seen, Given(found.setting.facts, found.values, found.deadlines, found.named, windows, changes)

    def parts(
        self, found: Outright, form: RuleForm, seen: list[Observed], given: Given, reader: Reader
    ) -> list[str] | None:
        """The parts that the reader wants, in the order of the shape; None where the explanation has no form."""
        business, parts = self.ready.business, []
        if "reasons" in reader.include:
            parts.append(form.reasons.written(seen, business))
        if "would_change" in reader.include:
            parts.append(written.changes(given.changes, business))
        if "explanation" in reader.include:
            told = self.scripts.get(shape_key(found, given, [one.held for one in seen], reader))
            text = None if told is None else told.written(given)
            if text is None:
                return None
            parts.append(text)
        return parts

    # --- learning ---------------------------------------------------------------------------------

    def learn(self, facts: Facts, decision: Decision, decided: Decided, reader: Reader) -> None:
        """Keep the forms of an answer that has gone the long way."""
        found = self.outright(facts, decision.as_of)
        if found is None:
            return
        with suppress(written.NotApart):
            keep(self.rules, rule_key(found, reader), self.rule_form(found, decision, decided, reader))
            if "explanation" in reader.include:
                self.learn_to_tell(found, decision, reader)

    def rule_form(self, found: Outright, decision: Decision, decided: Decided, reader: Reader) -> RuleForm:
        business, declared = self.ready.business, found.governing.declared
        writes = tuple(writing(business, declared[name], named(name)) for name in found.values)
        return RuleForm(written.envelope(decided), writes, written.reasons_form(decision, business, reader.audience))

    def learn_to_tell(self, found: Outright, decision: Decision, reader: Reader) -> None:
        learned = script(self.ready.phrasebook(decision.policy, decision.version, reader.locale), decision)
        if learned is not None:
            held = [condition.held for reason in decision.reasons for condition in reason.conditions]
            text = encode(explanation(learned.explanation, reader)).decode()
            keep(self.scripts, shape_key(found, given_in(decision), held, reader), ScriptForm(form_of(text), learned))


def rule_key(found: Outright, reader: Reader) -> Hashable:
    """What the answers of one form have in common."""
    return id(found.governing.rule), reader.locale, reader.audience, reader.include


def shape_key(found: Outright, given: Given, held: Sequence[bool | None], reader: Reader) -> Hashable:
    """What the explanations of one form have in common. Rules are named by identity, while their business is held."""
    known = [given.facts.get(name) for name in found.governing.reads]
    return reader.locale, shape(id(found.governing.rule), given, held, known)


def forms_of(ready: Ready, policy: str, engine: Engine) -> Forms | None:
    """The forms of a policy; None where none of its answers is outright."""
    versions = versions_of(ready.business, policy, engine)
    return Forms(ready, engine, versions, versions[0].policy.pinned_to) if versions else None


def may_be_written(reader: Reader) -> bool:
    """Whether there are forms for this reader: what staff are told beside the message has none."""
    return reader.audience == "customer" or "explanation" not in reader.include
