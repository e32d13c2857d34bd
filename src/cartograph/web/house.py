"""Keep the current version open, and take up a new one without a restart; no answer ever mixes two."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cartograph.errors import CartographError
from cartograph.store import current
from cartograph.web import wire
from cartograph.web.edition import Edition
from cartograph.web.lane import Lane
from cartograph.web.settings import Settings

if TYPE_CHECKING:
    from cartograph.project import Home

_LOOK = 0.5  # seconds between two looks at the pointer
_log = logging.getLogger("cartograph.serve")


@dataclass
class Floor:
    """Hold one version with its lanes: pasted queries, and the project's own questions and pages."""

    edition: Edition
    open: Lane
    reserved: Lane
    scratch: Lane | None

    @property
    def idle(self) -> bool:
        """Return whether nobody waits for an answer from this version."""
        return all(lane.idle for lane in self.lanes)

    @property
    def lanes(self) -> list[Lane]:
        """Return the lanes that there are."""
        return [lane for lane in (self.open, self.reserved, self.scratch) if lane is not None]


class Cache:
    """Keep the answers to the project's own questions, the latest used longest, so many bytes at most."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self.replies: OrderedDict[Hashable, wire.Reply] = OrderedDict()

    def get(self, key: Hashable) -> wire.Reply | None:
        """Return the reply kept under a key."""
        if key in self.replies:
            self.replies.move_to_end(key)
        return self.replies.get(key)

    def put(self, key: Hashable, reply: wire.Reply) -> None:
        """Keep a reply, and let the oldest go."""
        if key in self.replies or len(reply.body) > self.most // 8:
            return
        self.replies[key] = reply
        self.size += len(reply.body)
        while self.size > self.most:
            self.size -= len(self.replies.popitem(last=False)[1].body)

    def clear(self) -> None:
        """Forget all."""
        self.replies.clear()
        self.size = 0


@dataclass
class House:
    """Hold the floors: the current one, and older ones that still answer."""

    home: Home
    project: str  # the folder the user named, or nothing
    settings: Settings
    scratch: bool
    first: Edition
    leaving: list[Floor] = field(default_factory=list)
    failures: int = 0

    def __post_init__(self) -> None:
        self.cache = Cache(self.settings.cache * 1024 * 1024)
        self.floor: Floor | None = None
        self._failed = ""
        self._watcher: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the current version and watch for the next; raise UsageError where there is none."""
        self.floor = await self._furnish(await self.first.ready())
        self._watcher = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Close every version."""
        if self._watcher is not None:
            self._watcher.cancel()
        for floor in [*self.leaving, *([self.floor] if self.floor else [])]:
            await floor.edition.close()

    @property
    def current(self) -> Floor:
        """Return the floor that answers new requests; each answer comes from one floor."""
        assert self.floor is not None, "open first"
        return self.floor

    async def _furnish(self, edition: Edition) -> Floor:
        sizes = {"open": self.settings.workers, "reserved": self.settings.reserved, "scratch": 1}
        names = [name for name in sizes if name != "scratch" or self.scratch]
        lanes = [Lane(name, edition, self.settings, sizes[name]) for name in names]
        await asyncio.gather(*(lane.fill() for lane in lanes))
        return Floor(edition, lanes[0], lanes[1], lanes[2] if self.scratch else None)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            await self._clear()
            published = self._published()
            stale = published and published != self.current.edition.version
            if self.current.edition.gone or (stale and published != self._failed and not self.scratch):
                await self._move(published)

    def _published(self) -> str:
        """Return the version that is current now, or nothing while it cannot be read."""
        try:
            return current(self.home)
        except CartographError:
            return ""

    async def _move(self, published: str) -> None:
        """Open the version that is current now; keep the old one where it does not open."""
        edition = Edition.start(self.project, self.settings)
        try:
            floor = await self._furnish(await edition.ready())
        except (CartographError, ConnectionError) as error:
            self.failures += 1
            self._failed = published
            _log.warning("version %s does not open, the old one stays: %s", published[:16], error)
            return
        self.leaving.append(self.current)
        self.floor = floor
        self.cache.clear()
        _log.info("version %s is open", floor.edition.version[:16])

    async def _clear(self) -> None:
        """Close the floors that have nothing left to answer."""
        for floor in [floor for floor in self.leaving if floor.idle]:
            self.leaving.remove(floor)
            await floor.edition.close()
