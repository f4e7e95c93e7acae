"""Who may write: holders of the token of a writable service, or of a key with the scope write (RFC 6750)."""

from __future__ import annotations

import hmac
from typing import Any

from fastapi import Request

from ..model import Text
from .identity import actor_of, require
from .middleware.incoming import foreign
from .problems import HttpProblem

__all__ = ["may_write", "refuse_unless_allowed"]


def may_write(service: Any) -> bool:
    """Whether the service takes changes from anybody at all."""
    settings = service.settings
    known = settings.token or getattr(settings, "keys_file", None)
    return bool(service.backend is not None and service.backend.writable and known)


def refuse_unless_allowed(request: Request) -> None:
    """Lets a request that writes pass, or raises.

    Raises:
        HttpProblem: 403 `read-only` where the service takes no changes, and to keys without the scope;
            403 `cross-site` where a page of another site made the browser of somebody signed in at a proxy
            send it; 401 without the token, with the challenge of RFC 6750, section 3.
    """
    service = request.app.state.service
    if not may_write(service):
        raise HttpProblem(
            403,
            "read-only",
            Text("本服务只读", "The service is read-only"),
            Text(
                "启动时没有开启写入（--writable 并设置令牌），因此不接受更新",
                "It was not started writable (--writable with a token), so it takes no changes",
            ),
        )
    actor = actor_of(request)
    if actor.may("write"):
        if foreign(request.scope, service.settings):
            raise HttpProblem(403, "cross-site")
        return
    if actor.kind != "anonymous":
        require(request, "write")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = str(service.settings.token or "")
    if scheme.lower() != "bearer" or not given.strip():
        raise _unauthorized(
            "", "写入需要令牌：Authorization: Bearer …", "Writing needs the token: Authorization: Bearer …"
        )
    if not token or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise _unauthorized(', error="invalid_token"', "令牌不对", "The token is wrong")


def _unauthorized(error: str, zh: str, en: str) -> HttpProblem:
    return HttpProblem(
        401,
        "unauthorized",
        Text("没有写入权限", "Not authorised to write"),
        Text(zh, en),
        headers={"WWW-Authenticate": f'Bearer realm="kg-query"{error}'},
    )
