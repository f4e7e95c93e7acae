"""What a request must be before anything else looks at it: for this host, and from this site."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from ..policy import policy_of
from ..problems import HttpProblem, problem_response
from ..settings import LOCAL_HOSTS, Settings
from .asgi import App, Receive, Scope, Send, header, headers_of

__all__ = ["Hosts", "Origins", "Target", "foreign", "host_name"]

_LISTS = (b"accept", b"accept-language", b"if-none-match")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def host_name(value: str) -> str:
    """The name in the value of Host, in lower case and without the port; "" where it cannot be read.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("a@b")
    ('localhost', '[::1]', '')
    """
    name, colon, port = value.strip().lower().rpartition(":")
    if not colon or name.endswith(":") or port.endswith("]"):
        name, port = value.strip().lower(), ""
    if port and not (port.isascii() and port.isdigit()):
        return ""
    if name.startswith("["):
        return name if name.endswith("]") and name.count("]") == 1 else ""
    return name if name and not set(name) & set("/@[]\\:# ") else ""


class Target:
    """Reads a request as RFC 9110 and 9112 say where clients and proxies write it in unusual ways.

    A target in absolute form is the path in it, and its host is the one that counts (RFC 9112 §3.2.2);
    headers that are lists may stand several times (RFC 9110 §5.3).
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            _whole_address(scope)
            for name in _LISTS:
                if len(values := [v for k, v in scope["headers"] if k == name]) > 1:
                    rest = [(k, v) for k, v in scope["headers"] if k != name]
                    scope["headers"] = [*rest, (name, b", ".join(values))]
        await self.app(scope, receive, send)


def _whole_address(scope: Scope) -> None:
    raw: bytes = scope.get("raw_path") or b""
    scheme, mark, rest = raw.partition(b"://")
    if not mark or scheme.lower() not in (b"http", b"https"):
        return
    authority, slash, path = rest.partition(b"/")
    others = [(k, v) for k, v in scope["headers"] if k != b"host"]
    scope["headers"] = [(b"host", authority), *others]
    scope["raw_path"] = slash + path or b"/"
    scope["path"] = unquote(scope["raw_path"].decode("ascii", "replace"))


class Hosts:
    """Refuses requests for other hosts (RFC 9110 §7.2): a page elsewhere cannot reach a local service under
    a name of its own by changing what that name stands for.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.app = app
        names = {*LOCAL_HOSTS, *(host_name(h) if h != "*" else h for h in settings.allowed_hosts)}
        if settings.public_url:
            names.add(host_name(urlsplit(settings.public_url).netloc))
        if settings.host not in ("0.0.0.0", "::", "[::]"):
            names.add(f"[{settings.host.lower()}]" if ":" in settings.host else settings.host.lower())
        self.names = names - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and "*" not in self.names:
            given = headers_of(scope, b"host")
            if len(given) != 1 or host_name(given[0]) not in self.names:
                await problem_response(scope, HttpProblem(400, "misdirected-host"))(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Origins:
    """Refuses what a page of another site makes a browser send, where it could change something.

    A browser says where a request comes from in `Sec-Fetch-Site`, older ones in `Origin` (RFC 6454).
    Programs say neither; who shows a key of their own was not made to send anything. Queries that
    anybody may ask from anywhere are not concerned; updates, which come to the same address, are looked at
    where they are let in (`write_access`).
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE and self._foreign(scope):
            await problem_response(scope, HttpProblem(403, "cross-site"))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _foreign(self, scope: Scope) -> bool:
        if self.settings.cors and policy_of(scope["path"], scope["method"]).cors:
            return False
        return foreign(scope, self.settings)


def foreign(scope: Scope, settings: Settings) -> bool:
    """Whether a browser says that a page of another site made it send this request.

    Args:
        scope: of the request.
        settings: which address is the service's own.
    """
    if header(scope, b"authorization").lower().startswith("bearer "):
        return False
    site = headers_of(scope, b"sec-fetch-site")
    if site:
        return any(one.strip().lower() not in ("same-origin", "none") for one in site)
    own = {f"{scope.get('scheme', 'http')}://{header(scope, b'host')}".lower()}
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        own.add(f"{parts.scheme}://{parts.netloc}".lower())
    return any(one.strip().lower() not in own for one in headers_of(scope, b"origin"))
