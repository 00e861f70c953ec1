"""The rules on a policy's page: one card a rule, grouped by part, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from policykit.backends.prose.reading import Reading
from policykit.backends.prose.rules import Line, RuleProse, rule_sentences
from policykit.document.outcomes import worst
from policykit.document.table_view import TableView, side_by_side, table_view
from policykit.document.words import Words
from policykit.model import Policy, Rule

TABLE = "table"
"""The part whose rules are the rows of one table."""
MOST_ROWS = 200
"""Rows of a table on a page: more than anybody reads, and few enough for any browser."""

COMPARED = {"windows": True, "tiers": False}
"""The parts whose rules differ by degrees alone, and whether a reader looks for the own line by what it asks."""

LADDER = "ladder"
"""The part whose rules are tried gravest first and read mildest first."""

NO_EFFECT = "no_effect"
"""The part whose rules say why something that is heard does not change the answer of the rule behind them."""

ERRANDS = "errands"
"""The part whose rules, if they have no title, are known by what is asked for."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule on the page: its anchor, its heading, its sentences, and the question it rests on.

    ``outcome`` stands below a heading that does not say it, ``worst`` is the policy's last; ``formerly`` are anchors
    that it had before.
    """

    id: str
    heading: str
    outcome: str
    prose: RuleProse
    lines: tuple[Line, ...]
    rests_on: str = ""
    formerly: tuple[str, ...] = ()
    worst: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one part of a kind's vocabulary. One without a title stands by itself.

    ``unaffected`` is what none of its rules ever touches, told once for all of them. The rules of a decision table
    stand in ``table``; ``compared`` sets rules that have cards of their own side by side. ``ways`` leads from the note
    to how a person is reached.
    """

    anchor: str
    title: str
    note: str
    rules: tuple[RuleView, ...]
    unaffected: tuple[str, ...]
    table: TableView | None = None
    compared: TableView | None = None
    ways: str = ""


def groups(reader: Reading, words: Words, cited: Collection[str] = ()) -> tuple[Group, ...]:
    """The public rules by part, in the order in which they are read; a ladder from its mildest step up.

    Of a long table the first rows are there, and those that are ``cited`` further down.
    """
    parts = by_part(reader.policy)
    ordered = [(part, rules[::-1] if part == LADDER else rules) for part, rules in parts.items()]
    steps = [rules for part, rules in ordered if part == LADDER]
    others = [rule for part, rules in ordered if part != LADDER for rule in rules]
    numbers = {rule.id: number for rules in (others, *steps) for number, rule in enumerate(rules, start=1)}
    return tuple(
        tabled(rules, numbers, cited, reader, words) if part == TABLE else group(part, rules, numbers, reader, words)
        for part, rules in ordered
    )


def read_as(parts: Sequence[Group], words: Words) -> str:
    """How the rules are read; empty where a part that stands alone says it itself."""
    if len(parts) == 1 and parts[0].note:
        return ""
    return words["rules_note_ladder" if any(part.anchor == f"part_{LADDER}" for part in parts) else "rules_note"]


def tabled(
    rules: list[Rule], numbers: Mapping[str, int], cited: Collection[str], reader: Reading, words: Words
) -> Group:
    """The rows of a decision table, as a table."""
    chosen = [rule for place, rule in enumerate(rules) if place < MOST_ROWS or rule.id in cited]
    table = table_view(chosen, [numbers[rule.id] for rule in chosen], reader, words)
    left_out = len(rules) - len(chosen)
    more = words.count("table_more", left_out) if left_out else ""
    return Group("", "", words[table_note(reader.policy)], (), (), replace(table, more=more))


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


def group(part: str | None, chosen: list[Rule], numbers: Mapping[str, int], reader: Reading, words: Words) -> Group:
    rules = tuple(rule_view(rule, numbers[rule.id], reader, words) for rule in chosen)
    key = f"part_{part}"
    title = words[key] if key in words.texts else ""
    note, ways = (words.texts.get(f"{part}_{key}", "") for key in ("note", "ways"))
    unaffected = [rule.prose.unaffected for rule in rules]
    shared = unaffected[0] if len(set(unaffected)) == 1 else ()
    compared = comparison(chosen, rules, reader, words, with_tests=COMPARED[part]) if part in COMPARED else None
    cards = tuple(without(rule, shared) for rule in rules)
    return Group(f"part_{part}" if title else "", title, note, cards, shared, compared=compared, ways=ways)


