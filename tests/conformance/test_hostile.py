"""Files that nobody meant well, or that nobody may read: findings, in bounded time, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from policykit.pipeline import load
from tests.conformance.suite import BASE, Section, lay_out

SECONDS = 20
"""For one folder, start of the interpreter included; a hang takes for ever."""

POLICY = """\
policy: big
kind: decision
question: {en: "What will you do?"}
effective: {from: beginning}
outcomes:
  - inspect: {label: {en: "we look at it first"}}
"""
END = "otherwise: {outcome: inspect}\n"


def policy(body: str) -> bytes:
    return f"{POLICY}{body}{END}".encode()


def rule(when: str) -> bytes:
    return policy(f"rules:\n  - id: odd\n    when: {when}\n    then: {{outcome: inspect}}\n")


def wording(text: str) -> bytes:
    return f"{POLICY}rules: []\n{END}".replace("inspect}\n", f'inspect, wording: {{en: "{text}"}}}}\n').encode()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "not UTF-8": (b"policy: \xff\xfe\n", "not-utf8"),
    "UTF-16": ("policy: claim\n".encode("utf-16"), "not-utf8"),
    "a NUL": (b"policy: cla\x00im\n", "control-character"),
    "a MiB and a byte": (b"#" * (1024 * 1024 + 1), "file-too-large"),
    "a MiB of brackets": (b"[" * (1024 * 1024), "too-deep"),
    "a hundred thousand brackets": (b"a: " + b"[" * 100_000, "too-deep"),
    "a hundred thousand braces": (b"a: " + b"{a: " * 100_000, "too-deep"),
    "a thousand levels of indentation": (b"".join(b" " * n + b"a:\n" for n in range(1000)), "too-deep"),
    "half a million entries": (b"a: [" + b"a, " * 340_000 + b"a]\n", "file-too-large"),
    "aliases of aliases": (
        b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)),
        "yaml-alias",
    ),
    "a key of a MiB": (b"x" * 1_000_000 + b": 1\n", "missing-colon"),
    "forty thousand digits": (rule("{item.weight: " + "9" * 40_000 + "}"), "huge-number"),
    "groups within groups": (rule("{any: [" * 20 + "{order.count: 3}" + "]}" * 20), "too-deep"),
    "brackets in a formula": (policy("let: {sum_of_all: " + "(" * 240 + "1" + ")" * 240 + "}\nrules: []\n"), "syntax"),
    "a formula that doubles": (
        policy(
            "let:\n  size: order.count\n"
            + "".join(f"  size{'a' * n}: size{'a' * (n - 1)} + size{'a' * (n - 1)}\n" for n in range(1, 60))
            + "rules: []\n"
        ),
        "too-deep",
    ),
    "a name of a thousand dots": (wording("{{ a" + ".a" * 900 + " }}"), "unknown-fact"),
    "work in a wording": (wording("{{ ('%5000000000d') % (7 ** 7) }}"), "wording-syntax"),
    "a way out of a wording": (wording("{{ ''.__class__.__mro__ }}"), "wording-syntax"),
    "a loop in a wording": (wording("{% for a in range(10 ** 9) %}{% endfor %}"), "wording-syntax"),
    "lists where words belong": (b"policy: [a]\nkind: [b]\nrules: {}\n", "wrong-shape"),
    "a wording of a thousand brackets": (wording("{{ " + "(" * 900 + "a }}"), "wording-syntax"),
    "phrases in the cells of a table": (
        policy("table: {hit_policy: first, when: [a.b], then: [outcome, alternatives], rows: [[x, inspect, y]]}\n"),
        "unknown-value",
    ),
    "maps where lists belong": (policy("rules: {a: {b: c}}\n"), "wrong-shape"),
    "a list of nothing": (b"- - - - - -\n", "not-a-map"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused(content: bytes, code: str, tmp_path: Path):
    folder = lay_out((), tmp_path)
    (folder / "odd.yaml").write_bytes(content)
    assert code in {finding.code for finding in load(folder).diagnostics}


def test_all_hostile_files_together_are_refused_in_bounded_time(tmp_path: Path):
    folder = lay_out((), tmp_path)
    for number, (content, _) in enumerate(HOSTILE.values()):
        (folder / f"odd{'i' * number}.yaml").write_bytes(content)
    script = f"from pathlib import Path; from policykit.pipeline import load; print(load(Path({str(folder)!r})).bundle)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert ("", "None\n", 0) == (done.stderr, done.stdout, done.returncode)


def test_a_table_of_two_thousand_rows_is_taken(tmp_path: Path):
    rows = "".join(f"    - [{number % 100 + 1}, inspect]\n" for number in range(2000))
    table = f"table:\n  hit_policy: first\n  when: [order.count]\n  then: [outcome]\n  rows:\n{rows}"
    section = Section("big.yaml", "whole", policy(table).decode())
    assert () == load(lay_out((section,), tmp_path)).diagnostics


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    folder = lay_out((), tmp_path)
    outside = tmp_path / "outside.yaml"
    outside.write_text("policy: [", encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside)
    assert () == load(folder).diagnostics


def test_a_folder_of_a_file_s_name_is_passed_over(tmp_path: Path):
    folder = lay_out((), tmp_path)
    (folder / "odd.yaml").mkdir()
    assert () == load(folder).diagnostics


def test_a_folder_without_business_yaml_is_named(tmp_path: Path):
    folder = lay_out((Section("business.yaml", "none", ""),), tmp_path)
    here, from_above = load(folder).diagnostics, load(tmp_path).diagnostics
    assert [("missing-file", "corner-shop")] == [(one.code, one.span.file) for one in here]
    assert [("missing-file", "corner-shop/business.yaml")] == [(one.code, one.span.file) for one in from_above]


# --- what nobody may read -----------------------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are its user's alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    rmtree(folder)


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """No longer the superuser, who may read everything."""
    load(BASE)  # what is imported later may lie where only the superuser gets
    user = os.geteuid() if hasattr(os, "geteuid") else -1
    if user == 0:
        os.seteuid(65534)
    yield
    if user == 0:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files are closed to others in another way here")
def test_a_file_that_cannot_be_opened_is_named(open_folder: Path, request):
    folder = lay_out((), open_folder)
    (folder / "phrases.yaml").chmod(0)
    request.getfixturevalue("as_nobody")
    found = [(one.code, one.span.file) for one in load(folder).diagnostics]
    assert ("unreadable-file", "corner-shop/phrases.yaml") in found
