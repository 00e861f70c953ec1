"""The index of a table says of every table and all facts what the oracle says.

    decide(table, facts, by=oracle) == decide(table, facts, by=index)

for small tables, which become code otherwise, as for large ones; with room for every stretch of values, and with
so little that neighbours share their rows. Faults that are planted in the index are found so.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from policykit import semantics, stretches
from policykit.backends.python import table
from policykit.deciding.judge import Govern
from policykit.model import ABSENT, Business, Policy
from policykit.semantics import Setting, Verdict
from policykit.stretches import Column
from tests.implementations import told
from tests.property.agreement import EXAMPLES, SETS, built, results
from tests.strategies import Questions, questions

generating = settings(
    max_examples=EXAMPLES // 2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("generated")


def by_index(business: Business) -> Govern:
    """Tables by their index, however few their rows; all else by the oracle."""
    policies = [policy for versions in business.policies.values() for policy in versions]
    indexes = {
        id(policy): table.indexed(policy, business)
        for policy in policies
        if policy.rules and all(rule.part == "table" for rule in policy.rules)
    }

    def govern(policy: Policy, setting: Setting) -> Verdict:
        found = indexes.get(id(policy))
        return found.govern(setting) if found else semantics.govern(policy, setting)

    return govern


def compare(asked: Questions, folder: Path) -> None:
    business = built(asked.written, folder)
    oracle, index = (results(business, asked, govern) for govern in (semantics.govern, by_index(business)))
    assert [told(result) for result in oracle] == [told(result) for result in index]


@generating
@given(asked=questions(table=True, sets=SETS))
def test_an_index_agrees_with_the_oracle(asked, folder):
    compare(asked, folder)


@generating
@given(asked=questions(table=True, sets=SETS))
def test_an_index_with_little_room_agrees_with_the_oracle(asked, folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "MOST_BYTES", 1)
        compare(asked, folder)


# --- faults -----------------------------------------------------------------------------------

RIGHT = Column.rows
FAULTS = {
    "a value taken for those below it": lambda column, value: (
        RIGHT(column, value) if value is ABSENT else column.between[stretches.bisect_left(column.values, value)]
    ),
    "an absent value taken for any": lambda column, value: -1 if value is ABSENT else RIGHT(column, value),
    "a row lost": lambda column, value: RIGHT(column, value) & ~1,
    "a row that always fits": lambda column, value: RIGHT(column, value) | 1,
}


@pytest.fixture(scope="module")
def corpus(folder) -> list[tuple[Business, Questions]]:
    """Businesses with tables and their questions, the same in every run."""
    found = []

    @settings(generating, max_examples=40, derandomize=True, database=None, phases=[Phase.generate])
    @given(questions(table=True, sets=SETS))
    def gather(asked):
        found.append((built(asked.written, folder), asked))

    gather()
    return found


def differs(business: Business, asked: Questions) -> bool:
    oracle, index = (results(business, asked, govern) for govern in (semantics.govern, by_index(business)))
    return [told(result) for result in oracle] != [told(result) for result in index]


@pytest.mark.parametrize("wrong", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_the_index_is_found(wrong, corpus, monkeypatch):
    monkeypatch.setattr(Column, "rows", wrong)
    assert any(differs(*pair) for pair in corpus)
