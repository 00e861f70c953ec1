"""`policykit serve`: the HTTP API, the explanations and the terms pages."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykit.cli import arguments, settings
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import columns, tell, working

if TYPE_CHECKING:
    from policykit.cache import Cache
    from policykit_api.settings import Settings
    from policykit_api.settings.cache import Cache as CacheSettings
    from policykit_api.settings.server import Server
    from policykit_api.store import Store

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
        "policykit serve --config server.yaml      as the file says",
        "policykit serve --show-settings           what holds, and where it comes from",
    ),
)
@arguments.path
@settings.config
@click.option("--host", help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", metavar="PORT", help="The port to listen on.  [default: 8000]")
@click.option(
    "--public-url",
    metavar="URL",
    help="Where people reach this server: terms pages then name their own address, and /terms/sitemap.xml lists them.",
)
@click.option("--workers", metavar="COUNT", help="How many processes serve.  [default: 1]")
@click.option("--engine", metavar="uvicorn|granian", help="What serves.  [default: uvicorn]")
@click.option("--show-settings", is_flag=True, help="Show every setting, its value and its origin, and serve nothing.")
def command(path: Path | None, config: Path | None, *, show_settings: bool, **options: str | None) -> None:
    """Serve decisions, explanations and terms pages over HTTP until stopped.

    Settings come from a file, from variables such as POLICYKIT_SERVER_PORT and from the options here; the
    later go before the earlier. Policies with errors are not served: their problems are shown instead.
    """
    from policykit.cli import bundles
    from policykit.garbage import made_to_stay
    from policykit.pipeline import business_folders

    held = settings.held(config, {("server", name): text for name, text in options.items() if text is not None})
    if show_settings:
        for line in settings.lines(held):
            tell(line)
        return
    server = held.settings.server
    policies = path or (Path(server.policies) if server.policies else None)
    _must_be_there(held.settings)
    _must_not_be_open(held.settings)
    # Not where a link leads today: one that leads to another release tomorrow is followed.
    real = bundles.folder(policies)
    folder = real if policies is None else policies.absolute()
    kept = _kept(held.settings.cache)
    if kept is not None:
        with working("reading the policies"):
            kept.fill(business_folders(folder))
    with made_to_stay():
        loaded, bundle = bundles.sound_load(folder, kept)
    _must_be_free(server)
    with working("starting the server"):
        from policykit_api import serve
        from policykit_api.reload.reloading import Files
    for line in [*_kept_in(held.settings), *_addresses(list(bundle.businesses), server)]:
        tell(line)
    serve(bundle, held.settings, Files(folder, loaded, kept))


def _kept(settings: CacheSettings) -> Cache | None:
    """Where checked policies are kept from one start to the next."""
    from policykit.cache import Cache, usual_folder

    return Cache(Path(settings.folder) if settings.folder else usual_folder()) if settings.use else None


def _must_be_there(held: Settings) -> None:
    """Raises WrongUsage where something that the settings name is not installed."""
    from policykit_api.settings.extras import NotInstalled, require

    try:
        require(held)
    except NotInstalled as fault:
        raise WrongUsage(fault.message, fault.help) from None


def _must_not_be_open(held: Settings) -> None:
    """Raises WrongUsage where others than this machine could call the server without a key."""
    from policykit_api.access.opening import NoKeys, needs_a_key, require_keys

    if not needs_a_key(held):
        return
    from policykit.cli.keys import with_keys

    try:
        with_keys(held, lambda kept: require_keys(held, kept))
    except NoKeys as fault:
        raise WrongUsage(fault.message, fault.help) from None


def _kept_in(held: Settings) -> list[str]:
    """Where decisions are kept, if any are. Raises WrongUsage where the database is none that can be used."""
    from policykit_api.store import Store as Opened
    from policykit_api.store import TooNew, Unavailable, WrongStore
    from policykit_api.store.upkeep import is_certain

    reached = True
    try:
        store = Opened(held.store.url)
        if is_certain(held.store):
            asyncio.run(_tried(store))
    except (TooNew, WrongStore) as fault:
        raise WrongUsage(str(fault), "see `store.url`") from None
    except Unavailable:
        reached = False
    which = {"asked": "decisions are kept where a request asks for it", "always": "all decisions are kept", "never": ""}
    said = which[held.store.decisions]
    return [f"{said}, in {store.place.shown}{'' if reached else ', which cannot be reached now'}"] if said else []


async def _tried(store: Store) -> None:
    try:
        await store.open()
    finally:
        await store.close()


def _must_be_free(server: Server) -> None:
    """Raises WrongUsage where the server could not listen."""
    if server.socket:
        return
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WrongUsage(f"cannot listen on {_address(server)}: {reason}", "give another `--port`") from None


def _addresses(businesses: list[str], server: Server) -> list[str]:
    if server.socket:
        return [f"serving {', '.join(businesses)} on the socket {server.socket}", "stop with Ctrl+C"]
    base = f"http://{_address(server)}"
    rows = [(name, f"{base}{page}", what) for name, page, what in PAGES]
    return [f"serving {', '.join(businesses)} on {base}", *columns(rows), "stop with Ctrl+C"]


def _address(server: Server) -> str:
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"{host}:{server.port}"
