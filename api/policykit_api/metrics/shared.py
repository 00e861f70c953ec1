"""The counts of several processes, where each of them can read all: every process has a part of one shared memory.

A process writes its counts there about once a second, so that counting itself touches nothing shared. What an ended
process has counted stays, and the one that takes its place goes on from there.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from policykit_api.metrics.counts import Counts

ROOM = 4 * 1024 * 1024
"""Bytes for a process. Memory that nobody writes to is not taken."""

_HEAD = struct.Struct("QQ")
"""A number that is odd while somebody writes, and the length of what follows."""
_ATTEMPTS = 5

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Counts)


class Shared:
    """The memory of so many processes; made before they are copied from this one."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._memory = mmap.mmap(-1, processes * ROOM)

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


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one process."""

    shared: Shared
    process: int

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
