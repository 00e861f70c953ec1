"""What can be appealed, until when, and what then happens."""

from __future__ import annotations

from dataclasses import replace

from policykit.backends.prose.rules import Line
from policykit.document.appeals import appeal_views
from policykit.document.places import Leaf, Links, LinkStyle, Place
from policykit.model import Answer, Unit
from tests.unit.backends.prose.orchard import CLAIM, CONDUCT, MADE, ORCHARD, after

LINKS = Links(Place("orchard", "en", leaf=Leaf.REACH_US), LinkStyle.FILES)
LIMIT = Line("No new orders", "within 6 months after the time you told us")


def test_an_answer_that_can_be_appealed_says_how_long():
    (view,) = appeal_views((CLAIM, CONDUCT), ORCHARD, LINKS)
    assert ("When would you stop serving me?", "../conduct/index.html") == (view.title, view.href)
    assert (LIMIT,) == view.limits


def test_rules_with_the_same_answer_and_limit_are_told_once():
    block, warn = CONDUCT.rules
    (view,) = appeal_views((replace(CONDUCT, rules=(replace(block, id="block-gravest"), block, warn)),), ORCHARD, LINKS)
    assert (LIMIT,) == view.limits


def test_what_becomes_of_an_appeal_is_told_the_usual_case_first():
    heard = Answer("welcome", deadlines={"due": after(10, Unit.WORKING_DAYS, MADE)})
    late, timely = (
        replace(CONDUCT.rules[1], id=name, part="appeal", answer=heard) for name in ("appeal-late", "appeal")
    )
    (view,) = appeal_views((replace(CONDUCT, rules=(late, timely)),), ORCHARD, LINKS)
    text = "welcome as ever, our time limit: within 10 working days after the time you told us"
    assert (Line("An appeal in time", text), Line("An appeal after its time", text)) == view.answers


def test_internal_rules_are_not_among_them():
    hidden = replace(CONDUCT, rules=tuple(replace(rule, public=False) for rule in CONDUCT.rules))
    assert () == appeal_views((hidden,), ORCHARD, LINKS)
