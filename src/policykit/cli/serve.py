"""`policykit serve`: the HTTP API, the explanations and the terms pages."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from policykit.cli import arguments
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import columns, tell, working

PAGES = (
    ("terms", "/terms", "what customers read"),
    ("API", "/docs", "every operation, to try out"),
    ("description", "/openapi.json", "OpenAPI, for programs"),
)


@click.command(
    "serve",
    epilog=arguments.examples(
        "policykit serve                      the bundled example businesses",
        "policykit serve policies             one's own",
        "policykit serve policies --port 9000",
        "policykit serve policies --host 0.0.0.0   for other machines as well",
    ),
)
@arguments.path
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
def command(path: Path | None, host: str, port: int) -> None:
    """Serve decisions, explanations and terms pages over HTTP until stopped.

    Policies with errors are not served: their problems are shown instead.
    """
    from policykit.cli import bundles

    bundle = bundles.sound(bundles.folder(path))
    _must_be_free(host, port)
    with working("starting the server"):
        from policykit_api import serve
    for line in _addresses(list(bundle.businesses), host, port):
        tell(line)
    serve(bundle, host, port)


def _must_be_free(host: str, port: int) -> None:
    """Raises WrongUsage where the server could not listen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WrongUsage(f"cannot listen on {_address(host, port)}: {reason}", "give another `--port`") from None


def _addresses(businesses: list[str], host: str, port: int) -> list[str]:
    base = f"http://{_address(host, port)}"
    rows = [(name, f"{base}{page}", what) for name, page, what in PAGES]
    return [f"serving {', '.join(businesses)} on {base}", *columns(rows), "stop with Ctrl+C"]


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
