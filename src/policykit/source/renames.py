"""Names that a policy or its rules had before, so that links to them lead on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policykit.diagnostics import Related, did_you_mean, in_backticks
from policykit.kinds.plain import Placed
from policykit.model import Rule, Span
from policykit.source.sheet import Sheet


def with_former_ids(rules: tuple[Rule, ...], renamed: Placed | None, sheet: Sheet) -> tuple[Rule, ...]:
    """The rules, each with the ids that `renamed:` says it had."""
    if renamed is None:
        return rules
    known = [rule.id for rule in rules]
    former: dict[str, list[str]] = {}
    for old, new in renamed.items():
        if old in known:
            sheet.report("duplicate-name", f"`{old}` is a rule of this policy", sheet.key_span(new), "drop this line")
        elif new.data not in known:
            help = did_you_mean(new.data, known, f"its rules are {in_backticks(known)}")
            sheet.report("unknown-rule", f"this policy has no rule `{new.data}`", sheet.span(new), help)
        else:
            former.setdefault(new.data, []).append(old)
    return tuple(replace(rule, formerly=tuple(former[rule.id])) if rule.id in former else rule for rule in rules)


def check_former_policies(sheets: Mapping[str, list[Sheet]]) -> None:
    """Report each former id of a policy that is another's, now or formerly; ``sheets`` are its versions by its id."""
    first: dict[str, tuple[str, Span]] = {}
    every = ((policy_id, sheet) for policy_id, versions in sheets.items() for sheet in versions)
    for policy_id, sheet in every:
        for piece in former_ids(sheet):
            taken, place = first.setdefault(piece.data, (policy_id, sheet.span(piece)))
            if piece.data in sheets:
                sheet.report("duplicate-name", f"`{piece.data}` is a policy", sheet.span(piece), "drop it here")
            elif taken != policy_id:
                related = [Related(place, f"here it is `{taken}`")]
                text = f"`{piece.data}` is what another policy was called as well"
                sheet.report("duplicate-name", text, sheet.span(piece), "keep one of the two", related)


def former_ids(sheet: Sheet) -> list[Placed]:
    """The ids that `formerly:` lists."""
    listed = sheet.root.get("formerly")
    return [listed[index] for index in range(len(listed.data))] if listed else []
