"""How fast a server stops, whatever engine it has."""

from __future__ import annotations

STEP = 0.05
"""Seconds between two looks while the server stops."""
QUIET = 0.25
"""Seconds without a byte after which an idle connection may be closed when the server stops.

A client that uses its connection sends within this time, and is told in the answer that it is the last one.
"""
