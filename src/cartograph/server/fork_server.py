"""Hold one published version in memory and fork workers that share it: a process with a single thread.

Run as `python -m cartograph.server.fork_server FD PROJECT SETTINGS OPENER`: FD is the control socket, OPENER the class
that opens the version (`package.module:Class`). It takes `{"fork": n, "pool": …}` with the worker's end of a socket,
and `{"kill": n}`; it tells `{"ready": …}`, `{"born": n}`, `{"ended": n}`.
When the control socket closes it ends, and its workers end with it.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cartograph.errors import CartographError
from cartograph.project import home
from cartograph.server import sandbox, worker
from cartograph.server.application import Application, opener
from cartograph.server.fingerprint import fingerprint
from cartograph.server.settings import Settings

MESSAGE = 1 << 16  # bytes of a message at most


class ForkServer:
    """Fork workers, end them, and tell when one has ended."""

    def __init__(self, control: socket.socket, application: Application) -> None:
        self.control, self.application = control, application
        self.workers: dict[int, int] = {}  # process id -> number
        self.woken, alarm = os.pipe()
        os.set_blocking(alarm, False)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the server decides

    def run(self) -> None:
        """Do what the server says until it has gone."""
        while True:
            ready, _, _ = select.select([self.control.fileno(), self.woken], [], [])
            if self.woken in ready:
                os.read(self.woken, 4096)
                self.reap()
            if self.control.fileno() in ready and not self.follow():
                return

    def follow(self) -> bool:
        """Follow one message; return whether there may be more."""
        message, ends = _take(self.control)
        if not message:
            return False
        order = json.loads(message)
        if "fork" in order:
            self.fork(order["fork"], order["pool"], ends[0])
        else:
            for process in [process for process, number in self.workers.items() if number == order["kill"]]:
                os.kill(process, signal.SIGKILL)
        return True

    def fork(self, number: int, pool: str, end: int) -> None:
        """Fork a worker that serves the socket."""
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            self.control.close()
            worker.serve(socket.socket(fileno=end), self.application, pool)
        os.close(end)
        self.workers[process] = number
        self.tell({"born": number, "process": process})

    def reap(self) -> None:
        """Tell of each worker that has ended."""
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                process, status = found
                code = os.waitstatus_to_exitcode(status)
                self.tell({"ended": self.workers.pop(process), "code": code})

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message to the server, which may have gone."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.control.send(json.dumps(message).encode())


def _take(control: socket.socket) -> tuple[bytes, list[int]]:
    size = array.array("i").itemsize
    message, extra, _, _ = control.recvmsg(MESSAGE, socket.CMSG_LEN(size))
    ends = array.array("i")
    for level, kind, content in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            ends.frombytes(content[: len(content) - len(content) % size])
    return message, list(ends)


def main() -> None:
    """Open the version, say so, and serve until the server has gone."""
    number, project, settings, named = sys.argv[1:]
    control = socket.socket(fileno=int(number))
    try:
        found = home(Path(project)) if project else home()
        application = opener(named).open(found, Settings(**json.loads(settings)))
    except CartographError as error:
        control.send(json.dumps({"failed": str(error)}).encode())
        return
    fork_server = ForkServer(control, application)
    known = sorted(fingerprint(query) for query in application.queries)
    fork_server.tell({"ready": application.version, "known": known, "open": sandbox.missing()})
    fork_server.run()


if __name__ == "__main__":
    main()
