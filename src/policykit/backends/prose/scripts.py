"""Where Chinese characters and another script meet there is a space."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MEET = re.compile(f"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")


def spaced(text: str) -> str:
    """The text with a space wherever it goes from one script to the other."""
    return _MEET.sub(" ", text)
