"""Half-width punctuation mended in place: what stands in the file otherwise stays, byte by byte."""

from __future__ import annotations

import pytest

from policykit.source.mending import mended
from policykit.source.read import read

COMMA, STOP, COLON, OPEN, CLOSE = "\uff0c", "\u3002", "\uff1a", "\uff08", "\uff09"


def mend(text: str) -> str:
    return mended("shop/file.yaml", text.encode())[0].decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('zh-Hant: "到貨,拍照."\n', f'zh-Hant: "到貨{COMMA}拍照{STOP}"\n'),
        ("zh-Hant: 到貨, 拍照\n", f"zh-Hant: 到貨{COMMA}拍照\n"),
        ("zh-Hant: '到貨:拍照'\n", f"zh-Hant: '到貨{COLON}拍照'\n"),
        ("zh-Hant: 說明 (ABC)\n", f"zh-Hant: 說明{OPEN}ABC{CLOSE}\n"),
        ("zh-Hant: >-\n  到貨,\n  拍照\n", f"zh-Hant: >-\n  到貨{COMMA}\n  拍照\n"),
        ("zh-Hant: |-  # 註解,說明\n  到貨,拍照\n", f"zh-Hant: |-  # 註解,說明\n  到貨{COMMA}拍照\n"),
        ("zh: {a: 1}\nzh-TW: 好,好\n", f"zh: {{a: 1}}\nzh-TW: 好{COMMA}好\n"),
        ("zh-Hant: 好,好\r\nen: a,b\r\n", f"zh-Hant: 好{COMMA}好\r\nen: a,b\r\n"),
        ('zh-Hant: "{{ order.placed_at }}, 到貨"\n', f'zh-Hant: "{{{{ order.placed_at }}}}{COMMA}到貨"\n'),
    ],
    ids=["quoted", "plain", "single", "brackets", "folded", "comment", "map", "line-ends", "placeholder"],
)
def test_marks_become_full_width(before: str, after: str):
    assert after == mend(before)
    assert after == mend(after)


@pytest.mark.parametrize(("locale", "mark"), [("zh-Hant", COMMA), ("en", ",")])
def test_a_file_of_sentences_is_in_the_language_of_its_name(locale: str, mark: str):
    file = f"shop/templates/explanation/{locale}.yaml"
    written, _ = mended(file, "opening: 您好,謝謝\n".encode())
    assert f"opening: 您好{mark}謝謝\n" == written.decode()


@pytest.mark.parametrize(
    "text",
    [
        "en: 到貨,拍照\n",
        "note: 到貨,拍照\n",
        "# 註解,說明\nzh-Hant: 到貨\n",
        "zh-Hant: 24:00 前, 1,000 元\n".replace(", 1", "、1"),
        "locales: [en, zh-Hant]\n",
        "zh-Hant: [unclosed 好,好\n",
        'zh-Hant: "https://shop.example/a,b?c=d 看看"\n',
    ],
    ids=["another-language", "no-text", "comment", "numbers", "list", "unreadable", "address"],
)
def test_all_else_stays(text: str):
    assert (text.encode(), ()) == mended("shop/file.yaml", text.encode())


def test_a_byte_order_mark_stays():
    assert (
        b"\xef\xbb\xbf" + f"zh-Hant: 好{COMMA}好\n".encode()
        == mended("f.yaml", b"\xef\xbb\xbfzh-Hant: \xe5\xa5\xbd,\xe5\xa5\xbd\n")[0]
    )


def test_what_was_changed_is_told_with_its_place():
    _, changes = mended("shop/f.yaml", "a:\n  zh-Hant: 到貨, 拍照 (快) 好\n".encode())
    assert [(2, 14, ",", COMMA), (2, 18, "(", OPEN), (2, 21, ")", CLOSE)] == [
        (one.span.line, one.span.column, one.before, one.after) for one in changes
    ]


def test_the_file_says_the_same_in_full_width():
    before = 'title: {zh-Hant: "好,好", en: "a, b"}\nlist: [1, 2]\nnone: {}\n'
    document, found = read("f.yaml", mend(before).encode())
    assert document is not None
    assert ({"title": {"zh-Hant": f"好{COMMA}好", "en": "a, b"}, "list": ["1", "2"], "none": {}}, ()) == (
        document.data,
        found,
    )


def test_a_text_that_would_say_something_else_is_left_alone():
    """A mark spelled as an escape is no mark to the eye: the rest of the file is mended all the same."""
    before = 'a: {zh-Hant: "\\u597d,\\u597d"}\nb: {zh-Hant: "好,好"}\n'
    assert before.replace("好,好", f"好{COMMA}好") == mend(before)
