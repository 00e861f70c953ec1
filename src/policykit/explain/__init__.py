"""Decisions in words: composed from what `decide` returned, laid out by templates, evaluated never again."""

from policykit.backends.prose.locales import negotiate
from policykit.explain.compose import explain, tell
from policykit.explain.explanation import Also, Audience, Explanation
from policykit.explain.phrasebook import Phrasebook

__all__ = ["Also", "Audience", "Explanation", "Phrasebook", "explain", "negotiate", "tell"]
