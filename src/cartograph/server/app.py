"""Translate between HTTP and jobs: what comes in, which pool it takes, what goes out."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import TypeVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cartograph.http.accept import best
from cartograph.http.problems import problem
from cartograph.http.reply import Reply
from cartograph.server import metrics as metrics_
from cartograph.server.file_cache import FileCache
from cartograph.server.fingerprint import fingerprint
from cartograph.server.frames import Head
from cartograph.server.log import AccessLog
from cartograph.server.pool import BusyError, Pool
from cartograph.server.protocol import Operation, RefusedError, operation
from cartograph.server.switch import OpenVersion, VersionSwitch

_METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
_READING = ["GET", "HEAD", "OPTIONS"]
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: What a page may load: its own files only. The editor's page sends a policy of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_GONE = 499  # the client has gone; nobody reads it

Result = TypeVar("Result")


class App:
    """Answer HTTP requests from a switch."""

    def __init__(self, switch: VersionSwitch) -> None:
        self.switch, self.metrics, self.files = switch, metrics_.Metrics(), FileCache()

    def asgi(self) -> Starlette:
        """Return the application."""
        routes = [
            Route("/sparql", self.sparql, methods=_METHODS),
            Route("/sparql/", self.sparql, methods=_METHODS),
            Route("/healthz", self.health, methods=_READING),
            Route("/metrics", self.counters, methods=_READING),
            Route("/dump/{name}", self.dump, methods=_READING),
            Mount("/static", StaticFiles(directory=self.switch.served.static)),
            Route("/{path:path}", self.page, methods=_READING),
        ]
        middleware = [
            Middleware(AccessLog, metrics=self.metrics, switch=self.switch),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST"],
                allow_headers=["Accept", "Content-Type"],
                expose_headers=[
                    "CARTograph-Truncated",
                    "CARTograph-Version",
                    "Content-Location",
                    "ETag",
                    "Link",
                ],
            ),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ]
        return Starlette(
            routes=routes, middleware=middleware, lifespan=self._lifespan, exception_handlers=_HANDLERS
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self.switch.open()
        yield
        self.files.close()
        await self.switch.close()

    async def health(self, _: Request) -> Response:
        """Say that the server is there, and what it serves; needs no worker."""
        opened = self.switch.current
        document = {"status": "ok", "version": opened.supervisor.version}
        return Response(json.dumps(document) + "\n", media_type="application/json")

    async def counters(self, _: Request) -> Response:
        """Return the counters for Prometheus."""
        return Response(self.metrics.text(self.switch), media_type=metrics_.MEDIA_TYPE)

    async def sparql(self, request: Request) -> Response:
        """Speak the SPARQL 1.1 Protocol; a bare GET describes the service."""
        if request.method == "OPTIONS":
            return _allowed(_METHODS)
        try:
            asked = await self._operation(request)
            if asked is None or self._wants_editor(request):
                return await self.page(request)
            return await self._answered(request, asked)
        except RefusedError as error:
            return _response(error.reply)

    def _wants_editor(self, request: Request) -> bool:
        """Say whether a person's browser asks: then the editor opens with the query in it."""
        offered = ["application/sparql-results+json", "text/html"]
        return request.method == "GET" and best(request.headers.get("accept", ""), offered) == "text/html"

    async def _operation(self, request: Request) -> Operation | None:
        most = self.switch.settings.characters
        if len(request.url.query) > 3 * most:  # each byte may be escaped
            raise RefusedError(_too_long(414, self.switch.settings.length))
        body = await _body(request, 3 * most + 4096, self.switch.settings.seconds)
        media = request.headers.get("content-type", "")
        asked = operation(request.method, media, request.scope["query_string"], body)
        if asked and len(asked.text.encode()) > most:
            raise RefusedError(_too_long(413, self.switch.settings.length))
        return asked

    async def _answered(self, request: Request, asked: Operation) -> Response:
        opened = self.switch.current
        known = asked.kind == "query" and fingerprint(asked.text) in opened.supervisor.known
        head = {
            "do": asked.kind,
            "accept": request.headers.get("accept", ""),
            "default": asked.default,
            "named": asked.named,
        }
        if asked.kind == "update" and opened.scratch is None:
            return _response(problem(403, "read-only", "this endpoint takes no updates", "use --scratch"))
        pool = opened.scratch or (opened.reserved if known else opened.open)
        key = (head["accept"], asked) if known and opened.scratch is None else None
        return await self._done(request, opened, pool, head, asked.text.encode(), key)

    async def page(self, request: Request) -> Response:
        """Answer a request for a page, a thing, a question or a file of the site."""
        if request.method == "OPTIONS":
            return _allowed(_READING)
        opened = self.switch.current
        tag = f'W/"{opened.supervisor.version[:16]}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
        asked = _asked(request)
        key = tuple(asked.values())
        return await self._done(request, opened, opened.reserved, {"do": "page", "request": asked}, b"", key)

    async def dump(self, request: Request) -> Response:
        """Send a whole version from a file, compressed where the client takes that."""
        if request.method == "OPTIONS":
            return _allowed(_READING)
        opened, asked = self.switch.current, _asked(request)
        zips = "gzip" in request.headers.get("accept-encoding", "") and "range" not in request.headers
        name = request.path_params["name"]
        tag = f'"{opened.supervisor.version[:16]}-{name}{"-gzip" if zips else ""}"'
        try:
            job = {"do": "page", "request": {**asked, "path": f"dump/{name}"}}
            found = await self.files.get(
                opened.supervisor.version, name, lambda: opened.reserved.do(job, b"")
            )
        except BusyError:
            return _response(_busy(), {"Retry-After": "1"})
        if isinstance(found, Reply):
            return _response(found, _version_headers(opened, found))
        headers = {**_version_headers(opened, found.reply), "ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        headers |= {**_HEADERS, **found.reply.headers, "Content-Type": found.reply.type}
        headers |= {"Content-Encoding": "gzip"} if zips else {}
        return FileResponse(found.zipped if zips else found.plain, headers=headers)

    async def _done(
        self, request: Request, opened: OpenVersion, pool: Pool, head: Head, body: bytes, key: object
    ) -> Response:
        kept = self.switch.cache.get((opened.supervisor.version, key)) if key else None
        if kept is None:
            try:
                kept = await _while_there(request, pool.do(head, body))
            except BusyError:
                return _response(_busy(), {"Retry-After": "1"})
            if kept is None:
                return Response(status_code=_GONE)
            if key and kept.status == 200:
                self.switch.cache.put((opened.supervisor.version, key), kept)
        return _response(kept, _version_headers(opened, kept))


def _version_headers(opened: OpenVersion, reply: Reply) -> Mapping[str, str]:
    """Name the version that an answer is of; the tag says what would have to be asked for again."""
    headers = {"CARTograph-Version": opened.supervisor.version, "Vary": "Accept"}
    if reply.status != 200 or opened.scratch is not None:
        return {**headers, "Cache-Control": "no-store"}
    return {**headers, "ETag": f'W/"{opened.supervisor.version[:16]}"', "Cache-Control": "no-cache"}


def _asked(request: Request) -> dict[str, str]:
    """Return what a page depends on."""
    return {
        "path": request.path_params.get("path", "sparql"),
        "query": request.url.query,
        "accept": request.headers.get("accept", ""),
        "root": str(request.scope.get("root_path", "")),
        "origin": f"{request.url.scheme}://{request.url.netloc}",
    }


def _response(reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    found = {"Content-Security-Policy": POLICY, **_HEADERS, **(headers or {}), **reply.headers}
    return Response(reply.body, reply.status, {**found, "Content-Type": reply.type})


def _allowed(methods: list[str]) -> Response:
    return Response(status_code=204, headers={"Allow": ", ".join(methods)})


def _busy() -> Reply:
    return problem(503, "busy", "all workers are at work", "come back in a second")


def _too_long(status: int, most: int) -> Reply:
    return problem(status, "too-long", f"the query is longer than {most} KiB", "shorten it")


async def _body(request: Request, most: int, seconds: float) -> bytes:
    """Read a body that is neither too long nor too slow; raise RefusedError."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise RefusedError(_too_long(413, most // 3072))
                parts.append(part)
    except TimeoutError:
        slow = problem(408, "too-slow", "the request took too long to arrive", "send it at once")
        raise RefusedError(slow) from None
    except ClientDisconnect:
        raise RefusedError(problem(400, "gone", "the request is not whole", "send all of it")) from None
    return b"".join(parts)


async def _while_there(request: Request, work: Awaitable[Result]) -> Result | None:
    """Return what the work returns, or nothing where its client goes first: the work is then stopped."""
    job = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({job, gone}, return_when=asyncio.FIRST_COMPLETED)
        if job.done():
            return job.result()
        job.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await job
        return None
    finally:
        gone.cancel()
        job.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _not_allowed(_: Request, __: Exception) -> Response:
    detail = problem(405, "method", "this method is not allowed here", "use GET, or POST for /sparql")
    return _response(detail, {"Allow": "GET, HEAD, POST, OPTIONS"})


async def _not_found(_: Request, __: Exception) -> Response:
    return _response(problem(404, "not-found", "nothing is there", "see the site's front page"))


_HANDLERS = {405: _not_allowed, 404: _not_found}
