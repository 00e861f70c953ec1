"""Files of a quarter of a MiB in which one thing stands thousands of times: work must grow no faster than the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import accumulate, count, takewhile

from tests.conformance.suite import BASE

SIZE = 256 * 1024
HEAD = """\
policy: odd
kind: decision
question: {en: "What will you do?"}
effective: {from: beginning}
outcomes:
  - inspect: {label: {en: "we look at it first"}}
"""
END = "rules: []\notherwise: {outcome: inspect}\n"
FACT = "{type: flag, meaning: {en: a fact}, question: {en: Is it so?}}"


def many(line: str, size: int = SIZE) -> str:
    """The line with the numbers 0, 1, 2 … in the place of `#`, as often as the size allows."""
    lines = (line.replace("#", str(number)) for number in count())
    grown = accumulate(lines, lambda before, one: (before[0] + len(one), one), initial=(0, ""))
    return "".join(one for _, one in takewhile(lambda pair: pair[0] < size, grown))


def file(name: str, *parts: str) -> bytes:
    return f"{BASE.name}/{name}\n{''.join(parts)}".encode()


LARGE: Mapping[str, Callable[[], bytes]] = {
    "keys that nobody knows": partial(file, "odd.yaml", HEAD, many("key_#: 1\n"), END),
    "numbers that are none": partial(file, "odd.yaml", HEAD, "numbers:\n", many("  n_#: x y\n"), END),
    "names that nobody knows": partial(file, "odd.yaml", HEAD, "let:\n", many("  n_#: some.name_# + 1\n"), END),
    "facts of no type": partial(file, "facts.yaml", "facts:\n", many("  some.fact_#: {type: flg}\n")),
    "facts with dots": partial(file, "facts.yaml", "facts:\n", many(f"  some.a.b.c.d.e.fact_#: {FACT}\n")),
    "facts that are misspelt": partial(
        file, "facts.yaml", "facts:\n", many(f"  some.fact_#x: {FACT}\n", 100_000),
        "always:\n", many("  - {some.fcat_#y: yes}\n", 15_000),
    ),
    "tabs": partial(file, "odd.yaml", many("\tkey: 1\n")),
    "empty entries": partial(file, "odd.yaml", "key:\n", many("-\n")),
    "empty values": partial(file, "odd.yaml", many("key_#:\n")),
    "references": partial(file, "odd.yaml", many("key_#: *name\n")),
    "quotes that stay open": partial(file, "odd.yaml", many('key_#: "x\n')),
    "second colons": partial(file, "odd.yaml", many("key_#: a: b\n")),
    "documents": partial(file, "odd.yaml", many("---\nkey: 1\n")),
    "rows that overlap": partial(
        file, "odd.yaml", HEAD,
        "table:\n  hit_policy: unique\n  when: [order.count, item.weight]\n  then: [outcome]\n  rows:\n",
        many("    - [at least 3, at most 7 kg, inspect]\n", 60_000), "otherwise: {outcome: inspect}\n",
    ),
    "cells that are wrong": partial(
        file, "odd.yaml", HEAD, "table:\n  hit_policy: first\n  when: [order.count]\n  then: [outcome]\n  rows:\n",
        many("    - [word_#, inspct]\n"), "otherwise: {outcome: inspect}\n",
    ),
    "cases that are wrong": partial(
        file, "cases/odd.yaml", "policy: claim\ncases:\n",
        many("  c#: {facts: {order.cuont: 3}, expect: {outcome: xx}}\n"),
    ),
    "a spreadsheet of wrong cells": partial(
        file, "tables/odd.csv", "item.weight (kg),order.count,then outcome,then fee (TWD)\n",
        many('4月#日,"1,000",deliv,100 元\n'),
    ),
    "a spreadsheet of ten thousand rows": partial(
        file, "tables/odd.csv", "item.weight (kg),order.count,then outcome,then fee (TWD),then by\n",
        many("at most 5,at least 3,deliver,1#,2 days after claim.made_at\n"),
    ),
    "a spreadsheet of quotes": partial(file, "tables/odd.csv", many('"\n')),
    "a spreadsheet of commas": partial(file, "tables/odd.csv", many(",,,,,,,,,,,\n")),
}  # fmt: skip
"""By what stands in them."""