def comparison(
    rules: list[Rule], views: Sequence[RuleView], reader: Reading, words: Words, *, with_tests: bool
) -> TableView | None:
    """Several rules side by side, and what comes of whoever is on none of their lines."""
    if len(rules) == 1:
        return None
    otherwise = reader.policy.otherwise
    last = otherwise_view(otherwise, reader, words)
    told = [(rule, view.heading) for rule, view in zip(rules, views, strict=True)]
    told += [(otherwise, last.heading)] if last else []
    return side_by_side([rule for rule, _ in told], [heading for _, heading in told], reader, with_tests=with_tests)


def without(rule: RuleView, shared: tuple[str, ...]) -> RuleView:
    """The rule without what its group says for it."""
    told = tuple(text for text in rule.prose.unaffected if text not in shared)
    return replace(rule, prose=replace(rule.prose, unaffected=told))


def rule_view(rule: Rule, number: int, reader: Reading, words: Words) -> RuleView:
    prose = prose_in(rule, reader)
    if rule.part == NO_EFFECT:
        prose = replace(prose, notes=(words["no_effect_note"], *prose.notes))
    topic = topic_of(rule, prose, reader, words)
    if topic:
        return viewed(words.say("topic", number=str(number), topic=topic), prose.outcome, prose, rule, reader)
    kind = "step" if rule.part == LADDER else "rule"
    outcome = variant_of(rule, prose.outcome, reader.policy, words)
    return viewed(words.say(kind, number=str(number), outcome=outcome), "", prose, rule, reader)


def known_as(rule: Rule, reader: Reading, words: Words) -> str:
    """What the rule is called where it has no number: what it is about, else what it answers."""
    prose, policy = prose_in(rule, reader), reader.policy
    if rule.id == policy.otherwise.id:
        return words.say("otherwise", outcome=prose.outcome)
    return topic_of(rule, prose, reader, words) or variant_of(rule, prose.outcome, policy, words)


def topic_of(rule: Rule, prose: RuleProse, reader: Reading, words: Words) -> str:
    """What the heading of the rule says it is about; empty where it says the outcome."""
    title = reader.text(rule.title)
    if title:
        return variant_of(rule, title, reader.policy, words)
    return prose.topic if rule.part == ERRANDS else words.texts.get(f"{rule.part}_{rule.id}", "")


def variant_of(rule: Rule, topic: str, policy: Policy, words: Words) -> str:
    """The topic, and what sets the rule apart from the one that it varies: `wrong-item-evidence` from `wrong-item`."""
    base, _, variant = rule.id.rpartition("-")
    key = f"variant_{rule.part}_{variant}"
    varies = any(other.id == base and other.part == rule.part for other in policy.rules)
    return words.say(key, topic=topic) if varies and key in words.texts else topic


def otherwise_view(rule: Rule, reader: Reading, words: Words) -> RuleView | None:
    if not rule.public:
        return None
    prose = prose_in(rule, reader)
    return viewed(words.say("otherwise", outcome=prose.outcome), "", prose, rule, reader)


def prose_in(rule: Rule, reader: Reading) -> RuleProse:
    return rule_sentences(reader.policy, rule, reader.business, reader.locale)


def viewed(heading: str, outcome: str, prose: RuleProse, rule: Rule, reader: Reading) -> RuleView:
    lines = tuple(replace(line, label=reader.words.sentence(line.label)) for line in (*prose.values, *prose.deadlines))
    cited = reader.business.policies[prose.cites][-1].question if prose.cites is not None else {}
    last = worst(rule.answer.outcome, reader.policy)
    return RuleView(prose.id, heading, outcome, prose, lines, reader.text(cited), rule.formerly, last)
