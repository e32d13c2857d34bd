"""Pass jobs to workers and replies back: a JSON head and a body of bytes, each with its length before it.

Nothing is unpickled: what a worker sends is data, whatever a query made of the worker.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

from cartograph.http.reply import Reply

_LENGTHS = struct.Struct(">II")

Head = Mapping[str, Any]


def pack(head: Head, body: bytes = b"") -> bytes:
    r"""Return a frame.

    >>> pack({"do": "ask"}, b"x")
    b'\x00\x00\x00\r\x00\x00\x00\x01{"do": "ask"}x'
    """
    written = json.dumps(head).encode()
    return _LENGTHS.pack(len(written), len(body)) + written + body


def receive(sock: socket.socket) -> tuple[Head, bytes] | None:
    """Read a frame, or nothing where the other side has closed."""
    lengths = _exactly(sock, _LENGTHS.size)
    if lengths is None:
        return None
    head, body = (_exactly(sock, size) for size in _LENGTHS.unpack(lengths))
    return None if head is None or body is None else (json.loads(head), body)


def _exactly(sock: socket.socket, size: int) -> bytes | None:
    parts, missing = [], size
    while missing:
        part = sock.recv(min(missing, 1 << 20))
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


async def receive_later(reader: asyncio.StreamReader) -> Reply:
    """Read a reply; raise IncompleteReadError where the worker has ended."""
    head_size, body_size = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    head = json.loads(await reader.readexactly(head_size))
    return Reply(head["status"], head["type"], await reader.readexactly(body_size), head["headers"])
