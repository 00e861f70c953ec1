"""`number-in-words`: a text writes a quantity in words ("three days", 三天), which can drift from the rule. A warning.

Digits are refused where the text stands. Words are only asked about: `one` and 一 are left out, for they are
mostly no numbers ("one of us", 一样), and so are the names of rights (七日无理由退货).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.checks.lexicon import spoken
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Span, Texts

_COUNTS = (
    "two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty sixty ninety hundred"
)
_UNITS = "minute hour day week month year percent dollar euro mile kilometre"
_ENGLISH = re.compile(
    rf"\b(?:{'|'.join(_COUNTS.split())}) (?:calendar |working |business )?(?:{'|'.join(_UNITS.split())})s?\b"
)
_NUMERALS = "一二两兩三四五六七八九十百千"
_CHINESE = re.compile(
    rf"(?<![第{_NUMERALS}])(?:[二两兩三四五六七八九十百千]|[{_NUMERALS}]{{2,}})(?:个|個)?"
    "(?:工作日|分钟|分鐘|小时|小時|天|日|周|週|星期|个月|個月|年|块钱|塊錢|公里|折)(?!无理由|無理由|鑑賞|鉴赏)"
)


def check(business: Business) -> Iterator[Diagnostic]:
    for policy, rule in answers(business):
        for wording in (rule.answer.wording, *rule.answer.also.values()):
            yield from _written_out(f"the wording of `{rule.id}`", wording.texts, wording.span)
        yield from _written_out(f"the title of `{rule.id}`", rule.title, rule.span)
        if rule is policy.otherwise:
            yield from _written_out(f"the summary of `{policy.id}`", policy.summary, policy.span)
    for word, texts in business.phrases.items():
        yield from _written_out(f"the phrase `{word}`", texts, business.span)


def _written_out(what: str, texts: Texts, place: Span) -> Iterator[Diagnostic]:
    for locale, text in texts.items():
        found = quantity(text)
        if found is not None:
            yield Diagnostic(
                "number-in-words",
                f"{what} writes `{found}` out in `{locale}`, which could drift from the rule",
                place,
                severity="warning",
                help="give the number a name under `numbers:` and write `{{ name }}`, or word it without",
            )


def quantity(text: str) -> str | None:
    """The first quantity that the text writes in words."""
    said = spoken(text)
    found = _ENGLISH.search(said) or _CHINESE.search(said)
    return found[0] if found else None
