"""A folder to a business: every file's shape checked, names resolved, expressions typed, texts counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from policykit import values
from policykit.diagnostics import Diagnostic, did_you_mean, has_errors
from policykit.kinds import KINDS
from policykit.kinds.files import BusinessFile, CasesFile, FactsFile, PhrasesFile
from policykit.kinds.plain import Placed
from policykit.model import Business, Calendar, Case, Contact, Fact, Policy, Span
from policykit.source.cases import build_cases
from policykit.source.facts import build_constraints, build_facts
from policykit.source.folder import Folder, read_folder
from policykit.source.policies import Draft, Surroundings, build_policy, draft
from policykit.source.shape import check_shape
from policykit.source.sheet import Sheet

BUSINESS, FACTS, PHRASES = "business.yaml", "facts.yaml", "phrases.yaml"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build(path: Path) -> tuple[Business | None, tuple[Diagnostic, ...]]:
    """The business in a folder, or None where any file has an error; and every finding."""
    folder = read_folder(path)
    sheets, found = _sheets(folder)
    if BUSINESS not in sheets:
        return None, (*found, *_missing(folder, BUSINESS))
    business = _business(sheets[BUSINESS], folder)
    sheets = {name: replace(sheet, locales=business.locales) for name, sheet in sheets.items()}
    business = _with_texts(business, sheets[BUSINESS])
    facts, business = _with_facts(business, sheets.get(FACTS))
    phrases = (
        {word: sheets[PHRASES].texts(piece) for word, piece in sheets[PHRASES].root["phrases"].items()}
        if PHRASES in sheets
        else {}
    )
    policies = _policies(sheets, business, facts, list(phrases))
    cases = _cases(sheets, facts, policies)
    for sheet in sheets.values():
        found.extend(sheet.found)
    missing = _missing(folder, FACTS) if FACTS not in folder.documents else ()
    found.extend(missing)
    if has_errors(found):
        return None, tuple(found)
    return replace(business, phrases=phrases, policies=policies, cases=cases), tuple(found)


def _missing(folder: Folder, name: str) -> tuple[Diagnostic, ...]:
    if name in folder.documents or any(finding.span.file.endswith(f"/{name}") for finding in folder.found):
        return ()
    place = Span(f"{folder.name}/{name}", 1, 1, 1, 1)
    return (
        Diagnostic(
            "missing-file", f"there is no `{name}` in `{folder.name}`", place, help="see the guide to writing policies"
        ),
    )


# --- shapes -----------------------------------------------------------------------------------


def _sheets(folder: Folder) -> tuple[dict[str, Sheet], list[Diagnostic]]:
    """The documents whose shape is right, and the findings in all of them."""
    sheets, found = {}, list(folder.found)
    broken = {finding.span.file for finding in folder.found if finding.severity == "error"}
    for name, document in folder.documents.items():
        sheet = Sheet(document)
        shape = _shape(name, sheet)
        wrong = check_shape(document, shape) if shape else ()
        found += wrong + tuple(sheet.found)
        sheet.found.clear()
        if shape and not has_errors(wrong) and document.file not in broken:
            sheets[name] = sheet
    return sheets, found


def _shape(name: str, sheet: Sheet) -> type[msgspec.Struct] | None:
    match name:
        case "business.yaml":
            return BusinessFile
        case "facts.yaml":
            return FactsFile
        case "phrases.yaml":
            return PhrasesFile
        case _ if name.startswith("cases/"):
            return CasesFile
    data = sheet.document.data
    kind = data.get("kind") if isinstance(data, dict) else None
    if isinstance(kind, str) and kind in KINDS:
        return KINDS[kind].shape
    listed = f"the kinds are {', '.join(f'`{known}`' for known in KINDS)}"
    if kind is None:
        sheet.report("missing-key", "a policy needs `kind`", sheet.span(()), f"add `kind:`; {listed}")
    else:
        sheet.report(
            "unknown-kind", f"unknown kind `{kind}`", sheet.span(("kind",)), did_you_mean(str(kind), KINDS, listed)
        )
    return None


# --- the parts --------------------------------------------------------------------------------


def _business(sheet: Sheet, folder: Folder) -> Business:
    root, data = sheet.root, sheet.root.data
    if data["business"] != folder.name:
        text = f"the business `{data['business']}` lives in the folder `{folder.name}`"
        sheet.report("folder-name", text, sheet.span(root["business"]), "give both the same name")
    zone = data["time_zone"]
    if zone not in available_timezones():
        known = did_you_mean(zone, available_timezones(), "write it as `Asia/Taipei`")
        sheet.report("bad-value", f"unknown time zone `{zone}`", sheet.span(root["time_zone"]), known)
        zone = "UTC"
    return Business(
        data["business"], {}, tuple(data["locales"]), data["country"], data["currency"],
        Decimal(data["smallest_unit"]) if "smallest_unit" in data else values.minor_unit(data["currency"]),
        _calendar(root, zone, sheet), {}, digest=folder.digest, span=sheet.span(root["business"]),
    )  # fmt: skip


def _calendar(root: Placed, zone: str, sheet: Sheet) -> Calendar:
    piece = root.get("calendar")
    data = piece.data if piece else {}
    opens, closes = time.fromisoformat(data.get("opens", "09:00")), time.fromisoformat(data.get("closes", "18:00"))
    if piece and opens >= closes:
        place = piece.get("closes") or piece["opens"]
        sheet.report("out-of-range", "the working day ends before it begins", sheet.span(place), "exchange the two")
        opens, closes = time(9), time(18)
    country = data.get("holidays")
    if piece and country is not None and not _has_holidays(country):
        sheet.report(
            "bad-value", f"no holidays are known for `{country}`", sheet.span(piece["holidays"]), "leave `holidays` out"
        )
        country = None
    days = tuple(sorted(WEEK.index(day) for day in data.get("working_days", WEEK[:5])))
    ZoneInfo(zone)
    return Calendar(zone, days, opens, closes, country)


def _has_holidays(country: str) -> bool:
    from holidays import country_holidays  # it loads the one country; asking for the list would load all

    try:
        country_holidays(country)
    except NotImplementedError:
        return False
    return True


def _with_texts(business: Business, sheet: Sheet) -> Business:
    root, contact = sheet.root, sheet.root.get("contact")
    reached = {key: contact.data.get(key) for key in ("email", "phone", "url")} if contact else {}
    hours = sheet.texts(contact.get("hours"), what="this text") if contact else {}
    return replace(
        business,
        name=sheet.texts(root["name"], what="the name"),
        summary=sheet.texts(root.get("summary"), what="the summary"),
        contact=Contact(**reached, hours=hours),
    )


def _with_facts(business: Business, sheet: Sheet | None) -> tuple[Mapping[str, Fact], Business]:
    if sheet is None:
        return {}, business
    facts, groups = build_facts(sheet, business.currency)
    return facts, replace(business, facts=facts, groups=groups, constraints=build_constraints(sheet, facts))


def _policies(
    sheets: Mapping[str, Sheet], business: Business, facts: Mapping[str, Fact], phrases: list[str]
) -> dict[str, tuple[Policy, ...]]:
    if FACTS not in sheets:
        return {}  # without the facts, every name would be unknown
    drafts: dict[str, list[Draft]] = {}
    for name, sheet in sheets.items():
        if name not in (BUSINESS, FACTS, PHRASES) and not name.startswith("cases/"):
            drafted = draft(sheet, business.currency)
            drafts.setdefault(drafted.id, []).append(drafted)
    known = {policy_id: tuple(versions) for policy_id, versions in drafts.items()}
    around = Surroundings(facts, phrases, business.currency, business.calendar.zone, known)
    policies: dict[str, tuple[Policy, ...]] = {}
    for policy_id, versions in known.items():
        built = [build_policy(version, around) for version in versions]
        policies[policy_id] = tuple(
            sorted((p for p in built if p), key=lambda p: p.starts.timestamp() if p.starts else 0)
        )
    return policies


def _cases(
    sheets: Mapping[str, Sheet], facts: Mapping[str, Fact], policies: Mapping[str, tuple[Policy, ...]]
) -> tuple[Case, ...]:
    found: list[Case] = []
    for name, sheet in sheets.items():
        # A policy that could not be built has no outcomes and rules to compare with.
        if name.startswith("cases/") and FACTS in sheets and policies.get(sheet.root["policy"].data) != ():
            found += build_cases(sheet, facts, policies)
    return tuple(found)
