r"""The words for what a field of an author's file may hold: names, texts, numbers, periods, dates.

Each is a msgspec type that says three things at once: the pattern it must match, the words for it
(``form``, as in "`window` takes **a period**") and an example. The checks, the editors' schema and the
documentation's tables all come from that one statement; see ``source.structure``.

Everything an author writes is text, so every type here is text, a list or a map. Patterns are
anchored with ``^`` and ``$`` and keep to what Python and ECMAScript read alike (``[0-9]``, never
``\d``); ``$`` means the very end, which ``source.shape`` sees to.

msgspec refuses a length on a type that may be None: a list or a map of bounded length has a name of
its own here (``Words``), and an optional field says ``Words | None``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union

from msgspec import Meta

from policykit.model import Unit

_WORD = "[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_DECIMAL = r"-?(?:[0-9]{1,30}|(?=[0-9.]{3,31}(?![0-9.]))[0-9]+\.[0-9]+)"
_UNITS = "|".join(f"{unit.removesuffix('s')}s?" for unit in Unit)

# --- names ------------------------------------------------------------------------------------

Name = Annotated[
    str,
    Meta(
        pattern="^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$",
        max_length=80,
        examples=["damage-claim"],
        extra={"form": "a name in small letters with hyphens"},
    ),
]
"""The id of a business, a policy, a rule or a case; it is part of web addresses."""

Word = Annotated[
    str,
    Meta(
        pattern=f"^{_WORD}$",
        max_length=80,
        examples=["next_order_picked_by_hand"],
        extra={"form": "a word in small letters with underscores"},
    ),
]
"""A word that formulas and tests use: an outcome, a choice, a value, a named number, a phrase."""

Words = Annotated[list[Word], Meta(min_length=1, max_length=200)]

FactName = Annotated[
    str,
    Meta(
        pattern=rf"^{_WORD}(?:\.{_WORD})*$",
        max_length=120,
        examples=["order.delivered_at"],
        extra={"form": "a fact's name in small letters with dots"},
    ),
]

# --- texts ------------------------------------------------------------------------------------

Locale = Annotated[
    str,
    Meta(
        pattern="^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$",
        examples=["en", "zh-Hant"],
        extra={"form": "a locale"},
    ),
]
"""A language, with its script and region where they matter (BCP 47)."""

Prose = Annotated[str, Meta(min_length=1, max_length=2000, examples=["Our shop by the sea."], extra={"form": "a text"})]

Texts = Annotated[
    dict[Locale, Prose],
    Meta(
        min_length=1,
        examples=[{"en": "Our shop by the sea.", "zh-Hant": "我們海邊的店。"}],
        extra={"form": "a text in each locale"},
    ),
]
"""One text a locale. Whether every locale of the business is there is a check's question."""

PluralForm = Annotated[
    str,
    Meta(pattern="^(?:zero|one|two|few|many|other)$", examples=["one", "other"], extra={"form": "a plural form"}),
]
"""A form that a language has for numbers (Unicode CLDR)."""

Line = Annotated[str, Meta(min_length=1, max_length=200, examples=["Blue box"], extra={"form": "a short text"})]

# --- values -----------------------------------------------------------------------------------

Flag = Annotated[Literal["yes", "no", "true", "false"], Meta(examples=["yes"], extra={"form": "`yes` or `no`"})]

Number = Annotated[
    str,
    Meta(
        pattern=f"^{_DECIMAL}$",
        examples=["0.3"],
        extra={"form": "a number of at most 30 digits"},
    ),
]

WholeNumber = Annotated[str, Meta(pattern="^[0-9]{1,18}$", examples=["500"], extra={"form": "a whole number"})]

Measure = Annotated[
    str,
    Meta(
        pattern=f"^(?:{_DECIMAL}(?: [A-Za-z][A-Za-z/ ]{{0,49}})?|{_CLOCK}|24:00)$",
        examples=["24 hours", "0.3", "100 km", "600 TWD", "09:00"],
        extra={"form": "a number, with its unit or currency where it has one, or a time of day"},
    ),
]
"""What a named number stands for."""

Limit = Annotated[
    str,
    Meta(
        pattern=f"^(?:{_DECIMAL}|{_WORD})$", examples=["4", "warn_at"], extra={"form": "a number, or the name of one"}
    ),
]

FixedValue = Annotated[
    str,
    Meta(
        pattern=f"^(?:{_DECIMAL}(?: [A-Za-z][A-Za-z/ ]{{0,49}})?|{_WORD})$",
        examples=["60", "first", "100 CNY"],
        extra={"form": "a number with its unit or currency, a choice, or the name of a number"},
    ),
]
"""A value that is the same whoever asks: no formula, and so no fact."""

Formula = Annotated[
    str,
    Meta(min_length=1, max_length=500, examples=["(1 - fee) * item.price"], extra={"form": "a formula"}),
]

TestText = Annotated[str, Meta(min_length=1, max_length=500, examples=["at least 7"], extra={"form": "a test"})]

TableFile = Annotated[
    str,
    Meta(
        pattern="^tables/[^/\\\\]{1,100}\\.csv$",
        examples=["tables/surcharges.csv"],
        extra={"form": "a CSV file in the folder `tables`"},
    ),
]

Header = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        examples=["delivery.distance (km)", "then fee (TWD)"],
        extra={"form": "what a column tests, or `then` and what it answers"},
    ),
]
"""What a column of a spreadsheet means, in the form of a heading that says so itself."""

