"""Listen: put the parts together, say what is served and how it is walled in, and end gracefully."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from cartograph.errors import Problem, UsageError
from cartograph.project import home
from cartograph.server import sandbox
from cartograph.server.application import Served
from cartograph.server.settings import Settings
from cartograph.server.supervisor import Supervisor
from cartograph.versions.store import locate

_GRACE = 15  # seconds that answers under way may take when the server is told to end


@dataclass(frozen=True)
class Listening:
    """Say where and how to listen."""

    host: str = "127.0.0.1"
    port: int = 8000
    root_path: str = ""
    proxies: str = "127.0.0.1"
    access_log: bool = True
    scratch: bool = False


def serve(project: Path | None, settings: Settings, listening: Listening, served: Served) -> None:
    """Serve until told to end; raise UsageError where nothing is published or the port is taken."""
    found = home(project)
    locate(found)  # told now, not by another process
    named = str(project.resolve()) if project else ""
    supervisor = Supervisor.start(
        named, settings, served
    )  # it opens the graph while this process loads the server
    import uvicorn

    from cartograph.server.app import App
    from cartograph.server.switch import VersionSwitch

    _set_up_logs(listening)
    application = App(VersionSwitch(found, named, settings, served, listening.scratch, supervisor)).asgi()
    config = uvicorn.Config(
        application,
        host=listening.host,
        port=listening.port,
        root_path=listening.root_path,
        forwarded_allow_ips=listening.proxies,
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=_GRACE,
        log_config=None,
        access_log=False,
        server_header=False,
    )
    _tell_walls()
    _run(uvicorn.Server(config), supervisor)


def _run(server: object, supervisor: Supervisor) -> None:
    import uvicorn

    assert isinstance(server, uvicorn.Server)
    try:
        server.run()
    except SystemExit as error:  # uvicorn's way to say that it could not start
        supervisor.process.kill()
        message = f"cannot listen on {server.config.host}:{server.config.port}"
        raise UsageError(Problem("serve", message=message, fix="see above; try another --port")) from error


def _set_up_logs(listening: Listening) -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("cartograph.access").setLevel(logging.INFO if listening.access_log else logging.WARNING)


def _tell_walls() -> None:
    missing = sandbox.missing()
    log = logging.getLogger("cartograph.serve")
    if missing:
        log.warning("workers are not walled in by the kernel: %s; the lexer alone refuses SERVICE", missing)
