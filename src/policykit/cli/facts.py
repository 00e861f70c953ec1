"""Facts from the command line: JSON as it goes over the wire, or single facts in an author's words."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from policykit.cli.group import WrongUsage
from policykit.deciding.facts import facts_from_json, pointer
from policykit.decision import FactFault, WrongFacts
from policykit.diagnostics import did_you_mean
from policykit.model import ABSENT, Business, Fact, Facts, ListType, Value
from policykit.values import Wrong, from_text

LARGEST = 1024 * 1024
"""Bytes of JSON that are taken."""
LONGEST_NUMBER = 64
TOO_LONG = Decimal("9" * LONGEST_NUMBER)
"""Stands for every number that no fact can hold; the fault then names the fact."""


def given(business: Business, source: str | None, pairs: tuple[str, ...]) -> Facts:
    """The facts of `--facts`, with those of `--fact` in their place. Raises WrongFacts with every fault, WrongUsage."""
    single = dict(_pairs(pairs))
    faults: list[FactFault] = []
    found: dict[str, Value] = {}
    if source is not None:
        try:
            found.update(facts_from_json(business, decoded(source)))
        except WrongFacts as error:
            faults += (fault for fault in error.faults if fault.fact not in single)
    for name, text in single.items():
        value = _value(business, name, text)
        if isinstance(value, FactFault):
            faults.append(value)
        else:
            found[name] = value
    if faults:
        raise WrongFacts(tuple(faults))
    return found


# --- single facts -----------------------------------------------------------------------------


def _pairs(pairs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for pair in pairs:
        name, sign, text = (part.strip() for part in pair.partition("="))
        if not sign:
            raise WrongUsage(f"`{pair}` gives no value", f"write `--fact {name}=…`")
        if name in seen:
            raise WrongUsage(f"the fact `{name}` is given twice", "leave one of the two out")
        seen.add(name)
        yield name, text


def _value(business: Business, name: str, text: str) -> Value | FactFault:
    fact = business.facts.get(name)
    if fact is None:
        return FactFault(pointer(name), None, f"unknown fact `{name}`", did_you_mean(name, business.facts))
    if text == "absent":
        return ABSENT if fact.may_be_absent else _fault(fact, "this fact is never absent", "leave it out if not known")
    if isinstance(fact.type, ListType):
        return _fault(fact, "a list cannot be written this way", "give it as JSON with `--facts`")
    value = from_text(fact.type, text)
    return _fault(fact, value.message, value.help) if isinstance(value, Wrong) else value


def _fault(fact: Fact, message: str, help: str | None) -> FactFault:
    return FactFault(pointer(fact.name), fact.name, message, help)


# --- JSON -------------------------------------------------------------------------------------


def decoded(source: str) -> Any:
    """The JSON that stands in a file, on standard input (`-`), or in the argument itself."""
    text = source if source.lstrip().startswith("{") else _read(source)
    try:
        return json.loads(text, parse_float=_exact, parse_constant=_refuse, object_pairs_hook=_unrepeated)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise WrongUsage(f"the facts are no JSON: {error.msg.lower()} at {where}", "give an object: `{…}`") from None
    except (RecursionError, ValueError) as error:
        reason = "it nests too deep" if isinstance(error, RecursionError) else "a whole number is too long"
        raise WrongUsage(f"the facts cannot be taken: {reason}") from None


def _read(source: str) -> str:
    if source != "-" and not Path(source).is_file():
        raise WrongUsage(f"there is no file `{source}`", "give a file, `-` for standard input, or JSON: `{…}`")
    content = _content(source)
    if len(content) > LARGEST:
        raise WrongUsage("the facts are longer than 1 MiB", "send what the policy reads")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUsage(f"the facts are not UTF-8 from byte {error.start} on") from None


def _content(source: str) -> bytes:
    """What the source holds, as far as it can be taken."""
    if source == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(source).open("rb") as stream:
        return stream.read(LARGEST + 1)


def _exact(digits: str) -> Decimal:
    try:
        return Decimal(digits) if len(digits) <= LONGEST_NUMBER else TOO_LONG
    except InvalidOperation:  # the exponent alone is too long
        return TOO_LONG


def _refuse(word: str) -> Any:
    raise WrongUsage(f"the facts are no JSON: `{word}` is no number there")


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    repeated = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if repeated:
        raise WrongUsage(f"the facts repeat the name `{repeated[0]}`", "give every fact once")
    return dict(pairs)
