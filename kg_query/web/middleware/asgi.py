"""Names of the types of ASGI, and small things that several middlewares do with headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

__all__ = [
    "App",
    "Message",
    "Receive",
    "Scope",
    "Send",
    "header",
    "headers_of",
    "put",
    "vary",
    "wants_preflight",
]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def headers_of(scope: Scope, name: bytes) -> list[str]:
    """The values of a header of a request, by its name in lower case."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def header(scope: Scope, name: bytes) -> str:
    """The value of a header of a request that can stand only once; "" where it is missing."""
    found = headers_of(scope, name)
    return found[0] if len(found) == 1 else ""


def put(message: Message, values: Iterable[tuple[str, str]], *, over: bool = False) -> None:
    """Adds headers to the start of a response; those that are there stay, unless `over`."""
    raw: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
    for name, value in values:
        key = name.lower().encode("latin-1")
        there = any(k.lower() == key for k, _ in raw)
        if there and not over:
            continue
        if there:
            raw = [(k, v) for k, v in raw if k.lower() != key]
        raw.append((key, value.encode("latin-1")))
    message["headers"] = raw


def vary(message: Message, names: Iterable[str]) -> None:
    """Adds names to Vary, each once."""
    raw: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
    given = [v.decode("latin-1") for k, v in raw if k.lower() == b"vary"]
    words = [w.strip() for value in given for w in value.split(",") if w.strip()]
    known = {w.lower() for w in words}
    words += [n for n in names if n.lower() not in known]
    raw = [(k, v) for k, v in raw if k.lower() != b"vary"]
    message["headers"] = [*raw, (b"vary", ", ".join(words).encode("latin-1"))] if words else raw


def wants_preflight(scope: Scope) -> str:
    """The method that a CORS preflight asks about (Fetch standard, section 3.2.2); "" where it is none."""
    if scope["method"] != "OPTIONS" or not header(scope, b"origin"):
        return ""
    return header(scope, b"access-control-request-method").upper()
