"""What an explained answer costs in process, part by part, beside the smallest template there is."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment

from policykit import pipeline
from policykit.explain import Audience, Phrasebook, tell
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
FIRST_RUNS = 51
REASONS, ALL = frozenset({"reasons"}), frozenset({"reasons", "would_change"})
TRIVIAL = Environment(autoescape=True).from_string("<p>{{ line }}</p>")


def report() -> Iterator[str]:
    """One explanation, first and once its words are compiled; then a line a policy: microseconds of each part."""
    bundle = pipeline.load(pipeline.example_root()).bundle
    if bundle is None:
        yield "the bundled businesses have errors: see `policykit check`"
        return
    template = timing.of_call(lambda: TRIVIAL.render(line="Hello & goodbye"), RUNS)
    yield f"a template of one line {template * 1e6:6.1f} us"
    asked = [(bundle.businesses[business], policy) for business, policy in POLICIES]
    cases = [(ready, first_case(ready, policy)) for ready, policy in asked]
    yield compiled(*cases[0])
    for ready, case in cases:
        yield measured(ready, case, template)


def first_case(ready: pipeline.Ready, policy: str) -> Case:
    return next(case for case in ready.business.cases if case.policy == policy)


def compiled(ready: pipeline.Ready, case: Case) -> str:
    """What an explanation takes where its words are compiled for it, and what the same one takes from then on."""
    decision = pipeline.decide(ready, case.policy, case.facts, case.as_of, ALL)
    version = next(one for one in ready.business.policies[decision.policy] if one.version == decision.version)
    locale = ready.business.locales[0]

    def anew() -> object:
        return tell(Phrasebook(ready.business, version, locale), decision, Audience.CUSTOMER)

    book = Phrasebook(ready.business, version, locale)
    first, next_ = (
        timing.of_call(anew, FIRST_RUNS),
        timing.of_call(lambda: tell(book, decision, Audience.CUSTOMER), RUNS),
    )
    return f"one explanation once compiled {next_ * 1e6:6.1f} us   the first of its kind {first * 1e6:8.1f} us"


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
