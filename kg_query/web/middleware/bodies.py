"""How long a body may be, how slowly it may come, and that it comes uncompressed."""

from __future__ import annotations

import asyncio
import contextlib

from kg_query.model import Text

from ..policy import policy_of
from ..problems import HttpProblem, problem_response
from ..settings import Settings
from .asgi import App, Message, Receive, Scope, Send, headers_of

__all__ = ["Bodies"]

#: A body that is longer than could come in the time allowed gets one second more for each of these bytes.
_SLOWEST = 64 * 1024
#: How long what is left of a body that is refused is still taken, in seconds; at most as much as the limit.
_DRAINED = 10.0


class Bodies:
    """Refuses bodies that are too long (413), compressed (415) or too slow (408).

    A length that is announced is believed at once; of what comes in chunks no more than the limit is
    kept. What is refused is read for a while and thrown away, so that a client that only listens once it
    has sent everything gets the answer and not a broken connection; then the connection is closed.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        settings = self.settings
        policy = policy_of(scope["path"], scope["method"])
        limit = settings.max_upload if policy.upload else settings.max_body
        try:
            _check_head(scope, limit)
        except HttpProblem as problem:
            await _refused(problem, scope, receive, send, limit)
            return

        clock = asyncio.get_running_loop().time
        until = clock() + settings.body_seconds
        size, complete = 0, False
        fault: HttpProblem | None = None
        started = False

        async def measured() -> Message:
            nonlocal size, complete, fault
            if fault is not None:
                raise fault
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(until + size / _SLOWEST):
                    message = await receive()
            except TimeoutError:
                fault = HttpProblem(408, "slow-request")
                raise fault from None
            if message["type"] == "http.request":
                size += len(message.get("body", b""))
                complete = not message.get("more_body", False)
                if size > limit:
                    fault = _too_large(limit)
                    raise fault
            return message

        async def unless_refused(message: Message) -> None:
            nonlocal started
            if fault is not None and not started:
                return  # whatever the route makes of it, the answer is ours
            started = True
            await send(message)

        try:
            await self.app(scope, measured, unless_refused)
        except HttpProblem:
            if fault is None:
                raise
        if fault is not None and not started:
            await _refused(fault, scope, receive, send, limit)


def _check_head(scope: Scope, limit: int) -> None:
    """What the header of a request says of its body."""
    encodings = [
        one.strip().lower() for value in headers_of(scope, b"content-encoding") for one in value.split(",")
    ]
    if any(one not in ("", "identity") for one in encodings):
        raise HttpProblem(
            415,
            "unsupported-media-type",
            None,
            Text("请求体不得压缩（Content-Encoding）", "Bodies must not be compressed (Content-Encoding)"),
            headers={"Accept-Encoding": "identity"},
        )
    lengths = headers_of(scope, b"content-length")
    if any(not (one.isascii() and one.isdigit()) for one in lengths) or len(set(lengths)) > 1:
        raise HttpProblem(400, "bad-request")
    if lengths and (len(lengths[0]) > 18 or int(lengths[0]) > limit):
        raise _too_large(limit)


def _too_large(limit: int) -> HttpProblem:
    most = f"{limit / 1024**2:g} MiB"
    return HttpProblem(
        413,
        "too-large",
        None,
        Text(f"请求体至多 {most}", f"The body may have {most} at most"),
        {"limit": limit},
    )


async def _drain(scope: Scope, receive: Receive, most: int) -> None:
    """Reads what is left of a body, but not where that is out of all measure or the client waits to be told to
    send it (RFC 9110, section 10.1.1)."""
    lengths = headers_of(scope, b"content-length")
    if headers_of(scope, b"expect") or any(not one.isdigit() or int(one) > 2 * most for one in lengths):
        return
    size = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DRAINED):
            while size < most:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


async def _refused(problem: HttpProblem, scope: Scope, receive: Receive, send: Send, most: int) -> None:
    if problem.status in (413, 415):
        await _drain(scope, receive, most)
    problem.headers["Connection"] = "close"
    await problem_response(scope, problem)(scope, receive, send)
