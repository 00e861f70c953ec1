"""`policykit test`: every case decided and compared with what its author expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policykit.cli import arguments
from policykit.cli.terminal import columns, count, heading, plain, tell, working

if TYPE_CHECKING:
    from policykit.pipeline import Ready
    from policykit.verify.cases import Result, Uncovered


@dataclass(frozen=True, slots=True)
class Run:
    """The cases of one business, run."""

    ready: Ready
    results: tuple[Result, ...]
    uncovered: tuple[Uncovered, ...]

    @property
    def failed(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if not result.passed)


@click.command(
    "test",
    epilog=arguments.examples(
        "policykit test                      the cases of the bundled example businesses",
        "policykit test policies             the cases of every business in a folder",
        "policykit test policies/fruit-shop  the cases of one business",
        "policykit test . --format json      for editors and CI",
    ),
)
@arguments.path
@arguments.form
def command(path: Path | None, form: str) -> None:
    """Run the cases of all businesses at PATH.

    Shows for every case that fails what was expected beside what came out, and the conditions that
    decided; then the rules that answer no case. The exit code is 1 where a case fails.
    """
    from policykit.cli import bundles

    folder = bundles.folder(path)
    bundle, base = bundles.sound(folder), bundles.base_of(folder)
    with working("running the cases"):
        runs = [_run(ready) for ready in bundle.businesses.values()]
    if form == "json":
        tell(_json(runs, base))
    else:
        for line in _text(runs, base):
            tell(line)
    if any(run.failed for run in runs):
        raise click.exceptions.Exit(1)


def _run(ready: Ready) -> Run:
    from policykit.verify.cases import run_cases, uncovered

    results = run_cases(ready.business, ready.govern)
    return Run(ready, results, uncovered(ready.business, results))


# --- for people -------------------------------------------------------------------------------


def _text(runs: list[Run], base: Path) -> Iterator[str]:
    for run in runs:
        for result in run.failed:
            yield from _failure(result, run.ready, base)
    yield from _without_cases(runs)
    yield from columns([_counts(run) for run in runs], indent=0)
    failed, all_cases = sum(len(run.failed) for run in runs), sum(len(run.results) for run in runs)
    colour = "red" if failed else "green"
    yield click.style(f"{count(all_cases - failed, 'case')} passed, {failed:,} failed", fg=colour, bold=True)


def _counts(run: Run) -> tuple[str, ...]:
    return (run.ready.business.id, f"{len(run.results) - len(run.failed)} of {count(len(run.results), 'case')} passed")


def _failure(result: Result, ready: Ready, base: Path) -> Iterator[str]:
    from policykit.cli import reasons
    from policykit.cli.findings import place

    case, business = result.case, ready.business
    failed = click.style("failed", fg="red", bold=True)
    yield f"{place(case.span, base)}: {failed}: {business.id}/{case.policy}, case `{case.id}`"
    rows = [("", "expected", "got"), *((d.part, d.expected, d.got) for d in result.differences)]
    yield from columns([tuple(map(plain, row)) for row in rows])
    decision = result.decision
    if decision is not None and decision.reasons:
        yield f"  {heading('because')}"
        for line in reasons.lines(decision, business, business.locales[0], "agent"):
            yield f"  {line}"
    yield ""


def _without_cases(runs: list[Run]) -> Iterator[str]:
    rows = [
        (f"{run.ready.business.id}/{one.policy.id}", one.policy.version, ", ".join(one.rules))
        for run in runs
        for one in run.uncovered
    ]
    if rows:
        yield click.style("rules that answer no case", fg="yellow", bold=True)
        yield from columns(rows)
        yield ""


# --- for programs -----------------------------------------------------------------------------


def _json(runs: list[Run], base: Path) -> str:
    import json

    data = {
        "passed": sum(len(run.results) - len(run.failed) for run in runs),
        "failed": sum(len(run.failed) for run in runs),
        "cases": [_case(result, run.ready, base) for run in runs for result in run.results],
        "rules_without_case": [
            {"business": run.ready.business.id, "policy": one.policy.id, "version": one.policy.version, "rule": rule}
            for run in runs
            for one in run.uncovered
            for rule in one.rules
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _case(result: Result, ready: Ready, base: Path) -> dict[str, Any]:
    from policykit.cli.findings import place_data

    case = result.case
    differences = [{"part": d.part, "expected": d.expected, "got": d.got} for d in result.differences]
    return {
        "business": ready.business.id,
        "policy": case.policy,
        "case": case.id,
        "scenario": case.scenario,
        "passed": result.passed,
        "differences": differences,
        **place_data(case.span, base),
    }
