from __future__ import annotations

import asyncio
from email.parser import BytesHeaderParser

import pytest

from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.serving import metrics_port
from policykit_api.serving.listening import listen
from policykit_api.settings import Settings
from policykit_api.settings.access import Access
from policykit_api.settings.metrics import Metrics
from policykit_api.settings.server import Server


def asked(bundle: Bundle, settings: Settings, *lines: str) -> tuple[int, str, str]:
    """Status, media type and body of the answer to a request with those header lines."""

    async def story() -> bytes:
        with listen(Server(host=settings.metrics.host, port=0)) as listening:
            server = await metrics_port.serve(service.of(create_app(bundle, settings)), listening)
            reader, writer = await asyncio.open_connection("127.0.0.1", listening.getsockname()[1])
            writer.write("\r\n".join(["GET /metrics HTTP/1.1", *lines, "", ""]).encode())
            said = await reader.read()
            writer.close()
            await writer.wait_closed()
            server.close()
            return said

    head, _, body = asyncio.run(story()).partition(b"\r\n\r\n")
    status, _, headers = head.partition(b"\r\n")
    media_type = BytesHeaderParser().parsebytes(headers)["content-type"]
    return int(status.split()[1]), media_type, body.decode()


OWN = Settings(metrics=Metrics(port=9100))


@pytest.mark.parametrize("host", ["localhost:9100", "127.0.0.1:9100", "[::1]:9100"])
def test_this_machine_reads_the_metrics_under_its_own_names(host: str, bundle: Bundle):
    status, media_type, body = asked(bundle, OWN, f"Host: {host}")
    assert (200, "text/plain") == (status, media_type.partition(";")[0])
    assert "policykit_build_info" in body


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (["Host: shop.example:9100"], (421, "/problems/wrong-host")),
        ([], (421, "/problems/wrong-host")),
        (["Host: localhost:9100", "Origin: https://shop.example"], (403, "/problems/foreign-origin")),
        (["Host: localhost:9100", "X-Forwarded-For: 192.0.2.1"], (401, "/problems/key-needed")),
    ],
    ids=["another name", "no name", "a page of another site", "through a proxy"],
)
def test_nobody_else_is_led_to_them(lines: list[str], refused: tuple[int, str], bundle: Bundle):
    status, media_type, body = asked(bundle, OWN, *lines)
    assert "application/problem+json" == media_type
    assert refused[0] == status
    assert f'"{refused[1]}"' in body
    assert "policykit_build_info" not in body


def test_a_name_of_the_settings_is_one_of_its_own(bundle: Bundle):
    named = Settings(metrics=Metrics(port=9100), access=Access(hosts=("metrics.internal",)))
    assert 200 == asked(bundle, named, "Host: metrics.internal:9100")[0]


def test_where_others_are_to_read_them_any_name_will_do(bundle: Bundle):
    open_to_others = Settings(metrics=Metrics(port=9100, host="0.0.0.0"))
    assert 200 == asked(bundle, open_to_others, "Host: 10.0.0.7:9100")[0]
