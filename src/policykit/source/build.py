"""A folder to a business: every file's shape checked, names resolved, expressions typed, texts counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

import msgspec

from policykit import values
from policykit.calendars import has_holidays
from policykit.diagnostics import Diagnostic, TooManyFindings, did_you_mean, has_errors
from policykit.kinds import KINDS
from policykit.kinds.files import BusinessFile, CasesFile, FactsFile, PhrasesFile
from policykit.kinds.plain import Placed
from policykit.model import Business, Calendar, Case, Contact, Fact, Policy, Span, Texts
from policykit.source.cases import build_cases
from policykit.source.drafts import Broken, Draft, Surroundings, draft
from policykit.source.facts import build_constraints, build_facts
from policykit.source.folder import Folder, read_folder
from policykit.source.names import fixed_period
from policykit.source.packs import Packs, digest_of, packs_of
from policykit.source.policies import build_policy, day
from policykit.source.renames import check_former_policies
from policykit.source.salvage import left_out, salvage
from policykit.source.sentences import own_sentences
from policykit.source.shape import check_shape
from policykit.source.sheet import Sheet
from policykit.source.units import own_units

BUSINESS, FACTS, PHRASES = "business.yaml", "facts.yaml", "phrases.yaml"
BEGINNING = datetime.min.replace(tzinfo=UTC)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def build(path: Path) -> tuple[Business | None, tuple[Diagnostic, ...]]:
    """The business in a folder, or None where any file has an error; and every finding."""
    folder = read_folder(path)
    sheets, partial, found = _sheets(folder)
    if BUSINESS not in sheets:
        return None, (*found, *_missing(folder, BUSINESS))
    business = None
    with suppress(TooManyFindings):
        business = _business_of(path, folder, sheets, partial)
    for sheet in sheets.values():
        found.extend((*sheet.found, *sheet.remarks))
    found.extend(_unused_tables(folder))
    found.extend(_missing(folder, FACTS) if FACTS not in folder.documents else ())
    return (None if has_errors(found) else business), tuple(found)


def _business_of(path: Path, folder: Folder, sheets: Mapping[str, Sheet], partial: frozenset[str]) -> Business:
    """The business that the sheets make; what is wrong stands in them. Raises TooManyFindings."""
    business = _business(sheets[BUSINESS], folder)
    sheets = {name: replace(sheet, locales=business.locales) for name, sheet in sheets.items()}
    business = _with_texts(business, sheets[BUSINESS])
    broken = _broken(folder, sheets, partial)
    facts, business = _with_facts(business, sheets.get(FACTS), broken)
    phrases = _phrases(sheets.get(PHRASES))
    known = list(phrases) if _whole(PHRASES, folder, sheets, partial) else None
    zone = business.calendar.zone
    packs = packs_of(sheets[BUSINESS].root.get("law"), path, business.currency, sheets[BUSINESS])
    around = Surroundings(
        facts,
        known,
        {*business.people, *sheets[BUSINESS].left_out},
        business.currency,
        zone,
        {},
        broken,
        folder.tables,
        packs.known,
    )
    policies = _policies(sheets, around)
    cases = _cases(sheets, facts, policies, broken)
    _check_bound(policies, packs, sheets[BUSINESS], whole=not (broken.policies or broken.unread))
    sheets[BUSINESS].found.extend(packs.found)
    known_packs = {name: pack for name, pack in packs.known.items() if pack is not None}
    digest = digest_of(business.digest, packs)
    return replace(
        business, phrases=phrases, policies=policies, cases=cases, packs=known_packs, digest=digest,
        templates=folder.templates, sentences=own_sentences(folder.sentences, sheets[BUSINESS]),
    )  # fmt: skip


def _unused_tables(folder: Folder) -> Iterator[Diagnostic]:
    """The tables that no policy names, in whatever state its file is."""
    tables = [doc.data.get("table") for doc in folder.documents.values() if isinstance(doc.data, dict)]
    used = [table.get("file") for table in tables if isinstance(table, dict)]
    for name in folder.tables:
        if name not in used and not folder.unread:
            place = Span(f"{folder.name}/{name}", 1, 1, 1, 1)
            help = f"name it in the policy that it belongs to: `table: {{file: {name}, …}}`"
            yield Diagnostic("unused-table", f"no policy uses `{name}`", place, severity="warning", help=help)


def _whole(name: str, folder: Folder, sheets: Mapping[str, Sheet], partial: frozenset[str]) -> bool:
    """Whether all that a file declares is known: it was read, or there is none."""
    return name in sheets and name not in partial if name in folder.documents else not _unread(name, folder)


def _unread(name: str, folder: Folder) -> bool:
    """Whether a file is there, if with another ending, and could not be read."""
    stem = f"{folder.name}/{name.removesuffix('yaml')}"
    return name not in folder.documents and any(finding.span.file.startswith(stem) for finding in folder.found)


def _missing(folder: Folder, name: str) -> tuple[Diagnostic, ...]:
    if name in folder.documents or _unread(name, folder):
        return ()
    place = Span(f"{folder.name}/{name}", 1, 1, 1, 1)
    return (
        Diagnostic(
            "missing-file", f"there is no `{name}` in `{folder.name}`", place, help="see the guide to writing policies"
        ),
    )


# --- shapes -----------------------------------------------------------------------------------


def _sheets(folder: Folder) -> tuple[dict[str, Sheet], frozenset[str], list[Diagnostic]]:
    """The documents whose shape is right, the names of those of which only a part is, and the findings in all."""
    sheets, partial, found = {}, set(), list(folder.found)
    for name, document in folder.documents.items():
        if not isinstance(document.data, dict):
            continue  # the reader has said so
        sheet = Sheet(document)
        shape = _shape(name, sheet)
        told = {finding.span for finding in folder.found if finding.span.file == document.file}
        wrong = check_shape(document, shape, told=told) if shape else ()
        faults = [fault for fault in (*folder.found, *wrong, *sheet.found) if fault.span.file == document.file]
        found += (*wrong, *sheet.found)
        if shape is None:
            continue
        kept = document
        if has_errors(faults):
            partial.add(name)
            kept = salvage(document, faults)  # the rest of the file, to be checked too
            wrong = check_shape(kept, shape)
        if not has_errors(wrong):
            sheets[name] = Sheet(kept, left_out=left_out(document, kept))
    return sheets, frozenset(partial), found


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
    if isinstance(kind, dict | list):
        sheet.report("wrong-shape", "`kind` takes one word", sheet.span(("kind",)), "write `kind: decision`")
        return None
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
    _check_codes(sheet)
    if zone not in _zones():
        known = did_you_mean(zone, _zones(), "write it as `Asia/Taipei`")
        sheet.report("bad-value", f"unknown time zone `{zone}`", sheet.span(root["time_zone"]), known)
        zone = "UTC"
    return Business(
        data["business"], {}, tuple(data["locales"]), data["country"], data["currency"],
        _smallest_unit(sheet),
        _calendar(root, zone, sheet), {}, digest=folder.digest, span=sheet.span(root["business"]),
    )  # fmt: skip


@cache
def _zones() -> Sequence[str]:
    """All time zones: to look into the files of each takes longer than to read a small business."""
    return sorted(available_timezones())


def _check_codes(sheet: Sheet) -> None:
    """Report currencies, countries and locales that do not exist, and locales listed twice."""
    root, data = sheet.root, sheet.root.data
    if not values.is_currency(data["currency"]):
        meant = values.currency_of(data["country"])
        help = f"did you mean `{meant}`?" if meant else "see ISO 4217"
        sheet.report("bad-value", f"unknown currency `{data['currency']}`", sheet.span(root["currency"]), help)
    if not values.is_country(data["country"]):
        sheet.report("bad-value", f"unknown country `{data['country']}`", sheet.span(root["country"]), "see ISO 3166-1")
    for index, locale in enumerate(data["locales"]):
        place = sheet.span(root["locales"][index])
        if locale in data["locales"][:index]:
            sheet.report("duplicate-name", f"`{locale}` is listed twice", place, "drop one")
        if not values.is_locale(locale):
            sheet.report("bad-value", f"unknown locale `{locale}`", place, "write it as `en` or `zh-Hant`")


def _smallest_unit(sheet: Sheet) -> Decimal:
    root = sheet.root
    if "smallest_unit" not in root.data:
        return values.minor_unit(root["currency"].data)
    unit = Decimal(root["smallest_unit"].data)
    if unit <= 0:
        sheet.report(
            "out-of-range",
            "the smallest unit is more than nothing",
            sheet.span(root["smallest_unit"]),
            "write `1` or `0.01`",
        )
        return Decimal(1)
    return unit


def _calendar(root: Placed, zone: str, sheet: Sheet) -> Calendar:
    piece = root.get("calendar")
    data = piece.data if piece else {}
    opens, closes = time.fromisoformat(data.get("opens", "09:00")), time.fromisoformat(data.get("closes", "18:00"))
    if piece and opens >= closes:
        place = piece.get("closes") or piece["opens"]
        sheet.report("out-of-range", "the working day ends before it begins", sheet.span(place), "exchange the two")
        opens, closes = time(9), time(18)
    country = data.get("holidays")
    if piece and country is not None and not has_holidays(country):
        sheet.report(
            "bad-value", f"no holidays are known for `{country}`", sheet.span(piece["holidays"]), "leave `holidays` out"
        )
        country = None
    days = tuple(sorted(WEEK.index(day) for day in data.get("working_days", WEEK[:5])))
    closed, extra = (_single_days(piece.get(key) if piece else None, sheet) for key in ("closed_on", "open_on"))
    for both in sorted(set(closed) & set(extra)):
        assert piece is not None
        text = f"`{both}` stands both under `closed_on` and `open_on`"
        sheet.report("bad-value", text, sheet.span(piece["open_on"]), "keep one")
    return Calendar(zone, days, opens, closes, country, closed, extra)


def _single_days(piece: Placed | None, sheet: Sheet) -> tuple[date, ...]:
    named = [day(piece[index], sheet) for index in range(len(piece.data))] if piece else []
    return tuple(sorted(known for known in named if known is not None))


def _with_texts(business: Business, sheet: Sheet) -> Business:
    root, contact, people = sheet.root, sheet.root.get("contact"), sheet.root.get("people")
    reached = {key: contact.data.get(key) for key in ("email", "phone", "url")} if contact else {}
    hours = sheet.texts(contact.get("hours"), what="this text") if contact else {}
    owner, notice = root.get("owner"), root.get("notice")
    return replace(
        business,
        name=sheet.texts(root["name"], what="the name"),
        summary=sheet.texts(root.get("summary"), what="the summary"),
        contact=Contact(**reached, hours=hours),
        people={person: sheet.promise(piece["label"]) for person, piece in people.items()} if people else {},
        units=own_units(root.get("units"), sheet),
        owner=owner.data if owner else None,
        review=day(root.get("review"), sheet),
        notice=fixed_period(notice, sheet) if notice else None,
    )


def _with_facts(business: Business, sheet: Sheet | None, broken: Broken) -> tuple[Mapping[str, Fact], Business]:
    if sheet is None:
        return {}, business
    facts, groups = build_facts(sheet, business.currency)
    return facts, replace(
        business, facts=facts, groups=groups, constraints=build_constraints(sheet, facts, broken.facts)
    )


def _phrases(sheet: Sheet | None) -> dict[str, Texts]:
    return {word: sheet.promise(piece) for word, piece in sheet.root["phrases"].items()} if sheet else {}


def _broken(folder: Folder, sheets: Mapping[str, Sheet], partial: frozenset[str]) -> Broken:
    """What could not be taken whole, as far as the files say what it is."""
    left_out = [doc.data for name, doc in folder.documents.items() if name not in sheets or name in partial]
    ids = [data.get("policy") for data in left_out if isinstance(data, dict)]
    policies = frozenset(policy_id for policy_id in ids if isinstance(policy_id, str)) | _unread_files(folder)
    return Broken(_broken_facts(folder, sheets), policies, folder.unread)


def _unread_files(folder: Folder) -> frozenset[str]:
    """The names of policies' files that could not be read at all: most are called as their policy is."""
    files = {fault.span.file.partition("/")[2] for fault in folder.found} - folder.documents.keys()
    return frozenset(name.removesuffix(".yaml") for name in files if name.endswith(".yaml") and "/" not in name)


