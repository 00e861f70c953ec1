"""A bundle of many businesses: fruit-shop's returns, renamed."""

from __future__ import annotations

from pathlib import Path

FRUIT_SHOP = Path(__file__).parents[2] / "policies" / "fruit-shop"
SHARED = ("business.yaml", "facts.yaml", "phrases.yaml")


def write(folder: Path, businesses: int, policies: int) -> None:
    """The bundle in a folder: each business with its own files and as many policies, the first of them with cases."""
    for number in range(businesses):
        write_business(folder, business(number), policies)


def write_business(folder: Path, name: str, policies: int) -> None:
    place = folder / name
    (place / "cases").mkdir(parents=True)
    for shared in SHARED:
        _copy(FRUIT_SHOP / shared, place / shared, "business: fruit-shop", f"business: {name}")
    for number in range(policies):
        _copy(
            FRUIT_SHOP / "returns.yaml",
            place / f"{policy(number)}.yaml",
            "policy: returns",
            f"policy: {policy(number)}",
        )
    _copy(FRUIT_SHOP / "cases/returns.yaml", place / "cases/returns.yaml", "policy: returns", f"policy: {policy(0)}")


def business(number: int) -> str:
    """The id of a business."""
    return f"shop-{number:03}"


def policy(number: int) -> str:
    """The id of a business's policy."""
    return f"returns-{number:02}"


def _copy(source: Path, target: Path, old: str, new: str) -> None:
    target.write_text(source.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
