"""JSON that nobody meant well."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.text(max_size=40)
    | st.sampled_from((10**4000, "9" * 400, "1e5", "٣", "-0", "NaN", "2026-02-30", "2026-03-01T24:00:00Z"))
    | st.sampled_from(("2026-03-01T10:00:00+24:00", "P", "PT", "P1Y", "P999999DT99999999H", "yes", "\ud800", 1.5))
)
hostile_json: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
"""Anything that a JSON decoder with exact decimals can give."""
