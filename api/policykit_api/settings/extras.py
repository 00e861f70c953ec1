"""Parts that are installed only where they are wanted: whether those that the settings name are there."""

from __future__ import annotations

from importlib.util import find_spec

from policykit_api.settings import Settings


class NotInstalled(Exception):
    """What a setting names is not installed; ``help`` says how it is."""

    def __init__(self, message: str, extra: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = f"pip install 'policykit-service[{extra}]'"


def require(settings: Settings) -> None:
    """Raises NotInstalled."""
    if settings.server.engine == "granian" and not is_there("granian"):
        raise NotInstalled("`server.engine` is `granian`, which is not installed", "granian")
    if settings.traces.endpoint and not (is_there("opentelemetry.sdk") and is_there("opentelemetry.exporter.otlp")):
        raise NotInstalled("`traces.endpoint` is set, and OpenTelemetry is not installed", "telemetry")


def is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # what it is part of is not there
        return False
