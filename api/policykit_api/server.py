"""Running the API with uvicorn on uvloop and httptools."""

from __future__ import annotations

import uvicorn

from policykit.pipeline import Bundle
from policykit_api.app import create_app

GRACE = 10
"""Seconds that requests under way get to finish after the signal to stop."""


def serve(bundle: Bundle, host: str, port: int) -> None:
    """Serve the bundle until the process is told to stop (SIGINT or SIGTERM).

    uvicorn picks uvloop where it is installed. Requests are not logged: the address of each would
    cost time and say little, and bodies hold the facts of customers.
    """
    uvicorn.run(
        create_app(bundle),
        host=host,
        port=port,
        http="httptools",
        ws="none",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
