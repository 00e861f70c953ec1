"""What the page of one policy says: a plain view for the template, which lays it out and decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from policykit.backends.prose.clauses import Clause
from policykit.backends.prose.counting import counting
from policykit.backends.prose.outline import in_force
from policykit.backends.prose.reading import Reading, meaning, reading
from policykit.backends.prose.rules import Line, RuleProse, rule_sentences
from policykit.document.delivery import delivery_lines
from policykit.document.examples import Decide, Example, examples, label, public_facts, public_formulas
from policykit.document.law import LawView, law_views
from policykit.document.places import Links, Place
from policykit.document.table_view import TableView, table_view
from policykit.document.versions import VersionView, title, version_views
from policykit.document.words import Words, words_for
from policykit.model import Business, LetRef, Origin, Policy, Rule
from policykit.templating import look_of
from policykit.walk import every_once

TABLE = "table"
"""The part whose rules are the rows of one table."""
MOST_ROWS = 200
"""Rows of a table on a page: more than anybody reads, and few enough for any browser."""

LADDER = "ladder"
"""The part whose rules are tried gravest first and read mildest first."""

NO_EFFECT = "no_effect"
"""The part whose rules say why something that is heard does not change the answer of the rule behind them."""

ERRANDS = "errands"
"""The part whose rules, if they have no title, are known by what is asked for."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule on the page: its anchor, its heading, its sentences, and the question it rests on.

    ``outcome`` stands below a heading that does not say it.
    """

    id: str
    heading: str
    outcome: str
    prose: RuleProse
    lines: tuple[Line, ...]
    rests_on: str = ""
    rests_on_link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one part of a kind's vocabulary. One without a title stands by itself.

    ``unaffected`` is what none of its rules ever touches, told once for all of them. The rules of a decision table
    stand in ``table``.
    """

    anchor: str
    title: str
    note: str
    rules: tuple[RuleView, ...]
    unaffected: tuple[str, ...]
    table: TableView | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that the rules count: what readers call it, and how it is counted, part by part."""

    label: str
    how: Clause


@dataclass(frozen=True, slots=True)
class PolicyView:
    """All that the page of a policy says, in the reader's language.

    ``counted`` says how what the rules count is counted; ``headings`` are those of its rules, by id. ``versions``
    are all there are, newest first, ``current`` is the way to the page of the one in force.
    """

    business: str
    id: str
    locale: str
    title: str
    summary: str
    in_force: str
    version: str
    digest: str
    answers: tuple[str, ...]
    from_you: tuple[str, ...]
    from_us: tuple[str, ...]
    counted: tuple[Counted, ...]
    groups: tuple[Group, ...]
    otherwise: RuleView | None
    headings: Mapping[str, str]
    internal: str
    examples: tuple[Example, ...]
    law: tuple[LawView, ...] = ()
    delivery: tuple[Line, ...] = ()
    versions: tuple[VersionView, ...] = ()
    next: VersionView | None = None
    previous: VersionView | None = None
    current: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the parts of one page share: the policy's names, the page's own words, the ways to other pages."""

    reader: Reading
    words: Words
    links: Links


def policy_view(policy: Policy, business: Business, locale: str, links: Links, engine: Decide) -> PolicyView:
    """The view of one version. Of internal rules it holds their number and nothing else."""
    reader, words = reading(business, policy, locale), words_for(locale, look_of(business))
    sheet = Sheet(reader, words, links)
    public = public_facts(policy, reader)
    cases = examples(policy, reader, engine)
    cited = frozenset(case.rule for case in cases if case.rule is not None)
    parts, last = groups(policy, sheet, cited), otherwise_view(policy.otherwise, sheet)
    views = [rule for part in parts for rule in part.rules] + ([last] if last else [])
    versions = version_views(policy, reader, words, links)
    here = next(place for place, one in enumerate(versions) if one.here)
    rows = {row.id: words.say("row", number=row.number) for part in parts if part.table for row in part.table.rows}
    return PolicyView(
        business=business.id,
        id=policy.id,
        locale=locale,
        title=reader.text(policy.question),
        summary=reader.text(policy.summary),
        in_force=" ".join(in_force(policy, reader)),
        version=title(policy, words),
        digest=business.digest,
        answers=answers(policy, reader),
        from_you=named(public, Origin.CUSTOMER, reader),
        from_us=named(public, Origin.BUSINESS, reader),
        counted=counted(policy, reader),
        groups=parts,
        otherwise=last,
        headings={view.id: view.heading for view in views} | rows,
        internal=internal_note(policy, words),
        examples=cases,
        law=law_views(policy, reader),
        delivery=tuple(delivery_lines(policy, reader, words)),
        versions=versions,
        next=versions[here - 1] if here else None,
        previous=versions[here + 1] if here + 1 < len(versions) else None,
        current=links.to(Place(business.id, locale, policy.id)),
    )


