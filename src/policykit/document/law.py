"""The box of statutory rights on a policy's page: what law gives at least, as far as it has been checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from policykit import values
from policykit.backends.prose.format import format_list, format_literal, harmless
from policykit.backends.prose.reading import Reading
from policykit.backends.prose.rules import Line
from policykit.model import Binding, Floor, Pack, Policy


@dataclass(frozen=True, slots=True)
class LawView:
    """One floor: its anchor, its name, the question it answers, where it holds, its figures and where they stand.

    ``unchecked`` says that some country's own reference is still being checked.
    """

    id: str
    title: str
    question: str
    countries: str
    figures: tuple[Line, ...]
    citations: tuple[Line, ...]
    unchecked: bool


def law_views(policy: Policy, reader: Reading) -> tuple[LawView, ...]:
    """The floors that the policy binds, in the order in which they are tried; of each, the newest version."""
    return tuple(_view(binding, reader.business.packs[binding.pack], reader) for binding in policy.floors)


def _view(binding: Binding, pack: Pack, reader: Reading) -> LawView:
    floor = binding.versions[-1]
    citations = tuple(_citations(pack, floor, reader))
    cited = {code for code in pack.countries for one in _used(pack, floor) if _told(pack, one, code)}
    return LawView(
        binding.id,
        reader.text(pack.name),
        reader.text(floor.policy.question),
        format_list(countries(pack.countries, reader), reader.locale),
        tuple(_figures(floor, reader)),
        citations,
        unchecked=cited != set(pack.countries),
    )


def _figures(floor: Floor, reader: Reading) -> Iterable[Line]:
    """The numbers that may be told as law."""
    for name, figure in floor.figures.items():
        if figure.checked.may_be_told:
            literal = format_literal(floor.policy.numbers[name], reader.locale, reader.business)
            yield Line(reader.words.sentence(reader.text(figure.meaning)), reader.words.tidy(literal))


def _used(pack: Pack, floor: Floor) -> list[str]:
    """The provisions that the floor's figures and rules rest on, each once."""
    named = (*(figure.provision for figure in floor.figures.values()), *floor.provisions.values())
    return [name for name in dict.fromkeys(named) if name in pack.provisions]


def _told(pack: Pack, provision: str, country: str) -> bool:
    citation = pack.provisions[provision].national.get(country)
    return citation is not None and citation.checked.may_be_told


def _citations(pack: Pack, floor: Floor, reader: Reading) -> Iterable[Line]:
    """Each country's own provisions, as that law calls them."""
    for code in in_order(pack.countries, reader):
        used = [one for one in _used(pack, floor) if _told(pack, one, code)]
        texts = dict.fromkeys(harmless(pack.provisions[one].national[code].text) for one in used)
        if texts:
            yield Line(country(code, reader), _beside(list(texts)))


def _beside(citations: list[str]) -> str:
    """Citations side by side, set as their own language sets them, whatever the reader's is."""
    chinese = any("\u4e00" <= character <= "\u9fff" for text in citations for character in text)
    return ("\uff1b" if chinese else "; ").join(citations)


def country(code: str, reader: Reading) -> str:
    """What a country is called in the reader's language."""
    return values.country_names(code, (reader.locale,)).get(reader.locale, code)


def countries(codes: Iterable[str], reader: Reading) -> list[str]:
    """What countries are called in the reader's language, in the order in which it lists them."""
    return [country(code, reader) for code in in_order(codes, reader)]


def in_order(codes: Iterable[str], reader: Reading) -> list[str]:
    """Countries by their names where these have an alphabet of Latin letters, an accent counting for nothing."""
    names = {code: country(code, reader) for code in codes}
    spelt = all(unicodedata.name(name[0], "").startswith("LATIN") for name in names.values())
    return sorted(names, key=lambda code: _letters(names[code])) if spelt else list(names)


def _letters(name: str) -> str:
    taken_apart = unicodedata.normalize("NFD", name)
    return "".join(one for one in taken_apart if not unicodedata.combining(one)).casefold()
