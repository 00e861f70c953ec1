"""Settings that do not go together: refused before anything listens."""

from __future__ import annotations

import pytest

from policykit.pipeline import Bundle
from policykit_api import serve
from policykit_api.settings import Settings
from policykit_api.settings.clashes import clashes
from policykit_api.settings.metrics import Metrics
from policykit_api.settings.server import Server

GRANIAN, PORT = Server(engine="granian"), Metrics(port=9100)


@pytest.mark.parametrize("settings", [Settings(), Settings(server=GRANIAN), Settings(metrics=PORT)])
def test_each_by_itself_is_right(settings: Settings):
    assert [] == list(clashes(settings))


def test_granian_serves_no_port_for_the_metrics():
    assert [("metrics", "port")] == [one.setting for one in clashes(Settings(server=GRANIAN, metrics=PORT))]


def test_whoever_serves_without_the_command_is_told_as_well(bundle: Bundle):
    with pytest.raises(ValueError, match=r"`metrics.port` is not served .*: leave it out"):
        serve(bundle, Settings(server=GRANIAN, metrics=PORT))
