"""Keep the files of whole versions: each is made once, by a worker, and sent from disk."""

from __future__ import annotations

import asyncio
import gzip
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from cartograph.http.reply import Reply

_LEVEL = 6  # of gzip: a second for twenty megabytes, once
_KEPT = 2  # versions: the current one, and the one before, whose last bytes may still be on their way


@dataclass(frozen=True)
class File:
    """Hold a file of a version, plain and compressed, with what its reply said."""

    plain: Path
    zipped: Path
    reply: Reply  # without its body


@dataclass
class FileCache:
    """Hold the files of the latest versions in a folder that ends with the server."""

    _folder: TemporaryDirectory[str] = field(default_factory=lambda: TemporaryDirectory(prefix="cartograph-"))
    _files: dict[str, dict[str, File]] = field(default_factory=dict)
    _locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def get(self, version: str, name: str, make: Callable[[], Awaitable[Reply]]) -> File | Reply:
        """Return a file of a version, made where it is not there yet; the reply where none can be made."""
        async with self._locks[name]:
            found = self._files.get(version, {}).get(name)
            if found is not None:
                return found
            reply = await make()
            if reply.status != 200:
                return reply
            return await asyncio.to_thread(self._put, version, name, reply)

    def close(self) -> None:
        """Remove every file."""
        self._folder.cleanup()

    def _put(self, version: str, name: str, reply: Reply) -> File:
        plain = Path(self._folder.name) / f"{version[:16]}-{name}"
        zipped = plain.with_name(f"{plain.name}.gz")
        plain.write_bytes(reply.body)
        zipped.write_bytes(gzip.compress(reply.body, _LEVEL, mtime=0))
        file = File(plain, zipped, Reply(200, reply.type, b"", reply.headers))
        self._files.setdefault(version, {})[name] = file
        for old in list(self._files)[:-_KEPT]:
            for gone in self._files.pop(old).values():
                gone.plain.unlink()
                gone.zipped.unlink()
        return file
