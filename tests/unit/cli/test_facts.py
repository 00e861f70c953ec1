from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from policykit.cli import bundles
from policykit.cli.facts import LARGEST, decoded, given
from policykit.cli.group import WrongUsage
from policykit.decision import WrongFacts
from policykit.model import ABSENT, Business


@pytest.fixture
def shop(shops: Path) -> Business:
    return bundles.sound(shops).businesses["tea-shop"].business


def test_json_and_single_facts_go_together(shop: Business):
    found = given(shop, '{"claim": {"finding": "stale"}}', ("item.price=600 TWD", "staff.remark = a = b"))
    assert {"claim.finding": "stale", "item.price": Decimal(600), "staff.remark": "a = b"} == found


def test_json_comes_from_a_file_too(shop: Business, tmp_path: Path):
    (tmp_path / "facts.json").write_text('\ufeff{"claim": {"finding": null}}', encoding="utf-8")
    assert {"claim.finding": ABSENT} == given(shop, str(tmp_path / "facts.json"), ())


def test_absent_is_a_word(shop: Business):
    assert {"claim.finding": ABSENT} == given(shop, None, ("claim.finding=absent",))


def test_every_fault_is_told_at_once(shop: Business):
    with pytest.raises(WrongFacts) as wrong:
        given(shop, '{"claim": {"finding": 3}}', ("item.prize=1 TWD", "item.price=absent", "order.lines=x"))
    assert [
        ("/claim/finding", "expected one of the choices, as text, found a number", None),
        ("/item/prize", "unknown fact `item.prize`", "did you mean `item.price`?"),
        ("/item/price", "this fact is never absent", "leave it out if not known"),
        ("/order/lines", "a list cannot be written this way", "give it as JSON with `--facts`"),
    ] == [(fault.pointer, fault.message, fault.help) for fault in wrong.value.faults]


@pytest.mark.parametrize("before", ['"stale"', '"no choice"', "3"], ids=["another", "unknown choice", "wrong type"])
def test_a_single_fact_takes_the_place_of_one_in_the_file(shop: Business, before: str):
    assert {"claim.finding": "sound"} == given(shop, f'{{"claim": {{"finding": {before}}}}}', ("claim.finding=sound",))


def test_a_single_fact_leaves_the_faults_of_others(shop: Business):
    with pytest.raises(WrongFacts) as wrong:
        given(shop, '{"claim": {"finding": 3}, "item": {"price": 3}}', ("claim.finding=sound",))
    assert ["/item/price"] == [fault.pointer for fault in wrong.value.faults]


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (("claim.finding",), "`claim.finding` gives no value"),
        (("claim.finding=stale", "claim.finding=sound"), "the fact `claim.finding` is given twice"),
        (("claim.finding=sound", " claim.finding = sound"), "the fact `claim.finding` is given twice"),
    ],
    ids=["no value", "twice", "twice the same"],
)
def test_a_single_fact_is_a_name_and_one_value(shop: Business, pairs: tuple[str, ...], message: str):
    with pytest.raises(WrongUsage, match=message):
        given(shop, None, pairs)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "the facts are no JSON: expecting property name enclosed in double quotes at line 1, column 2"),
        ('{"a": 1, "a": 2}', "the facts repeat the name `a`"),
        ('{"a": NaN}', "the facts are no JSON: `NaN` is no number there"),
        ('{"a": ' + "[" * 100_000, "the facts cannot be taken: it nests too deep"),
        ('{"a": ' + "1" * 5000 + "}", "the facts cannot be taken: a whole number is too long"),
        ("no-such-file.json", "there is no file `no-such-file.json`"),
    ],
    ids=["broken", "repeated", "no number", "deep", "long", "no file"],
)
def test_what_is_no_json_is_refused(text: str, message: str):
    with pytest.raises(WrongUsage) as wrong:
        decoded(text)
    assert message == wrong.value.message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{\xff}", "the facts are not UTF-8 from byte 1 on"),
        (b"{" + b" " * LARGEST + b"}", "the facts are longer than 1 MiB"),
    ],
    ids=["bytes", "length"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, message: str):
    (tmp_path / "facts.json").write_bytes(content)
    with pytest.raises(WrongUsage) as wrong:
        decoded(str(tmp_path / "facts.json"))
    assert message == wrong.value.message


@pytest.mark.parametrize("digits", ["0.1", "1e-3", "1.50"], ids=str)
def test_numbers_keep_their_digits(digits: str):
    assert str(Decimal(digits)) == str(decoded(f'{{"a": {digits}}}')["a"])


@pytest.mark.parametrize("digits", ["1e999999999999999999999", f"0.{'1' * 100}"], ids=["exponent", "digits"])
def test_a_number_beyond_all_facts_stays_beyond(shop: Business, digits: str):
    with pytest.raises(WrongFacts, match="/item/price"):
        given(shop, json.dumps({"item": {"price": "X"}}).replace('"X"', digits), ())
