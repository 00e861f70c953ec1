"""The shape of a binding: how a floor of a law pack reads a policy, in whose words it answers."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from policykit.kinds.fields import FactName, Formula, Open, Word

Tests = Annotated[dict[str, Any], Meta(examples=[{"item.kind": "fresh"}], extra={"form": "a map of tests"})]


class BoundValue(Struct, frozen=True, kw_only=True):
    """A value of ours that takes a floor's, and its word for each of the floor's choices."""

    value: Annotated[Word, Meta(description="Our value.", examples=["send_back_paid_by"])]
    words: Annotated[
        dict[Word, Word], Meta(description="Our choice for each of the floor's.", examples=[{"trader": "us"}])
    ]


class BindingEntry(Struct, frozen=True, kw_only=True, rename={"with_": "with"}):
    """How a floor of a law pack reads this policy: its facts and outcomes in ours."""

    country: Annotated[
        FactName,
        Meta(
            description="The fact that holds the buyer's country; it picks the law, its time zone and its holidays.",
            examples=["buyer.country"],
        ),
    ]
    when: Annotated[Open | None, Meta(description="What must hold besides.", examples=[{"buyer.kind": "consumer"}])] = (
        None
    )
    with_: Annotated[
        dict[FactName, Formula | Tests] | None,
        Meta(
            description="Each of the pack's facts as a fact or formula of ours; one that is yes or no can be a map of "
            "tests too.",
            examples=[{"possession_at": "order.delivered_at"}],
        ),
    ] = None
    given: Annotated[
        dict[FactName, Formula] | None,
        Meta(description="What is the same for every order.", examples=[{"channel": "distance"}]),
    ] = None
    outcome: Annotated[
        dict[Word, Word],
        Meta(
            description="Our outcome for each of the floor's; `nothing` has none.",
            examples=[{"accept": "refund"}],
        ),
    ]
    values: Annotated[
        dict[Word, Word | BoundValue] | None,
        Meta(
            description="Our value for each of the floor's that has another name here.",
            examples=[{"refund": "amount"}],
        ),
    ] = None
