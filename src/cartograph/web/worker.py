"""Answer jobs, one at a time, until the socket closes. A worker is forked from the nursery and may be killed any time.

What a worker does not expect ends it, with a traceback in the log: the server answers for it, and forks another.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from typing import NoReturn

from cartograph.errors import CartographError
from cartograph.web import jail, jobs, wire
from cartograph.web.desk import Desk
from cartograph.web.problems import refused

_STACK = 512 * 1024 * 1024  # address space, not memory: the engine uses the stack for each nesting of a query
OPEN, SCRATCH = "open", "scratch"


def serve(sock: socket.socket, desk: Desk, lane: str) -> NoReturn:
    """Answer what comes in through the socket; never return."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.SIG_IGN)
    threading.stack_size(_STACK)
    jail.enter(desk.settings.memory_bytes + _STACK, gives_way=lane == OPEN)
    thread = threading.Thread(target=_answer_all, args=(sock, desk))
    thread.start()
    thread.join()
    os._exit(1)  # the thread ends the process itself, unless something unforeseen ended it


def _answer_all(sock: socket.socket, desk: Desk) -> None:
    while (frame := wire.receive(sock)) is not None:
        reply = _answer(desk, *frame)
        sock.sendall(wire.pack(reply.head, reply.body))
    os._exit(0)


def _answer(desk: Desk, head: wire.Head, body: bytes) -> wire.Reply:
    try:
        return jobs.do(desk, head, body)
    except MemoryError:
        os.abort()  # as the engine does
    except CartographError as error:
        return refused(error)
