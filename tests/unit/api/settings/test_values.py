from __future__ import annotations

from typing import Annotated, Literal

import pytest
from msgspec import Meta, inspect

from policykit_api.settings.fields import Bytes, HostName, Port, PublicAddress, Seconds, Share
from policykit_api.settings.values import Wrong, value_of

Names = list[Annotated[str, Meta(pattern="^[a-z]+$", extra={"form": "a name"})]]


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (Port, "8000", 8000),
        (Port | None, "1", 1),
        (Seconds, "0.5", 0.5),
        (Seconds, "3", 3.0),
        (bool, "yes", True),
        (bool, "false", False),
        (Literal["a", "b"], "b", "b"),
        (HostName, "::1", "::1"),
        (PublicAddress, "https://shop.example", "https://shop.example"),
        (PublicAddress | None, "http://127.0.0.1:8000/help/", "http://127.0.0.1:8000/help/"),
        (Names, "a, b,c", ("a", "b", "c")),
        (Names, ["a"], ("a",)),
        (Names, "", ()),
    ],
)
def test_a_text_that_states_a_value_gives_it(type_: object, text: str | list[str], value: object):
    assert value == value_of(inspect.type_info(type_), text)


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        (Port, "0", "a whole number from 1 to 65535"),
        (Port, "65536", "a whole number from 1 to 65535"),
        (Port, "1.0", "a whole number from 1 to 65535"),
        (Port, " 1", "a whole number from 1 to 65535"),
        (Port, "１", "a whole number from 1 to 65535"),
        (Bytes, "9" * 18, "a whole number of bytes, at least 1, at most 1,099,511,627,776"),
        (Seconds, "-1", "a number of seconds, 0 or more"),
        (Seconds, "1e3", "a number of seconds, 0 or more"),
        (Seconds, "nan", "a number of seconds, 0 or more"),
        (Share, "2", "a number from 0 to 1"),
        (bool, "1", "`yes` or `no`"),
        (Literal["a", "b"], "c", "one of `a`, `b`"),
        (HostName, "a b", "an address or a host"),
        (HostName, "a\n", "an address or a host"),
        *(
            (PublicAddress, text, "an address such as `https://shop.example`, without a query")
            for text in (
                "shop.example",
                "ftp://shop.example",
                "https://",
                "https:///help",
                "https://shop.example?from=api",
                "https://shop.example/help#top",
                "https://shop.example/a b",
                "https://someone@shop.example",
                'https://shop.example/">',
                "https://shop.example\n",
            )
        ),
        (Names, "a, B", "a name"),
        (Annotated[str, Meta(min_length=1)], "", "a text"),
    ],
)
def test_what_states_none_is_told_what_is_taken(type_: object, text: str, expected: str):
    with pytest.raises(Wrong) as caught:
        value_of(inspect.type_info(type_), text)
    assert expected == caught.value.expected


def test_a_type_without_a_form_is_a_fault_of_ours():
    with pytest.raises(TypeError):
        value_of(inspect.type_info(bytes), "")
