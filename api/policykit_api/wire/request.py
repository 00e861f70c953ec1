"""The question as asked: its members checked all at once, each fault with its JSON Pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, TypeVar, cast, get_args

from msgspec import UNSET, Meta, UnsetType

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.values import parse_instant
from policykit_api.problems import Fault
from policykit_api.wire.body import called
from policykit_api.wire.shape import AUDIENCES, INCLUDES, LOCALE_PATTERN, Audience, Include, Moment, Said, Wire, said

T = TypeVar("T")

LONGEST_REF = 200


# --- the members, each as every request that has it states it ----------------------------------

SentFacts = Annotated[
    dict[str, Any],
    Meta(
        description="The facts, nested by the parts of their names: `order.placed_at` is `placed_at` in `order`. "
        "`null` is known to be absent; a fact that is not sent is unknown."
    ),
    said(Said.FACTS),
]
AsOf = Annotated[Moment, Meta(description="The instant to decide for; the server's time where not sent.")] | UnsetType
Locale = (
    Annotated[
        str,
        Meta(
            pattern=LOCALE_PATTERN,
            description="The locale wanted (BCP 47), before the header Accept-Language; the nearest is taken.",
            examples=["en", "zh-Hant"],
        ),
    ]
    | UnsetType
)
ReadBy = Annotated[Audience, Meta(description="Who will read the answer; `customer` where not sent.")] | UnsetType
Parts = (
    Annotated[list[Include], Meta(max_length=20, description="The parts wanted beside the answer itself.")] | UnsetType
)

Store = (
    Annotated[
        bool,
        Meta(
            description="Whether the decision is kept, to be read again at `/v1/{business}/decisions/{id}`. "
            "Values of private facts are not."
        ),
    ]
    | UnsetType
)


Ref = (
    Annotated[
        str,
        Meta(max_length=LONGEST_REF, description="What you call this question; it comes back with its answer."),
    ]
    | UnsetType
)


class DecideRequest(Wire):
    """A question to a policy. What is not sent has its default; `null` is taken for facts alone."""

    facts: SentFacts
    as_of: AsOf = UNSET
    locale: Locale = UNSET
    audience: ReadBy = UNSET
    include: Parts = UNSET
    store: Store = UNSET


@dataclass(frozen=True, slots=True)
class Question:
    """The members of a request that are sound, and the faults of the others.

    ``as_of`` is None where not sent. ``ref`` is what the caller names it, where it is one of several.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    as_of: datetime | None = None
    locale: str | None = None
    audience: Audience = "customer"
    include: frozenset[Include] = frozenset()
    store: bool = False
    faults: tuple[Fault, ...] = ()
    ref: str | None = None


DEFAULTS = Question()


@dataclass(eq=False)
class Wrong(Exception):
    """What is wrong with one member, below its own pointer."""

    detail: str
    help: str | None = None
    below: str = ""


@dataclass(slots=True)
class Members:
    """The members of one body, and the faults met so far."""

    data: Mapping[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def of(cls, data: Mapping[str, Any], shape: type[Wire]) -> Members:
        """The members that a request of that shape has, with a fault for each of the others."""
        names = shape.__struct_fields__
        known = {name: value for name, value in data.items() if name in names}
        faults = strangers(data, names) if len(known) < len(data) else []
        if "facts" in names and "facts" not in known:
            faults.append(Fault(pointer="/facts", detail="the member is missing", help=FACTS_HELP))
        return cls(known, faults)

    def take(self, name: str, read: Callable[[object], T], default: T) -> T:
        """The member as read, or its default where it is not sent or is wrong."""
        if name not in self.data:
            return default
        try:
            return read(self.data[name])
        except Wrong as wrong:
            self.faults.append(Fault(pointer=f"/{name}{wrong.below}", detail=wrong.detail, help=wrong.help))
            return default


def question(data: Mapping[str, Any], shape: type[Wire] = DecideRequest, default: Question = DEFAULTS) -> Question:
    """The question that a request of that shape asks, with every fault of its members but the facts' own."""
    members = Members.of(data, shape)
    return Question(
        facts=members.take("facts", facts, default.facts),
        as_of=members.take("as_of", instant, default.as_of),
        locale=members.take("locale", locale, default.locale),
        audience=members.take("audience", audience, default.audience),
        include=members.take("include", include, default.include),
        store=members.take("store", flag, default.store),
        ref=members.take("ref", ref, None),
        faults=tuple(members.faults),
    )


def strangers(data: Mapping[str, Any], members: tuple[str, ...]) -> list[Fault]:
    """A fault for each member that a request does not have."""
    known = in_backticks(members)
    return [
        Fault(
            pointer=f"/{escape(name)}",
            detail=f"unknown member `{name[:80]}`",
            help=did_you_mean(name[:80], members, f"the members are {known}"),
        )
        for name in data
        if name not in members
    ]


def escape(name: str) -> str:
    """A name as a JSON Pointer spells it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


# --- the members ------------------------------------------------------------------------------

_LOCALE = re.compile(LOCALE_PATTERN)


def facts(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(f"expected an object of facts, not {called(value)}")
    return value


FACTS_HELP = "send `{}` where no fact is known"


def instant(value: object) -> datetime:
    if not isinstance(value, str):
        raise Wrong(f"expected a date and time with its offset, not {called(value)}", INSTANT_HELP)
    found = parse_instant(value)
    if isinstance(found, datetime):
        return found
    raise Wrong(found.message, found.help or INSTANT_HELP)


INSTANT_HELP = "write it like `2026-03-03T12:00:00+08:00`"


def locale(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(f"expected a locale, not {called(value)}", LOCALE_HELP)
    if not is_locale(value):
        raise Wrong(f"`{value[:80]}` is not a locale", LOCALE_HELP)
    return value


def is_locale(text: str) -> bool:
    """Whether a text has the form of a locale's tag."""
    return _LOCALE.fullmatch(text) is not None


LOCALE_HELP = "write it like `en` or `zh-Hant` (BCP 47)"


def audience(value: object) -> Audience:
    return cast(Audience, one_of(value, AUDIENCES, "an audience"))


def include(value: object) -> frozenset[Include]:
    if not isinstance(value, list):
        raise Wrong(f"expected a list of parts, not {called(value)}", f"the parts are {in_backticks(INCLUDES)}")
    return frozenset(cast(Include, part(index, entry)) for index, entry in enumerate(value))


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"expected true or false, not {called(value)}")
    return value


def part(index: int, value: object) -> str:
    try:
        return one_of(value, INCLUDES, "a part")
    except Wrong as wrong:
        raise Wrong(wrong.detail, wrong.help, f"/{index}") from None


def one_of(value: object, words: tuple[str, ...], name: str) -> str:
    if not isinstance(value, str):
        raise Wrong(f"expected {name}, not {called(value)}", f"write one of {in_backticks(words)}")
    if value not in words:
        raise Wrong(
            f"`{value[:80]}` is not {name}", did_you_mean(value[:80], words, f"write one of {in_backticks(words)}")
        )
    return value


def ref(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(f"expected a text, not {called(value)}")
    if len(value) > LONGEST_REF:
        raise Wrong(f"the text has {len(value)} characters", f"send at most {LONGEST_REF}")
    return value


assert get_args(Audience) == AUDIENCES
assert get_args(Include) == INCLUDES
