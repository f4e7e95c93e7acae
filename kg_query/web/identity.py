"""Who is asking: an API key, a person whom a trusted proxy names, or nobody known.

`Identity` stands before everything that reads headers. It takes away the headers in which proxies name
people, wherever they come from, and leaves what it found in `request.state`. The routes decide what that
is good for: `known` refuses credentials that are not valid, `require` asks for a scope.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import Request

from ..access import ANONYMOUS, Actor, Ambiguous, KeyFile, Proxies, scopes_of
from ..errors import UsageError
from ..model import Text
from .problems import HttpProblem

__all__ = [
    "Access",
    "Identity",
    "actor_of",
    "identified",
    "known",
    "may_see_personal_data",
    "on_this_machine",
    "require",
    "shows_personal_data",
]

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_REALM = 'Bearer realm="kg-query"'
#: What each scope is for, in words.
_FOR = {
    "read": Text("阅读", "to read"),
    "assess": Text("提交认定、评查、统计等材料", "to send something to be assessed, reviewed or counted"),
    "write": Text("查看未遮盖的个人信息，写入数据", "to see personal data in full, and to change data"),
    "admin": Text("管理本单位的材料", "to administer what the organisation keeps"),
}
#: Headers of which a proxy that passes a request on sets one at least.
_PASSED_ON = (
    "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-server", "x-real-ip",
)  # fmt: skip


class Access:
    """What tells people apart: the file of keys, the trusted proxies, the operator's token.

    Args:
        keys: the keys; None where the service has none.
        proxies: the proxies that are believed.
        token: the token of a writable service, which has the scope write; None where it has none.
    """

    def __init__(
        self, keys: KeyFile | None = None, proxies: Proxies | None = None, token: str | None = None
    ) -> None:
        self.keys, self.proxies, self.token = keys, proxies or Proxies(), token

    @classmethod
    def of(cls, settings: Any) -> Access:
        """What the settings of a service say (`keys_file`, `trusted_proxies`, `token`)."""
        keys = KeyFile(settings.keys_file) if settings.keys_file else None
        if keys is not None:
            keys.all()  # a file that cannot be read is found out at the start, not at the first request
        return cls(keys, Proxies(settings.trusted_proxies or ()), settings.token or None)

    @property
    def knows_anybody(self) -> bool:
        """Whether there is any way not to be anonymous."""
        return self.keys is not None or bool(self.proxies) or self.token is not None

    def actor(self, authorization: list[bytes]) -> Actor | None:
        """Whose credentials these are; None where they are nobody's.

        Args:
            authorization: the values of `Authorization`, at least one.
        """
        if len(authorization) != 1:
            return None
        scheme, _, secret = authorization[0].decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not (secret := secret.strip()):
            return None
        if self.token is not None and hmac.compare_digest(secret.encode("latin-1"), self.token.encode()):
            return Actor("key", "token", "operator", scopes_of(["write"]), "token")
        key = self.keys.verify(secret) if self.keys is not None else None
        return None if key is None else key.actor


class Identity:
    """ASGI middleware: takes identity headers off every request and notes who is asking.

    It leaves `actor` (an `Actor`) and `credentials` ("", "invalid" or "ambiguous") in the state.
    """

    def __init__(self, app: _App, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = list(scope.get("headers") or ())
            client = scope.get("client")
            actor, fault = ANONYMOUS, ""
            try:
                named, headers = self.access.proxies.identify(client[0] if client else None, headers)
            except Ambiguous:
                named, fault = None, "ambiguous"
                _, headers = Proxies().identify(None, headers)
            shown = [value for name, value in headers if name.lower() == b"authorization"]
            if shown and not fault:
                found = self.access.actor(shown)
                actor, fault = (found, "") if found is not None else (ANONYMOUS, "invalid")
            elif named is not None:
                actor = named
            # what is in the headers is known now; nothing behind this needs the secret
            scope["headers"] = headers
            state = scope.setdefault("state", {})
            state["actor"], state["credentials"] = actor, fault
        await self.app(scope, receive, send)


def actor_of(request: Request) -> Actor:
    """Who makes a request; nobody known where there is no `Identity` before the routes."""
    actor = getattr(request.state, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


async def known(request: Request) -> None:
    """Lets a request pass whose credentials are valid, or which has none: a dependency of the whole service.

    Raises:
        HttpProblem: 401 with a challenge (RFC 6750, section 3) where a key is wrong, expired or revoked:
            all three look alike; 400 where a proxy sent an identity that can be read in two ways.
    """
    fault = getattr(request.state, "credentials", "")
    if fault == "ambiguous":
        raise HttpProblem(
            400, "bad-request", Text("身份信息不明确", "The identity is ambiguous"),
            Text("代理送来的身份信息无法确定是谁", "What the proxy sent can be read in more than one way"),
        )  # fmt: skip
    if fault:
        raise _unauthorized(
            ', error="invalid_token"',
            "凭证无效、已过期或者已吊销",
            "The credentials are not valid, expired or revoked",
        )


def require(request: Request, scope: str) -> Actor:
    """Who makes a request, where they have a scope.

    Raises:
        HttpProblem: 401 to nobody known, 403 to somebody without the scope.
    """
    scopes_of([scope])
    actor = actor_of(request)
    if actor.may(scope):
        return actor
    if actor.kind == "anonymous":
        raise _needs_key()
    raise HttpProblem(
        403, "forbidden", None,
        Text(f"需要权限范围 {scope}（{_FOR[scope].zh}）", f"The scope {scope} is needed ({_FOR[scope].en})"),
        headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope}"'},
    )  # fmt: skip


def identified(request: Request, scope: str) -> Actor:
    """Who makes a request, where it is known who they are and they have a scope.

    Raises:
        HttpProblem: 401 to nobody known, 403 to somebody without the scope.
    """
    if actor_of(request).kind == "anonymous":
        raise _needs_key()
    return require(request, scope)


def may_see_personal_data(request: Request) -> bool:
    """Whether personal data may be shown unmasked: to the scope write, and on the machine of the service itself.

    "On the machine itself" is nobody known, asking over loopback from a service that bids only loopback
    and that tells nobody apart: a clerk's own machine. Behind a proxy every request comes from loopback.
    """
    actor = actor_of(request)
    if actor.kind != "anonymous":
        return actor.may("write")
    service = getattr(request.app.state, "service", None)
    access = getattr(service, "access", None)
    if service is None or access is None or access.knows_anybody:
        return False
    return on_this_machine(request)


def on_this_machine(request: Request) -> bool:
    """Whether the request was made on the machine of the service itself, and not passed on by a proxy."""
    if not request.app.state.service.settings.local or any(request.headers.get(one) for one in _PASSED_ON):
        return False
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def shows_personal_data(request: Request) -> bool:
    """Whether this request asks for unmasked personal data (`personal-data=show`) and may.

    Raises:
        UsageError: another value than show or mask.
        HttpProblem: 401 or 403 where it asks and may not.
    """
    asked = request.query_params.getlist("personal-data")
    if any(one not in ("show", "mask") for one in asked) or len(asked) > 1:
        raise UsageError(
            Text("personal-data 应为 show 或者 mask", "personal-data is show or mask"),
            "personal-data",
        )
    if asked != ["show"]:
        return False
    if not may_see_personal_data(request):
        require(request, "write")
        raise AssertionError("a scope that is there was refused")
    return True


def _unauthorized(error: str, zh: str, en: str) -> HttpProblem:
    return HttpProblem(
        401, "unauthorized", None, Text(zh, en),
        headers={"WWW-Authenticate": f"{_REALM}{error}"},
    )  # fmt: skip


def _needs_key() -> HttpProblem:
    return _unauthorized(
        "", "这里需要 API 密钥：Authorization: Bearer …", "This needs an API key: Authorization: Bearer …"
    )
