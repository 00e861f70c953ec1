"""How the server listens, with what, and how it ends."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from policykit_api.settings.fields import Count, FilePath, HostName, Port, PublicAddress, Seconds, Section


class Server(Section, frozen=True):
    """How the server listens, with what, and how it ends."""

    policies: Annotated[
        FilePath | None,
        Meta(
            description="The folder of a business or of several, where the command names none; "
            "the bundled examples where neither does.",
            examples=["/etc/policykit/policies"],
        ),
    ] = None
    host: Annotated[
        HostName, Meta(description="The address to listen on. Others than this machine's own need keys.")
    ] = "127.0.0.1"
    port: Annotated[Port, Meta(description="The port to listen on.")] = 8000
    socket: Annotated[
        FilePath | None,
        Meta(
            description="A Unix socket to listen on instead of address and port.", examples=["/run/policykit/api.sock"]
        ),
    ] = None
    public_url: Annotated[
        PublicAddress | None,
        Meta(
            description="The address under which people reach this server, with the path that a proxy puts before its "
            "own. Terms pages then name their whole address for search engines, and `/terms/sitemap.xml` lists them.",
            examples=["https://shop.example"],
        ),
    ] = None
    engine: Annotated[
        Literal["uvicorn", "granian"],
        Meta(description="What serves: uvicorn, or granian (the extra `granian`).", examples=["granian"]),
    ] = "uvicorn"
    workers: Annotated[
        Annotated[int, Meta(ge=1, le=256)],
        Meta(description="How many processes serve; each holds the policies itself.", examples=[2]),
    ] = 1
    connections: Annotated[
        Count, Meta(description="How many connections each process keeps open at most; more are answered 503.")
    ] = 4096
    connections_of_one: Annotated[
        Annotated[int, Meta(ge=0, le=1_000_000)],
        Meta(
            description="How many of them may come from one address (of IPv6, from one network of 64 bits); more are "
            "answered 503. 0: any number, for a server behind a proxy, through which everybody comes.",
            examples=["0"],
        ),
    ] = 1024
    drain: Annotated[
        Seconds,
        Meta(
            description="How long the server goes on after the signal to stop while `/health/ready` says 503, "
            "so that a load balancer stops sending.",
            examples=["5"],
        ),
    ] = 0.0
    grace: Annotated[
        Seconds, Meta(description="How long requests under way may take to finish when the server stops.")
    ] = 10.0
    hsts: Annotated[
        Annotated[int, Meta(ge=0, le=63_072_000)],
        Meta(
            description="Seconds for which browsers shall use HTTPS alone (`Strict-Transport-Security`); 0: not sent. "
            "Only where HTTPS is there for good.",
            examples=[31536000],
        ),
    ] = 0
