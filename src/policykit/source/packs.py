"""Law packs: found by their names, read and built as a business's own files are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from policykit import values
from policykit.bundled import bundled
from policykit.calendars import calendar_of
from policykit.diagnostics import Diagnostic, Related, did_you_mean, has_errors
from policykit.kinds import decision
from policykit.kinds.law import PackFile
from policykit.kinds.plain import Placed
from policykit.model import (
    Calendar,
    Checked,
    Citation,
    Confidence,
    Expression,
    Figure,
    Floor,
    MoneyLiteral,
    NumberLiteral,
    NumberRef,
    Pack,
    PeriodLiteral,
    Policy,
    Provision,
    Span,
    Unit,
)
from policykit.source.drafts import Broken, Surroundings, drafted, no_doubles
from policykit.source.facts import build_facts
from policykit.source.folder import content_of
from policykit.source.policies import build_policy
from policykit.source.read import Document, read
from policykit.source.shape import check_shape
from policykit.source.sheet import Sheet
from policykit.walk import parts

LAW = "law"
"""The folder of law packs, which is no business."""
BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs that a business names, None for one with errors; what was found in them; the digest of their files."""

    known: Mapping[str, Pack | None]
    found: tuple[Diagnostic, ...] = ()
    digest: str = ""


def packs_of(named: Placed | None, business: Path, currency: str, sheet: Sheet) -> Packs:
    """The packs of a business's `law:`. One of a name that no file has is reported at its place."""
    known: dict[str, Pack | None] = {}
    found: list[Diagnostic] = []
    digest = sha256()
    for index, name in enumerate(named.data if named else ()):
        assert named is not None
        file = find(name, business)
        if file is None:
            text, help = f"there is no law pack `{name}`", did_you_mean(name, bundled_packs(), _packs())
            sheet.report("unknown-pack", text, sheet.span(named[index]), help)
            known[name] = None
            continue
        known[name], diagnostics, content = load_pack(file, business, currency)
        found += diagnostics
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Packs(known, tuple(found), digest.hexdigest() if known else "")


def digest_of(business: str, packs: Packs) -> str:
    """The digest of a business's files and of the packs that it names."""
    return f"sha256:{sha256((business + packs.digest).encode()).hexdigest()}" if packs.known else business


def find(name: str, business: Path) -> Path | None:
    """The file of a pack: the business's own, else one beside the business, else the one that comes with policykit."""
    places = (business / LAW, business.parent / LAW, bundled("policies") / LAW)
    return next((place / f"{name}.yaml" for place in places if (place / f"{name}.yaml").is_file()), None)


def bundled_packs() -> list[str]:
    """The names of the packs that come with policykit."""
    return sorted(file.stem for file in (bundled("policies") / LAW).glob("*.yaml"))


def _packs() -> str:
    return f"the packs are {', '.join(f'`{name}`' for name in bundled_packs())}; your own stand in `{LAW}/`"


def load_pack(file: Path, business: Path | None, currency: str) -> tuple[Pack | None, tuple[Diagnostic, ...], bytes]:
    """The pack in a file, None where it has an error; every finding; and the bytes."""
    own = business is not None and file.is_relative_to(business)
    shown = f"{business.name}/{LAW}/{file.name}" if own and business else f"{LAW}/{file.name}"
    content = content_of(file)
    if isinstance(content, str):
        place = Span(shown, 1, 1, 1, 1)
        text = f"this file cannot be opened: {content}"
        return None, (Diagnostic("unreadable-file", text, place, help="see who may read it"),), b""
    document, diagnostics = read(shown, content)
    if document is None or has_errors(diagnostics):
        return None, diagnostics, content
    pack, found = build_pack(document, currency)
    return pack, (*diagnostics, *found), content


# --- one pack ---------------------------------------------------------------------------------


def build_pack(document: Document, currency: str) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
    """The pack, its amounts in one currency; None where anything in it is wrong."""
    wrong = check_shape(document, PackFile)
    if has_errors(wrong):
        return None, wrong
    root = Placed(document.data, ())
    sheet = Sheet(document, tuple(root["locales"].data))
    _check_name(root, sheet)
    countries = _countries(root["countries"], sheet)
    # Whoever binds the facts reads what they are; customers never do.
    facts, _ = build_facts(replace(sheet, locales=sheet.locales[:1]), currency, asked=False)
    _check_scalars(root, sheet)
    provisions = {name: _provision(name, entry, sheet) for name, entry in root["provisions"].items()}
    zone = next((calendar.zone for calendar in countries.values()), "UTC")
    around = Surroundings(facts, (), {}, currency, zone, {}, Broken())
    floors = _floors(root["floors"], around, sheet)
    pack = Pack(
        root["pack"].data, sheet.texts(root["name"], what="the name"), countries, facts, provisions, floors,
        sheet.span(root["pack"]),
    )  # fmt: skip
    return None if has_errors(sheet.found) else pack, (*wrong, *sheet.found, *sheet.remarks)


def _check_name(root: Placed, sheet: Sheet) -> None:
    stem = Path(sheet.document.file).stem
    if root["pack"].data != stem:
        text = f"the pack `{root['pack'].data}` stands in the file `{stem}.yaml`, by which it is found"
        sheet.report("pack-name", text, sheet.span(root["pack"]), "give both the same name")


def _countries(listed: Placed, sheet: Sheet) -> dict[str, Calendar]:
    """The calendar of each country."""
    known: dict[str, Calendar] = {}
    for index, code in enumerate(listed.data):
        if not values.is_country(code):
            sheet.report("bad-value", f"unknown country `{code}`", sheet.span(listed[index]), "see ISO 3166-1")
        elif code in known:
            sheet.report("duplicate-name", f"`{code}` is listed twice", sheet.span(listed[index]), "drop one")
        else:
            known[code] = calendar_of(code)
    return known


