"""Publish a release as an immutable folder: a reader sees the old version or the new one, nothing between.

Everything is first written under a passing name and flushed to disk; a rename then gives it its own.
Whatever happens on the way (a full disk, a kill, a power cut), the version that was current stays so.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cartograph.errors import Problem, UsageError
from cartograph.versions.store import GRAPH_FILE, MANIFEST_FILE, POINTER, folder_name, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cartograph.versions.release import Manifest, Release

_PASSING = ".new-"  # what a killed build leaves behind begins so
_LOCK = "lock"


@dataclass(frozen=True)
class Writer:
    """Hold the right to publish into one folder; only `writing` hands it out."""

    versions: Path

    def publish(self, release: Release) -> Path:
        """Write the release as a version, make it the current one and return its folder.

        Raises UsageError when the folder cannot be written; the old version then stays.
        """
        with _explained(self.versions):
            folder = self.versions / folder_name(release.digest)
            if folder.is_dir():
                self._mend(folder, release)
            else:
                self._add(folder, release)
            self._put(self.versions / POINTER, f"{folder.name}\n".encode())
            return folder

    def _add(self, folder: Path, release: Release) -> None:
        passing = Path(tempfile.mkdtemp(prefix=_PASSING, dir=self.versions))
        passing.chmod(0o755)  # mkdtemp lets only its maker in
        try:
            for name, content in _files(release).items():
                _write(passing / name, content)
            write_store(passing, release.nquads)
            _flush_all(passing)
            passing.rename(folder)
            _flush(self.versions)
        finally:
            shutil.rmtree(passing, ignore_errors=True)

    def _mend(self, folder: Path, release: Release) -> None:
        """Make a version of this digest whole: write a damaged one anew, keep the manifest up to date."""
        if not _holds(folder / GRAPH_FILE, release.nquads):  # nobody can open it, so nobody misses it
            shutil.rmtree(folder)
            self._add(folder, release)
        elif not _holds(folder / MANIFEST_FILE, manifest_bytes(release.manifest)):
            self._put(folder / MANIFEST_FILE, manifest_bytes(release.manifest))

    def _put(self, path: Path, content: bytes) -> None:
        passing = self.versions / f"{_PASSING}{path.name}"
        try:
            _write(passing, content)
            passing.replace(path)
        finally:
            passing.unlink(missing_ok=True)
        _flush(path.parent)


def publish(release: Release, versions: Path) -> Path:
    """Publish one release into a folder of versions, return the version's folder; raise as `writing` does."""
    with writing(versions) as writer:
        return writer.publish(release)


@contextmanager
def writing(versions: Path) -> Iterator[Writer]:
    """Hold the folder of versions for one writer, and clear what a killed one left there.

    The lock is the operating system's, so that it dies with its process.
    Raises UsageError when another process holds it, or when the folder cannot be written.
    """
    with _explained(versions):
        versions.mkdir(parents=True, exist_ok=True)
        lock = os.open(versions / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with _explained(versions):
            _acquire(lock, versions)
            _clear(versions)
        yield Writer(versions)
    finally:
        os.close(lock)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, the same bytes for the same content."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def _files(release: Release) -> dict[str, bytes]:
    return {GRAPH_FILE: release.nquads, MANIFEST_FILE: manifest_bytes(release.manifest)}


def _acquire(lock: int, versions: Path) -> None:
    import fcntl  # not on every system that can read a version

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        busy = Problem(str(versions), message="another build is at work here", fix="wait until it has ended")
        raise UsageError(busy) from error


def _clear(versions: Path) -> None:
    for leftover in versions.glob(f"{_PASSING}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _flush(path)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _flush_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(versions: Path) -> Iterator[None]:
    """Tell a user which folder could not be written, and why."""
    try:
        yield
    except OSError as error:
        message = f"cannot publish: {error.strerror or error}"
        fix = "make room or allow writing there; the version that was current stays so"
        raise UsageError(Problem(str(versions), message=message, fix=fix)) from error
