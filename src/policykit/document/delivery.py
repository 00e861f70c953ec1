"""Where goods are sent and where they come back to, as the page of a policy of returns says it."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.backends.prose.format import format_list
from policykit.backends.prose.reading import Reading
from policykit.backends.prose.rules import Line
from policykit.document.law import countries, country
from policykit.document.words import Words
from policykit.model import Policy


def delivery_lines(policy: Policy, reader: Reading, words: Words) -> Iterator[Line]:
    """A line for each that the policy says; none of a policy that sends no goods."""
    if policy.delivery is None:
        return
    yield Line(words["sent_to"], format_list(countries(policy.delivery.to, reader), reader.locale))
    if policy.delivery.back_to is not None:
        yield Line(words["back_to"], country(policy.delivery.back_to, reader))
