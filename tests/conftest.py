"""How every test runs: how many examples a property gets, which tests are deep, and what a skip means."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import feelin as feel
from tests import html_checker as nu
from tests import schema_dts

CI = os.environ.get("CI") == "true"
DEEP = os.environ.get("TESTS_DEEP") == "1"
ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("ci", deadline=None, derandomize=CI, print_blob=True)
settings.register_profile("deep", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("deep" if DEEP else "ci")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the deep tests out of a run that did not ask for them; pytest counts them as deselected."""
    if DEEP:
        return
    deep = [item for item in items if item.get_closest_marker("deep")]
    config.hook.pytest_deselected(items=deep)
    items[:] = [item for item in items if item not in deep]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Under CI a skip is a failure: a part that is missing there would hide what it tests."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr[2]}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """As for one test, for a module that skips as a whole."""
    report = yield
    if CI and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr[2]}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have measured: each says it by ``record_property("measured", ...)``."""
    reports = (report for found in terminalreporter.stats.values() for report in found)
    properties = (pair for report in reports for pair in getattr(report, "user_properties", ()))
    measured = sorted({text for name, text in properties if name == "measured"})
    if measured:
        terminalreporter.section("measured")
    for text in measured:
        terminalreporter.line(text)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def feelin() -> Iterator[feel.Interpreter]:
    """An interpreter of FEEL that others wrote."""
    gone = feel.missing()
    if gone:
        pytest.skip(f"{gone} is not installed")
    with feel.interpreter() as found:
        yield found


@pytest.fixture(scope="session")
def schema_types() -> None:
    """The types of schema.org and a compiler that judges by them."""
    gone = schema_dts.missing()
    if gone:
        pytest.skip(f"{gone} is not installed")


@pytest.fixture(scope="session")
def html_checker() -> nu.Checker:
    """The Nu HTML checker."""
    gone = nu.missing()
    return pytest.skip(f"{gone} is not installed") if gone else nu.checker()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which finds what shuts people out of a page."""
    script = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8") if script.is_file() else pytest.skip("axe-core is not installed")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program, for playwright's ``executable_path``."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or pytest.skip("Chromium is not installed")
