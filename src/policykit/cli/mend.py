"""`policykit check --fix`: the punctuation of Chinese texts, mended in the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from policykit.cli.findings import place, place_data, shown
from policykit.cli.terminal import plain
from policykit.diagnostics import Diagnostic, has_errors
from policykit.source.mending import Change, mended

CODE = "half-width-punctuation"


@dataclass(frozen=True, slots=True)
class Mended:
    """What was changed, in order of place, and the files with errors, which were left as they are."""

    changes: tuple[Change, ...]
    refused: tuple[str, ...]


def mend(findings: Iterable[Diagnostic], base: Path) -> Mended:
    """Mends the files that the findings name, but for those with errors: what they say is not known for sure."""
    found = tuple(findings)
    names = dict.fromkeys(one.span.file for one in found if one.code == CODE)
    refused = tuple(name for name in names if has_errors(one for one in found if one.span.file == name))
    return Mended(tuple(change for name in names if name not in refused for change in _mended(name, base)), refused)


def _mended(name: str, base: Path) -> tuple[Change, ...]:
    file = (base / name).resolve()
    content, changes = mended(name, file.read_bytes())
    if changes:
        _replace(file, content)
    return changes


def _replace(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all; who may read it stays as it was."""
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as stream:
        written = Path(stream.name)
        try:
            stream.write(content)
            stream.flush()
            written.chmod(file.stat().st_mode & 0o7777)
            written.replace(file)
        except OSError:
            written.unlink()
            raise


def as_text(done: Mended, base: Path) -> Iterator[str]:
    """A line for each change, and one for each file that was left alone."""
    for change in done.changes:
        yield f"{place(change.span, base)}: mended: `{plain(change.before)}` is now `{change.after}`"
    for name in done.refused:
        yield f"{shown(base / name)}: not mended: the file has errors; correct them first"
    if done.changes or done.refused:
        yield ""


def as_data(done: Mended, base: Path) -> list[dict[str, object]]:
    """The changes as JSON takes them."""
    return [{"before": one.before, "after": one.after, **place_data(one.span, base)} for one in done.changes]
