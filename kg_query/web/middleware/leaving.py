"""A client that goes away takes its work with it; a fault nobody foresaw is answered, and noted without its words."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from ..logs import fault_line
from ..problems import problem_of, problem_response
from .asgi import App, Message, Receive, Scope, Send

__all__ = ["Faults", "Leaving"]


class Faults:
    """Answers whatever exception comes out of a route with a problem; the log has where it arose.

    What an exception says may hold what was sent, so neither the client nor the log gets to see it.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            problem = problem_of(error)
            if problem.status >= 500:
                fault_line(str(scope.get("state", {}).get("request_id", "")), error)
            if started:  # half an answer is out: the client must not take it for a whole one
                raise Broken from None
            await problem_response(scope, problem)(scope, receive, noted)


class Broken(Exception):
    """An answer broke off in the middle; the connection is closed."""


class Leaving:
    """Cancels the work on a request whose client has closed the connection."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        gone, watched, done = asyncio.Event(), asyncio.Event(), False
        names = {name for name, _ in scope["headers"]}
        waiting: Message | None = None
        if not names & {b"content-length", b"transfer-encoding"}:
            waiting = await receive()  # the empty body of a request without one is there at once
            if waiting["type"] == "http.disconnect":
                return
            if not waiting.get("more_body", False):
                watched.set()

        async def body() -> Message:
            nonlocal waiting
            if waiting is not None:
                message, waiting = waiting, None
                return message
            if not watched.is_set():
                message = await receive()
                if message["type"] == "http.disconnect":
                    gone.set()
                    watched.set()
                elif not message.get("more_body", False):
                    watched.set()
                return message
            await gone.wait()
            return {"type": "http.disconnect"}

        async def sent(message: Message) -> None:
            nonlocal done
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                done = True
            await send(message)

        async def watch() -> None:
            await watched.wait()
            while not gone.is_set():
                if (await receive())["type"] == "http.disconnect":
                    gone.set()
            if not done:
                work.cancel()

        work = asyncio.ensure_future(self.app(scope, body, sent))
        watcher = asyncio.ensure_future(watch())
        try:
            await asyncio.wait({work})
            if work.cancelled():
                return
            work.result()
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
            if not work.done():  # the server itself is ending
                work.cancel()
                with suppress(asyncio.CancelledError):
                    await work
