"""Keep answers that depend on nothing but version and address, so many bytes of them at most."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from cartograph.http.reply import Reply


class Cache:
    """Keep the answers to the project's own questions, the latest used longest, so many bytes at most."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self.replies: OrderedDict[Hashable, Reply] = OrderedDict()

    def get(self, key: Hashable) -> Reply | None:
        """Return the reply kept under a key."""
        if key in self.replies:
            self.replies.move_to_end(key)
        return self.replies.get(key)

    def put(self, key: Hashable, reply: Reply) -> None:
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