def answers(policy: Policy, reader: Reading) -> tuple[str, ...]:
    """The outcomes that public rules give, best first."""
    given = {rule.answer.outcome for rule in (*policy.rules, policy.otherwise) if rule.public}
    return tuple(label(outcome.name, policy, reader) for outcome in policy.outcomes if outcome.name in given)


def counted(policy: Policy, reader: Reading) -> tuple[Counted, ...]:
    """What the public rules count, by its label, and how."""
    words = reader.words
    used = {node.name for node in every_once(public_formulas(policy)) if isinstance(node, LetRef)}
    return tuple(
        Counted(words.sentence(reader.text(label)), _capital(counting(policy.lets[name], reader), reader))
        for name, label in policy.labels.items()
        if name in used
    )


def _capital(how: Clause, reader: Reading) -> Clause:
    return replace(how, text=reader.words.sentence(how.text))


def named(facts: tuple[str, ...], origin: Origin, reader: Reading) -> tuple[str, ...]:
    """The facts that one side says, by what they mean."""
    chosen = [name for name in facts if reader.business.facts[name].origin is origin]
    return tuple(reader.words.sentence(meaning(name, reader)) for name in chosen)


def internal_note(policy: Policy, words: Words) -> str:
    number = sum(not rule.public for rule in (*policy.rules, policy.otherwise))
    return words.count("internal", number) if number else ""


# --- rules ------------------------------------------------------------------------------------


def groups(policy: Policy, sheet: Sheet, cited: Collection[str] = ()) -> tuple[Group, ...]:
    """The public rules by part, in the order in which they are read; a ladder from its mildest step up.

    Of a long table the first rows are there, and those that are ``cited`` further down.
    """
    parts = by_part(policy)
    ordered = [(part, rules[::-1] if part == LADDER else rules) for part, rules in parts.items()]
    steps = [rules for part, rules in ordered if part == LADDER]
    others = [rule for part, rules in ordered if part != LADDER for rule in rules]
    numbers = {rule.id: number for rules in (others, *steps) for number, rule in enumerate(rules, start=1)}
    return tuple(
        tabled(rules, numbers, cited, sheet)
        if part == TABLE
        else group(part, tuple(rule_view(rule, numbers[rule.id], sheet) for rule in rules), sheet.words)
        for part, rules in ordered
    )


def tabled(rules: list[Rule], numbers: Mapping[str, int], cited: Collection[str], sheet: Sheet) -> Group:
    """The rows of a decision table, as a table."""
    chosen = [rule for place, rule in enumerate(rules) if place < MOST_ROWS or rule.id in cited]
    table = table_view(chosen, [numbers[rule.id] for rule in chosen], sheet.reader, sheet.words)
    left_out = len(rules) - len(chosen)
    more = sheet.words.count("table_more", left_out) if left_out else ""
    return Group("", "", sheet.words[table_note(sheet.reader.policy)], (), (), replace(table, more=more))


def table_note(policy: Policy) -> str:
    """The key of the sentence that says what becomes of the rows that fit."""
    return "table_list" if policy.lists else f"table_{policy.aggregation or policy.hit_policy}"


