"""Write a line of JSON for each request, and count it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cartograph.server.metrics import Metrics
    from cartograph.server.switch import VersionSwitch

_log = logging.getLogger("cartograph.access")
_KINDS = {"sparql", "static", "healthz", "metrics"}


class AccessLog:
    """Wrap an application: one line a request, with status, size, time and version."""

    def __init__(self, app: ASGIApp, metrics: Metrics, switch: VersionSwitch) -> None:
        self.app, self.metrics, self.switch = app, metrics, switch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen: dict[str, int] = {"status": 500, "bytes": 0}

        async def counted(message: Message) -> None:
            _count(message, seen)
            await send(message)

        began = time.perf_counter()
        try:
            await self.app(scope, receive, counted)
        finally:
            self._tell(scope, seen, time.perf_counter() - began)

    def _tell(self, scope: Scope, seen: dict[str, int], seconds: float) -> None:
        kind = scope["path"].strip("/").partition("/")[0]
        self.metrics.answered(kind if kind in _KINDS else "page", seen["status"], seconds)
        if _log.isEnabledFor(logging.INFO):
            _log.info("%s", json.dumps(self._line(scope, seen, seconds), ensure_ascii=False))

    def _line(self, scope: Scope, seen: dict[str, int], seconds: float) -> dict[str, object]:
        client = scope.get("client") or ("", 0)
        return {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client[0],
            "method": scope["method"],
            "path": scope["path"][:500],
            "query": scope["query_string"].decode("latin-1")[:2000],
            "status": seen["status"],
            "bytes": seen["bytes"],
            "ms": round(seconds * 1000, 1),
            "version": self.switch.current.supervisor.version[:16] if self.switch.opened else "",
        }


def _count(message: MutableMapping[str, Any], seen: dict[str, int]) -> None:
    if message["type"] == "http.response.start":
        seen["status"] = message["status"]
    elif message["type"] == "http.response.body":
        seen["bytes"] += len(message.get("body", b""))
