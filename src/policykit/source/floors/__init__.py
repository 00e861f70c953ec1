"""The floors of law that a policy binds, read from its `floors:`."""

from policykit.source.floors.bindings import floors_of

__all__ = ["floors_of"]
