"""Levels of service as schema.org's `MemberProgram`: what each is called, how it is reached, what it gets."""

from __future__ import annotations

from policykit.backends.prose.reading import Reading, reading
from policykit.backends.prose.rules import RuleProse, rule_sentences
from policykit.backends.structured_data.nodes import MemberProgram, MemberProgramTier
from policykit.model import Business, Policy, Rule

KIND = "tiers"


def member_program(business: Business, policy: Policy, locale: str) -> MemberProgram | None:
    """The levels of a policy of the kind `tiers`; None of any other."""
    if policy.kind != KIND:
        return None
    reader = reading(business, policy, locale)
    # A level that is kept below its threshold is the same level.
    first: dict[str, Rule] = {}
    for rule in (*policy.rules, policy.otherwise):
        if rule.public:
            first.setdefault(rule.answer.outcome, rule)
    return MemberProgram(
        name=reader.text(policy.question),
        description=reader.text(policy.summary) or None,
        has_tiers=tuple(tier(rule, reader) for rule in first.values()),
    )


def tier(rule: Rule, reader: Reading) -> MemberProgramTier:
    prose = rule_sentences(reader.policy, rule, reader.business, reader.locale)
    words = reader.words
    service = [words.labelled.format(label=words.sentence(line.label), text=line.text) for line in prose.values]
    return MemberProgramTier(
        at_id=f"#{rule.id}",
        name=prose.outcome,
        description=words.clauses_listed.join(service) or None,
        has_tier_requirement=requirement(prose, reader),
    )


def requirement(prose: RuleProse, reader: Reading) -> str | None:
    """What must hold, as the page lists it; None of the level that takes everybody else."""
    listed = reader.words.clauses_listed.join([clause.text for clause in prose.clauses])
    return listed or prose.lead or None
