"""`notice-too-short`: a new version takes effect sooner after its announcement than the business's notice allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policykit.clocks import last_day, local_day, moment
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Calendar, PeriodLiteral, Policy, Side, Unit


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before it takes effect a change is announced, and the law that says so, if one does."""

    period: PeriodLiteral
    provision: str | None = None

    @property
    def words(self) -> str:
        law = f" ({self.provision})" if self.provision else ""
        return f"{self.period.count} {self.period.unit}{law}"


STATUTORY = {
    "CN": Notice(PeriodLiteral(7, Unit.CALENDAR_DAYS), "《电子商务法》第三十四条"),  # binds platforms
}
"""The notice in the countries whose law knows one; a business may state its own. Not legal advice."""


def check(business: Business) -> Iterator[Diagnostic]:
    """The first version of a policy changes nothing, and needs no notice."""
    notice = notice_of(business)
    for versions in business.policies.values() if notice else ():
        for policy in versions[1:]:
            assert notice is not None
            yield from _announced_in_time(policy, notice, business.calendar)


def notice_of(business: Business) -> Notice | None:
    """The business's own notice, else its country's."""
    return Notice(business.notice) if business.notice else STATUTORY.get(business.country)


def _announced_in_time(policy: Policy, notice: Notice, calendar: Calendar) -> Iterator[Diagnostic]:
    if policy.starts is None:
        return  # the versions overlap, which is another finding
    latest = latest_announcement(policy.starts.date(), notice, calendar)
    if policy.announced is None:
        yield Diagnostic(
            "notice-too-short",
            f"version {policy.version} of `{policy.id}` needs a notice of {notice.words}, "
            "and nothing says when it is announced",
            policy.span,
            help=f"add the day to `effective:`, at the latest `announced: {latest}`",
        )
    elif policy.announced > latest:
        yield too_late(policy, notice, policy.announced, calendar)


def too_late(policy: Policy, notice: Notice, announced: date, calendar: Calendar) -> Diagnostic:
    """The finding about a version that is announced on a day that leaves too little time."""
    return Diagnostic(
        "notice-too-short",
        f"version {policy.version} of `{policy.id}` is announced on {announced}, "
        f"and a change needs a notice of {notice.words}",
        policy.span,
        help=f"let it begin on {earliest_start(announced, notice, calendar)} or later",
    )


def latest_announcement(start: date, notice: Notice, calendar: Calendar) -> date:
    """The last day on which a version that begins on that day can be announced.

    The period runs back from the start, as statutes have it ("at least seven days before"): what is
    announced on the 1st can begin on the 8th.
    """
    return local_day(moment(start, notice.period.count, notice.period.unit, Side.BEFORE, calendar), calendar)


def earliest_start(announced: date, notice: Notice, calendar: Calendar) -> date:
    """The first day on which a version announced on that day can begin."""
    near = last_day(moment(announced, notice.period.count, notice.period.unit, Side.AFTER, calendar), calendar)
    days = (date.fromordinal(min(near.toordinal() + more, date.max.toordinal())) for more in range(60))
    return next((day for day in days if latest_announcement(day, notice, calendar) >= announced), near)
