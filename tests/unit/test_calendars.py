"""Which days are worked, how far ahead they are published, and the calendars of countries."""

from __future__ import annotations

from datetime import date

import pytest

from policykit.calendars import calendar_of, has_holidays, horizon, is_working_day
from policykit.model import Calendar

TAIPEI = Calendar("Asia/Taipei", holidays="TW")


def test_public_holidays_are_no_working_days():
    assert is_working_day(date(2026, 2, 26), TAIPEI)
    assert not is_working_day(date(2026, 2, 27), TAIPEI)
    assert not is_working_day(date(2026, 2, 28), TAIPEI)


def test_a_weekend_day_worked_in_exchange_is_a_working_day():
    """China works on Saturday, 28 February 2026, for the days off at the Spring Festival."""
    assert is_working_day(date(2026, 2, 28), Calendar("Asia/Shanghai", holidays="CN"))


def test_without_holidays_the_week_alone_counts():
    assert is_working_day(date(2026, 2, 27), Calendar("Asia/Taipei"))
    assert is_working_day(date(2026, 2, 28), Calendar("Asia/Taipei", working_week=(5,)))


def test_the_businesss_own_days_go_before_week_and_holidays():
    closed, extra = date(2026, 3, 2), date(2026, 2, 28)
    own = Calendar("Asia/Taipei", holidays="TW", closed_on=(closed,), open_on=(extra,))
    assert (True, False) == (is_working_day(closed, TAIPEI), is_working_day(closed, own))
    assert (False, True) == (is_working_day(extra, TAIPEI), is_working_day(extra, own))


def test_the_united_kingdom_has_the_holidays_of_england_unless_a_part_is_named():
    easter_monday, second_of_january = date(2026, 4, 6), date(2026, 1, 2)
    england, scotland = (Calendar("Europe/London", holidays=place) for place in ("GB", "GB-SCT"))
    assert (False, True) == tuple(is_working_day(easter_monday, part) for part in (england, scotland))
    assert (True, False) == tuple(is_working_day(second_of_january, part) for part in (england, scotland))


# --- the horizon ------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["CN", "HU", "LV"])
def test_where_working_days_are_shifted_a_year_at_a_time_they_are_published_to_the_end_of_2026(place):
    assert date(2026, 12, 31) == horizon(Calendar("UTC", holidays=place))


@pytest.mark.parametrize("place", ["TW", "DE", "FR", "GB", "GB-SCT", "IE"])
def test_where_no_days_are_shifted_by_decree_there_is_no_horizon(place):
    assert horizon(Calendar("UTC", holidays=place)) is None


def test_without_holidays_there_is_no_horizon():
    assert horizon(Calendar("Asia/Shanghai")) is None


# --- calendars of countries -------------------------------------------------------------------

MEMBERS = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
CAPITALS = {
    "CN": "Asia/Shanghai", "TW": "Asia/Taipei", "GB": "Europe/London", "DE": "Europe/Berlin", "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon", "CY": "Asia/Nicosia", "US": "America/New_York",
}  # fmt: skip


@pytest.mark.parametrize(("country", "zone"), CAPITALS.items())
def test_a_country_counts_in_the_zone_of_its_capital(country, zone):
    assert zone == calendar_of(country).zone


@pytest.mark.parametrize("country", [*MEMBERS, "GB", "CN", "TW"])
def test_new_year_is_a_day_of_rest_everywhere_and_so_is_sunday(country):
    calendar = calendar_of(country)
    assert not is_working_day(date(2026, 1, 1), calendar)
    assert not is_working_day(date(2026, 3, 8), calendar)
    assert is_working_day(date(2026, 3, 12), calendar)


def test_the_weekend_is_the_countrys():
    assert (0, 1, 2, 3, 6) == calendar_of("EG").working_week


def test_a_part_of_a_country_keeps_the_countrys_zone():
    assert ("Europe/London", "GB-SCT") == (calendar_of("GB-SCT").zone, calendar_of("GB-SCT").holidays)


def test_there_is_no_calendar_of_a_country_that_does_not_exist():
    with pytest.raises(KeyError):
        calendar_of("XX")


@pytest.mark.parametrize(("place", "known"), [("TW", True), ("DE-BY", True), ("DE-XX", False), ("XX", False)])
def test_where_holidays_are_known(place, known):
    assert known is has_holidays(place)
