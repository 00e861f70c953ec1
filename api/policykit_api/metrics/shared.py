"""What several processes have in common, where each of them can read it: every one has a part of one shared memory.

A process writes its counts there about once a second, so that counting itself touches nothing shared. What an ended
process has counted stays, and the one that takes its place goes on from there. Behind the parts stands the last call
to look at the policies' files, which is for all of them.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from policykit_api.metrics.counts import Counts

ROOM = 4 * 1024 * 1024
"""Bytes for a process. Memory that nobody writes to is not taken."""

CALL = 8
"""Bytes of the name of a call."""

_HEAD = struct.Struct("QQ")
"""A number that is odd while somebody writes, and the length of what follows."""
_ATTEMPTS = 5

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Counts)


class Shared:
    """The memory of so many processes; made before they are copied from this one."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._memory = mmap.mmap(-1, processes * ROOM + CALL)

    def call(self) -> bytes:
        """Call upon all to look at the files; the call's name, which is chance: two at once are not taken for one."""
        name = os.urandom(CALL)
        self._memory[-CALL:] = name
        return name

    def called(self) -> bytes:
        """The name of the last call; that of none is zeros."""
        return self._memory[-CALL:]

    def write(self, process: int, counts: Counts) -> None:
        """Publish the counts; what is too long for the room is left out, and the counts before it stay."""
        content = _encoder.encode(counts)
        if len(content) > ROOM - _HEAD.size:
            return
        start = process * ROOM
        turn = _HEAD.unpack_from(self._memory, start)[0] | 1
        _HEAD.pack_into(self._memory, start, turn, len(content))
        self._memory[start + _HEAD.size : start + _HEAD.size + len(content)] = content
        _HEAD.pack_into(self._memory, start, turn + 1, len(content))

    def read(self, process: int) -> Counts:
        """What that process published last; nothing where it never did, or ended while it wrote."""
        start = process * ROOM
        for _ in range(_ATTEMPTS):
            turn, length = _HEAD.unpack_from(self._memory, start)
            content = self._memory[start + _HEAD.size : start + _HEAD.size + length]
            if turn % 2 == 0 and turn == _HEAD.unpack_from(self._memory, start)[0]:
                return _decoder.decode(content) if length else Counts()
        return Counts()


@dataclass(slots=True)
class Share:
    """The part of one process, and the last call that it has followed."""

    shared: Shared
    process: int
    followed: bytes = bytes(CALL)

    def call(self) -> None:
        """Call upon all others to look at the files."""
        self.followed = self.shared.call()

    def is_called(self) -> bool:
        """Whether another has called since this was asked last. One that comes later follows the last call as well."""
        last = self.shared.called()
        called, self.followed = last != self.followed, last
        return called

    def write(self, counts: Counts) -> None:
        self.shared.write(self.process, counts)

    def before(self) -> Counts:
        """What the process in whose place this one is has counted; nothing is under way any more."""
        counts = self.shared.read(self.process)
        counts.under_way = 0
        return counts

    def others(self) -> Iterator[Counts]:
        """The counts of all other processes."""
        return (self.shared.read(other) for other in range(self.shared.processes) if other != self.process)
