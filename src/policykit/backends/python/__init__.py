"""The fast backend: each version of a policy becomes one generated Python function over slotted facts."""

from policykit.backends.python.functions import compiled_govern, source_of

__all__ = ["compiled_govern", "source_of"]