# --- times ------------------------------------------------------------------------------------

PeriodText = Annotated[
    str,
    Meta(
        pattern=f"^(?:[0-9]{{1,9}} (?:{_UNITS})(?: or (?:the )?next working day)?|{_WORD})$",
        max_length=80,
        examples=["24 hours", "14 calendar days or the next working day", "2 working days", "photo_limit"],
        extra={"form": "a period, or the name of one"},
    ),
]

FixedPeriod = Annotated[
    str,
    Meta(
        pattern=f"^[0-9]{{1,9}} (?:{_UNITS})$",
        max_length=80,
        examples=["7 calendar days"],
        extra={"form": "a period"},
    ),
]
"""A period where no number has a name yet."""

DateText = Annotated[
    str, Meta(pattern=f"^{_DATE}$", examples=["2026-01-31"], extra={"form": "a date (year-month-day)"})
]

Dates = Annotated[list[DateText], Meta(min_length=1, max_length=1000, extra={"form": "a list of dates"})]

DateOrName = Annotated[
    str,
    Meta(
        pattern=f"^(?:{_DATE}|{_WORD})$",
        max_length=80,
        examples=["2026-01-31", "last_day"],
        extra={"form": "a date (year-month-day), or the name of one"},
    ),
]

StartText = Annotated[
    str,
    Meta(
        pattern=f"^(?:beginning|{_DATE})$",
        examples=["2026-01-31", "beginning"],
        extra={"form": "a date (year-month-day) or `beginning`"},
    ),
]

DateTimeText = Annotated[
    str,
    Meta(
        pattern=rf"^{_DATE}T{_CLOCK}(?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?:Z|[+-]{_CLOCK})$",
        examples=["2026-01-31T08:00:00+08:00"],
        extra={"form": "a date and time with its offset"},
    ),
]

ClockTime = Annotated[
    str, Meta(pattern=f"^{_CLOCK}$", examples=["09:00"], extra={"form": "a time of day (hours:minutes)"})
]

Weekday = Annotated[
    Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    Meta(
        examples=["mon"],
        extra={"form": "a day of the week (`mon`, `tue`, `wed`, `thu`, `fri`, `sat` or `sun`)"},
    ),
]

Weekdays = Annotated[list[Weekday], Meta(min_length=1, max_length=7)]

TimeZone = Annotated[
    str,
    Meta(
        pattern="^[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$",
        max_length=60,
        examples=["Asia/Taipei"],
        extra={"form": "a time zone"},
    ),
]
"""A zone of the IANA time zone database."""

# --- places and people ------------------------------------------------------------------------

Country = Annotated[
    str, Meta(pattern="^[A-Z]{2}$", examples=["TW"], extra={"form": "a country in two capital letters"})
]
"""ISO 3166-1 alpha-2."""

Countries = Annotated[list[Country], Meta(min_length=1, max_length=250)]

HolidayPlace = Annotated[
    str,
    Meta(
        pattern="^[A-Z]{2}(?:-[A-Za-z0-9]{1,20})?$",
        examples=["TW", "GB-SCT"],
        extra={"form": "a country in two capital letters, or a part of one"},
    ),
]
"""ISO 3166-1, with a part by ISO 3166-2 where holidays differ between parts."""

Currency = Annotated[
    str, Meta(pattern="^[A-Z]{3}$", examples=["TWD"], extra={"form": "a currency in three capital letters"})
]
"""ISO 4217."""

Email = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$",
        max_length=254,
        examples=["hello@example.com"],
        extra={"form": "an e-mail address"},
    ),
]

Phone = Annotated[
    str,
    Meta(
        pattern=r"^\+?[0-9][0-9 ()-]{2,30}$",
        examples=["+886 2 2345 6789"],
        extra={"form": "a telephone number"},
    ),
]

Url = Annotated[
    str,
    Meta(
        pattern=r"^https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][A-Za-z0-9._~:/?#@!$'()*+,;=%&-]*)?$",
        max_length=2000,
        examples=["https://example.com/contact"],
        extra={"form": "a web address that begins with `https://`"},
    ),
]

Scenario = Annotated[str, Meta(pattern="^S[0-9]{1,3}$", examples=["S2"], extra={"form": "a scenario's number"})]

# --- what later stages read -------------------------------------------------------------------

Open = Annotated[dict[str, Any], Meta(extra={"form": "a map"})]
"""A map whose keys are facts or groups of tests; ``source.build`` reads it, with the facts at hand."""

OpenList = Annotated[list[Open], Meta(max_length=500)]

Body = TypeVar("Body")

BareWord = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        examples=["next_order_picked_by_hand"],
        extra={"form": "a word in small letters with underscores"},
    ),
]
"""A ``Word`` where a map may stand instead; ``source.policies`` checks its form.

It has no pattern: msgspec 0.22 frees a union twice in which a text and a map's keys both have one,
and the interpreter dies in a later garbage collection.
"""

WORD = re.compile(_WORD)
"""The form of a ``Word``."""

WordOrMap: TypeAlias = Union[  # noqa: UP007  # `|` between annotated types cannot take a parameter
    BareWord,
    Annotated[
        dict[Word, Body],
        Meta(min_length=1, max_length=1, extra={"form": "a word, or one word with what it holds"}),
    ],
]
"""A bare word, or a map of that word to more about it: ``[refuse, {refund: {values: ...}}]``."""
