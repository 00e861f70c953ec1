"""JSON-LD as it stands in a page."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
"""What could end the element, open a comment, or be read otherwise by HTML or by a script; only texts hold any."""


def embedded(graph: object) -> Markup:
    """The JSON of a graph that cannot leave its `script` element, whatever its texts are."""
    return Markup(_ENCODER.encode(graph).decode().translate(_ESCAPED))  # noqa: S704  # escaped for HTML here
