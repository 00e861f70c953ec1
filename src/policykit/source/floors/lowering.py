"""A floor as a policy over the business's facts: each name of the pack's replaced by what is bound to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from policykit.model import NOTHING, Answer, ChoiceLiteral, Expression, FactRef, Floor, If, LetRef, Rule, Wording
from policykit.source.floors.terms import Term, Terms, in_ours
from policykit.walk import replaced


def lowered(name: str, floor: Floor, facts: Mapping[str, Expression], terms: Terms) -> Floor:
    """The floor in the policy's words. What has a name in it bears the floor's before its own."""
    named: dict[str, Expression] = {}  # each once, however many formulas use it

    def ours(expression: Expression) -> Expression:
        return replaced(expression, change)

    def change(expression: Expression) -> Expression | None:
        match expression:
            case FactRef(name=fact):
                return facts[fact]
            case LetRef(name=let, expression=inner):
                if let not in named:
                    named[let] = ours(inner)
                return LetRef(f"{name}.{let}", named[let], expression.span)
            case _:
                return None

    def rule(given: Rule) -> Rule:
        return replace(given, id=f"{name}.{given.id}", when=ours(given.when), answer=answer(given.answer))

    def answer(given: Answer) -> Answer:
        own = terms.values.get(given.outcome, {})
        renamed = {key: term.value.name for key, term in own.items()}
        return replace(
            given,
            wording=_renamed(given.wording, renamed),
            outcome=terms.names.get(given.outcome, NOTHING),
            values={own[key].value.name: _in_words(ours(formula), own[key]) for key, formula in given.values.items()},
            deadlines={key: ours(formula) for key, formula in given.deadlines.items()},
            named={key: ours(formula) for key, formula in given.named.items()},
        )

    policy = floor.policy
    lowered = replace(
        policy,
        id=name,
        outcomes=terms.outcomes,
        rules=tuple(rule(one) for one in policy.rules),
        otherwise=rule(policy.otherwise),
        lets={key: ours(formula) for key, formula in policy.lets.items()},
        acts=(),  # to withdraw before the goods are there is no mistake
    )
    return replace(floor, policy=lowered, provisions={f"{name}.{key}": one for key, one in floor.provisions.items()})


def _in_words(formula: Expression, term: Term) -> Expression:
    """The formula with our choices in place of the floor's."""
    match formula:
        case ChoiceLiteral(value=word):
            return replace(formula, value=in_ours(word, term.words))
        case If(then=then, otherwise=otherwise):
            return replace(formula, then=_in_words(then, term), otherwise=_in_words(otherwise, term))
        case LetRef(expression=inner) if term.words:
            return _in_words(inner, term)
        case _:
            return formula


def _renamed(wording: Wording, names: Mapping[str, str]) -> Wording:
    """The wording with our names for the floor's values."""

    def ours(found: re.Match[str]) -> str:
        return f"{{{{ {names.get(found[1], found[1])} }}}}"

    texts = {locale: re.sub(r"\{\{\s*([\w.]+)\s*\}\}", ours, text) for locale, text in wording.texts.items()}
    return replace(wording, texts=texts, reads=tuple(names.get(name, name) for name in wording.reads))
