"""Keep the current version open, and take up a new one without a restart; no answer ever mixes two."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cartograph.errors import CartographError
from cartograph.server.application import Served
from cartograph.server.cache import Cache
from cartograph.server.pool import Pool
from cartograph.server.settings import Settings
from cartograph.server.supervisor import Supervisor
from cartograph.versions.store import current

if TYPE_CHECKING:
    from cartograph.project import Home

_LOOK = 0.5  # seconds between two looks at the pointer
_log = logging.getLogger("cartograph.serve")


@dataclass
class OpenVersion:
    """Hold one version with its pools: pasted queries, and the project's own questions and pages."""

    supervisor: Supervisor
    open: Pool
    reserved: Pool
    scratch: Pool | None

    @property
    def idle(self) -> bool:
        """Return whether nobody waits for an answer from this version."""
        return all(pool.idle for pool in self.pools)

    @property
    def pools(self) -> list[Pool]:
        """Return the pools that there are."""
        return [pool for pool in (self.open, self.reserved, self.scratch) if pool is not None]


@dataclass
class VersionSwitch:
    """Hold the versions: the current one, and older ones that still answer."""

    home: Home
    project: str  # the folder the user named, or nothing
    settings: Settings
    served: Served
    scratch: bool
    first: Supervisor
    leaving: list[OpenVersion] = field(default_factory=list)
    failures: int = 0

    def __post_init__(self) -> None:
        self.cache = Cache(self.settings.cache * 1024 * 1024)
        self.opened: OpenVersion | None = None
        self._failed = ""
        self._watcher: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the current version and watch for the next; raise UsageError where there is none."""
        self.opened = await self._fill(await self.first.ready())
        self._watcher = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Close every version."""
        if self._watcher is not None:
            self._watcher.cancel()
        for opened in [*self.leaving, *([self.opened] if self.opened else [])]:
            await opened.supervisor.close()

    @property
    def current(self) -> OpenVersion:
        """Return the version that answers new requests; each answer comes from one version."""
        assert self.opened is not None, "open first"
        return self.opened

    async def _fill(self, supervisor: Supervisor) -> OpenVersion:
        sizes = {"open": self.settings.workers, "reserved": self.settings.reserved, "scratch": 1}
        names = [name for name in sizes if name != "scratch" or self.scratch]
        pools = [Pool(name, supervisor, self.settings, sizes[name]) for name in names]
        await asyncio.gather(*(pool.fill() for pool in pools))
        return OpenVersion(supervisor, pools[0], pools[1], pools[2] if self.scratch else None)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            await self._clear()
            published = self._published()
            stale = published and published != self.current.supervisor.version
            if self.current.supervisor.gone or (stale and published != self._failed and not self.scratch):
                await self._move(published)

    def _published(self) -> str:
        """Return the version that is current now, or nothing while it cannot be read."""
        try:
            return current(self.home)
        except CartographError:
            return ""

    async def _move(self, published: str) -> None:
        """Open the version that is current now; keep the old one where it does not open."""
        supervisor = Supervisor.start(self.project, self.settings, self.served)
        try:
            opened = await self._fill(await supervisor.ready())
        except (CartographError, ConnectionError) as error:
            self.failures += 1
            self._failed = published
            _log.warning("version %s does not open, the old one stays: %s", published[:16], error)
            return
        self.leaving.append(self.current)
        self.opened = opened
        self.cache.clear()
        _log.info("version %s is open", opened.supervisor.version[:16])

    async def _clear(self) -> None:
        """Close the versions that have nothing left to answer."""
        for opened in [opened for opened in self.leaving if opened.idle]:
            self.leaving.remove(opened)
            await opened.supervisor.close()
