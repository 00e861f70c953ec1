from __future__ import annotations

import asyncio
import json

import pytest

from policykit.pipeline import Bundle
from policykit_api.app import OPERATIONS
from policykit_api.openapi import Contract, contract

DECIDE = "/v1/fruit-shop/policies/returns/decide"


def paths(document: bytes) -> set[str]:
    return set(json.loads(document)["paths"])


@pytest.fixture
def made(bundle: Bundle) -> Contract:
    return Contract(bundle, OPERATIONS)


def test_a_document_is_made_once_however_many_ask(made: Contract):
    async def ask() -> list[bytes]:
        return await asyncio.gather(*(made.of_business("fruit-shop") for _ in range(5)))

    first, *others = asyncio.run(ask())
    assert all(other is first for other in others)


def test_the_whole_says_exactly_what_the_caller_may_read(made: Contract):
    everything, one, nothing = (
        asyncio.run(made.whole(frozenset(names))) for names in (made.bundle.businesses, ["fruit-shop"], [])
    )
    assert {DECIDE, "/v1/car-dealer/policies/returns/decide"} <= paths(everything)
    assert DECIDE in paths(one)
    assert not any("car-dealer" in path for path in paths(one))
    assert b"fruit-shop/" not in nothing.replace(b"/terms/fruit-shop/", b"")


def test_a_server_of_many_policies_leaves_them_to_the_documents_of_their_businesses(
    made: Contract, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(contract, "MOST_EXACT", 3)
    assert DECIDE not in paths(asyncio.run(made.whole(frozenset(made.bundle.businesses))))
    assert DECIDE in paths(asyncio.run(made.of_business("fruit-shop")))


def test_two_makings_give_the_same_bytes(bundle: Bundle, made: Contract):
    again = Contract(bundle, OPERATIONS)
    assert asyncio.run(made.of_business("online-store")) == asyncio.run(again.of_business("online-store"))
