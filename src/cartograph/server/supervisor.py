"""Keep the workers of one published version: the server's side of a fork server."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from cartograph.errors import Problem, UsageError
from cartograph.http.reply import Reply
from cartograph.server import frames
from cartograph.server.application import Served
from cartograph.server.settings import Settings

_MESSAGE = 1 << 16


@dataclass
class Worker:
    """Hold the server's end of one worker."""

    number: int
    process: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[int]  # its exit code

    async def do(self, head: frames.Head, body: bytes) -> Reply:
        """Send a job and return the reply; raise IncompleteReadError or ConnectionError where it dies."""
        self.writer.write(frames.pack(head, body))
        await self.writer.drain()
        return await frames.receive_later(self.reader)


@dataclass
class Supervisor:
    """Hold one published version, open in a fork server."""

    control: socket.socket
    process: subprocess.Popen[bytes]
    version: str = ""
    known: frozenset[str] = frozenset()
    unwalled: str = ""  # why the kernel's wall is missing
    living: dict[int, Worker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._births: dict[int, asyncio.Future[int]] = {}
        self._ends: dict[int, asyncio.Future[int]] = {}
        self._listener: asyncio.Task[None] | None = None

    @classmethod
    def start(cls, project: str, settings: Settings, served: Served) -> Supervisor:
        """Start a fork server for the current version, and return at once; `ready` waits for it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        written = json.dumps(asdict(settings))
        command = [
            sys.executable,
            "-m",
            "cartograph.server.fork_server",
            str(theirs.fileno()),
            project,
            written,
            served.opener,
        ]
        # Threads do not survive a fork; a worker that runs out of memory is told of, its stack is not.
        quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RUST_BACKTRACE": "0"}
        process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, **quiet}
        )
        theirs.close()
        ours.setblocking(False)
        return cls(ours, process)

    async def ready(self) -> Supervisor:
        """Wait until the version is open; raise UsageError where it cannot be opened."""
        message = await self._next()
        if "ready" not in message:
            why = message.get("failed", "the process that holds the graph ended")
            await self.close()
            raise UsageError(Problem("serve", message=why))
        self.version, self.unwalled = message["ready"], message["open"]
        self.known = frozenset(message["known"])
        self._listener = asyncio.create_task(self._listen())
        return self

    async def fork(self, pool: str) -> Worker:
        """Return a new worker; raise ConnectionError where the fork server has gone."""
        ours, theirs = socket.socketpair()
        number, loop = next(self._numbers), asyncio.get_running_loop()
        self._births[number] = born = loop.create_future()
        self._ends[number] = ended = loop.create_future()
        with theirs:
            order = json.dumps({"fork": number, "pool": pool}).encode()
            socket.send_fds(self.control, [order], [theirs.fileno()])
        process = await born
        ours.setblocking(False)
        worker = Worker(number, process, *await asyncio.open_unix_connection(sock=ours), ended)
        self.living[number] = worker
        return worker

    async def end(self, worker: Worker) -> int:
        """Kill a worker and return its exit code: what it ended with, where it had ended before."""
        worker.writer.close()
        if not worker.ended.done():
            self._order({"kill": worker.number})
        return await worker.ended

    async def close(self) -> None:
        """End the fork server, and with it every worker."""
        for worker in list(self.living.values()):
            worker.writer.close()
        self.control.close()
        if self._listener is not None:
            self._listener.cancel()
        self.process.kill()
        await asyncio.to_thread(self.process.wait)

    def _order(self, order: Mapping[str, Any]) -> None:
        try:
            self.control.send(json.dumps(order).encode())
        except OSError:  # it has gone, and its workers with it
            self._lost()

    async def _next(self) -> Mapping[str, Any]:
        found = await asyncio.get_running_loop().sock_recv(self.control, _MESSAGE)
        message: Mapping[str, Any] = json.loads(found) if found else {}
        return message

    async def _listen(self) -> None:
        while message := await self._next():
            if "born" in message:
                self._births.pop(message["born"]).set_result(message["process"])
            else:
                self.living.pop(message["ended"], None)
                _settle(self._ends.pop(message["ended"], None), message["code"])
        self._lost()

    def _lost(self) -> None:
        """Settle what waits for a fork server that has gone."""
        for born in self._births.values():
            if not born.done():
                born.set_exception(ConnectionError("the process that holds the graph has gone"))
        self._births.clear()
        for ended in self._ends.values():
            _settle(ended, -9)
        self._ends.clear()
        self.living.clear()

    @property
    def gone(self) -> bool:
        """Return whether the fork server has ended without being told to."""
        return self._listener is not None and self._listener.done()


def _settle(future: asyncio.Future[int] | None, code: int) -> None:
    if future is not None and not future.done():
        future.set_result(code)
