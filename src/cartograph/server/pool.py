"""Lead jobs to the workers of one kind: so many at a time, so many that wait, each with its time."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass, field

from cartograph.http.problems import problem
from cartograph.http.reply import Reply
from cartograph.server import frames
from cartograph.server.settings import Settings
from cartograph.server.supervisor import Supervisor, Worker


class BusyError(Exception):
    """Say that the queue is full, or that no worker came free in time."""


@dataclass
class Pool:
    """Hold the workers of one kind of one version; `size` of them are kept alive."""

    name: str
    supervisor: Supervisor
    settings: Settings
    size: int
    waiting: int = 0
    busy: int = 0
    deaths: int = 0
    _idle: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)
    _chores: set[asyncio.Task[None]] = field(default_factory=set)

    async def fill(self) -> Pool:
        """Fork the workers."""
        for worker in await asyncio.gather(*(self.supervisor.fork(self.name) for _ in range(self.size))):
            self._idle.put_nowait(worker)
        return self

    async def do(self, head: frames.Head, body: bytes = b"") -> Reply:
        """Have a worker do a job; raise BusyError where none comes free.

        A worker that takes too long, dies, or whose client has gone is replaced.
        """
        worker = await self._take()
        self.busy += 1
        healthy = False
        try:
            found = await asyncio.wait_for(worker.do(head, body), self.settings.seconds)
            healthy = True
        except TimeoutError:
            found = self._too_slow()
        except (asyncio.IncompleteReadError, ConnectionError):
            found = self._died(await self.supervisor.end(worker))
        finally:
            self.busy -= 1
            if healthy:
                self._idle.put_nowait(worker)
            else:
                self._replace(worker)
        return found

    async def _take(self) -> Worker:
        if not self._idle.empty():
            return self._idle.get_nowait()
        if self.waiting >= self.settings.queue:
            raise BusyError
        self.waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self.settings.seconds)
        except TimeoutError:
            raise BusyError from None
        finally:
            self.waiting -= 1

    def _replace(self, worker: Worker) -> None:
        self.deaths += 1
        chore = asyncio.create_task(self._replaced(worker))
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _replaced(self, worker: Worker) -> None:
        try:
            fresh = await self.supervisor.fork(self.name)
        except ConnectionError:  # the fork server has gone; the switch opens another
            return
        self._idle.put_nowait(fresh)
        if not self.supervisor.gone:
            await self.supervisor.end(worker)

    def _too_slow(self) -> Reply:
        return problem(
            503,
            "timeout",
            f"the query took more than {self.settings.seconds:g} seconds and was stopped",
            "narrow it, or add a LIMIT where it does not have to sort first",
        )

    def _died(self, code: int) -> Reply:
        if code == -signal.SIGSEGV:
            return problem(400, "too-deep", "the query nests too deep", "write it flatter")
        if code == -signal.SIGABRT:
            memory = f"the query needed more than {self.settings.memory} MiB and was stopped"
            return problem(507, "memory", memory, "narrow it")
        return problem(500, "failed", "the query could not be answered", "tell us, with the query")

    @property
    def idle(self) -> bool:
        """Return whether nothing is done and nothing waits."""
        return self.busy == 0 and self.waiting == 0
