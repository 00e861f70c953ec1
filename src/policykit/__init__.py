"""Service policies: one source for decisions, their wording, the public terms and the proofs.

Importing this package costs next to nothing; what is heavy is imported where it is used.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