def _broken_facts(folder: Folder, sheets: Mapping[str, Sheet]) -> frozenset[str]:
    """The facts that are declared in a way that could not be read."""
    if FACTS not in folder.documents or FACTS not in sheets:
        return frozenset()
    document = folder.documents[FACTS].data
    declared = document.get("facts") if isinstance(document, dict) else None
    return (
        frozenset(declared) - frozenset(sheets[FACTS].root["facts"].data) if isinstance(declared, dict) else frozenset()
    )


def _policies(sheets: Mapping[str, Sheet], around: Surroundings) -> dict[str, tuple[Policy, ...]]:
    if FACTS not in sheets:
        return {}  # without the facts, every name would be unknown
    versions: dict[str, list[Sheet]] = {}
    for name, sheet in sheets.items():
        if name not in (BUSINESS, FACTS, PHRASES) and not name.startswith("cases/"):
            versions.setdefault(sheet.root["policy"].data, []).append(sheet)
    check_former_policies(versions)
    drafts = {policy_id: _drafts(version_sheets, around) for policy_id, version_sheets in versions.items()}
    around = replace(around, drafts=drafts)
    policies: dict[str, tuple[Policy, ...]] = {}
    for policy_id, drafted in drafts.items():
        built = [build_policy(version, around) for version in drafted]
        known = [policy for policy in built if policy is not None]
        policies[policy_id] = tuple(sorted(known, key=lambda policy: policy.starts or BEGINNING))
    return policies


