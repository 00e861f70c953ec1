from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit_api.access import token


def test_a_new_token_has_its_id_and_its_form():
    made = token.new(token.new_id())
    assert re.fullmatch(r"pk_[2-9a-z]{12}_[0-9A-Za-z]{49}", made.text)
    assert (made.id, token.LENGTH, True) == (made.text[token.ID], len(made.text), token.is_whole(made.text))


def test_a_secret_has_256_bits_of_chance():
    assert len(token.LETTERS) ** token.SECRET_LENGTH >= 2**256
    assert len(set(token.LETTERS)) == len(token.LETTERS)


def test_no_two_tokens_are_alike():
    assert 100 == len({token.new("abcdefghjkmn").text for _ in range(100)})


def test_a_checksum_is_as_it_was_when_keys_were_handed_out():
    assert "2j3MZL" == token.checksum("pk_abcdefghjkmn_" + "0" * 43)


def test_what_is_shown_of_a_token_is_not_its_secret():
    made = token.new(token.new_id())
    assert made.text[16:] not in repr(made)


@given(st.integers(0, token.LENGTH - 1), st.sampled_from(token.LETTERS))
def test_one_letter_mistyped_is_noticed(place: int, letter: str):
    text = token.new("abcdefghjkmn").text
    mistyped = f"{text[:place]}{letter}{text[place + 1 :]}"
    assert token.is_whole(mistyped) == (mistyped == text)


@pytest.mark.parametrize("cut", [0, 1, 3, 16, 64])
def test_a_token_cut_off_is_noticed(cut: int):
    assert not token.is_whole(token.new("abcdefghjkmn").text[:cut])


def test_the_digest_is_that_of_the_whole_text():
    made = token.new("abcdefghjkmn")
    assert (32, token.digest(made.text.encode())) == (len(made.digest), made.digest)
