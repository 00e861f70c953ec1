from __future__ import annotations

import ast
import inspect
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from policykit_api.access import keyring, keys, token
from policykit_api.access.caller import Caller, Scope
from policykit_api.access.keyring import Invalid, Keyring
from policykit_api.access.keys import Key
from policykit_api.access.limit import Allowance

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
HOUR = timedelta(hours=1)
SCOPES = frozenset({Scope.DECIDE, Scope.READ})


@pytest.fixture
def made() -> tuple[Key, bytes]:
    key, bearer = keys.made("till", SCOPES, "fruit-shop", NOW)
    return key, bearer.text.encode()


def holding(*held: Key) -> Keyring:
    ring = Keyring(Allowance(10, 5))
    ring.replace(held)
    return ring


def test_the_bearer_of_a_key_is_its_caller(made: tuple[Key, bytes]):
    key, text = made
    found = holding(key).bearer(text, AT)
    assert isinstance(found, Caller)
    assert (key.id, "fruit-shop", SCOPES) == (found.key, found.business, found.scopes)


@pytest.mark.parametrize("place", [20, 40, 64], ids=["secret", "middle of the secret", "checksum"])
def test_a_mistyped_key_is_told_from_a_wrong_one(made: tuple[Key, bytes], place: int):
    key, text = made
    mistyped = text[:place] + (b"a" if text[place : place + 1] != b"a" else b"b") + text[place + 1 :]
    assert Invalid.MISTYPED == holding(key).bearer(mistyped, AT)


def test_an_unknown_key_and_a_wrong_secret_are_answered_alike(made: tuple[Key, bytes]):
    ring = holding(made[0])
    stranger, forged = token.new(token.new_id()), token.new(made[0].id)
    assert [Invalid.UNKNOWN] * 2 == [ring.bearer(one.text.encode(), AT) for one in (stranger, forged)]


def test_a_key_ends_where_it_expires_and_where_it_is_revoked(made: tuple[Key, bytes]):
    key, text = made
    expiring, revoked = replace(key, expires_at=NOW + HOUR), keys.revoked(key, NOW)
    assert isinstance(holding(expiring).bearer(text, AT + 3599), Caller)
    assert Invalid.EXPIRED == holding(expiring).bearer(text, AT + 3600)
    assert Invalid.REVOKED == holding(revoked).bearer(text, AT)
    assert Invalid.REVOKED == holding(keys.revoked(expiring, NOW)).bearer(text, AT + 7200)


def test_after_a_rotation_both_secrets_work_and_then_the_new_one_alone(made: tuple[Key, bytes]):
    key, old = made
    rotated, bearer = keys.rotated(key, NOW, HOUR)
    ring, new = holding(rotated), bearer.text.encode()
    assert ring.bearer(old, AT + 3599) is ring.bearer(new, AT + 3599)
    assert Invalid.ROTATED == ring.bearer(old, AT + 3600)
    assert isinstance(ring.bearer(new, AT + 3600), Caller)


def test_an_expired_key_ends_with_its_former_secret_as_well(made: tuple[Key, bytes]):
    key, old = made
    rotated, _ = keys.rotated(replace(key, expires_at=NOW + HOUR), NOW, 2 * HOUR)
    assert not isinstance(holding(rotated).bearer(old, AT + 3600), Caller)


def test_a_key_that_is_gone_is_not_known(made: tuple[Key, bytes]):
    ring = holding(made[0])
    ring.replace([])
    assert (0, Invalid.UNKNOWN) == (len(ring), ring.bearer(made[1], AT))


def test_reading_the_keys_again_fills_no_bucket(made: tuple[Key, bytes]):
    key, text = made
    ring = holding(key)
    before = ring.bearer(text, AT)
    assert isinstance(before, Caller)
    assert before.limit is not None
    for _ in range(5):
        before.limit.take(100.0)
    ring.replace([replace(key, name="another")])
    after = ring.bearer(text, AT)
    assert isinstance(after, Caller)
    assert after.limit is before.limit


def test_any_bytes_are_answered(made: tuple[Key, bytes]):
    key, text = made
    ring, chance = holding(key), random.Random(7)
    for _ in range(2000):
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        noise = chance.randbytes(chance.randrange(40))
        shown = text[:start] + noise + text[end:]
        if shown != text:
            assert isinstance(ring.bearer(shown, AT), Invalid)


def test_secrets_meet_in_digests_that_are_compared_in_constant_time():
    """Nothing in the module compares bytes but ``compare_digest``: `==` would stop at the first difference."""
    tree = ast.parse(inspect.getsource(keyring))
    compared = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    assert [] == [text for text in compared if "digest" in text or "shown" in text or "previous" in text.split()]
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert ["compare_digest(digest, entry.digest)", "compare_digest(digest, entry.previous)"] == sorted(
        call for call in calls if call.startswith("compare_digest")
    )


def test_a_wrong_secret_costs_the_same_work_as_an_unknown_id(made: tuple[Key, bytes], monkeypatch):
    done: list[str] = []

    def noted(name, work):
        return lambda *given: done.append(name) or work(*given)

    monkeypatch.setattr(keyring, "compare_digest", noted("compare", keyring.compare_digest))
    monkeypatch.setattr(token, "digest", noted("digest", token.digest))
    ring, costs = holding(made[0]), []
    for one in (token.new(token.new_id()), token.new(made[0].id)):
        done.clear()
        ring.bearer(one.text.encode(), AT)
        costs.append(tuple(done))
    assert [("digest", "compare", "compare")] * 2 == costs
