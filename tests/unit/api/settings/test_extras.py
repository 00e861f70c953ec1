from __future__ import annotations

import pytest

from policykit_api.settings import Settings, extras
from policykit_api.settings.extras import NotInstalled, require
from policykit_api.settings.server import Server
from policykit_api.settings.traces import Traces

WANTING = [
    (Settings(server=Server(engine="granian")), "granian"),
    (Settings(traces=Traces(endpoint="http://127.0.0.1:4318")), "telemetry"),
]


@pytest.mark.parametrize("settings", [Settings(), *(settings for settings, _ in WANTING)])
def test_what_is_installed_is_there(settings: Settings):
    require(settings)


@pytest.mark.parametrize(("settings", "extra"), WANTING, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_missing_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch, settings: Settings, extra: str):
    monkeypatch.setattr(extras, "is_there", lambda _: False)
    with pytest.raises(NotInstalled) as caught:
        require(settings)
    assert f"pip install 'policykit-service[{extra}]'" == caught.value.help
    require(Settings())


@pytest.mark.parametrize("module", ["no_such_module", "no_such_module.part"])
def test_what_nobody_has_is_not_there(module: str):
    assert not extras.is_there(module)
