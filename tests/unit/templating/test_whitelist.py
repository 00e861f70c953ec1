"""What a template may be made of."""

from __future__ import annotations

import pytest

from policykit.templating.check import known_templates
from policykit.templating.look import bundled_look, environment
from policykit.templating.whitelist import FOR_MARKDOWN, forbidden

HARMLESS = {
    "text and names": "Hello {{ message.opening }}",
    "a loop": "{% for line in message.why %}{{ loop.index }} {{ line }}{% else %}-{% endfor %}",
    "conditions": "{% if a and not b or a != 'x' %}{{ 'yes' if a is defined else 'no' }}{% endif %}",
    "a macro": "{% macro m(lines) %}{{ lines }}{% endmacro %}{{ m(message.why) }}",
    "a macro of another file": "{% from 'terms/parts.html' import lines as rows %}{{ rows(a) }}",
    "a macro for the parts of what it was given": (
        "{% macro m(all, by='') %}{% for one in all %}{{ by }}{{ m(one.parts, by ~ ' ') }}{% endfor %}{% endmacro %}"
    ),
    "joined texts": "{{ a ~ ' - ' ~ b }}",
    "blocks": "{% extends 'terms/layout.html' %}{% block body %}{{ super() }}{% endblock %}",
    "a comment": "{# {{ 9**9 }} #}",
    "raw text": "{% raw %}{{ 9**9 }}{% endraw %}",
}
ENDLESS = "a macro that calls itself, but not for the parts of what it was given"
FORBIDDEN = {
    "the class of a value": ("{{ ''.__class__ }}", "`__class__`"),
    "a hidden part": ("{{ message._asdict }}", "`_asdict`"),
    "a hidden key": ("{{ message['__class__'] }}", "`__class__`"),
    "a method": ("{{ message.opening.format(1) }}", "a call of what is no macro"),
    "a function of Jinja": ("{% for i in range(9) %}{% endfor %}", "a call of what is no macro"),
    "a power": ("{{ 9 ** 9999999 }}", "a calculation"),
    "a format": ("{{ '%99999999d' % 1 }}", "a calculation"),
    "a repetition": ("{{ 'x' * 99999999 }}", "a calculation"),
    "what is not escaped": ("{{ message.opening | safe }}", "the filter `safe`"),
    "escaping switched off": ("{% autoescape false %}{{ a }}{% endautoescape %}", "`autoescape`"),
    "a filter of Jinja": ("{{ a | replace('a', 'aaaa') }}", "the filter `replace`"),
    "a value that is set": ("{% set a = b %}", "`set`"),
    "a text that grows in what is handed on": (
        "{% macro m(a) %}{{ n(a ~ a) }}{% endmacro %}{% macro n(a) %}{{ a }}{% endmacro %}",
        "`~` in what is handed on",
    ),
    "a call handed on": ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(m(a)) }}", "a call within a call"),
    "a macro that calls itself": ("{% macro m(a) %}{{ m(a) }}{% endmacro %}", ENDLESS),
    "a macro that calls itself for the same": (
        "{% macro m(a) %}{% for b in a %}{{ m(b) }}{% endfor %}{% endmacro %}",
        ENDLESS,
    ),
    "a recursive loop": ("{% for a in b recursive %}{{ loop(a.b) }}{% endfor %}", "a recursive loop"),
    "a file by a name that is worked out": ("{% include message.opening %}", "a template whose name is worked out"),
    "a list of files": ("{% include ['a', 'b'] %}", "a template whose name is worked out"),
    "Markdown's own filters": ("{{ a | inline }}", "the filter `inline`"),
    "a large constant": (f"{{{{ '{'x' * 999}' }}}}", "so large a constant"),
}  # fmt: skip


def refused(text: str) -> list[str]:
    return [one.what for one in forbidden(environment().parse(text))]


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_lays_out_may_stand(text: str):
    assert [] == refused(text)


@pytest.mark.parametrize(("text", "what"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_does_more_is_refused(text: str, what: str):
    assert [what] == refused(text)


@pytest.mark.parametrize("name", sorted(name for name in known_templates() if not name.endswith(".css")))
def test_the_templates_of_this_package_may_be_copied(name: str):
    tree = next(bundled_look().sources(name))
    assert [] == list(forbidden(tree, FOR_MARKDOWN if name.endswith(".md") else frozenset()))
