"""What is told of policies that change: to listeners, in the log, and to whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from msgspec import Meta

from policykit.diagnostics import Diagnostic
from policykit.pipeline import Bundle
from policykit_api.wire.shape import Moment, Wire

MOST = 100
"""How many findings are told."""

Digests = Annotated[
    dict[str, str],
    Meta(description="The digest of each business's files, by its id.", examples=[{"fruit-shop": "sha256:e1e9b5d8…"}]),
]


class Finding(Wire):
    """What is wrong in a file: a stable code, the file from the policies' folder on, the line, and what to do."""

    code: Annotated[str, Meta(examples=["unknown-fact"])]
    message: Annotated[str, Meta(examples=["unknown fact `order.delivred_at`"])]
    file: Annotated[str, Meta(examples=["fruit-shop/returns.yaml"])]
    line: Annotated[int, Meta(ge=1)]
    help: Annotated[str | None, Meta(examples=["did you mean `order.delivered_at`?"])] = None


class Serving(Wire):
    """What is in use at the time at which one begins to listen."""

    at: Moment
    businesses: Digests


class Reloaded(Wire):
    """Changed policies are in use: the businesses that are new or changed, and those that are gone."""

    at: Moment
    businesses: Digests
    removed: list[str]


class Refusal(Wire):
    """Changed policies are refused, and the last good ones stay in use. Of the errors, the first hundred are told."""

    at: Moment
    errors: Annotated[int, Meta(ge=1)]
    findings: list[Finding]

    @property
    def counted(self) -> str:
        """How many errors there are, in words."""
        return "1 error" if self.errors == 1 else f"{self.errors} errors"


News = Serving | Reloaded | Refusal


def name_of(news: News) -> str:
    """The name of the event."""
    return {Serving: "serving", Reloaded: "reloaded", Refusal: "refused"}[type(news)]


def for_business(news: News, business: str | None) -> News | None:
    """What of the news concerns one business; all of it where none is named, and None where nothing does."""
    if business is None:
        return news
    match news:
        case Refusal(at=at, findings=findings):
            own = [one for one in findings if one.file.partition("/")[0] == business]
            return Refusal(at, len(own), own) if own else None
        case Reloaded(at=at, businesses=businesses, removed=removed):
            own_digest, gone = own_of(businesses, business), [one for one in removed if one == business]
            return Reloaded(at, own_digest, gone) if own_digest or gone else None
        case Serving(at=at, businesses=businesses):
            return Serving(at, own_of(businesses, business))


def own_of(businesses: Mapping[str, str], business: str) -> dict[str, str]:
    return {name: digest for name, digest in businesses.items() if name == business}


def digests(bundle: Bundle) -> dict[str, str]:
    """The digest of each business's files."""
    return {name: ready.business.digest for name, ready in bundle.businesses.items()}


def reloaded(before: Bundle, after: Bundle, at: str) -> Reloaded:
    """What differs between two bundles."""
    known, new = digests(before), digests(after)
    changed = {name: digest for name, digest in new.items() if known.get(name) != digest}
    return Reloaded(at, changed, [name for name in known if name not in new])


def refusal(diagnostics: Iterable[Diagnostic], at: str) -> Refusal:
    """The errors among the findings."""
    errors = [one for one in diagnostics if one.severity == "error"]
    found = [Finding(one.code, one.message, one.span.file, one.span.line, one.help) for one in errors[:MOST]]
    return Refusal(at, len(errors), found)
