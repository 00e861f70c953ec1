"""The shape of files: every error at once and at its place, and one statement behind checks, editors and documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import jsonschema_rs
import msgspec
import pytest
from msgspec import Meta, Struct

from policykit.diagnostics import Diagnostic
from policykit.kinds import KINDS, fields
from policykit.kinds.files import FILES, BusinessFile, CasesFile, FactsFile
from policykit.model import Span
from policykit.source.field_table import FieldTable, field_table
from policykit.source.json_schema import DRAFT, json_schema
from policykit.source.read import Document, Path, read
from policykit.source.shape import check_shape
from policykit.source.structure import (
    Anything,
    Choice,
    Either,
    Entries,
    Items,
    Node,
    Record,
    Text,
    node_at,
    structure,
)
from policykit.source.structure_words import typed

SHAPES = (*FILES, *(kind.shape for kind in KINDS.values()))
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)

BUSINESS = """\
business: fruit-shop
name:
  en: Hill Fruit
  zh-Hant: 山丘水果
locales: [en, zh-Hant]
country: TW
time_zone: Asia/Taipei
currency: TWD
"""


class MoreEntry(Struct, frozen=True, kw_only=True):
    """More about a word."""

    final: Annotated[fields.Flag | None, Meta(description="Whether it settles anything.")] = None


class ThenEntry(Struct, frozen=True, kw_only=True):
    """A map that lets other keys through."""

    __open__: ClassVar[object] = Annotated[dict[fields.Word, fields.Formula], Meta(extra={"form": "the values"})]

    outcome: Annotated[fields.Word, Meta(description="The outcome.")]
    more: Annotated[MoreEntry | None, Meta(description="A closed map within an open one.")] = None


class SampleFile(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """sample: a file with one of everything."""

    from_: Annotated[fields.StartText, Meta(description="The first day.")]
    outcomes: Annotated[
        list[fields.WordOrMap[MoreEntry]], Meta(description="The outcomes.", min_length=1, max_length=3)
    ]
    then: Annotated[ThenEntry, Meta(description="The answer.")]
    let: Annotated[dict[fields.Word, fields.Formula | MoreEntry] | None, Meta(description="Formulas.")] = None


SAMPLE = "from: beginning\noutcomes: [refuse]\nthen: {outcome: refuse}\n"


def document(text: str) -> Document:
    found, diagnostics = read("file.yaml", text.encode())
    assert diagnostics == ()
    assert found is not None
    return found


def check(text: str, shape: type[Struct]) -> tuple[Diagnostic, ...]:
    return check_shape(document(text), shape)


def one(text: str, shape: type[Struct]) -> Diagnostic:
    diagnostics = check(text, shape)
    assert len(diagnostics) == 1, diagnostics
    return diagnostics[0]


def stretch(text: str, diagnostic: Diagnostic) -> str:
    """What the diagnostic points at, where it ends on the line on which it begins."""
    span = diagnostic.span
    assert span.line == span.end_line
    return text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]


# --- one error at a time ----------------------------------------------------------------------


def test_a_file_as_it_should_be_has_no_errors():
    assert check(BUSINESS, BusinessFile) == ()
    assert check(SAMPLE, SampleFile) == ()


def test_an_unknown_key_is_shown_at_the_key_with_the_nearest_known_one():
    text = BUSINESS + "sumary: {en: Fruit}\n"
    found = one(text, BusinessFile)
    assert ("unknown-key", "`sumary` is not a key here") == (found.code, found.message)
    assert found.help == "did you mean `summary`?"
    assert stretch(text, found) == "sumary"


def test_an_unknown_key_like_no_other_lists_the_keys_there_are():
    found = one(BUSINESS + "contact: {zzz: x}\n", BusinessFile)
    assert found.help == "the keys here are `email`, `phone`, `url`, `hours`"


def test_a_missing_key_of_the_file_is_shown_at_its_first_key_and_says_what_to_write():
    text = BUSINESS.replace("time_zone: Asia/Taipei\n", "")
    found = one(text, BusinessFile)
    assert ("missing-key", "`time_zone` is missing") == (found.code, found.message)
    assert found.help == "write `time_zone: Asia/Taipei` (the zone in which its days begin and end)"
    assert stretch(text, found) == "business"


def test_a_missing_key_of_a_map_is_shown_at_the_key_of_the_map():
    text = "from: beginning\noutcomes: [refuse]\nthen: {amount: 3 TWD}\n"
    found = one(text, SampleFile)
    assert found.code == "missing-key"
    assert stretch(text, found) == "then"


def test_a_missing_key_of_an_empty_map_in_a_list_is_shown_at_the_map():
    class ListFile(Struct):
        then: list[ThenEntry]

    text = "then: [{}]\n"
    found = one(text, ListFile)
    assert (found.code, stretch(text, found)) == ("missing-key", "{}")


def test_a_misspelt_required_key_is_one_error():
    text = BUSINESS.replace("currency", "curency")
    assert [d.code for d in check(text, BusinessFile)] == ["unknown-key"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BUSINESS.replace("[en, zh-Hant]", "en"), "`locales` takes a list, not a text"),
        (BUSINESS.replace("TWD", "[TWD]"), "`currency` takes a currency in three capital letters, not a list"),
        (BUSINESS + "contact: [a]\n", "`contact` takes a map, not a list"),
        (BUSINESS.replace("[en, zh-Hant]", "[en, {a: b}]"), "item 2 of `locales` takes a locale, not a map"),
    ],
    ids=["list", "text", "map", "item"],
)
def test_a_value_of_another_shape_says_what_was_expected_and_found(text, message):
    found = one(text, BusinessFile)
    assert ("wrong-shape", message) == (found.code, found.message)


@pytest.mark.parametrize(("data", "kind"), [(["business"], "list"), ("business", "text")], ids=["list", "text"])
def test_data_that_is_no_map_at_all_is_one_error(data, kind):
    place = Span("file.yaml", 1, 1, 1, 9)
    (found,) = check_shape(Document("file.yaml", data, {(): place}, {}), BusinessFile)
    assert (f"the file takes a map, not a {kind}", place) == (found.message, found.span)


def test_a_number_in_another_form_is_told_where_a_number_belongs():
    document, _ = read("file.yaml", b"numbers: {fee: 10%}\nquestion: 10%\n")
    told = [found.help for found in check_shape(document, KINDS["decision"].shape) if found.code == "bad-value"]
    assert ["write a share as a decimal: `0.1`"] == told


@pytest.mark.parametrize("written", ["7 business days", "7個工作日"])
def test_a_period_in_another_unit_is_told_in_that_of_the_language(written):
    assert "did you mean `7 working days`?" == one(BUSINESS + f"notice: {written}\n", BusinessFile).help


def test_a_text_of_another_form_is_explained_in_words_with_an_example():
    text = BUSINESS + "calendar: {opens: 9am}\n"
    found = one(text, BusinessFile)
    assert ("bad-value", "`opens` takes a time of day (hours:minutes), not `9am`") == (found.code, found.message)
    assert found.help == "write it like `10:00`"
    assert stretch(text, found) == "9am"


def test_a_formula_has_no_form_of_which_to_offer_a_respelling():
    found = one(SAMPLE.replace("{outcome: refuse}", "{outcome: refuse, due: {}}"), SampleFile)
    assert found.help == "write it like `(1 - fee) * item.price`"


@pytest.mark.parametrize(
    ("wrong", "right", "help_"),
    [
        ("fruit-shop", "Fruit_Shop", "did you mean `fruit-shop`?"),
        ("country: TW", "country: tw", "did you mean `TW`?"),
        ("Asia/Taipei", "taipei!", "write it like `Asia/Taipei`"),
    ],
    ids=["name", "country", "zone"],
)
def test_a_respelling_that_would_do_is_offered(wrong, right, help_):
    assert one(BUSINESS.replace(wrong, right), BusinessFile).help == help_


def test_a_word_that_is_none_of_the_choices_lists_them_and_offers_the_nearest():
    found = one(BUSINESS + "calendar: {working_days: [mon, tues]}\n", BusinessFile)
    assert found.message.startswith("item 2 of `working_days` takes a day of the week (`mon`, `tue`")
    assert found.help == "did you mean `tue`?"


def test_a_key_of_another_form_is_shown_at_the_key():
    text = BUSINESS.replace("zh-Hant: ", "ZH: ")
    found = one(text, BusinessFile)
    assert ("bad-value", "a key of `name` is a locale, not `ZH`") == (found.code, found.message)
    assert stretch(text, found) == "ZH"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (BUSINESS.replace("Hill Fruit", '""'), "too-short", "`en` has no characters; it takes at least 1"),
        (BUSINESS.replace("Hill Fruit", "x" * 2001), "too-long", "`en` has 2,001 characters; it takes at most 2,000"),
        (BUSINESS.replace("[en, zh-Hant]", "[]"), "too-few", "`locales` has no entries; it takes at least 1"),
        (
            BUSINESS.replace("[en, zh-Hant]", f"[{', '.join(['en'] * 21)}]"),
            "too-many",
            "`locales` has 21 entries; it takes at most 20",
        ),
    ],
    ids=["too-short", "too-long", "too-few", "too-many"],
)
def test_lengths_are_bounded(text, code, message):
    found = one(text, BusinessFile)
    assert (code, message) == (found.code, found.message)


def test_a_long_text_is_quoted_in_part():
    found = one(BUSINESS.replace("TWD", "x" * 99), BusinessFile)
    assert found.message.endswith(f"not `{'x' * 60}…`")


# --- all at once ------------------------------------------------------------------------------


def test_every_error_is_found_at_once_in_the_order_of_the_file():
    text = "busines: a\nname: {EN: x}\nlocales: en\ncountry: taiwan\ncontact: {email: nobody, fax: x}\n"
    found = [(d.span.line, d.code) for d in check(text, BusinessFile)]
    expected = [
        (1, "missing-key"),  # currency
        (1, "missing-key"),  # time_zone
        (1, "unknown-key"),
        (2, "bad-value"),
        (3, "wrong-shape"),
        (4, "bad-value"),
        (5, "bad-value"),
        (5, "unknown-key"),
    ]
    assert expected == found


def test_a_map_with_too_many_keys_still_has_its_values_checked():
    text = SAMPLE.replace("[refuse]", "[{refuse: {final: perhaps}, refund: {}}]")
    assert {d.code for d in check(text, SampleFile)} == {"too-many", "bad-value"}


def test_a_part_of_a_document_is_checked_from_its_root_on():
    text = f"before: x\nwithin:\n{''.join(f'  {line}' for line in SAMPLE.splitlines(keepends=True))}"
    assert check_shape(document(text), SampleFile, ("within",)) == ()
    wrong = text.replace("beginning", "never")
    (found,) = check_shape(document(wrong), SampleFile, ("within",))
    assert ("bad-value", "never") == (found.code, stretch(wrong, found))


# --- words or maps, and open maps -------------------------------------------------------------


def test_an_item_may_be_a_word_or_one_word_with_more_about_it():
    assert check(SAMPLE.replace("[refuse]", "[refuse, {refund: {final: yes}}]"), SampleFile) == ()


@pytest.mark.parametrize(
    ("item", "code", "pointed_at"),
    [
        ("x" * 81, "too-long", "x" * 81),
        ("[refuse]", "wrong-shape", "[refuse]"),
        ("{}", "too-few", "{}"),
        ("{in-scope: {}}", "bad-value", "in-scope"),
        ("{refuse: {finl: yes}}", "unknown-key", "finl"),
        ("{refuse: {final: perhaps}}", "bad-value", "perhaps"),
        ("{refuse: later}", "wrong-shape", "later"),
    ],
    ids=["long-word", "list", "empty", "key", "unknown-key", "value", "text-for-map"],
)
def test_what_is_wrong_in_a_word_or_map_is_shown_where_it_is(item, code, pointed_at):
    text = SAMPLE.replace("[refuse]", f"[{item}]")
    found = one(text, SampleFile)
    assert (code, pointed_at) == (found.code, stretch(text, found))


def test_a_text_or_a_map_may_stand_in_one_place():
    assert check(f"{SAMPLE}let: {{rate: a + b, more: {{final: no}}}}\n", SampleFile) == ()
    assert one(f"{SAMPLE}let: {{rate: [a]}}\n", SampleFile).code == "wrong-shape"
    assert one(f"{SAMPLE}let: {{rate: {'a' * 501}}}\n", SampleFile).code == "too-long"


def test_other_keys_of_an_open_map_hold_what_it_says_they_hold():
    assert check(SAMPLE.replace("{outcome: refuse}", "{outcome: refuse, amount: 3 TWD}"), SampleFile) == ()
    assert one(SAMPLE.replace("{outcome: refuse}", "{outcome: refuse, amount: [3]}"), SampleFile).code == "wrong-shape"
    assert (
        one(SAMPLE.replace("{outcome: refuse}", "{outcome: refuse, A-b: 3}"), SampleFile).help == "did you mean `a_b`?"
    )


def test_a_closed_map_within_an_open_one_stays_closed():
    text = SAMPLE.replace("{outcome: refuse}", "{outcome: refuse, more: {finl: yes}}")
    assert one(text, SampleFile).code == "unknown-key"


def test_a_map_that_a_later_stage_reads_may_hold_anything():
    text = "policy: returns\ncases:\n  late:\n    facts: {a.b: [{c: d}], any: {e: [f]}}\n    expect: {}\n"
    assert check(text, CasesFile) == ()


# --- the vocabulary ---------------------------------------------------------------------------

VOCABULARY: dict[str, tuple[object, list[str], list[str]]] = {
    "Name": (fields.Name, ["a", "fruit-shop", "s2"], ["Fruit", "a--b", "-a", "a-", "a_b", "2a"]),
    "Word": (fields.Word, ["a", "as_a_favour", "b2"], ["A", "a__b", "_a", "a_", "a-b", "2a"]),
    "FactName": (fields.FactName, ["a", "order.delivered_at"], ["a..b", ".a", "a.", "a.__class__", "a._b", "A.b"]),
    "Locale": (fields.Locale, ["en", "zh-Hant", "zh-Hant-TW", "es-419", "pt-BR"], ["EN", "zh_Hant", "zh-hant", "e"]),
    "Flag": (fields.Flag, ["yes", "no", "true", "false"], ["on", "Yes", "1"]),
    "Number": (fields.Number, ["0", "-1", "0.3", "9" * 30, "1.5"], ["9" * 31, "1e3", "1_000", ".5", "5.", "NaN", "+1"]),
    "WholeNumber": (fields.WholeNumber, ["0", "500"], ["-1", "1.0", "9" * 19]),
    "Measure": (fields.Measure, ["24 hours", "0.3", "100 km", "600 TWD"], ["hours", "24  hours", "24hours"]),
    "PeriodText": (
        fields.PeriodText,
        ["24 hours", "1 day", "14 calendar days", "2 working hours", "6 months", "photo_limit"],
        ["14 dais", "24hours", "1.5 hours", "-1 day", "2 fortnights", "two days"],
    ),
    "DateText": (fields.DateText, ["2026-01-31"], ["2026-13-01", "2026-1-1", "31/01/2026", "2026-01-32"]),
    "StartText": (fields.StartText, ["2026-01-31", "beginning"], ["begin", "2026"]),
    "DateTimeText": (
        fields.DateTimeText,
        ["2026-01-31T08:00:00+08:00", "2026-01-31T08:00Z", "2026-01-31T08:00:00.5Z"],
        ["2026-01-31T08:00:00", "2026-01-31 08:00Z", "2026-01-31T24:00Z", "2026-01-31T08:00+25:00"],
    ),
    "ClockTime": (fields.ClockTime, ["00:00", "23:59"], ["24:00", "9:00", "09:60"]),
    "TimeZone": (fields.TimeZone, ["UTC", "Asia/Taipei", "America/Argentina/Ushuaia", "Etc/GMT+8"], ["+08:00", "../x"]),
    "Country": (fields.Country, ["TW", "NO"], ["tw", "TWN"]),
    "Currency": (fields.Currency, ["TWD"], ["twd", "NT$"]),
    "Email": (fields.Email, ["a.b+c@example.co.uk"], ["a@b", "a b@example.com", "<a@example.com>"]),
    "Phone": (fields.Phone, ["+886 2 2345 6789", "110-119"], ["call me", "+"]),
    "Url": (
        fields.Url,
        ["https://example.com", "https://example.com:8443/a?b=c#d", "https://example.com#d"],
        ["http://example.com", "javascript:alert(1)", 'https://example.com/"x', "https://example.com/a b"],
    ),
    "Scenario": (fields.Scenario, ["S2", "S17"], ["2", "s2", "S1234"]),
}


@pytest.mark.parametrize("name", VOCABULARY)
def test_a_field_type_takes_these_and_refuses_those_for_checks_and_editors_alike(name):
    type_, right, wrong = VOCABULARY[name]
    shape = msgspec.defstruct("OneField", [("value", type_)])
    editor = jsonschema_rs.validator_for(json_schema(shape))
    line_break = [f"{text}\n" for text in right]
    for text in [*right, *wrong, *line_break]:
        wire = {"value": text}
        assert (text in right) == (check(msgspec.json.encode(wire).decode(), shape) == ()), text
        assert text in line_break or (text in right) == editor.is_valid(wire), text


def test_free_texts_are_bounded_and_hold_anything_else():
    for type_, longest in ((fields.Formula, 500), (fields.TestText, 500), (fields.Prose, 2000), (fields.Line, 200)):
        shape = msgspec.defstruct("OneField", [("value", type_)])
        assert check(f'{{"value": "{"：" * longest}"}}', shape) == ()
        assert one(f'{{"value": "{"：" * (longest + 1)}"}}', shape).code == "too-long"
        assert one('{"value": ""}', shape).code == "too-short"


# --- one statement, three uses ----------------------------------------------------------------


def whole(node: Node) -> Any:
    """A value with everything that the node can hold, made of the examples."""
    match node:
        case Record(fields=known, others=others):
            inside = {field.name: whole(field.node) for field in known}
            return {**inside, **(whole(others) if others else {})}
        case Items(item=item):
            return [whole(item)] if not node.examples or isinstance(item, Either | Record) else node.examples[0]
        case Entries(key=key, value=value):
            return {str(key.examples[0]): whole(value)} if key.examples else dict(node.examples[0])
        case Either(map=map_):
            return whole(map_)
        case Choice(words=words):
            return words[0]
        case Text() | Anything():
            return node.examples[0]


def least(record: Record) -> dict[str, Any]:
    return {field.name: whole(field.node) for field in record.fields if field.required}


def faults(node: Node, value: Any, seen: set[str], path: Path = ()) -> Iterator[tuple[Path, str, Any]]:
    """Each way to spoil one place of the value, in each Struct once: where, the code it gives, what is put there."""
    match node:
        case Text(pattern=pattern):
            yield path, "wrong-shape", ["x"]
            if pattern is not None:
                yield path, "bad-value", "!"
        case Choice():
            yield path, "wrong-shape", ["x"]
            yield path, "bad-value", "no-such-word"
        case Items(item=item):
            yield path, "wrong-shape", "x"
            yield from faults(item, value[0], seen, (*path, 0))
        case Entries(value=inner):
            yield path, "wrong-shape", ["x"]
            for key in value:
                yield from faults(inner, value[key], seen, (*path, key))
        case Either(map=map_):
            yield from faults(map_, value, seen, path)
        case Record():
            yield path, "wrong-shape", ["x"]
            if node.name not in seen:
                seen.add(node.name)
                yield from within(node, value, seen, path)
        case Anything():
            return


def within(record: Record, value: Any, seen: set[str], path: Path) -> Iterator[tuple[Path, str, Any]]:
    if record.others is None:
        yield (*path, "no_such_key"), "unknown-key", "x"
    for field in record.fields:
        if field.required:
            yield (*path, field.name), "missing-key", None
        yield from faults(field.node, value[field.name], seen, (*path, field.name))


def spoilt(value: Any, path: Path, by: Any) -> Any:
    """The value with the one at the path replaced; taken out where ``by`` is None."""
    if not path:
        return by
    step, *below = path
    copy = value.copy()
    if below or by is not None:
        copy[step] = spoilt(value[step], tuple(below), by) if below else by
    else:
        del copy[step]
    return copy


def records(node: Node) -> Iterator[Record]:
    match node:
        case Record(fields=known):
            yield node
            for field in known:
                yield from records(field.node)
        case Items(item=below) | Entries(value=below) | Either(map=below):
            yield from records(below)
        case _:
            return


@every_shape
def test_what_the_examples_say_is_taken_by_checks_editors_and_msgspec(shape):
    editor = jsonschema_rs.validator_for(json_schema(shape))
    for data in (whole(structure(shape)), least(structure(shape))):
        assert check(typed(data), shape) == ()
        assert [] == [str(error) for error in editor.iter_errors(data)]
        assert isinstance(msgspec.convert(data, shape), shape)


@every_shape
def test_every_example_is_taken_in_its_place(shape):
    data, editor = whole(structure(shape)), jsonschema_rs.validator_for(json_schema(shape))
    for field in structure(shape).fields:
        for example in field.node.examples:
            changed = {**data, field.name: example}
            assert (field.name, example, ()) == (field.name, example, check(typed(changed), shape))
            assert editor.is_valid(changed), (field.name, example)


@every_shape
def test_what_is_spoilt_anywhere_is_refused_by_checks_and_editors_and_shown_there(shape):
    data, editor = whole(structure(shape)), jsonschema_rs.validator_for(json_schema(shape))
    _, *inside = faults(structure(shape), data, set())  # the first is about the root, which the reader sees to
    for path, code, by in inside:
        changed = spoilt(data, path, by)
        found = document(typed(changed))
        place = path[:-1] if code == "missing-key" else path
        places = {found.values.get(place), found.keys.get(place)}
        places |= {found.keys[key] for key in found.keys if key[:-1] == place and code == "missing-key"}
        diagnostics = check_shape(found, shape)
        assert (path, [code]) == (path, [d.code for d in diagnostics])
        assert diagnostics[0].span in places, path
        assert not editor.is_valid(changed), (path, by)


@every_shape
def test_every_field_is_in_the_tables_with_its_meaning(shape):
    tables = field_table(shape)
    assert tables[0].title == ""
    for record in records(structure(shape)):
        rows = {row.name: row for table in tables if table.about == record.about for row in table.rows}
        for field in record.fields:
            assert field.meaning, (record.name, field.name)
            assert (field.meaning, field.required) == (rows[field.name].meaning, rows[field.name].required)
        assert (record.others is not None) == ("other keys" in rows)


@every_shape
def test_every_map_has_a_name_of_its_own_and_says_what_it_is(shape):
    named: dict[str, str] = {}
    for record in records(structure(shape)):
        assert record.about
        assert named.setdefault(record.name, record.about) == record.about


# --- editors and tables -----------------------------------------------------------------------


def test_the_editors_schema_says_which_draft_it_is_and_names_the_file():
    schema = json_schema(BusinessFile)
    assert (DRAFT, "business.yaml") == (schema["$schema"], schema["title"])


def test_an_editor_may_read_a_text_as_the_number_or_boolean_that_it_looks_like():
    fact = {"type": "number", "meaning": {"en": 24}, "optional": True, "at_least": 0.3, "longest": 5}
    editor = jsonschema_rs.validator_for(json_schema(FactsFile))
    assert editor.is_valid({"facts": {"a.b": fact}})
    assert not editor.is_valid({"facts": {"a.b": {**fact, "currency": 5}}})


def test_norway_is_a_country_even_to_an_editor_that_takes_no_for_false():
    assert json_schema(BusinessFile)["properties"]["country"]["type"] == ["string", "boolean"]


def test_a_field_row_says_what_an_author_needs():
    table, contact, *_ = (table for table in field_table(BusinessFile) if table.title in ("", "`contact`"))
    row = next(row for row in table.rows if row.name == "locales")
    assert ("a list; each item is a locale", True, "[en, zh-Hant]") == (row.type, row.required, row.example)
    assert isinstance(contact, FieldTable)
    assert ["email", "phone", "url", "hours"] == [row.name for row in contact.rows]


def test_tables_say_where_their_maps_stand():
    assert ["", "each entry of `facts`", "each entry of `fields`"] == [t.title for t in field_table(FactsFile)]
    assert ["", "each item of `outcomes`, `more`, each entry of `let`", "`then`"] == [
        t.title for t in field_table(SampleFile)
    ]


def test_types_without_words_or_examples_get_plain_ones():
    class PlainFile(Struct):
        code: Annotated[str, Meta(pattern="^[a-z]$")]
        side: Literal["left", "right"] | None = None
        rest: Any = None

    (table,) = field_table(PlainFile)
    assert ["a text", "`left` or `right`", "anything"] == [row.type for row in table.rows]
    assert ["", "left", ""] == [row.example for row in table.rows]
    assert ("`code` takes a text, not `7`", None) == ((found := one("code: 7", PlainFile)).message, found.help)
    assert check("{code: a, rest: [{b: c}]}", PlainFile) == ()
    assert json_schema(PlainFile)["properties"]["rest"] == {"description": ""}


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        (int, "no author's file can hold"),
        (dict[fields.Flag, str], "a key is a text"),
        (str | list[str], "only a text or a map"),
    ],
    ids=["number", "key", "text-or-list"],
)
def test_a_struct_that_no_file_can_have_is_refused(type_, said):
    with pytest.raises(TypeError, match=said):
        structure(msgspec.defstruct("Impossible", [("value", type_)]))


def test_a_path_that_the_structure_does_not_reach_has_no_node():
    for path in (("nowhere",), ("business", "nowhere")):
        with pytest.raises(KeyError):
            node_at(structure(BusinessFile), path)


def test_other_keys_are_stated_as_a_map():
    class Impossible(Struct):
        __open__: ClassVar[object] = str

    with pytest.raises(TypeError, match="the map of the other keys"):
        structure(Impossible)
