"""Where a request came from, as a trusted proxy says; from anybody else it is not heard."""

from __future__ import annotations

import ipaddress

from kg_query.access import Proxies

from .asgi import App, Receive, Scope, Send, headers_of

__all__ = ["Forwarded"]


class Forwarded:
    """Puts the address and scheme of the client in place of those of a trusted proxy.

    Of `X-Forwarded-For` the last address counts that is no trusted proxy: those before it are what
    the client itself may have written.
    """

    def __init__(self, app: App, proxies: Proxies) -> None:
        self.app, self.proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.proxies:
            client = scope.get("client")
            if self.proxies.trusts(client[0] if client else None):
                chain = [one.strip() for v in headers_of(scope, b"x-forwarded-for") for one in v.split(",")]
                for one in reversed(chain):
                    if not _address(one):
                        break
                    scope["client"] = (one, 0)
                    if not self.proxies.trusts(one):
                        break
                schemes = headers_of(scope, b"x-forwarded-proto")
                if len(schemes) == 1 and schemes[0] in ("http", "https"):
                    scope["scheme"] = schemes[0]
        await self.app(scope, receive, send)


def _address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True
