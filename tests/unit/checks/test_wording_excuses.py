"""`wording-excuses`: first the apology, then what we do about it, and no reasons."""

from __future__ import annotations

import pytest

from policykit.checks.wording_excuses import check
from tests.unit.checks.courtesy import courteous

FAULT = "outcome: done, tone: our_fault, due: 4 hours after made_at, wording: {en: TEXT}"


def found(place, text: str, answer: str = FAULT) -> list[str]:
    return [one.message for one in check(courteous(place, answer.replace("TEXT", f'"{text}"')))]


@pytest.mark.parametrize("text", ["We are sorry. It is done by {{ due }}.", "It is done by {{ due }}."])
def test_an_apology_or_the_template_s(text, tmp_path):
    assert [] == found(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is done by {{ due }}. We are sorry.", "does not begin with the apology"),
        ("We are sorry. Unfortunately it was late.", "makes an excuse: `unfortunately`"),
        ("We are sorry, but it was late.", "makes an excuse: `but`"),
    ],
)
def test_what_spoils_it(text, told, tmp_path):
    assert [f"`asked` says that it was our fault, and its wording in `en` {told}"] == found(tmp_path, text)


def test_a_reason_is_welcome_where_nothing_was_our_fault(tmp_path):
    assert [] == found(tmp_path, "Fruit changes by the day, but we look.", "outcome: done, wording: {en: TEXT}")
