from __future__ import annotations

import pytest

from policykit_api.edge.request_id import made, sound


@pytest.mark.parametrize("given", [b"a", b"7f3a-11", b"req_1", b"Root=1-67891233-abcdef012345678912345678", b"x" * 128])
def test_names_that_clients_and_proxies_make_are_kept(given: bytes):
    assert given == sound(given)


@pytest.mark.parametrize("given", [b"", b"a b", b"a\n", b"x" * 129, b'"', b"\xe4\xb8\xad", b"<script>", b"a\x00"])
def test_what_could_spoil_a_log_is_not_taken(given: bytes):
    assert sound(given) is None


def test_no_two_are_the_same_even_in_several_processes():
    one, other = made(), made()
    ids = [source() for source in (one, other) for _ in range(100)]
    assert 200 == len(set(ids))
    assert all(sound(each) for each in ids)
