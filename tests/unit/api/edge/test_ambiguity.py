from __future__ import annotations

from typing import Any, cast

import pytest

from policykit_api.edge.ambiguity import may_be_ambiguous, require_plain
from policykit_api.problem_kinds import BAD_REQUEST
from policykit_api.problems import Refused

HOST = (b"host", b"localhost")
CHUNKED = (b"transfer-encoding", b"Chunked")
ACCEPT = (b"accept", b"*/*")


def require(*lines: tuple[bytes, bytes], version: str = "1.1") -> bool:
    """Whether it was looked at all; raises ``Refused`` as an edge would."""
    headers = dict(lines)
    if not may_be_ambiguous(headers, len(lines)):
        return False
    require_plain(cast("Any", {"headers": list(lines), "http_version": version}), headers)
    return True


def test_a_usual_header_is_not_looked_at():
    assert not require(HOST, ACCEPT)


@pytest.mark.parametrize("lines", [[HOST, ACCEPT, ACCEPT], [HOST, CHUNKED]])
def test_what_may_be_repeated_and_pieces_are_taken(lines: list[tuple[bytes, bytes]]):
    assert require(*lines)


@pytest.mark.parametrize("version", ["1.0", "2"])
def test_only_the_versions_that_must_name_a_host_need_it(version: str):
    assert require(ACCEPT, version=version)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([HOST, HOST], "host is sent twice"),
        ([HOST, (b"content-type", b"a/b"), (b"content-type", b"a/b")], "content-type is sent twice"),
        ([HOST, (b"idempotency-key", b"a"), (b"idempotency-key", b"b")], "idempotency-key is sent twice"),
        ([ACCEPT], "Host is missing"),
        ([HOST, (b"transfer-encoding", b"gzip, chunked")], "transfer coding"),
        ([HOST, (b"transfer-encoding", b"gzip"), CHUNKED], "transfer coding"),
    ],
)
def test_what_is_ambiguous_is_refused(lines: list[tuple[bytes, bytes]], said: str):
    with pytest.raises(Refused, match=said) as refused:
        require(*lines)
    assert BAD_REQUEST == refused.value.kind
