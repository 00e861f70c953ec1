"""The templates that lay out explanations and pages: policykit's own, and what a business puts in their place."""

from policykit.templating.look import Look, bundled_look, look_of, templates_root

__all__ = ["Look", "bundled_look", "look_of", "templates_root"]
