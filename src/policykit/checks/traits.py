"""Protected traits, by the words that give them away in a fact's name or meaning.

The traits are those of Directives 2000/43 and 2004/113, Regulation 2018/302 and their like elsewhere. The words
only make a check ask; whether a fact is a trait is for its author to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policykit.model import Fact


@dataclass(frozen=True, slots=True)
class Trait:
    """Words that stand alone in English and German, and characters that stand anywhere in Chinese."""

    words: frozenset[str]
    characters: tuple[str, ...]


def _trait(words: str, characters: str) -> Trait:
    return Trait(frozenset(words.split()), tuple(characters.split()))


TRAITS: Mapping[str, Trait] = {
    "age": _trait("age aged adult adults minor minors birthday birthdate born alter geburtstag", "年龄 年齡 成年 生日"),
    "sex": _trait("sex gender male female pregnant pregnancy geschlecht", "性别 性別 怀孕 懷孕"),
    "orientation": _trait("orientation gay lesbian", "性取向 性倾向 性傾向"),
    "origin": _trait(
        "race racial ethnicity ethnic nationality citizenship herkunft", "种族 種族 民族 国籍 國籍 户籍 戶籍"
    ),
    "belief": _trait("religion religious faith political glaube", "宗教 信仰 政治"),
    "health": _trait("disability disabled health illness behinderung", "残疾 殘疾 身心障碍 身心障礙 健康 疾病"),
    "family": _trait("marital married divorced", "婚姻 已婚 离婚 離婚"),
}

_WORD = re.compile(r"[a-zäöüß]+")


def trait_of(fact: Fact) -> str | None:
    """The trait that a fact's name or meaning speaks of, if any."""
    said = " ".join((fact.name, *fact.meaning.values())).lower()
    words = set(_WORD.findall(said))
    for name, trait in TRAITS.items():
        if words & trait.words or any(mark in said for mark in trait.characters):
            return name
    return None
