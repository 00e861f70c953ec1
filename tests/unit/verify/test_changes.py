"""What two texts of a version say differently."""

from __future__ import annotations

import pytest

from policykit.model import Policy
from policykit.source.build import build
from policykit.verify.changes import changed_meaning
from tests.unit.checks.shop import shop
from tests.unit.deciding.test_floors import BUSINESS as SHOP
from tests.unit.deciding.test_floors import FACTS, PACK
from tests.unit.deciding.test_floors import POLICY as FLOORED

TEXT = """\
policy: main
kind: decision
question: {en: Why?}
effective: {from: beginning}
numbers: {limit_at: 3, share: 0.5}
let: {half: share * price}
outcomes:
  - pay: {label: {en: pay}, values: {amount: {type: money, better: higher, label: {en: amount}}}}
  - wait: {final: no, label: {en: wait}}
  - refuse: {label: {en: no}}
rules:
  - id: many
    when:
      count: at least limit_at
      kind: a, b
    then: {outcome: pay, amount: half, due: 2 days after made_at, next_steps: [call, write], wording: {en: "You get {{ amount }}."}}
  - id: flagged
    when: {flag: yes}
    then: {outcome: wait, due: 1 day after made_at}
otherwise: {outcome: refuse, alternatives: [write]}
"""  # noqa: E501  # a flow map keeps the text short
PHRASES = "phrases:\n  call: {en: Call us.}\n  write: {en: Write to us.}\n"


def read(text: str, place) -> Policy:
    place.mkdir()
    return shop({"main.yaml": text, "phrases.yaml": PHRASES}, place).policies["main"][0]


@pytest.fixture
def changed(tmp_path):
    """What is told when stretches of the text are replaced."""

    def told(*replacements: tuple[str, str]) -> list[tuple[str | None, str]]:
        text = TEXT
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        new = read(text, tmp_path / "new")
        return [(one.rule, one.words) for one in changed_meaning(read(TEXT, tmp_path / "old"), new)]

    return told


SAME = {
    "nothing": [],
    "wording": [("You get {{ amount }}.", "We pay {{ amount }} to you.")],
    "labels": [("label: {en: wait}", "label: {en: we look first}")],
    "question": [("Why?", "How come?")],
    "comments and quotes": [("numbers:", "# What is counted.\nnumbers:"), ("{flag: yes}", '{flag: "yes"}')],
    "spelling": [("at least limit_at", "'>= limit_at'")],
    "order of lines": [
        ("      count: at least limit_at\n      kind: a, b\n", "      kind: a, b\n      count: at least limit_at\n")
    ],
    "order of phrases": [("[call, write]", "[write, call]")],
    "a number's name": [("limit_at", "most_at")],
    "a formula's name": [("half", "part_of_it")],
    "elapsed units": [("2 days after", "48 hours after")],
    "a plain word": [("{outcome: wait, due", "{outcome: wait, none_exists: yes, due")],
    "owner": [("question:", "owner: till\nquestion:")],
    "a number that nothing uses": [("share: 0.5", "share: 0.5, spare: 9")],
}  # fmt: skip


@pytest.mark.parametrize("replacements", SAME.values(), ids=SAME)
def test_the_same_meaning(replacements, changed):
    assert [] == changed(*replacements)


OTHER = {
    "a number": ([("limit_at: 3", "limit_at: 4")], [(None, "`limit_at` was `3`, is `4`")]),
    "a formula": ([("half: share * price", "half: price")], [(None, "`half` was `share * price`, is `price`")]),
    "a number in a formula": ([("share: 0.5", "share: 0.6")], [(None, "`share` was `0.5`, is `0.6`")]),
    "a test": (
        [("kind: a, b", "kind: a")],
        [("many", "the rule `many` was `kind: a, b`, is `kind: a`")],
    ),
    "a test less": (
        [("      kind: a, b\n", "")],
        [("many", "the rule `many` no longer asks `kind: a, b`")],
    ),
    "a test more": (
        [("{flag: yes}", "{flag: yes, other: present}")],
        [("flagged", "the rule `flagged` asks `other: present` as well")],
    ),
    "an outcome": (
        [("{outcome: wait,", "{outcome: refuse,")],
        [("flagged", "`outcome` of the rule `flagged` was `wait`, is `refuse`")],
    ),
    "a value": (
        [("amount: half", "amount: 2 * half")],
        [("many", "`amount` of the rule `many` was `half`, is `2 * half`")],
    ),
    "a deadline": (
        [("1 day after", "2 days after")],
        [("flagged", "`due` of the rule `flagged` was `1 day after made_at`, is `2 days after made_at`")],
    ),
    "no deadline": (
        [(", due: 1 day after made_at", "")],
        [("flagged", "`due` of the rule `flagged` was `1 day after made_at`, is `nothing`")],
    ),
    "an alternative": (
        [("alternatives: [write]", "alternatives: [call]")],
        [("otherwise", "`alternatives` of the rule `otherwise` was `write`, is `call`")],
    ),
    "a rule's id": (
        [("id: many", "id: much")],
        [("many", "the rule `many` is called `much` now")],
    ),
    "a rule gone": (
        [("  - id: flagged\n    when: {flag: yes}\n    then: {outcome: wait, due: 1 day after made_at}\n", "")],
        [("flagged", "the rule `flagged` is gone")],
    ),
    "a rule more": (
        [("otherwise:", "  - {id: late, when: {flag: no}, then: {outcome: wait}}\notherwise:")],
        [("late", "the rule `late` is new")],
    ),
    "an outcome settles": (
        [("wait: {final: no, label", "wait: {label")],
        [(None, "the outcome `wait` was not final, and is")],
    ),
    "who decides": (
        [("refuse: {label", "refuse: {decided_by: person, label")],
        [(None, "the outcome `refuse` was decided by a policy, is by a person")],
    ),
    "what is better": (
        [("better: higher", "better: lower")],
        [(None, "the value `amount` of the outcome `pay` is of another sort")],
    ),
    "which version": (
        [("question:", "pinned_to: made_at\nquestion:")],
        [(None, "`pinned_to` was `nothing`, is `made_at`")],
    ),
}


