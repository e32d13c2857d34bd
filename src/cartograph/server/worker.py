"""Answer jobs, one at a time, until the socket closes. A worker may be killed at any time.

What a worker does not expect ends it, with a traceback in the log: the server answers for it, and forks another.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from typing import NoReturn

from cartograph.errors import CartographError
from cartograph.http.problems import refused
from cartograph.http.reply import Reply
from cartograph.server import frames, jobs, sandbox
from cartograph.server.application import Application

_STACK = 512 * 1024 * 1024  # address space, not memory: the engine uses the stack for each nesting of a query
OPEN, SCRATCH = "open", "scratch"


def serve(sock: socket.socket, application: Application, pool: str) -> NoReturn:
    """Answer what comes in through the socket; never return."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.SIG_IGN)
    threading.stack_size(_STACK)
    sandbox.enter(application.settings.memory_bytes + _STACK, gives_way=pool == OPEN)
    thread = threading.Thread(target=_answer_all, args=(sock, application))
    thread.start()
    thread.join()
    os._exit(1)  # the thread ends the process itself, unless something unforeseen ended it


def _answer_all(sock: socket.socket, application: Application) -> None:
    while (frame := frames.receive(sock)) is not None:
        reply = _answer(application, *frame)
        sock.sendall(frames.pack(reply.head, reply.body))
    os._exit(0)


def _answer(application: Application, head: frames.Head, body: bytes) -> Reply:
    try:
        return jobs.do(application, head, body)
    except MemoryError:
        os.abort()  # as the engine does
    except CartographError as error:
        return refused(error)