def _check_scalars(root: Placed, sheet: Sheet) -> None:
    for name, entry in root["facts"].items():
        if entry["type"].data in ("list", "record"):
            text = f"`{name}` is a {entry['type'].data}, and a policy binds one fact to one value"
            sheet.report("wrong-type", text, sheet.span(entry["type"]), "ask for what is counted of it")


def _provision(name: str, entry: Placed, sheet: Sheet) -> Provision:
    national = entry.get("national")
    return Provision(
        name,
        sheet.texts(entry["about"], what="what it gives"),
        entry["source"].data,
        _checked(entry, sheet),
        {code: Citation(piece["citation"].data, _checked(piece, sheet)) for code, piece in _each(national)},
        sheet.key_span(entry),
    )


def _each(piece: Placed | None) -> list[tuple[str, Placed]]:
    return piece.items() if piece else []


def _checked(entry: Placed, sheet: Sheet) -> Checked:
    """How sure it is: the day goes with `verified`, and with nothing else."""
    confidence, day = Confidence(entry["confidence"].data), entry.get("verified")
    if confidence is Confidence.VERIFIED and day is None:
        text = "what is `verified` says on which day it was"
        sheet.report("missing-key", text, sheet.span(entry["confidence"]), "add `verified: 2026-11-27`")
    if confidence is not Confidence.VERIFIED and day is not None:
        text = f"what is `{confidence}` has no day on which it was verified"
        sheet.report("misplaced-key", text, sheet.key_span(day), "drop it, or write `confidence: verified`")
    try:
        return Checked(confidence, date.fromisoformat(day.data) if day else None)
    except ValueError:
        assert day is not None
        sheet.report("bad-value", f"`{day.data}` is no day of the calendar", sheet.span(day), "write `2026-11-27`")
        return Checked(confidence)


# --- its floors -------------------------------------------------------------------------------


def _floors(listed: Placed, around: Surroundings, sheet: Sheet) -> dict[str, tuple[Floor, ...]]:
    """The versions of each floor, oldest first."""
    floors: dict[str, list[Floor]] = {}
    for index in range(len(listed.data)):
        entry = listed[index]
        floor = _floor(entry, around, sheet)
        if floor is not None:
            floors.setdefault(entry["floor"].data, []).append(floor)
    ordered = {name: sorted(found, key=lambda one: one.policy.starts or BEGINNING) for name, found in floors.items()}
    for found in ordered.values():
        _check_overlap(found, sheet)
    return {name: tuple(found) for name, found in ordered.items()}


def _floor(entry: Placed, around: Surroundings, sheet: Sheet) -> Floor | None:
    figures = {name: _figure(name, piece, sheet) for name, piece in _each(entry.get("numbers"))}
    written = {name: piece["is"].data for name, piece in _each(entry.get("numbers"))}
    root = Placed({**entry.data, "policy": entry["floor"].data, "kind": "floor", "numbers": written}, entry.path)
    policy = build_policy(drafted(root, decision.lower(root), sheet, around, labelled=False), around)
    rules = [entry["rules"][index] for index in range(len(entry["rules"].data))]
    _check_provisions([*rules, *(piece for _, piece in _each(entry.get("numbers")))], sheet)
    if policy is None:
        return None
    _check_figures(policy, sheet)
    return Floor(policy, figures, {rule["id"].data: rule["provision"].data for rule in rules})


def _figure(name: str, piece: Placed, sheet: Sheet) -> Figure:
    meaning = sheet.texts(piece["meaning"], what="the meaning")
    return Figure(name, meaning, piece["provision"].data, _checked(piece, sheet), sheet.key_span(piece))


def _check_provisions(entries: list[Placed], sheet: Sheet) -> None:
    """Every rule and figure rests on a provision that is there."""
    known = sheet.root["provisions"].data
    for entry in entries:
        name = entry["provision"]
        if name.data not in known:
            help = did_you_mean(name.data, known, "write it under `provisions:`")
            sheet.report("unknown-provision", f"unknown provision `{name.data}`", sheet.span(name), help)


def _check_figures(policy: Policy, sheet: Sheet) -> None:
    """A figure that is written into a rule would have no provision."""
    for rule in (*policy.rules, policy.otherwise):
        answer = rule.answer
        for formula in (rule.when, *answer.values.values(), *answer.deadlines.values(), *policy.lets.values()):
            for figure in _bare_figures(formula):
                text = "a figure of law stands under `numbers:`, with its provision"
                sheet.report("bare-figure", text, figure.span, "name it there, and write its name here")


def _bare_figures(expression: Expression) -> Iterator[NumberLiteral | MoneyLiteral | PeriodLiteral]:
    """The numbers that are written out; nothing, one and its opposite are arithmetic, and no figures."""
    match expression:
        case NumberRef():
            return
        case PeriodLiteral(unit=Unit.MINUTES, count=1):
            return  # what lies between a day and the instant that ends it
        case PeriodLiteral():
            yield expression
        case NumberLiteral(value=value) | MoneyLiteral(value=value) if abs(value) not in (0, 1):
            yield expression
        case _:
            for part in parts(expression):
                yield from _bare_figures(part)


def _check_overlap(versions: list[Floor], sheet: Sheet) -> None:
    no_doubles([(one.policy.version, one.policy.span) for one in versions], sheet)
    for earlier, later in pairwise(version.policy for version in versions):
        if earlier.ends is None or (later.starts is not None and later.starts < earlier.ends):
            text = f"two versions of `{later.id}` are in force at once"
            related = (Related(earlier.span, "the earlier version"),)
            sheet.report("version-overlap", text, later.span, f"end the earlier one: `until: {later.version}`", related)
