from __future__ import annotations

import pytest

from policykit_api.edge.traceparent import trace_of

TRACE = b"4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = b"00f067aa0ba902b7"


@pytest.mark.parametrize("given", [b"00-%b-%b-01", b"00-%b-%b-00", b"cc-%b-%b-01-what-comes-later"])
def test_a_sound_header_names_its_trace(given: bytes):
    assert TRACE.decode() == trace_of(given % (TRACE, PARENT))


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"00-%b-%b" % (TRACE, PARENT),
        b"ff-%b-%b-01" % (TRACE, PARENT),
        b"00-%b-%b-01" % (b"0" * 32, PARENT),
        b"00-%b-%b-01" % (TRACE, b"0" * 16),
        b"00-%b-%b-01" % (TRACE.upper(), PARENT),
        b"00-%b-%b-01 " % (TRACE, PARENT),
    ],
)
def test_another_names_none(given: bytes):
    assert trace_of(given) is None
