"""The fast backend: each version of a policy becomes one generated Python function."""

from policykit.backends.python.functions import compiled, compiled_govern, source_of

__all__ = ["compiled", "compiled_govern", "source_of"]
