"""The end of a process whose server closes idle connections without looking at them, as granian does.

Nobody is to be idle then who was not for a while: first no connection is begun any more and every answer says that it
is its connection's last one (RFC 9112, section 9.6), and when no request has come for a while the server may stop.
What a client has sent behind a request that is answered so, without waiting for the answer, is not answered.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from functools import partial
from time import monotonic

from policykit_api.service import Service
from policykit_api.serving.listening import close_doors, own_listening
from policykit_api.serving.paces import QUIET, STEP

log = logging.getLogger("policykit.server")


async def last_answers(service: Service) -> None:
    """Return when no request is under way and none has come for a while, or when there is no more time for that."""
    settings = service.settings.server
    log.info("stopping", extra={"pid": os.getpid(), "requests": len(service.under_way)})
    service.stop_taking()
    await asyncio.sleep(settings.drain)
    service.last_answer = monotonic()
    end = service.last_answer + settings.grace
    with own_listening(settings) as sockets:
        await close_doors(sockets, partial(until, end))
    service.events.close()
    await until(end, partial(is_still, service))
    service.give_up()
    await asyncio.sleep(STEP)
    log.info("stopped", extra={"pid": os.getpid()})


def is_still(service: Service) -> bool:
    """Whether no request is under way, and none has been answered for a while."""
    since = service.last_answer
    return not service.under_way and since is not None and monotonic() - since > QUIET


async def until(end: float, done: Callable[[], bool]) -> None:
    """Return when it is done, at the latest then."""
    while not done() and monotonic() < end:  # noqa: ASYNC110  # what is waited for tells nobody
        await asyncio.sleep(STEP)
