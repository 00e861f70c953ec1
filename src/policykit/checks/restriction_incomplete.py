"""`restriction-incomplete`: somebody is restricted without scope, end, appeal, warning or word of what stays.

What binds platforms is good manners for all (Regulation 2022/2065 art. 17 and 23): whoever is restricted
learns what is restricted, until when, what stays as it was and how to have it looked at again, and was
warned before. Only danger comes without a warning, and what happens once has no end.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.diagnostics import Diagnostic
from policykit.model import And, Answer, Business, Expression, Or, Policy, Presence, Rule, Test, Window
from policykit.walk import facts_read


def check(business: Business) -> Iterator[Diagnostic]:
    for policy, rule in answers(business):
        lacking = list(_lacking(rule, policy, business)) if restricts(rule.answer) else []
        if lacking:
            yield Diagnostic(
                "restriction-incomplete",
                f"`{rule.id}` restricts somebody, and lacks {_listed([what for what, _ in lacking])}",
                rule.span,
                help=_advice(rule.answer, [how for _, how in lacking]),
            )


def _advice(answer: Answer, lacking: list[str]) -> str:
    """What to add; or, where only `ends` speaks of a restriction, how to say that it is none."""
    none = (
        ""
        if answer.scope
        else "if nothing is restricted, give the day as a value of the outcome: `ends` ends a restriction. Else "
    )
    return none + "; ".join(lacking)


def restricts(answer: Answer) -> bool:
    return bool(answer.scope) or "ends" in answer.deadlines


def _lacking(rule: Rule, policy: Policy, business: Business) -> Iterator[tuple[str, str]]:
    answer = rule.answer
    if not answer.scope:
        yield "its scope", "name what it covers under `scope:`"
    if not answer.unaffected:
        yield "what it never touches", "name that under `unaffected:` (`never_affects:` of a ladder)"
    if "ends" not in answer.deadlines and not policy.outcome(answer.outcome).once:
        yield "its end", "say `ends:` (`lasts:` of a step), or `once: yes` of an outcome that is over when it happened"
    if "appeal_by" not in answer.deadlines:
        yield "an appeal", "say `appeal_by:` (`appeal:` of a step)"
    if not answer.at_once and not warned(rule.when, business, ladder=rule.part == "ladder"):
        yield "a warning before it", "let it require an earlier step, a fact that `warns`, or say `at_once: yes`"


def _listed(words: list[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def warned(when: Expression, business: Business, *, ladder: bool) -> bool:
    """Whether the condition holds only where somebody was warned before.

    On a ``ladder``, what must be there is the earlier step; elsewhere it is a fact that says that it warns.
    """
    match when:
        case And(parts=parts):
            return any(warned(part, business, ladder=ladder) for part in parts)
        case Or(parts=parts):
            return all(warned(part, business, ladder=ladder) for part in parts)
        case Test(condition=Presence(present=present)) if ladder or not present:
            return present
        case Test(condition=Window()) if ladder:
            return True
        case Test(condition=condition):
            return any(business.facts[name].warns for name in facts_read(condition) if name in business.facts)
        case _:
            return False
