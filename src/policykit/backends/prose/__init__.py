"""Policies as people read them: values and rules as text, by locale."""

from policykit.backends.prose.outline import show
from policykit.backends.prose.rules import Line, RuleProse, rule_sentences

__all__ = ["Line", "RuleProse", "rule_sentences", "show"]
