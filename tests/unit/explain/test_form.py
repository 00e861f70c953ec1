"""Forms: what a template makes of a message but for its lines, and which templates have one."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from policykit.explain.form import form_of, mark, only_places


@pytest.mark.parametrize(
    ("rendered", "lines", "expected"),
    [
        ("nothing stands here", [], "nothing stands here"),
        (f"one: {mark(0)}", ["1"], "one: 1"),
        (f"{mark(1)} before {mark(0)}, 100%", ["a", "b"], "b before a, 100%"),
        (f"{mark(0)}{mark(0)}", ["%s"], "%s%s"),
    ],
)
def test_a_form_is_filled_in(rendered: str, lines: list[str], expected: str):
    assert expected == form_of(rendered).filled(lines)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% macro m(a) %}{% for b in a %}{{ b }}{% endfor %}{% endmacro %}{{ m(message.why) }}", True),
        ("{% if message.why %}{{ message.why.first }}{% else %}-{% endif %}", True),
        ("{% include 'partials/message.txt' %}", True),
        ("{{ message.opening | upper }}", False),
        ("{{ message.opening ~ '!' }}", False),
        ("{{ message.opening.upper() }}", False),
        ("{% if message.opening == 'Hello' %}x{% endif %}", False),
        ("{% if message.opening is defined %}x{% endif %}", False),
        ("{% for line in message.why if line %}{{ line }}{% endfor %}", False),
        ("{% for line in message.why[1:] %}{{ line }}{% endfor %}", False),
        ("{% set line = message.opening %}{{ line }}", False),
    ],
)
def test_a_template_that_looks_at_its_lines_has_no_form(template: str, *, expected: bool):
    assert expected is only_places(Environment(autoescape=True).parse(template))
