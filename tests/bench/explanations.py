"""What an explained answer costs in process, part by part, beside the smallest template there is."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment

from policykit import pipeline
from policykit.explain import Audience, tell
from policykit.model import Case
from policykit_api.wire.decision import Reader, to_decided
from policykit_api.wire.shape import encode
from tests.bench import timing

POLICIES = (
    ("fruit-shop", "returns"),
    ("fruit-shop", "damage-claim"),
    ("fruit-shop", "conduct"),
    ("food-delivery", "complaint"),
    ("wardrobe-factory", "enquiry"),
)
RUNS = 501
REASONS, ALL = frozenset({"reasons"}), frozenset({"reasons", "would_change"})
TRIVIAL = Environment(autoescape=True).from_string("<p>{{ line }}</p>")


def report() -> Iterator[str]:
    """A line a policy: microseconds of each part, and the explanation's to those of the template."""
    bundle = pipeline.load(pipeline.example_root()).bundle
    if bundle is None:
        yield "the bundled businesses have errors: see `policykit check`"
        return
    template = timing.of_call(lambda: TRIVIAL.render(line="Hello & goodbye"), RUNS)
    yield f"a template of one line {template * 1e6:6.1f} us"
    for business, policy in POLICIES:
        ready = bundle.businesses[business]
        case = next(case for case in ready.business.cases if case.policy == policy)
        yield measured(ready, case, template)


def measured(ready: pipeline.Ready, case: Case, template: float) -> str:
    """The first case of a policy, decided and told to a customer in the business's first language."""

    def decided(parts: frozenset[str]) -> float:
        return timing.of_call(lambda: pipeline.decide(ready, case.policy, case.facts, case.as_of, parts), RUNS)

    bare, reasoned, hinted = (decided(parts) for parts in (frozenset[str](), REASONS, ALL))
    decision = pipeline.decide(ready, case.policy, case.facts, case.as_of, ALL)
    locale = ready.business.locales[0]
    book = ready.phrasebook(decision.policy, decision.version, locale)
    explained = tell(book, decision, Audience.CUSTOMER)
    told = timing.of_call(lambda: tell(book, decision, Audience.CUSTOMER), RUNS)
    reader = Reader(locale, "customer", frozenset({"reasons", "explanation"}))
    sent = timing.of_call(lambda: encode(to_decided(decision, ready.business, reader, explained)), RUNS)
    name = f"{ready.business.id}/{case.policy}"
    return (
        f"{name:<28} decide {bare * 1e6:6.1f} us   reasons {(reasoned - bare) * 1e6:+7.1f}   "
        f"would_change {(hinted - reasoned) * 1e6:+7.1f}   explanation {told * 1e6:6.1f} "
        f"({told / template:4.1f} templates)   on the wire {sent * 1e6:6.1f}"
    )
