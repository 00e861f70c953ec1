"""The windows of the kind `returns` and their seasons, as tests: how long, until which day, and at which times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from policykit.kinds.plain import Placed, PlainRule, Problem


def seasons_of(entry: Placed) -> list[tuple[str, Placed]]:
    """The seasons of a window, by name."""
    seasons = entry.get("seasons")
    return seasons.items() if seasons else []


def window_test(said: Placed, entry: Placed, act: str) -> Placed:
    """The test that a window, or a season of it, sets its act: a period after its event, or a fixed last day."""
    measured = entry["act"].data if "act" in entry.data else act
    event = entry["after"].data
    if "through" in said.data:
        test = f"after {event} and at most {said['through'].data}"
        return Placed({measured: test}, (*said.path, "through"), exact=False)
    # Where neither is given, that is told as a problem; the text is not.
    period = said["within"].data if "within" in said.data else "1 day"
    return Placed({measured: f"within {period} after {event}"}, (*said.path, "within"), exact=False)


def in_season(season: Placed) -> Placed:
    """The test that a time falls in a season: an ordinary one, on local days."""
    return Placed(_season_test(season), season.path, exact=False)


def _season_test(season: Placed) -> dict[str, str]:
    return {season["of"].data: f"at least {season['from'].data} and less than {season['until'].data}"}


def out_of_season(entry: Placed) -> tuple[Placed, ...]:
    """That no season of a window holds; nothing where it has none."""
    tests = [_season_test(season) for _, season in seasons_of(entry)]
    return (Placed({"none": tests}, (*entry.path, "seasons"), exact=False),) if tests else ()


def of_season(rule: PlainRule, season: Placed, *, shown: bool) -> PlainRule:
    """A window's rule as a season's own: at the season's place, under its title, and with its wording."""
    wording, title = season.get("wording"), season.get("title")
    given = {**rule.answer, "wording": wording} if wording and shown else rule.answer
    return replace(rule, path=season.path, answer=given, title=title or rule.title)


# --- what is wrong ----------------------------------------------------------------------------


def problems_of_window(entry: Placed) -> Iterator[Problem]:
    yield from _length(entry, "a window")
    for _, season in seasons_of(entry):
        yield from _length(season, "a season")
        yield from _order(season)
        if "wording" in entry["then"].data and "wording" not in season.data:
            text = "the wording of this window tells another time than the season's"
            yield Problem("missing-key", text, season.path, "add `wording:` with what customers read in the season")
    yield from _overlaps(entry)


def _length(said: Placed, what: str) -> Iterator[Problem]:
    given = [key for key in ("within", "through") if key in said.data]
    if not given:
        help = "add `within:` with a period, or `through:` with a last day"
        yield Problem("missing-key", f"{what} needs `within` or `through`", said.path, help)
    if len(given) == 2:
        text = "`within` and `through` say two things"
        yield Problem("misplaced-key", text, said["through"].path, "keep one")


def _order(season: Placed) -> Iterator[Problem]:
    begins, ends = _span(season)
    if begins is not None and ends is not None and begins >= ends:
        text = "this season ends before it begins"
        yield Problem("out-of-range", text, season["until"].path, "`until` is the first day after it")


def _overlaps(entry: Placed) -> Iterator[Problem]:
    """Of two seasons of one window that share a day, nobody could say which applies."""
    for (name, one), (_, other) in combinations(seasons_of(entry), 2):
        begins, ends = _span(one)
        starts, stops = _span(other)
        if begins is None or ends is None or starts is None or stops is None or one["of"].data != other["of"].data:
            continue
        if begins < stops and starts < ends:
            text = f"this season and `{name}` share {max(begins, starts)}"
            yield Problem("season-overlap", text, other.path, "let one begin on the day on which the other is over")


def _span(season: Placed) -> tuple[date | None, date | None]:
    """The first day and the first day after it; None where there is no such day, which is told elsewhere."""
    days: list[date | None] = []
    for key in ("from", "until"):
        try:
            days.append(date.fromisoformat(season[key].data))
        except ValueError:
            days.append(None)
    return days[0], days[1]
