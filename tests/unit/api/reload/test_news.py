"""What is told of policies that change, and to whom."""

from __future__ import annotations

from policykit.diagnostics import Diagnostic
from policykit.model import Span
from policykit.pipeline import Bundle
from policykit_api.reload.news import Finding, Refusal, Reloaded, Serving, digests, for_business, refusal, reloaded

AT = "2026-03-01T08:00:00Z"
WRONG = Finding("unknown-fact", "unknown fact `a`", "shop/returns.yaml", 3)
OTHER = Finding("unknown-fact", "unknown fact `b`", "shop-two/returns.yaml", 4)


def test_what_differs_between_bundles_is_what_is_new_changed_or_gone(bundle: Bundle):
    whole = bundle.businesses
    less = Bundle({name: ready for name, ready in whole.items() if name != "restaurant"})
    assert Reloaded(AT, {}, ["restaurant"]) == reloaded(bundle, less, AT)
    assert Reloaded(AT, {"restaurant": whole["restaurant"].business.digest}, []) == reloaded(less, bundle, AT)
    assert Reloaded(AT, {}, []) == reloaded(bundle, bundle, AT)
    assert set(whole) == set(digests(bundle))


def test_a_refusal_counts_errors_and_names_their_places():
    place = Span("shop/returns.yaml", 3, 1, 3, 2)
    found = [
        Diagnostic("unknown-fact", "unknown fact `a`", place),
        Diagnostic("unused-name", "`b` is not used", place, severity="warning"),
    ]
    assert Refusal(AT, 1, [WRONG]) == refusal(found, AT)
    assert (500, 100) == (refusal(found[:1] * 500, AT).errors, len(refusal(found[:1] * 500, AT).findings))


def test_one_business_hears_only_of_itself():
    assert Refusal(AT, 1, [WRONG]) == for_business(Refusal(AT, 2, [WRONG, OTHER]), "shop")
    assert Reloaded(AT, {"shop": "1"}, []) == for_business(Reloaded(AT, {"shop": "1", "inn": "2"}, ["pub"]), "shop")
    assert Reloaded(AT, {}, ["shop"]) == for_business(Reloaded(AT, {"inn": "2"}, ["pub", "shop"]), "shop")
    assert Serving(AT, {"shop": "1"}) == for_business(Serving(AT, {"shop": "1", "inn": "2"}), "shop")


def test_of_what_concerns_others_alone_one_business_hears_nothing():
    assert for_business(Refusal(AT, 1, [OTHER]), "shop") is None
    assert for_business(Reloaded(AT, {"inn": "2"}, ["pub"]), "shop") is None


def test_who_has_every_business_hears_of_all():
    news = Refusal(AT, 2, [WRONG, OTHER])
    assert news is for_business(news, None)
