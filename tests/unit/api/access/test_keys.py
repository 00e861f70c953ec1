from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policykit_api.access import keys
from policykit_api.access.caller import Scope
from policykit_api.access.keys import Key

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def made(expires_at: datetime | None = None) -> Key:
    return keys.made("till", frozenset({Scope.DECIDE}), "fruit-shop", NOW, expires_at)[0]


def test_a_key_keeps_the_hash_and_not_the_secret():
    key, bearer = keys.made("till", frozenset({Scope.DECIDE}), None, NOW)
    assert (bearer.id, bearer.digest) == (key.id, key.digest)
    assert bearer.text not in repr(key)
    assert repr(key.digest) not in repr(key)


def test_a_rotated_key_has_a_new_secret_and_the_old_one_for_a_while():
    key = made()
    rotated, bearer = keys.rotated(key, NOW + DAY, timedelta(hours=1))
    assert (key.id, bearer.digest, key.digest) == (rotated.id, rotated.digest, rotated.previous)
    assert NOW + DAY + timedelta(hours=1) == rotated.previous_until
    assert key.digest != rotated.digest


def test_a_key_rotated_twice_forgets_its_first_secret():
    key = made()
    once, _ = keys.rotated(key, NOW, DAY)
    twice, _ = keys.rotated(once, NOW, DAY)
    assert once.digest == twice.previous
    assert key.digest not in (twice.digest, twice.previous)


def test_a_key_revoked_twice_was_revoked_the_first_time():
    key = keys.revoked(made(), NOW)
    assert NOW == keys.revoked(key, NOW + DAY).revoked_at


@pytest.mark.parametrize(
    ("key", "active"),
    [
        (made(), True),
        (made(NOW + DAY), True),
        (made(NOW), False),
        (keys.revoked(made(NOW + DAY), NOW), False),
    ],
    ids=["lasting", "before its end", "at its end", "revoked"],
)
def test_a_key_is_active_until_it_ends(key: Key, active: bool):
    assert active == keys.is_active(key, NOW)
