"""Decisions in words: composed from what `decide` returned, laid out by templates, evaluated never again."""

from policykit.backends.prose.locales import negotiate
from policykit.explain.compose import explain
from policykit.explain.explanation import Also, Audience, Explanation

__all__ = ["Also", "Audience", "Explanation", "explain", "negotiate"]
