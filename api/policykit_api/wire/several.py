"""Several policies asked about the same facts: what is sent, and what comes back for each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from policykit.diagnostics import did_you_mean
from policykit_api.problems import Fault, Problem
from policykit_api.wire.batch import EITHER
from policykit_api.wire.body import called
from policykit_api.wire.decision import Decided
from policykit_api.wire.request import AsOf, Locale, Parts, Question, ReadBy, SentFacts, Store, question
from policykit_api.wire.shape import NAME_PATTERN, Wire

MOST_POLICIES = 20


class SeveralRequest(Wire):
    """One question to several policies of a business."""

    policies: Annotated[
        list[Annotated[str, Meta(pattern=NAME_PATTERN, max_length=80, examples=["returns", "damage-claim"])]],
        Meta(
            min_length=1,
            max_length=MOST_POLICIES,
            description="The policies to ask, each once.",
            extra_json_schema={"uniqueItems": True},
        ),
    ]
    facts: SentFacts
    as_of: AsOf = UNSET
    locale: Locale = UNSET
    audience: ReadBy = UNSET
    include: Parts = UNSET
    store: Store = UNSET


class PolicyAnswer(Wire, kw_only=True):
    """What one policy says: its answer, or the problem that it has with the facts."""

    answer: Decided | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class SeveralAnswer(Wire):
    """What each policy says, by its id, in the order in which they were asked."""

    policies: dict[str, Annotated[PolicyAnswer, EITHER]]


def several(data: Mapping[str, Any], known: Collection[str]) -> tuple[list[str], Question]:
    """The policies that a request asks, and its question, which bears the faults of both."""
    asked = question(data, SeveralRequest)
    policies, faults = named(data.get("policies", UNSET), known)
    return policies, replace(asked, faults=(*faults, *asked.faults))


def named(given: object, known: Collection[str]) -> tuple[list[str], list[Fault]]:
    """The policies, and what is wrong with them. There are ``known`` ones."""
    if given is UNSET:
        return [], [fault("", "the member is missing", HELP)]
    if not isinstance(given, list):
        return [], [fault("", f"expected a list of policies, not {called(given)}", HELP)]
    if not 1 <= len(given) <= MOST_POLICIES:
        return [], [fault("", f"the list has {len(given):,} policies", HELP)]
    faults = [found for place, one in enumerate(given) if (found := wrong(f"/{place}", one, given[:place], known))]
    return [] if faults else given, faults


HELP = f"send the ids of 1 to {MOST_POLICIES} policies"


def wrong(place: str, one: object, before: list[object], known: Collection[str]) -> Fault | None:
    if not isinstance(one, str):
        return fault(place, f"expected the id of a policy, not {called(one)}")
    if one not in known:
        return fault(place, f"there is no policy `{one[:80]}`", did_you_mean(one[:80], known))
    if one in before:
        return fault(place, f"`{one}` is asked twice", "ask each policy once")
    return None


def fault(place: str, detail: str, help: str | None = None) -> Fault:
    return Fault(pointer=f"/policies{place}", detail=detail, help=help)
