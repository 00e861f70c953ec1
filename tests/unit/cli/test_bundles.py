from __future__ import annotations

from pathlib import Path

import pytest

from policykit.cli import bundles
from policykit.cli.group import WrongUsage


def test_without_a_path_there_are_the_examples():
    assert "policies" == bundles.folder(None).name


@pytest.mark.parametrize(
    ("path", "message", "help"),
    [
        ("nowhere", "there is no folder `nowhere`", "give the folder of a business, or of several"),
        (
            "shops/tea-shop/cases/claim.yaml",
            "`shops/tea-shop/cases/claim.yaml` is a file",
            "give the folder of its business: `shops/tea-shop`",
        ),
        ("shops/tea-shop/cases", "there is no business in `shops/tea-shop/cases`", None),
    ],
    ids=["missing", "file", "no business"],
)
def test_a_wrong_path_says_what_to_give(shops: Path, path: str, message: str, help: str | None):
    with pytest.raises(WrongUsage) as wrong:
        bundles.folder(Path(path))
    assert message == wrong.value.message
    assert help in (wrong.value.help, None)


def test_a_business_may_be_the_folder_one_stands_in(shops: Path, monkeypatch):
    monkeypatch.chdir(shops / "tea-shop")
    assert shops / "tea-shop" == bundles.folder(Path())
    assert shops == bundles.base_of(bundles.folder(Path()))


def test_a_policy_is_found_by_its_name(shops: Path):
    bundle = bundles.sound(shops)
    for name in ("tea-shop/claim", "claim"):
        ready, policy = bundles.find(bundle, name)
        assert ("tea-shop", "claim") == (ready.business.id, policy)


@pytest.mark.parametrize(
    ("name", "message", "help"),
    [
        (None, "which policy?", "the policies are `tea-shop/claim`"),
        ("tea-shop/clam", "there is no policy `tea-shop/clam`", "did you mean `tea-shop/claim`?"),
        ("claims", "there is no policy `claims`", "did you mean `claim`?"),
        ("zzz", "there is no policy `zzz`", "the policies are `tea-shop/claim`"),
    ],
    ids=["none given", "misspelt", "misspelt short", "nothing like it"],
)
def test_a_policy_that_is_not_there(shops: Path, name: str | None, message: str, help: str):
    with pytest.raises(WrongUsage) as wrong:
        bundles.find(bundles.sound(shops), name)
    assert (message, help) == (wrong.value.message, wrong.value.help)
