"""Kind `commitments`: what we promise, what we decline while it still helps, and what we owe when we failed.

Precedence: failures, declines, promises; then `otherwise`. Every promise carries the time by which
it is kept. From capacity, lead time and buffer follows the earliest time that we can keep: whoever
asks for that or later has a promise, else another date is proposed, else the answer is a no, now.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from policykit.kinds.fields import FactName, Flag, Name, Open, PeriodText, Scenario, Texts, Words
from policykit.kinds.plain import (
    Kind,
    Placed,
    Plain,
    PlainAnswer,
    PlainRule,
    Problem,
    answer,
    heard,
    listed_outcomes,
    rule_from,
)
from policykit.kinds.policy import NO_EFFECT, TITLE, AnswerEntry, NoEffectEntry, Outcomes, PolicyFile

WHEN = Meta(description="What must hold: one test a line.", examples=[{"job.kind": "standard"}])
INTERNAL = Meta(description="`yes`: not on the terms page, nor told to customers.")
SCENARIO = Meta(description="The scenario it settles.")


class NeedsEntry(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What it takes to keep a promise. The earliest time is `buffer` after `lead` after `from`."""

    capacity: Annotated[
        Open | None,
        Meta(
            description="What must be free or there: one test a line.",
            examples=[{"workshop.free_hours": "at least hours_needed"}],
        ),
    ] = None
    from_: Annotated[
        FactName | None,
        Meta(
            description="The instant from which work can begin; the policy's `act` if not given.",
            examples=["workshop.free_at"],
        ),
    ] = None
    lead: Annotated[PeriodText, Meta(description="How long the work takes.", examples=["4 working days"])]
    buffer: Annotated[
        PeriodText | None,
        Meta(description="What is kept in hand for what may go wrong.", examples=["1 working day"]),
    ] = None


class PromiseEntry(Struct, frozen=True, kw_only=True):
    """Something that may be promised, and what is said where it can't be."""

    when: Annotated[Open | None, WHEN] = None
    wanted: Annotated[
        FactName | None,
        Meta(
            description="The fact that says by when it is wanted; as soon as possible if not given.",
            examples=["job.wanted_by"],
        ),
    ] = None
    latest: Annotated[
        FactName | None,
        Meta(
            description="The fact that says until when it still helps; a later date is not proposed.",
            examples=["job.helps_until"],
        ),
    ] = None
    needs: Annotated[
        NeedsEntry,
        Meta(description="What it takes: capacity, lead time, buffer.", examples=[{"lead": "4 working days"}]),
    ]
    promise: Annotated[
        AnswerEntry,
        Meta(
            description="The promise; `due` is the time wanted, else the earliest, if not given.",
            examples=[{"outcome": "promise"}],
        ),
    ]
    propose: Annotated[
        AnswerEntry | None,
        Meta(
            description="Another date (rule `<id>-propose`); `due` is the earliest time if not given.",
            examples=[{"outcome": "propose"}],
        ),
    ] = None
    decline: Annotated[
        AnswerEntry | None,
        Meta(description="The no, now rather than later (rule `<id>-decline`).", examples=[{"outcome": "decline"}]),
    ] = None
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


class DeclineEntry(Struct, frozen=True, kw_only=True):
    """Something that we do not take on, whatever the date."""

    when: Annotated[Open, WHEN]
    then: Annotated[AnswerEntry, Meta(description="The no.", examples=[{"outcome": "decline"}])]
    no_effect: Annotated[dict[Name, NoEffectEntry] | None, NO_EFFECT] = None
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


class FailureEntry(Struct, frozen=True, kw_only=True):
    """A promise that we did not keep. The apology comes first, and the remedy has its time."""

    when: Annotated[Open, Meta(description="What must hold: one test a line.", examples=[{"fault.by": "us"}])]
    remedy: Annotated[
        AnswerEntry,
        Meta(
            description="What we do about it; `due` is needed, and the tone is always `our_fault`.",
            examples=[{"outcome": "put_right", "due": "4 working hours after fault.told_at"}],
        ),
    ]
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


