"""What is asked over and over: returns to the fruit shop, each with other goods, prices and times.

Every question exists twice, for us and for Cerbos; that both decide alike is made sure of before anything is timed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any

ORDERED = datetime.fromisoformat("2026-03-01T08:00:00+08:00")
DELIVERED = ORDERED + timedelta(days=1, hours=2)

Question = Mapping[str, Any]


def questions() -> list[Question]:
    """Plain values of the eleven facts that the policy reads, 72 times; nothing that ends within the same day."""
    goods = product(("fresh", "preserve", "gift_box"), ("unopened", "opened", "damaged"), (0, 3, 10, 20))
    return [
        question(number, kind, condition, days, reason)
        for number, ((kind, condition, days), reason) in enumerate(
            product(goods, ("change_of_mind", "wrong_item")),
        )
    ]


def question(number: int, kind: str, condition: str, days: int, reason: str) -> Question:
    asked = DELIVERED + timedelta(days=days, minutes=number)
    return {
        "kind": kind,
        "condition": condition,
        "reason": reason,
        "price": 300 + 37 * number,
        "shipping": 60 + number % 5 * 20,
        "placed_at": ORDERED.isoformat(),
        "shipped_at": (ORDERED + timedelta(hours=5)).isoformat(),
        "delivered_at": DELIVERED.isoformat(),
        "asked_at": asked.isoformat(),
        "photo_at": asked.isoformat(),
    }


def for_us(asked: Question) -> dict[str, Any]:
    """The body of a request to the fruit shop's returns, without what is wanted of the answer."""
    return {
        "facts": {
            "order": {
                "placed_at": asked["placed_at"],
                "shipped_at": asked["shipped_at"],
                "delivered_at": asked["delivered_at"],
                "shipping": money(asked["shipping"]),
            },
            "item": {"price": money(asked["price"]), "kind": asked["kind"], "condition": asked["condition"]},
            "return": {"asked_at": asked["asked_at"], "reason": asked["reason"]},
            "claim": {"photo_at": asked["photo_at"]},
        },
        "as_of": asked["asked_at"],
    }


def money(amount: int) -> dict[str, str]:
    return {"amount": str(amount), "currency": "TWD"}


def for_cerbos(asked: list[Question]) -> dict[str, Any]:
    """The body of a request to Cerbos, which takes up to fifty resources in one."""
    resources = [
        {"actions": ["decide"], "resource": {"kind": "return", "id": str(number), "attr": dict(one)}}
        for number, one in enumerate(asked)
    ]
    return {"requestId": "1", "principal": {"id": "app", "roles": ["app"]}, "resources": resources}
