"""Running the service: a socket, a server with limits of its own, signals, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import signal
import socket
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg_query.errors import InputError, KgqError, UsageError
from kg_query.model import Text
from kg_query.workers import WorkerError

from .app import create_app
from .logs import configure
from .middleware.outgoing import SECURITY_HEADERS
from .problem_types import TYPES
from .problems import MEDIA_TYPE, HttpProblem, problem_response
from .warming import WarmUp

if TYPE_CHECKING:
    from .service import Service
    from .settings import Settings

__all__ = ["bind", "serve"]

log = logging.getLogger("kg_query.serving")

#: How long the head of a request may take to arrive, in seconds.
HEAD_SECONDS = 15.0
#: How long an idle connection is kept, in seconds.
_KEEP_ALIVE = 5
#: Longest head of a request, in bytes.
_HEAD = 16 * 1024
#: How long, and for how many bytes more, one whose head is refused is listened to, so that the answer reaches it.
_LINGER_SECONDS, _LINGER_BYTES = 2.0, 2**20
#: Most connections at a time; further ones are answered 503.
_CONNECTIONS = 512


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to an address; who connects to it waits until the service is ready.

    Raises:
        UsageError: there is no such address on this machine.
        InputError: the port is taken, or not for this user.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = sorted(found, key=lambda one: one[0] != socket.AF_INET)[0]
    except (OSError, UnicodeError):
        raise _no_address(host) from None
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(1)  # that the port is free shows only now; the backlog is set once the service is ready
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise _no_address(host) from None
        if error.errno == errno.EADDRINUSE:
            message = Text(f"端口 {port} 已被占用", f"port {port} is in use")
        elif error.errno == errno.EACCES:
            message = Text(f"没有使用端口 {port} 的权限", f"this user may not use port {port}")
        else:
            message = Text(f"无法在端口 {port} 上监听", f"cannot listen on port {port}")
        hint = Text("请用 --port 指定另一个端口，0 表示任选", "Choose another one with --port; 0 takes any")
        raise InputError(message, hint=hint) from None
    return made


def _no_address(host: str) -> UsageError:
    return UsageError(
        Text(f"本机没有地址“{host[:100]}”", f"this machine has no address “{host[:100]}”"),
        "--host",
        Text(
            "本机内使用写 127.0.0.1，对外写 0.0.0.0", "127.0.0.1 is for this machine alone, 0.0.0.0 for all"
        ),
    )


def serve(service: Service, bound: socket.socket, ready: Callable[[], object]) -> None:
    """Serves until SIGTERM or SIGINT; then ends requests under way, workers and files, and returns.

    SIGHUP turns to the newest dataset.

    Args:
        service: opened, not started.
        bound: the socket.
        ready: called once requests are answered.

    Raises:
        KgqError: the store or a worker cannot be started.
    """
    configure(service.settings.log_format)
    asyncio.run(_serve(service, bound, ready))


async def _serve(service: Service, bound: socket.socket, ready: Callable[[], object]) -> None:
    starting = asyncio.ensure_future(service.start())
    loop = asyncio.get_running_loop()
    with _signals(loop, {"SIGTERM": starting.cancel, "SIGINT": starting.cancel}):
        try:
            await starting
        except asyncio.CancelledError:
            return
        except WorkerError as error:
            raise InputError(
                Text("工作进程无法启动", "the workers cannot be started"),
                hint=Text(f"原因：{error}", f"What it said: {error}"),
            ) from None
    try:
        app = create_app(service.kg, service.settings, service)
        warm_up = WarmUp(app) if service.settings.warm_up else None
        server = _Server(_config(service, app), service, ready, warm_up)
        await server.serve(sockets=[bound])
    finally:
        await service.close()


def _config(service: Service, app: FastAPI) -> uvicorn.Config:
    settings: Settings = service.settings
    return uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom to believe is decided by --trust-proxy
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=max(1, round(settings.grace)),
        h11_max_incomplete_event_size=_HEAD,
    )


@contextlib.contextmanager
def _signals(loop: asyncio.AbstractEventLoop, handlers: Mapping[str, Callable[[], object]]) -> Iterator[None]:
    """Calls functions on signals, by their names, while the block runs; those that do not exist here are left out."""
    done: list[tuple[int, Any]] = []
    for name, function in handlers.items():
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, function)
            done.append((number, None))
        except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
            with contextlib.suppress(ValueError):
                before = signal.signal(number, lambda *_, f=function: loop.call_soon_threadsafe(f))
                done.append((number, before))
    try:
        yield
    finally:
        for number, before in done:
            if before is None:
                loop.remove_signal_handler(number)
            else:
                signal.signal(number, before)


class _Server(uvicorn.Server):
    """uvicorn's server, whose end by a signal is a regular one (exit code 0)."""

    def __init__(
        self,
        config: uvicorn.Config,
        service: Service,
        ready: Callable[[], object],
        warm_up: WarmUp | None = None,
    ) -> None:
        super().__init__(config)
        self.service, self.ready, self.warm_up = service, ready, warm_up
        self._reloading: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()
            if self.warm_up is not None:
                self.warm_up.start()
                self.service.on_reload.append(self.warm_up.start)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.service.closing = True
        if self.warm_up is not None:
            self.service.on_reload.remove(self.warm_up.start)
            await self.warm_up.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        handlers = {"SIGTERM": self._end, "SIGINT": self._end, "SIGBREAK": self._end, "SIGHUP": self._reload}
        with _signals(loop, handlers):
            yield

    def _end(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True

    def _reload(self) -> None:
        if self._reloading is None or self._reloading.done():
            self._reloading = asyncio.ensure_future(self._reloaded())

    async def _reloaded(self) -> None:
        try:
            changed = await self.service.reload()
        except (KgqError, WorkerError) as error:
            log.error("not reloaded, the dataset before stays: %s", error)
        else:
            log.info("reloaded: another dataset" if changed else "reloaded: the same dataset")


async def _crowded(scope: Any, receive: Any, send: Any) -> None:
    """The answer while there are too many connections."""
    response = problem_response(
        scope, HttpProblem(503, "busy", headers={"Retry-After": "2", "Connection": "close"})
    )
    response.headers.update(dict(SECURITY_HEADERS))
    await response(scope, receive, send)


class _Protocol(H11Protocol):
    """HTTP/1.1 that waits for the head of a request only so long, and tells of a bad one as a problem."""

    _waiting: asyncio.TimerHandle | None = None
    #: How many more bytes are thrown away before the connection is cut; None while it is in use.
    _thrown: int | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def handle_events(self) -> None:
        crowded = max(len(self.connections), len(self.tasks)) > _CONNECTIONS
        self.app = _crowded if crowded else self.config.loaded_app
        super().handle_events()

    def data_received(self, data: bytes) -> None:
        if self._thrown is not None:
            self._thrown -= len(data)
            if self._thrown < 0:
                self.transport.abort()
            return
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def on_response_complete(self) -> None:
        self._stop_waiting()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._waiting = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        slug, status = self._refusal()
        kind = TYPES[slug]
        body = {  # in both languages: which one is wanted cannot be read
            "type": f"/problems/{slug}",
            "title": f"{kind.title.zh} / {kind.title.en}",
            "status": status,
            "detail": f"{kind.meaning.zh} / {kind.meaning.en}",
        }
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", MEDIA_TYPE),
            ("Content-Language", "zh, en"),
            ("X-Request-ID", uuid.uuid4().hex),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
            *SECURITY_HEADERS,
        ]
        try:
            start = h11.Response(
                status_code=status,
                reason=HTTPStatus(status).phrase.encode(),
                headers=[(k.encode(), v.encode()) for k, v in headers],
            )
            for event in (start, h11.Data(data=content), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            pass  # half an answer was out already
        if status == 400:
            self.transport.close()
            return
        # Closed at once, while more of the head is on its way, the system would take the answer back.
        self._thrown = _LINGER_BYTES
        self.transport.write_eof()
        self.loop.call_later(_LINGER_SECONDS, self.transport.close)

    def _refusal(self) -> tuple[str, int]:
        """Which problem, with which status, a head is that cannot be read (RFC 9110 §15.5.15, RFC 6585 §5)."""
        said = sys.exc_info()[1]
        if getattr(said, "error_status_hint", 400) != 431:
            return "bad-request", 400
        line = self.conn.trailing_data[0].partition(b"\n")[0]  # the one that is most of it is told
        return ("uri-too-long", 414) if len(line) > _HEAD // 2 else ("head-too-large", 431)
