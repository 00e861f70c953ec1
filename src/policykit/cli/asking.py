"""A policy asked on the facts of the command line: its decision, or every fault of what was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import click

from policykit import clocks, pipeline
from policykit.cli.facts import given
from policykit.cli.group import WrongUsage, said
from policykit.decision import Decision, NoVersion, WrongFacts
from policykit.pipeline import Ready
from policykit.values import now


@dataclass(frozen=True, slots=True)
class Asked:
    """What `--facts`, `--fact` and `--as-of` give; without an instant, the question is asked now."""

    source: str | None
    pairs: tuple[str, ...]
    as_of: datetime | None


def decision(ready: Ready, policy_id: str, asked: Asked, parts: frozenset[str]) -> Decision:
    """The decision with these parts. Tells every fault of the facts, and ends the command."""
    instant = asked.as_of or clocks.in_zone(now(), ready.business.calendar).replace(microsecond=0)
    try:
        facts = given(ready.business, asked.source, asked.pairs)
        return pipeline.decide(ready, policy_id, facts, instant, parts)
    except WrongFacts as error:
        raise _refused(error) from None
    except NoVersion as error:
        raise WrongUsage(str(error), "give a later `--as-of`, or later facts") from None


def _refused(error: WrongFacts) -> click.exceptions.Exit:
    """Tells every fault; the end of the command."""
    code = 0
    for fault in error.faults:
        name = fault.fact or fault.pointer
        where = f"`{name}`: " if name and f"`{name}`" not in fault.message else ""
        code = said(f"{where}{fault.message}", fault.help)
    return click.exceptions.Exit(code)
