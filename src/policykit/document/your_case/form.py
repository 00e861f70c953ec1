"""'Check your case': a form that asks what is still needed, one question after another, and shows the decision.

Every page is made of what the form sends, and of nothing else: nothing is kept between two of them. So the way back
is open, each answer can be changed, and the address tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from markupsafe import Markup

from policykit.backends.prose.format import format_value, said
from policykit.backends.prose.reading import Reading, reading
from policykit.decision import Answer, Decision
from policykit.document.edition import Edition
from policykit.document.examples import label, possible
from policykit.document.frame import framed
from policykit.document.layout import lay_out
from policykit.document.places import Leaf, Links, LinkStyle, Place
from policykit.document.words import Words, words_for
from policykit.document.your_case.answers import Ask, Case, Done, Step, askable_in, step
from policykit.document.your_case.fields import ROWS, SKIPPED, Fields, names_of, rows_of
from policykit.document.your_case.question import Asking, Question, called, question
from policykit.explain import Audience, Phrasebook, tell
from policykit.model import Absent, AsOf, Business, Policy, Value
from policykit.semantics import Govern, govern
from policykit.templating import look_of
from policykit.walk import facts_read

ASKED, DO = ":asked", ":do"
"""The fields that say which fact is on display, and what is to be done: the value of the button pressed."""
NEXT, SKIP, ADD, REMOVE, CHANGE = "next", "skip", "add", "remove", "change "
"""What the buttons do; behind the last one follows the fact to change."""
BUTTONS = {"field": DO, "asked": ASKED, "next": NEXT, "skip": SKIP, "add": ADD, "remove": REMOVE}
"""As the template names them."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was told or taken to be so, and what the button to change it sends."""

    label: str
    text: str
    change: str


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of the case: the answer in a few words, and as the customer's message.

    Where a person has to look there is no message, but the answers that are still ``possible``. ``assumed`` is what
    was taken to be so because nobody has said anything else; ``reach`` says how to reach somebody.
    """

    heading: str
    reach: str
    message: Markup | None = None
    possible: tuple[str, ...] = ()
    assumed: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """One page of the form: a question or a result, the answers so far, and all that travels with them."""

    question: Question | None
    result: Result | None
    given: tuple[Given, ...]
    hidden: tuple[tuple[str, str], ...]
    progress: str

    @property
    def heading(self) -> str:
        return self.question.heading if self.question else self.result.heading if self.result else ""

    @property
    def is_wrong(self) -> bool:
        """Whether something filled in cannot be taken."""
        return self.question is not None and bool(self.question.errors)


def field_names(business: Business, policy_id: str) -> frozenset[str]:
    """The names of the fields that the form about a policy may send."""
    facts = askable_in(business, business.policies[policy_id])
    return frozenset({ASKED, DO}.union(*(names_of(business.facts[name], inner) for name, inner in facts.items())))


def your_case(
    business: Business, policy_id: str, locale: str, fields: Fields, at: datetime, by: Govern = govern
) -> CaseView:
    """The page that follows on what the form has sent, at that instant; the first question where that is nothing.

    ``by`` is the engine that decides. Fields whose names are not among ``field_names`` say nothing.
    """
    case = Case(business, policy_id, locale, fields, at, by)
    case, following = _pressed(case, fields.get(ASKED, ""), fields.get(DO, NEXT))
    return _view(case, following)


def _pressed(case: Case, asked: str, button: str) -> tuple[Case, Step]:
    """The case after the press of a button, and what follows."""
    wanted = button.removeprefix(CHANGE)
    if wanted != button and wanted in case.asked_for:
        return _with(case, {f"{wanted}{SKIPPED}": None}), Ask(wanted)
    if asked not in case.asked_for:
        return case, step(case)
    if button in (ADD, REMOVE):
        count = rows_of(asked, case.fields) + (1 if button == ADD else -1)
        return _with(case, {f"{asked}{ROWS}": str(max(count, 0))}), Ask(asked)
    if button == SKIP:
        skipped = _with(case, dict.fromkeys(_names(case, asked)) | {f"{asked}{SKIPPED}": "yes"})
        return skipped, step(skipped)
    return case, step(case, asked)


def _with(case: Case, changes: Mapping[str, str | None]) -> Case:
    """The case with some fields changed; None takes one away."""
    fields = {**case.fields, **changes}
    return replace(case, fields={name: text for name, text in fields.items() if text is not None})


def _names(case: Case, fact: str) -> Iterator[str]:
    return names_of(case.business.facts[fact], case.asked_for[fact])


# --- the page -----------------------------------------------------------------------------------


def _view(case: Case, following: Step) -> CaseView:
    reader = reading(case.business, case.versions[-1], case.locale)
    words = words_for(case.locale, look_of(case.business))
    match following:
        case Ask(fact=fact, faults=faults, at_least=at_least):
            asking = Asking(reader, words, case.fields, {fault.field: fault for fault in faults})
            asked = question(case.business.facts[fact], case.asked_for[fact], asking)
            progress = _progress(case, fact, at_least, words)
            return CaseView(asked, None, _given(case, reader, words, fact), _hidden(case, fact), progress)
        case Done(decision=decision):
            result = _result(case, decision, words)
            return CaseView(None, result, _given(case, reader, words), _hidden(case), "")
        case _:
            assert_never(following)


def _hidden(case: Case, shown: str = "") -> tuple[tuple[str, str], ...]:
    """All that travels with the page, but for what it shows itself."""
    own = {ASKED, DO, *(_names(case, shown) if shown else ())}
    return tuple((name, text) for name, text in case.fields.items() if name not in own)


def _progress(case: Case, asked: str, at_least: int | None, words: Words) -> str:
    """How far the person has come. What is still to come depends on what is answered, so it is no share."""
    count = sum(name != asked for name in case.answers)
    if not count:
        return words["case_first"]
    told = words.count("case_answered", count)
    return told if at_least is None else words.say("case_two", one=told, other=words.count("case_to_come", at_least))


def _given(case: Case, reader: Reading, words: Words, shown: str = "") -> tuple[Given, ...]:
    return tuple(
        Given(_label(name, reader), _text(case, name, one.value, reader, words), f"{CHANGE}{name}")
        for name, one in case.answers.items()
        if name != shown and not one.faults
    )


def _label(name: str, reader: Reading) -> str:
    return reader.words.sentence(called(reader.business.facts[name], reader))


def _text(case: Case, name: str, value: Value | None, reader: Reading, words: Words) -> str:
    if value is None:
        return words["case_not_known"]
    if isinstance(value, Absent):
        return words["case_none"]
    text = format_value(value, case.business.facts[name].type, reader.locale, case.business)
    return reader.words.sentence(text)


def laid_out(view: CaseView, business: Business, policy_id: str, locale: str) -> str:
    """The page as HTML, at its address."""
    return lay_out(
        "your_case.html", look_of(business), **_frame(business, policy_id, locale), view=view, buttons=BUTTONS
    )


def refused(business: Business, policy_id: str, locale: str) -> str:
    """The page for somebody whose form could not be read: nothing of it is shown, and how to begin anew."""
    return lay_out("your_case_refused.html", look_of(business), **_frame(business, policy_id, locale))


def _frame(business: Business, policy_id: str, locale: str) -> dict[str, object]:
    here, policy = Place(business.id, locale, policy_id, leaf=Leaf.YOUR_CASE), business.policies[policy_id][-1]
    links = Links(here, LinkStyle.ADDRESSES)
    return {
        **framed(business, here, Edition(links=LinkStyle.ADDRESSES)),
        "policy_title": said(policy.question, locale),
        "terms": links.to(replace(here, leaf=None)),
        "address": links.to(here),
        "reach": Phrasebook(business, policy, locale).questions,
    }


# --- what comes of it -----------------------------------------------------------------------------


def _result(case: Case, decision: Decision | None, words: Words) -> Result:
    """The result, as far as a customer may see it: where an internal rule decides, a person tells what it is."""
    version = next((one for one in case.versions if decision and one.version == decision.version), case.versions[-1])
    book, reader = Phrasebook(case.business, version, case.locale), reading(case.business, version, case.locale)
    if decision is None:
        return Result(words["case_person"], book.questions)
    answer = decision.answer
    if answer is None or not version.rule(answer.rule).public:
        open_ = possible(decision, version, reader) if answer is None else ()
        return Result(words["case_person"], book.questions, possible=open_)
    message = Markup(tell(book, decision, Audience.CUSTOMER).html)  # noqa: S704  # its layout has escaped all in it
    return Result(
        label(answer.outcome, version, reader),
        book.questions,
        message,
        assumed=tuple(_assumed(case, decision, answer, version, reader, words)),
    )


def _assumed(  # each is a part of the one result
    case: Case, decision: Decision, answer: Answer, version: Policy, reader: Reading, words: Words
) -> Iterator[Given]:
    """What the answer rests on and nobody has told: what was passed over, and the moment of asking.

    Whatever else nobody was asked for makes no difference.
    """
    rule = version.rule(answer.rule)
    formulas = (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())
    read = {
        *facts_read(*formulas),
        *(name for one in decision.reasons for test in one.conditions for name in test.reads),
    }
    for name in askable_in(case.business, (version,)):
        stands = name in case.skipped or isinstance(case.business.facts[name].when_not_sent, AsOf)
        if stands and name in read and name not in case.facts and name in decision.facts:
            text = _text(case, name, decision.facts[name], reader, words)
            yield Given(_label(name, reader), text, f"{CHANGE}{name}")