@pytest.mark.parametrize(("replacements", "told"), OTHER.values(), ids=OTHER)
def test_another_meaning(replacements, told, changed):
    assert told == changed(*replacements)


def test_rules_that_change_places(changed):
    flagged = "  - id: flagged\n    when: {flag: yes}\n    then: {outcome: wait, due: 1 day after made_at}\n"
    told = changed((flagged, ""), ("rules:\n", f"rules:\n{flagged}"))
    assert [("many", "the rule `many` was read before `flagged`, and is read after it")] == told


def test_outcomes_that_change_places(changed):
    wait = "  - wait: {final: no, label: {en: wait}}\n"
    told = changed((wait, ""), ("otherwise:", "otherwise:"), ("outcomes:\n", f"outcomes:\n{wait}"))
    assert [(None, "`pay` was better for the customer than `wait`, and is worse")] == told


def test_a_difference_stands_where_it_is_now(tmp_path):
    new = read(TEXT.replace("limit_at: 3", "limit_at: 4"), tmp_path / "new")
    (found,) = changed_meaning(read(TEXT, tmp_path / "old"), new)
    assert ("shop/main.yaml", 5, 21) == (found.span.file, found.span.line, found.span.column)


TABLE = """\
policy: main
kind: decision
question: {en: Why?}
effective: {from: beginning}
outcomes: [{pay: {label: {en: pay}}}, {refuse: {label: {en: no}}}]
table:
  hit_policy: POLICY
  when: [kind]
  then: [outcome]
  ids: [first, second]
  rows: [[FIRST, pay], [b, refuse]]
otherwise: {outcome: refuse}
"""


def tabled(place, hit_policy: str = "unique", first: str = "a") -> Policy:
    return read(TABLE.replace("POLICY", hit_policy).replace("FIRST", first), place)


def test_a_row_and_a_hit_policy(tmp_path):
    old, row, policy = tabled(tmp_path / "a"), tabled(tmp_path / "b", first="c"), tabled(tmp_path / "c", "first")
    assert ["the rule `first` was `kind: a`, is `kind: c`"] == [one.words for one in changed_meaning(old, row)]
    assert ["`hit_policy` was `unique`, is `first`"] == [one.words for one in changed_meaning(old, policy)]


ASKING = """\
policy: main
kind: decision
question: {en: Why?}
effective: {from: beginning}
asks: {q: {policy: ASKED}}
outcomes: [{pay: {label: {en: pay}}}, {refuse: {label: {en: no}}}]
rules: [{id: a, when: {q.outcome: pay}, then: {outcome: pay}}]
otherwise: {outcome: refuse}
"""


def test_another_policy_is_asked(tmp_path):
    read_both = []
    for asked in ("one", "two"):
        (tmp_path / asked).mkdir()
        policies = {
            f"{name}.yaml": TEXT.replace("policy: main", f"policy: {name}").replace("numbers:", "numbers:")
            for name in ("one", "two")
        }
        business = shop(
            {"main.yaml": ASKING.replace("ASKED", asked), "phrases.yaml": PHRASES, **policies}, tmp_path / asked
        )
        read_both.append(business.policies["main"][0])
    assert ["what `q` asks was `one`, is `two`"] == [one.words for one in changed_meaning(*read_both)]


# --- floors -----------------------------------------------------------------------------------


def floored(place, policy: str = FLOORED, pack: str = PACK) -> Policy:
    files = {"business.yaml": SHOP, "facts.yaml": FACTS, "returns.yaml": policy, "law/lex.yaml": pack}
    for name, text in files.items():
        file = place / "shop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    business, found = build(place / "shop")
    assert () == found
    assert business is not None
    return business.policies["returns"][0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{buyer.consumer: yes}", "{buyer.consumer: no}", {"the floor `lex.withdrawal` applies to others than it did"}),
        ("{item.spoiled: yes}", "{item.spoiled: no}", {"of the floor `lex.withdrawal`, the rule"}),
        ("lex.withdrawal:", "lex.withdrawal:  # by the letter", set()),
    ],
    ids=["whom it protects", "what a fact is bound to", "a comment"],
)  # fmt: skip
def test_a_floor_is_bound_otherwise(old, new, told, tmp_path):
    assert old in FLOORED
    found = changed_meaning(floored(tmp_path / "old"), floored(tmp_path / "new", FLOORED.replace(old, new)))
    assert told == {words for one in found for words in told if one.words.startswith(words)}
    assert bool(told) == bool(found)


def test_a_law_that_changes_from_some_day_on_changes_no_policy(tmp_path):
    changed = PACK.replace("from: 2026-01-01", "from: 2026-01-01, until: 2027-01-01")
    floor = PACK[PACK.index("  - floor:") :]
    later = floor.replace("from: 2026-01-01", "from: 2027-01-01").replace("7 calendar", "8 calendar")
    found = changed_meaning(floored(tmp_path / "old"), floored(tmp_path / "new", pack=changed + later))
    assert () == found