def by_part(policy: Policy) -> dict[str | None, list[Rule]]:
    """The public rules by the part under which they are read; from top to bottom, the order in which they are tried.

    A rule that is tried among those of another part, as an exception to one of several grounds, is read among them.
    """
    first: dict[str | None, int] = {}
    for place, rule in enumerate(policy.rules):
        first.setdefault(rule.part, place)
    under: list[str | None] = []
    for place, rule in reversed(list(enumerate(policy.rules))):
        among = bool(under) and (rule.part == NO_EFFECT or first[under[-1]] < place)
        under.append(under[-1] if among else rule.part)
    found: dict[str | None, list[Rule]] = {}
    for rule, part in zip(policy.rules, reversed(under), strict=True):
        if rule.public:
            found.setdefault(part, []).append(rule)
    return found


def group(part: str | None, rules: tuple[RuleView, ...], words: Words) -> Group:
    key = f"part_{part}"
    title = words[key] if key in words.texts else ""
    note = words.texts.get(f"{part}_note", "")
    unaffected = [rule.prose.unaffected for rule in rules]
    shared = unaffected[0] if len(set(unaffected)) == 1 else ()
    return Group(f"part_{part}" if title else "", title, note, tuple(without(rule, shared) for rule in rules), shared)


def without(rule: RuleView, shared: tuple[str, ...]) -> RuleView:
    """The rule without what its group says for it."""
    told = tuple(text for text in rule.prose.unaffected if text not in shared)
    return replace(rule, prose=replace(rule.prose, unaffected=told))


def rule_view(rule: Rule, number: int, sheet: Sheet) -> RuleView:
    prose, words = prose_of(rule, sheet), sheet.words
    topic = topic_of(rule, prose, sheet)
    if topic:
        return viewed(words.say("topic", number=str(number), topic=topic), prose.outcome, prose, sheet)
    kind = "step" if rule.part == LADDER else "rule"
    outcome = variant_of(rule, prose.outcome, sheet)
    return viewed(words.say(kind, number=str(number), outcome=outcome), "", prose, sheet)


def topic_of(rule: Rule, prose: RuleProse, sheet: Sheet) -> str:
    """What the heading of the rule says it is about; empty where it says the outcome."""
    title = sheet.reader.text(rule.title)
    if title:
        return variant_of(rule, title, sheet)
    return prose.topic if rule.part == ERRANDS else sheet.words.texts.get(f"{rule.part}_{rule.id}", "")


def variant_of(rule: Rule, topic: str, sheet: Sheet) -> str:
    """The topic, and what sets the rule apart from the one that it varies: `wrong-item-evidence` from `wrong-item`."""
    base, _, variant = rule.id.rpartition("-")
    key = f"variant_{rule.part}_{variant}"
    varies = any(other.id == base and other.part == rule.part for other in sheet.reader.policy.rules)
    return sheet.words.say(key, topic=topic) if varies and key in sheet.words.texts else topic


def otherwise_view(rule: Rule, sheet: Sheet) -> RuleView | None:
    if not rule.public:
        return None
    prose = prose_of(rule, sheet)
    return viewed(sheet.words.say("otherwise", outcome=prose.outcome), "", prose, sheet)


def prose_of(rule: Rule, sheet: Sheet) -> RuleProse:
    reader = sheet.reader
    prose = rule_sentences(reader.policy, rule, reader.business, reader.locale)
    if rule.part != NO_EFFECT:
        return prose
    return replace(prose, notes=(sheet.words["no_effect_note"], *prose.notes))


def viewed(heading: str, outcome: str, prose: RuleProse, sheet: Sheet) -> RuleView:
    reader = sheet.reader
    lines = tuple(replace(line, label=reader.words.sentence(line.label)) for line in (*prose.values, *prose.deadlines))
    view = RuleView(prose.id, heading, outcome, prose, lines)
    if prose.cites is None:
        return view
    question = reader.text(reader.business.policies[prose.cites][-1].question)
    there = Place(reader.business.id, reader.locale, prose.cites)
    return replace(view, rests_on=question, rests_on_link=sheet.links.to(there))
