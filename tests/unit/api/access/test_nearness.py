from __future__ import annotations

import pytest

from policykit_api.access.nearness import Nearness, is_loopback
from policykit_api.problem_kinds import FOREIGN_ORIGIN, KEY_NEEDED, WRONG_HOST, Kind
from policykit_api.problems import Refused

HERE = ("127.0.0.1", 50000)


def refused(nearness: Nearness, client=HERE, **headers: str) -> Kind | None:
    given = {name.replace("_", "-").encode(): value.encode("latin-1") for name, value in headers.items()}
    try:
        nearness.require(client, given)
    except Refused as refusal:
        return refusal.kind
    return None


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.1.2.3:8000",
        "localhost",
        "LocalHost:8000",
        "localhost.:8000",
        "shop.localhost:8000",
        "[::1]:8000",
        "[::1]",
        "[::ffff:127.0.0.1]:8000",
    ],
)
def test_this_machine_is_called_by_its_own_names(host: str):
    assert refused(Nearness(), host=host) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "10.0.0.1",
        "[::2]:80",
        "1270.0.1",
        "xlocalhost",
        "evil\xff",
        "",
        "[",
        "]:",
        ":",
    ],
)
def test_another_name_may_be_that_of_a_page_that_was_pointed_here(host: str):
    assert WRONG_HOST == refused(Nearness(), host=host)


def test_a_request_without_a_host_is_refused():
    assert WRONG_HOST == refused(Nearness())


def test_settings_name_more_hosts():
    assert refused(Nearness(hosts=["Shop.Test"]), host="shop.test:8000") is None


@pytest.mark.parametrize("client", ["10.0.0.7", "192.168.1.2", "2001:db8::1", "0.0.0.0", "::ffff:10.0.0.7"])
def test_other_machines_need_keys(client: str):
    assert KEY_NEEDED == refused(Nearness(), (client, 50000), host="localhost")


@pytest.mark.parametrize("client", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_needs_none(client: str):
    assert refused(Nearness(), (client, 50000), host="localhost") is None


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
def test_what_a_proxy_passes_on_comes_from_anywhere(header: str):
    assert KEY_NEEDED == refused(Nearness(), host="localhost", **{header: "127.0.0.1"})


def test_no_browser_reaches_what_comes_over_no_network():
    assert refused(Nearness(), None) is None
    assert refused(Nearness(), ("testclient", 50000), host="testserver") is None


@pytest.mark.parametrize("origin", ["http://localhost:8000", "https://LOCALHOST:8000"])
def test_pages_of_this_server_may_call(origin: str):
    assert refused(Nearness(), host="localhost:8000", origin=origin) is None


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:3000", "null", "", "http://localhost:8000.evil.example"]
)
def test_pages_of_others_may_not(origin: str):
    assert FOREIGN_ORIGIN == refused(Nearness(), host="localhost:8000", origin=origin)


@pytest.mark.parametrize("origins", [["https://shop.example"], ["*"]])
def test_but_for_those_that_the_settings_name(origins: list[str]):
    assert refused(Nearness(origins=origins), host="localhost", origin="https://shop.example") is None


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False), ("shop", False)],
)
def test_addresses_that_only_this_machine_reaches(host: str, own: bool):
    assert own == is_loopback(host)


def test_a_header_of_proxies_is_refused_wherever_the_server_takes_the_client_to_be():
    """Servers may put its words in the place of the client's address: `nobody` is an address of no network."""
    assert KEY_NEEDED == refused(Nearness(), ("nobody", 0), host="evil.example", x_forwarded_for="nobody")
