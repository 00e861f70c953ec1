from __future__ import annotations

import re

import httpx
import pytest


@pytest.mark.parametrize("page", ["/", "/docs", "/problems"])
def test_pages_load_from_this_server_alone(client: httpx.Client, page: str):
    html = client.get(page).text
    loaded = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', html)
    assert loaded
    for address in loaded:
        assert address == "data:," or 200 == client.get(address).status_code


def test_the_first_page_leads_on(client: httpx.Client):
    links = re.findall(r'<a href="([^"]+)"', client.get("/").text)
    assert links
    assert {200} == {client.get(link).status_code for link in links}


def test_an_unknown_part_is_not_found(client: httpx.Client):
    assert 404 == client.get("/docs/LICENSE").status_code
    assert 404 == client.get("/docs/..%2Fapp.py").status_code


def test_the_page_shows_the_document(client: httpx.Client):
    assert "/openapi.json" in client.get("/docs/start.js").text
    assert "SwaggerUIBundle" in client.get("/docs/swagger-ui-bundle.js").text
    assert "application/json" == client.get("/openapi.json").headers["content-type"]


def test_what_is_tried_out_sends_no_header_that_nobody_typed(client: httpx.Client):
    document = client.get("/v1/fruit-shop/openapi.json").json()
    parameters = [
        one for path in document["paths"].values() for method in path.values() for one in method.get("parameters", [])
    ]
    headers = [one for one in parameters if one.get("in") == "header"]
    assert headers
    assert [] == [one for one in headers if "example" in one or "examples" in one]
