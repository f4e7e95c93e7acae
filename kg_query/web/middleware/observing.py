"""Each request gets an id, one line in the log and its place in the metrics; nothing of its content does."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING

from ..logs import access_line
from .asgi import App, Message, Receive, Scope, Send, headers_of, put

if TYPE_CHECKING:
    from ..metrics import Metrics

__all__ = ["Observed", "route_of"]

_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
#: What a request is logged with whose client went away before there was an answer.
GONE = 499
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


def route_of(scope: Scope) -> str:
    """The template of the route that a request reached, such as `/id/{path:path}`; "-" where it reached none.

    The path itself may name a case, so neither log nor metrics have it.
    """
    found = getattr(scope.get("route"), "path", None)
    if found is None and scope.get("root_path", "").startswith("/static"):
        return "/static"
    return str(found) if found else "-"


class Observed:
    """The outermost middleware.

    A sane `X-Request-ID` of the caller is taken over, so that logs of several services can be joined;
    otherwise one is made. It goes out with the answer.
    """

    def __init__(self, app: App, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = headers_of(scope, b"x-request-id")
        ident = given[0] if len(given) == 1 and _SANE.fullmatch(given[0]) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = ident
        status, sent = 0, 0

        async def observed(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                put(message, [("X-Request-ID", ident)], over=True)
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        began = time.perf_counter()
        self.metrics.in_progress.inc()
        try:
            await self.app(scope, receive, observed)
        finally:
            self.metrics.in_progress.dec()
            took = time.perf_counter() - began
            method = scope["method"] if scope["method"] in _METHODS else "other"
            route = route_of(scope)
            self.metrics.note(method, route, status or GONE, took)
            access_line(ident, method, route, status or GONE, took, sent)
