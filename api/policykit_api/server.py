"""Running the API with uvicorn on uvloop and httptools."""

from __future__ import annotations

import uvicorn

from policykit.pipeline import Bundle
from policykit_api.app import create_app
from policykit_api.reload.reloading import Files
from policykit_api.settings import Settings


def serve(bundle: Bundle, settings: Settings | None = None, files: Files | None = None) -> None:
    """Serve the bundle, and what changes in the files behind it, until told to stop (SIGINT or SIGTERM).

    uvicorn picks uvloop where it is installed. Requests are not logged: the address of each would
    cost time and say little, and bodies hold the facts of customers.
    """
    settings = settings or Settings()
    uvicorn.run(
        create_app(bundle, settings, files),
        host=settings.server.host,
        port=settings.server.port,
        uds=settings.server.socket,
        http="httptools",
        ws="none",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=max(1, round(settings.server.grace)),
    )
