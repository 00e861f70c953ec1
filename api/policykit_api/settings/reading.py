"""Where settings come from: a file, the environment, options of the command line; the later before the earlier.

Everything that is wrong, wherever it stands, is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from policykit.diagnostics import Diagnostic, by_place, did_you_mean, has_errors
from policykit.model import Span
from policykit.source.read import Data, Document, read
from policykit.source.shape import check_shape
from policykit_api.settings import Settings
from policykit_api.settings.clashes import clashes
from policykit_api.settings.structure import bare, file_shape, is_secret
from policykit_api.settings.values import Wrong, value_of

PREFIX = "POLICYKIT_"
CONFIG = "POLICYKIT_CONFIG"
FROM_FILE = "_FILE"
"""The end of the name of a variable that names a file which holds the value: for secrets."""

Name = tuple[str, str]
"""A section, and a setting in it."""


@dataclass(frozen=True, slots=True)
class Held:
    """The settings that hold, and where each that is not its default comes from (`server.yaml:3`, `--port`)."""

    settings: Settings
    origins: Mapping[Name, str]


class WrongSettings(Exception):
    """All that is wrong with them. A finding about a variable or an option has its name as file, and line 0."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = by_place(diagnostics)
        super().__init__("; ".join(f"{one.span.file}: {one.message}" for one in self.diagnostics))


@dataclass(slots=True)
class Reading:
    """What has been read so far."""

    values: dict[Name, object] = field(default_factory=dict)
    origins: dict[Name, str] = field(default_factory=dict)
    places: dict[Name, Span] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def take(self, name: Name, text: Data, place: Span, origin: str) -> None:
        """The text as the value of a setting, in place of what an earlier source said."""
        try:
            self.values[name] = value_of(types()[name], text)
            self.origins[name], self.places[name] = origin, place
        except Wrong as wrong:
            shown = "this value" if is_secret(types()[name]) else f"`{str(text)[:60]}`"
            message = f"`{'.'.join(name)}` takes {wrong.expected}, not {shown}"
            self.found.append(Diagnostic("bad-value", message, place, help=wrong.help))

    def refuse(self, code: str, place: Span, message: str, advice: str | None = None) -> None:
        self.found.append(Diagnostic(code, message, place, help=advice))


@cache
def types() -> Mapping[Name, inspect.Type]:
    """Every setting with its type."""
    found: dict[Name, inspect.Type] = {}
    for section in inspect.type_info(Settings).fields:  # type: ignore[attr-defined]  # a Struct has fields
        shape = bare(section.type)
        assert isinstance(shape, inspect.StructType)
        found |= {(section.name, setting.name): setting.type for setting in shape.fields}
    return found


def variable(name: Name) -> str:
    """The environment variable of a setting: `POLICYKIT_SERVER_PORT`."""
    return PREFIX + "_".join(name).upper()


def hold(
    config: Path | None = None, environment: Mapping[str, str] | None = None, options: Mapping[Name, str] | None = None
) -> Held:
    """The settings that hold. Raises WrongSettings with all that is wrong.

    Without ``config``, the file is the one that `POLICYKIT_CONFIG` names, or none.
    """
    environment = environment or {}
    reading = Reading()
    named = environment.get(CONFIG)
    file = config or (Path(named) if named else None)
    if file is not None:
        _from_file(reading, file)
    _from_environment(reading, environment)
    for name, text in (options or {}).items():
        option = f"--{name[1].replace('_', '-')}"
        reading.take(name, text, _whole(option), option)
    settings = _settings(reading.values)
    for clash in clashes(settings):
        reading.refuse("bad-value", reading.places[clash.setting], clash.message, clash.help)
    if has_errors(reading.found):
        raise WrongSettings(reading.found)
    return Held(settings, reading.origins)


def _whole(origin: str) -> Span:
    """The place of what is no file: its name alone."""
    return Span(origin, 0, 0, 0, 0)


# --- the file ---------------------------------------------------------------------------------


def _from_file(reading: Reading, file: Path) -> None:
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        reading.refuse("missing-file", _whole(str(file)), f"the settings cannot be read: {reason}")
        return
    document, found = read(str(file), content)
    reading.found += [one for one in found if one.code != "empty-file"]
    if document is None or has_errors(reading.found):
        return
    wrong = check_shape(document, file_shape())
    reading.found += wrong
    faulty = {one.span for one in wrong}
    for name, text in _stated(document):
        place = document.span_of(name)
        if place not in faulty and name in types():
            origin = f"{file}:{place.line}"
            reading.take(name, text, _whole(origin) if is_secret(types()[name]) else place, origin)


def _stated(document: Document) -> Iterator[tuple[Name, Data]]:
    if isinstance(document.data, dict):
        for section, inside in document.data.items():
            if isinstance(inside, dict):
                yield from (((section, name), text) for name, text in inside.items())


# --- the environment --------------------------------------------------------------------------


def _from_environment(reading: Reading, environment: Mapping[str, str]) -> None:
    names = {variable(name): name for name in types()}
    for given, text in environment.items():
        if not given.startswith(PREFIX) or given == CONFIG:
            continue
        if given in names:
            reading.take(names[given], text, _whole(given), given)
        elif given.endswith(FROM_FILE) and (name := names.get(given.removesuffix(FROM_FILE))):
            _from_a_file_of_its_own(reading, name, given, text, environment)
        else:
            near = did_you_mean(given, (*names, CONFIG), "`policykit serve --show-settings` lists every setting")
            reading.refuse("unknown-key", _whole(given), "there is no such setting", near)


def _from_a_file_of_its_own(
    reading: Reading, name: Name, given: str, path: str, environment: Mapping[str, str]
) -> None:
    if variable(name) in environment:
        reading.refuse("bad-value", _whole(given), f"`{variable(name)}` is given as well", "give one of the two")
        return
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "it is not UTF-8").lower()
        reading.refuse("missing-file", _whole(given), f"`{path}` cannot be read: {reason}")
        return
    reading.take(name, text.rstrip("\r\n"), _whole(given), given)


def _settings(values: Mapping[Name, object]) -> Settings:
    sections: dict[str, dict[str, Any]] = {}
    for (section, name), value in values.items():
        sections.setdefault(section, {})[name] = value
    default = Settings()
    return msgspec.structs.replace(
        default,
        **{name: msgspec.structs.replace(getattr(default, name), **given) for name, given in sections.items()},
    )
