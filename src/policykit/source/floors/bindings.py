"""`floors:` of a policy: each names a floor of a law pack, and says it in the policy's own words.

A bound floor is an ordinary policy over the business's facts: in place of each of the pack's facts
stands what the policy binds to it, and its outcomes, values and choices are the policy's. So it is
judged, asked for and explained as every policy is.
"""

from __future__ import annotations

from policykit import values
from policykit.diagnostics import did_you_mean
from policykit.kinds.plain import Placed
from policykit.language.scope import Scope
from policykit.model import Binding, ChoiceType, FlagLiteral, Floor, Pack, TextType, Type
from policykit.source.conditions import read_when
from policykit.source.drafts import Draft, Surroundings
from policykit.source.floors.facts import Facts
from policykit.source.floors.lowering import lowered
from policykit.source.floors.terms import Words
from policykit.source.sheet import Sheet
from policykit.walk import facts_read


def floors_of(piece: Placed | None, draft: Draft, around: Surroundings, scope: Scope) -> tuple[Binding, ...]:
    """The floors that a policy binds; one that is bound wrongly is left out, which its sheet then tells."""
    bindings = (_binding(name, entry, draft, around, scope) for name, entry in (piece.items() if piece else []))
    return tuple(binding for binding in bindings if binding is not None)


def _binding(name: str, entry: Placed, draft: Draft, around: Surroundings, scope: Scope) -> Binding | None:
    sheet = draft.sheet
    found = _floor(name, entry, around, sheet)
    if found is None:
        return None
    pack, floor, versions = found
    before = len(sheet.found)
    country = _country(entry["country"], scope, sheet)
    when = read_when(entry["when"], scope, sheet) if "when" in entry.data else FlagLiteral(value=True)
    facts = Facts(name, pack, scope, sheet).bound(entry, versions)
    words = Words(draft.outcomes, entry, sheet)
    terms = words.of(versions)
    if len(sheet.found) > before or country is None or when is None or terms is None:
        return None
    bound = tuple(lowered(name, version, facts, terms) for version in versions)
    _check_wording(bound, entry, scope, sheet)
    return Binding(pack.id, floor, country, when, bound, sheet.key_span(entry))


def _floor(name: str, entry: Placed, around: Surroundings, sheet: Sheet) -> tuple[Pack, str, tuple[Floor, ...]] | None:
    """The pack and the versions of the floor that a binding names."""
    pack_id, _, floor = name.partition(".")
    if pack_id not in around.packs:
        help = did_you_mean(pack_id, around.packs, f"name the pack in business.yaml: `law: [{pack_id}]`")
        sheet.report("unknown-pack", f"there is no law pack `{pack_id}` here", sheet.key_span(entry), help)
        return None
    pack = around.packs[pack_id]
    if pack is None:
        return None  # what is wrong with it has been told
    if floor not in pack.floors:
        known = [f"{pack_id}.{known}" for known in pack.floors]
        help = did_you_mean(name, known, f"its floors are {', '.join(f'`{one}`' for one in known)}")
        sheet.report("unknown-floor", f"the pack `{pack_id}` has no floor `{floor}`", sheet.key_span(entry), help)
        return None
    return pack, floor, pack.floors[floor]


def _country(piece: Placed, scope: Scope, sheet: Sheet) -> str | None:
    """The fact that holds the buyer's country."""
    fact = scope.facts.get(piece.data)
    if fact is None:
        if not scope.passes_over(piece.data):
            help = did_you_mean(piece.data, scope.facts, "declare it in facts.yaml with `type: country`")
            sheet.report("unknown-fact", f"unknown fact `{piece.data}`", sheet.span(piece), help)
        return None
    if not _may_hold_a_country(fact.type) or fact.may_be_absent:
        text = f"`{piece.data}` is no country that is always there"
        sheet.report("wrong-type", text, sheet.span(piece), "declare it with `type: country`, and not `optional`")
        return None
    return str(piece.data)


def _may_hold_a_country(kind: Type) -> bool:
    """Whether a value of the type can be a country's code: of another choice, no floor would ever apply."""
    match kind:
        case ChoiceType(choices=choices):
            return any(values.is_country(choice) for choice in choices)
        case _:
            return isinstance(kind, TextType)


def _check_wording(floors: tuple[Floor, ...], entry: Placed, scope: Scope, sheet: Sheet) -> None:
    """A floor's words to the customer put in what is bound; nothing private may be among it."""
    rules = [rule for floor in floors for rule in (*floor.policy.rules, floor.policy.otherwise)]
    for answer in (rule.answer for rule in rules):
        for name in answer.wording.reads:
            formula = answer.named.get(name)
            private = [fact for fact in (facts_read(formula) if formula else ()) if scope.facts[fact].private]
            if private and name not in answer.values:
                text = f"`{private[0]}` is private, and customers would read it as `{name}`"
                sheet.report("wording-private", text, sheet.span(entry), "bind another fact")
