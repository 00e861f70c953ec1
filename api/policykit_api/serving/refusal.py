"""A problem document as the bytes of a whole answer, for what is refused before the application sees it."""

from __future__ import annotations

from http import HTTPStatus

from policykit_api import problems
from policykit_api.edge import edge, request_id
from policykit_api.problem_kinds import Kind

new_id = request_id.made()


def spoken(kind: Kind, detail: str) -> bytes:
    """The answer; the connection is closed behind it."""
    body = problems.document(kind, detail)
    headers = [
        (b"content-type", problems.MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        *edge.EVERYWHERE,
        edge.POLICY,
        *((name.encode(), value.encode()) for name, value in problems.UNKEPT.items()),
        (request_id.HEADER, new_id()),
        *([(b"retry-after", b"1")] if kind.status == HTTPStatus.SERVICE_UNAVAILABLE else []),
        (b"connection", b"close"),
    ]
    status = HTTPStatus(kind.status)
    lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode(), *(name + b": " + value for name, value in headers)]
    return b"\r\n".join([*lines, b"", body])