class LateEntry(Struct, frozen=True, kw_only=True):
    """What comes with a no that was late (rule `<id>-late`): an apology, and help in finding somebody else."""

    alternatives: Annotated[Words, Meta(description="How we help: phrases, before those of the no itself.")]
    next_steps: Annotated[Words | None, Meta(description="What happens now: phrases, in place of the no's.")] = None
    wording: Annotated[Texts, Meta(description="What the customer reads in place of the no's wording.")]
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads, in place of the no's.")] = None


class EnquiriesEntry(Struct, frozen=True, kw_only=True):
    """By when everybody who asks has an answer."""

    answer_within: Annotated[PeriodText, Meta(description="How long an answer may take.", examples=["4 working hours"])]
    answered: Annotated[
        FactName | None,
        Meta(description="The fact that says when the answer is given.", examples=["enquiry.answered_at"]),
    ] = None
    late_no: Annotated[
        LateEntry | None, Meta(description="What comes with a no that is given later; needs `answered`.")
    ] = None


class CommitmentsFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `commitments`: failures, declines and promises, tried in this order."""

    act: Annotated[
        FactName,
        Meta(
            description="When it is asked; answers are due, and work begins, from then on.",
            examples=["enquiry.made_at"],
        ),
    ]
    outcomes: Outcomes
    enquiries: Annotated[
        EnquiriesEntry | None,
        Meta(description="By when everybody has an answer.", examples=[{"answer_within": "4 working hours"}]),
    ] = None
    failures: Annotated[
        dict[Name, FailureEntry] | None, Meta(description="What we owe when we did not keep our word.")
    ] = None
    declines: Annotated[dict[Name, DeclineEntry] | None, Meta(description="What we do not take on.")] = None
    promises: Annotated[dict[Name, PromiseEntry] | None, Meta(description="What may be promised.")] = None
    otherwise: Annotated[
        AnswerEntry,
        Meta(
            description="The answer when nothing above holds; `due` is when enquiries are answered, if not given.",
            examples=[{"outcome": "ask_person"}],
        ),
    ]


def lower(policy: Placed) -> Plain:
    rules = (
        *(_failure(entry_id, entry) for entry_id, entry in _entries(policy, "failures")),
        *(rule for entry_id, entry in _entries(policy, "declines") for rule in _decline(entry_id, entry, policy)),
        *(rule for entry_id, entry in _entries(policy, "promises") for rule in _promise(entry_id, entry, policy)),
    )
    outcomes, otherwise = listed_outcomes(policy["outcomes"]), policy["otherwise"]
    return Plain(outcomes, rules, _with_due(otherwise, _answered(policy)), otherwise.path, _problems(policy))


def _entries(policy: Placed, part: str) -> list[tuple[str, Placed]]:
    entries = policy.get(part)
    return entries.items() if entries else []


def _with_due(given: Placed, due: Placed | None) -> PlainAnswer:
    """The answer, due at that time where it does not say so itself."""
    said = answer(given)
    return said if due is None or "due" in said else {**said, "due": due}


def _answered(policy: Placed) -> Placed | None:
    """The time by which every enquiry has its answer."""
    enquiries = policy.get("enquiries")
    if enquiries is None:
        return None
    within = enquiries["answer_within"]
    return Placed(f"{within.data} after {policy['act'].data}", within.path, exact=False)


# --- failures and declines --------------------------------------------------------------------


def _failure(entry_id: str, entry: Placed) -> PlainRule:
    apology = Placed("our_fault", entry["remedy"].path, exact=False)
    return rule_from(entry_id, entry, (entry["when"],), {**answer(entry["remedy"]), "tone": apology}, "failures")


def _decline(entry_id: str, entry: Placed, policy: Placed) -> list[PlainRule]:
    return _no(entry_id, entry, (entry["when"],), entry["then"], policy, "declines")


def _no(
    rule_id: str, entry: Placed, when: tuple[Placed, ...], given: Placed, policy: Placed, part: str
) -> list[PlainRule]:
    """The no, in the words for what was said where it changes nothing; before it, the one that was given too late."""
    in_time = [*heard(entry, when, answer(given)), rule_from(rule_id, entry, when, answer(given), part)]
    enquiries = policy.get("enquiries")
    if enquiries is None or "late_no" not in enquiries.data or "answered" not in enquiries.data:
        return in_time
    test = f"more than {enquiries['answer_within'].data} after {policy['act'].data}"
    late = Placed({enquiries["answered"].data: test}, enquiries["answered"].path, exact=False)
    return [rule_from(f"{rule_id}-late", entry, (*when, late), _late(given, enquiries["late_no"]), part), *in_time]


def _late(given: Placed, late: Placed) -> PlainAnswer:
    """The same no, with an apology and with help."""
    said = {**answer(given), **answer(late), "tone": Placed("our_fault", late.path, exact=False)}
    other = given.get("alternatives")
    if other is not None:
        both = list(dict.fromkeys([*late["alternatives"].data, *other.data]))
        said["alternatives"] = Placed(both, late["alternatives"].path, exact=False)
    return said


# --- promises ---------------------------------------------------------------------------------


def _promise(entry_id: str, entry: Placed, policy: Placed) -> list[PlainRule]:
    """The promise, the proposal of another date, and the no, each where the one before can't be given."""
    asked = (entry["when"],) if "when" in entry.data else ()
    needs = entry["needs"]
    able = (*asked, needs["capacity"]) if "capacity" in needs.data else asked
    earliest, wanted = _earliest(needs, policy), entry.get("wanted")
    in_time = (_at_least(wanted, earliest),) if wanted else ()
    promised = _with_due(entry["promise"], Placed(wanted.data, wanted.path, exact=False) if wanted else earliest)
    rules = [rule_from(entry_id, entry, (*able, *in_time), promised, "promises")]
    if "propose" in entry.data:
        helps = (_not_too_late(entry["latest"], earliest),) if "latest" in entry.data else ()
        proposed = _with_due(entry["propose"], earliest)
        rules.append(rule_from(f"{entry_id}-propose", entry, (*able, *helps), proposed, "promises"))
    if "decline" in entry.data:
        rules += _no(f"{entry_id}-decline", entry, asked, entry["decline"], policy, "promises")
    return rules


