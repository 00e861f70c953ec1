"""How much a template can write at most."""

from __future__ import annotations

import pytest

from policykit.templating.check import known_templates
from policykit.templating.look import bundled_look, environment
from policykit.templating.work import LINES, MOST, MOST_OF_PAGE, VALUE, Endless, Work


def work(files: dict[str, str], name: str = "a") -> int:
    trees = {name: environment().parse(text) for name, text in files.items()}
    return Work(trees.get).of_template(name)


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("Hello", 5),
        ("{{ a }}", VALUE),
        ("{% if a %}one{% else %}other{% endif %}", 5),
        ("{% macro m() %}twelve{% endmacro %}{% if m() %}one{% endif %}", 9),
        ("{% if a %}one{% elif b %}{{ c }}{% endif %}", VALUE),
        ("{% for a in b %}1234{% endfor %}", LINES * 5),
        ("{% for a in b %}{% for c in a %}1{% endfor %}{% endfor %}", LINES * (LINES * 2 + 1)),
        ("{% macro m() %}12345{% endmacro %}{{ m() }}{{ m() }}", 10),
        ("{% macro m(a) %}1{% for b in a %}{{ m(b.c) }}{% endfor %}{% endmacro %}{{ m(x) }}", 1 + LINES * (VALUE + 1)),
    ],
)
def test_everything_counts(text: str, characters: int):
    assert characters == work({"a": text})


def test_what_is_included_and_imported_counts():
    files = {
        "a": "{% include 'b' %}{% from 'c' import m as n %}{{ n() }}",
        "b": "12345",
        "c": "{% macro m() %}123{{ o() }}{% endmacro %}{% macro o() %}4{% endmacro %}",
    }
    assert 9 == work(files)


def test_macros_that_double_are_reckoned_at_once():
    """Each calls the next one twice: fifty of them would write for years."""
    macros = [f"{{% macro m{n}() %}}{{{{ m{n + 1}() }}}}{{{{ m{n + 1}() }}}}{{% endmacro %}}" for n in range(50)]
    assert 2**50 == work({"a": "".join(macros) + "{% macro m50() %}x{% endmacro %}{{ m0() }}"})


@pytest.mark.parametrize(
    "files",
    [
        {"a": "{% include 'a' %}"},
        {"a": "{% include 'b' %}", "b": "{% include 'a' %}"},
        {"a": "{% macro m() %}{{ n() }}{% endmacro %}{% macro n() %}{{ m() }}{% endmacro %}{{ m() }}"},
    ],
    ids=["itself", "each-other", "macros"],
)
def test_what_leads_back_to_itself_has_no_end(files: dict[str, str]):
    with pytest.raises(Endless):
        work(files)


@pytest.mark.parametrize("name", sorted(name for name in known_templates() if not name.endswith(".css")))
def test_the_templates_of_this_package_stay_within_bounds(name: str):
    look = bundled_look()
    most = MOST_OF_PAGE if name.startswith("terms/") else MOST
    assert most > Work(lambda name: next(look.sources(name))).of_template(name)
