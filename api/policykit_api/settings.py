"""How a server is set up: every setting, its default and its meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server; all have defaults that suit one machine."""

    host: str = "127.0.0.1"
    port: int = 8000
    largest_body: int = 1024 * 1024
