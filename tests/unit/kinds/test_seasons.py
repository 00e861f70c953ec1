"""Windows that end on a fixed day, and seasons in which they are longer or shorter, as ordinary tests."""

from __future__ import annotations

import pytest

from tests.unit.kinds.lowered import lowered, rules

HEAD = "kind: returns\nact: return.asked_at\noutcomes: [refund, refuse]\notherwise: {outcome: refuse}\n"
CHRISTMAS = "{of: order.placed_at, from: 2026-11-01, until: 2027-01-01, through: 2027-01-31}"
IN_SEASON = {"order.placed_at": "at least 2026-11-01 and less than 2027-01-01"}


def window(more: str, then: str = "{outcome: refund}") -> str:
    return f"{HEAD}windows:\n  usual:\n    after: order.delivered_at\n    then: {then}\n{more}"


def seasons(*entries: str) -> str:
    lines = "".join(f"      season-{index}: {entry}\n" for index, entry in enumerate(entries))
    return window(f"    within: 14 calendar days\n    seasons:\n{lines}")


def test_a_window_may_end_on_a_fixed_day():
    expected = [{"return.asked_at": "after order.delivered_at and at most 2027-01-31"}]
    assert [("usual", expected, {"outcome": "refund"})] == rules(window("    through: 2027-01-31\n"))


def test_a_season_stands_before_the_window_which_is_for_all_other_times():
    assert [
        (
            "usual-season-0",
            [IN_SEASON, {"return.asked_at": "after order.delivered_at and at most 2027-01-31"}],
            {"outcome": "refund"},
        ),
        (
            "usual",
            [{"none": [IN_SEASON]}, {"return.asked_at": "within 14 calendar days after order.delivered_at"}],
            {"outcome": "refund"},
        ),
    ] == rules(seasons(CHRISTMAS))


def test_a_season_may_be_a_period_too():
    short = CHRISTMAS.replace("through: 2027-01-31", "within: 7 calendar days")
    assert {"return.asked_at": "within 7 calendar days after order.delivered_at"} == rules(seasons(short))[0][1][1]


def test_a_season_has_its_own_words_and_its_own_place():
    said = CHRISTMAS.replace("through", "wording: {en: Until the end of January.}, through")
    text = window(
        f"    within: 14 calendar days\n    seasons:\n      christmas: {said}\n",
        "{outcome: refund, wording: {en: Two weeks.}}",
    )
    first, second = lowered(text).rules
    assert ("Until the end of January.", "Two weeks.") == tuple(
        rule.answer["wording"].data["en"] for rule in (first, second)
    )
    assert (("windows", "usual", "seasons", "christmas"), ("windows", "usual")) == (first.path, second.path)
    assert () == lowered(text).problems


def problems(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in lowered(text).problems]


WRONG = {
    "no length": (window(""), [("missing-key", "a window needs `within` or `through`")]),
    "two lengths": (
        window("    within: 14 calendar days\n    through: 2027-01-31\n"),
        [("misplaced-key", "`within` and `through` say two things")],
    ),
    "a season without a length": (
        seasons(CHRISTMAS.replace(", through: 2027-01-31", "")),
        [("missing-key", "a season needs `within` or `through`")],
    ),
    "a season that ends first": (
        seasons(CHRISTMAS.replace("2026-11-01", "2027-01-01")),
        [("out-of-range", "this season ends before it begins")],
    ),
    "seasons that overlap": (
        seasons(CHRISTMAS, CHRISTMAS.replace("2026-11-01", "2026-12-31").replace("2027-01-01", "2027-02-01")),
        [("season-overlap", "this season and `season-0` share 2026-12-31")],
    ),
    "the window's words": (
        window(
            f"    within: 14 calendar days\n    seasons: {{christmas: {CHRISTMAS}}}\n",
            "{outcome: refund, wording: {en: Two weeks.}}",
        ),
        [("missing-key", "the wording of this window tells another time than the season's")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_window_or_a_season(text, expected):
    assert expected == problems(text)


@pytest.mark.parametrize(
    "other",
    [
        CHRISTMAS.replace("2026-11-01", "2027-01-01").replace("until: 2027-01-01", "until: 2027-02-01"),
        CHRISTMAS.replace("order.placed_at", "order.paid_at"),
        CHRISTMAS.replace("2026-11-01", "2026-11-31"),
    ],
    ids=["one after the other", "of another time", "of a day that does not exist, which is told elsewhere"],
)
def test_seasons_that_share_no_day(other):
    assert [] == problems(seasons(CHRISTMAS, other))


def test_a_season_may_have_its_own_title():
    titled = CHRISTMAS.replace("through", "title: {en: Presents}, through")
    first, second = lowered(seasons(titled)).rules
    assert ({"en": "Presents"}, None) == (first.title.data if first.title else None, second.title)
