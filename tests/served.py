"""Start the server that a test talks to, on a port of its own, and end it by its own process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from cartograph.project import PARTS, Home

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 30  # seconds until a server must answer, on a busy machine


@dataclass(frozen=True)
class Server:
    """Hold a server that is running."""

    url: str
    project: Path
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET a path; headers by their names with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.get(self.url + path, headers=named, timeout=60)

    def query(self, text: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """POST a query."""
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        return httpx.post(f"{self.url}/sparql", content=text.encode(), headers=headers, timeout=60)


def project_folder(folder: Path, home: Home) -> Path:
    """Make a project of this checkout's parts, with copies of the versions that a home has published."""
    folder.mkdir(parents=True)
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    shutil.copytree(home.versions, folder / "build")
    return folder


@contextmanager
def serving(project: Path, *options: str) -> Iterator[Server]:
    """Serve a project until the test is done with it."""
    port = free_port()
    command = [sys.executable, "-m", "cartograph", "--project", str(project), "serve", "--port", str(port)]
    log = project / "serve.log"
    with log.open("wb") as written:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen([*command, *options], stderr=written, stdout=written, env=environment)
    server = Server(f"http://127.0.0.1:{port}", project, process, log)
    try:
        _await(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        finally:
            process.kill()


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _await(server: Server) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if server.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
        if server.process.poll() is not None:
            break
    raise AssertionError(f"the server does not answer: {server.log.read_text()[-3000:]}")
