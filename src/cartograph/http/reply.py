"""Hold an answer to a request, whole: nothing is sent before all of it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    """Hold an HTTP status, a media type, more headers, and the whole body.

    >>> Reply(200, "text/plain", b"x").head
    {'status': 200, 'type': 'text/plain', 'headers': {}}
    """

    status: int
    type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Mapping[str, Any]:
        """Return everything but the body."""
        return {"status": self.status, "type": self.type, "headers": dict(self.headers)}
