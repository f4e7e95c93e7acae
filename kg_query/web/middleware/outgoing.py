"""Headers that every answer carries: what browsers may do with it, who may read it, who may keep it."""

from __future__ import annotations

from starlette.responses import Response

from ..policy import NO_STORE, Policy, policy_of
from ..settings import Settings
from .asgi import App, Message, Receive, Scope, Send, header, put, vary, wants_preflight

__all__ = ["CONTENT_SECURITY_POLICY", "SECURITY_HEADERS", "Outgoing"]

#: Only what the service itself serves is loaded; nothing is framed, nothing inline is run.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_EXPOSED = (
    "Link, ETag, Content-Disposition, Content-Language, Location, Retry-After, X-Request-ID, X-Truncated"
)
_ASKED = "Accept, Accept-Language, Content-Type, If-None-Match, X-Request-ID"
_PRIVATE_VARY = ("Cookie", "Authorization", "Accept", "Accept-Language")
_CACHED_STATUSES = frozenset({200, 203, 204, 206, 300, 301, 303, 304, 308})


class Outgoing:
    """Puts the headers on, and answers preflights (Fetch standard, section 3.2; RFC 9111).

    What the table of policies says is public may be read by scripts of any site, without credentials;
    everything else by pages of the service alone.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = wants_preflight(scope)
        method = asked or ("GET" if scope["method"] == "OPTIONS" else scope["method"])
        policy = policy_of(scope["path"], method)
        shared = policy.cors and self.settings.cors

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                put(message, SECURITY_HEADERS)
                put(message, [("Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin")])
                if shared:
                    put(
                        message,
                        [("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", _EXPOSED)],
                    )
                self._keep(message, policy)
            await send(message)

        if asked and shared:
            await _preflight(policy)(scope, receive, dressed)
            return
        await self.app(scope, receive, dressed)

    def _keep(self, message: Message, policy: Policy) -> None:
        """Cache-Control and Vary: what the route says, else the policy; faults are never kept."""
        if policy.private:
            put(message, [("Cache-Control", NO_STORE)], over=True)
            vary(message, _PRIVATE_VARY)
            return
        if message["status"] not in _CACHED_STATUSES:
            put(message, [("Cache-Control", "no-store")], over=True)
            return
        put(message, [("Cache-Control", policy.cache)])
        if not self.settings.anonymous and policy.scope:
            said = header({"headers": message["headers"]}, b"cache-control")
            put(message, [("Cache-Control", said.replace("public", "private"))], over=True)
            vary(message, ("Authorization",))


def _preflight(policy: Policy) -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(sorted(policy.methods | {"OPTIONS"})),
            "Access-Control-Allow-Headers": _ASKED,
            "Access-Control-Max-Age": "86400",
            "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        },
    )