def _earliest(needs: Placed, policy: Placed) -> Placed:
    """The earliest time that can be kept, as a formula."""
    begins = needs.get("from") or policy["act"]
    ready = f"{needs['lead'].data} after {begins.data}"
    text = f"{needs['buffer'].data} after ({ready})" if "buffer" in needs.data else ready
    return Placed(text, needs["lead"].path, exact=False)


def _at_least(wanted: Placed, earliest: Placed) -> Placed:
    return Placed({wanted.data: f"at least ({earliest.data})"}, wanted.path, exact=False)


def _not_too_late(latest: Placed, earliest: Placed) -> Placed:
    """Whoever names no time until which it helps is proposed any."""
    return Placed({"none": [{latest.data: f"less than ({earliest.data})"}]}, latest.path, exact=False)


# --- what only the kind can see ---------------------------------------------------------------


def _problems(policy: Placed) -> tuple[Problem, ...]:
    remedies = [entry["remedy"] for _, entry in _entries(policy, "failures")]
    enquiries = policy.get("enquiries")
    problems = [_no_due(remedy) for remedy in remedies if "due" not in remedy.data]
    problems += [_plain_tone(remedy) for remedy in remedies if remedy.data.get("tone") == "plain"]
    if enquiries is not None and "late_no" in enquiries.data and "answered" not in enquiries.data:
        text = "whether a no is late shows only when we know when the answer is given"
        problems.append(Problem("missing-key", text, enquiries["late_no"].path, "add `answered:` with a fact"))
    if not any(_entries(policy, part) for part in ("failures", "declines", "promises")):
        text = "there is nothing to promise, to decline or to put right"
        problems.append(Problem("missing-key", text, policy.path, "write `promises:`, `declines:` or `failures:`"))
    return tuple(problems)


def _no_due(remedy: Placed) -> Problem:
    return Problem(
        "missing-key", "a remedy needs the time by which it is done", remedy.path, "add `due:` with a formula"
    )


def _plain_tone(remedy: Placed) -> Problem:
    return Problem("bad-value", "a remedy begins with an apology", remedy["tone"].path, "leave `tone` out")


KIND = Kind("commitments", "what we promise, decline in time, and owe when we failed", CommitmentsFile, lower)
