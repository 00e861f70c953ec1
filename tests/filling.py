"""Somebody who fills in the form about a case, and knows of it what a case's facts say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from policykit.document.your_case.askable import askable
from policykit.document.your_case.fields import NONE, ROWS, UNIT, cell
from policykit.document.your_case.form import ASKED, DO, NEXT, SKIP, CaseView, your_case
from policykit.model import ABSENT, AsOf, Business, Case, Facts, ListType, Value
from policykit.pipeline import Ready

MOST_QUESTIONS = 60


def written(business: Business, policy: str, facts: Facts, locale: str) -> dict[str, str]:
    """The fields that say all of the facts that the form can ask for, as people of that locale write."""
    fields: dict[str, str] = {}
    for name, inner in askable(business, *business.policies[policy]).items():
        if name not in facts:
            continue
        value = facts[name]
        if isinstance(business.facts[name].type, ListType):
            assert isinstance(value, tuple)
            fields[f"{name}{ROWS}"] = str(len(value))
            for row, element in enumerate(value):
                for one in (one for one in inner if one in element):
                    fields |= one_written(cell(name, row, one), element[one], business, locale)
        else:
            fields |= one_written(name, value, business, locale)
    return fields


def one_written(name: str, value: Value, business: Business, locale: str) -> dict[str, str]:
    match value:
        case bool():
            return {name: "yes" if value else "no"}
        case datetime():
            return {name: value.astimezone(ZoneInfo(business.calendar.zone)).replace(tzinfo=None).isoformat()}
        case date():
            return {name: value.isoformat()}
        case Decimal():
            return {name: f"{value:f}".replace(".", "," if locale == "de" else ".")}
        case timedelta():
            return {name: f"{value.total_seconds() / 60:g}", f"{name}{UNIT}": "minutes"}
        case str():
            return {name: value}
        case _:
            assert value is ABSENT
            return {f"{name}{NONE}": "yes"}


def of(fact: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Those of the fields that are about a fact."""
    return {name: text for name, text in fields.items() if name.partition(":")[0] == fact}


def walked(ready: Ready, case: Case, locale: str) -> tuple[CaseView, list[str]]:
    """The page at the end of the questions, and what was asked. What the case does not say, nobody knows."""
    business = ready.business
    known = written(business, case.policy, case.facts, locale)
    moments = [name for name, fact in business.facts.items() if isinstance(fact.when_not_sent, AsOf)]
    fields = {name: text for moment in moments for name, text in of(moment, known).items()}
    asked: list[str] = []
    while len(asked) < MOST_QUESTIONS:
        view = your_case(business, case.policy, locale, fields, case.as_of, ready.govern)
        if view.question is None:
            return view, asked
        fact = view.question.fact
        assert () == view.question.errors, (fact, view.question.errors)
        assert fact not in asked
        asked.append(fact)
        answer = of(fact, known)
        fields = {**dict(view.hidden), ASKED: fact, **answer, DO: NEXT if answer else SKIP}
    raise AssertionError(f"no end of questions: {asked}")