def _drafts(versions: list[Sheet], around: Surroundings) -> tuple[Draft, ...]:
    """The versions of one policy; each may look at those before it that are of its kind."""
    return tuple(
        draft(sheet, around, [other.root for other in versions if other.root["kind"].data == sheet.root["kind"].data])
        for sheet in versions
    )


def _check_bound(policies: Mapping[str, tuple[Policy, ...]], packs: Packs, sheet: Sheet, *, whole: bool) -> None:
    """A pack that the business names is bound by a policy, as far as the policies could be read."""
    if not whole or not all(policies.values()):
        return
    bound = {binding.pack for versions in policies.values() for policy in versions for binding in policy.floors}
    for index, name in enumerate(packs.known):
        if packs.known[name] is not None and name not in bound:
            place = sheet.span(sheet.root["law"][index])
            help = f"write `floors:` in a policy, with an entry for `{name}`, or drop it here"
            sheet.report("unbound-pack", f"no policy binds a floor of the law pack `{name}`", place, help)


def _cases(
    sheets: Mapping[str, Sheet],
    facts: Mapping[str, Fact],
    policies: Mapping[str, tuple[Policy, ...]],
    broken: Broken,
) -> tuple[Case, ...]:
    found: list[Case] = []
    for name, sheet in sheets.items():
        if not name.startswith("cases/") or FACTS not in sheets:
            continue
        policy_id = sheet.root["policy"].data
        # A policy that could not be built has no outcomes and rules to compare with.
        if policy_id in broken.policies or policies.get(policy_id) == ():
            continue
        if policy_id in policies or not broken.may_hold(policy_id, policies):
            found += build_cases(sheet, facts, policies, broken.facts)
    return tuple(found)
