"""The same meaning in other forms; each backend is compared with ``semantics``."""
