"""Whether a request may come in: what the table of policies asks for, held against who is asking."""

from __future__ import annotations

import ipaddress

from fastapi import Request

from .identity import actor_of, known, require
from .policy import policy_of
from .problems import HttpProblem

__all__ = ["admitted", "on_this_machine"]


async def admitted(request: Request) -> None:
    """Lets a request pass that the policy of its route allows: a dependency of the whole service.

    Raises:
        HttpProblem: 401 where the credentials are not valid, or where a service that others can reach
            wants to know who is asking; 403 where a scope is missing.
    """
    await known(request)
    scope = policy_of(request.scope["path"], request.method).scope
    if not scope:
        return
    if actor_of(request).kind == "anonymous" and not request.app.state.service.settings.anonymous:
        raise HttpProblem(401, "unauthorized", headers={"WWW-Authenticate": 'Bearer realm="kg-query"'})
    require(request, scope)


def on_this_machine(request: Request) -> bool:
    """Whether the request was made on the machine of the service itself, and not passed on by a proxy."""
    if not request.app.state.service.settings.local:
        return False
    if any(request.headers.get(name) for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via")):
        return False
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback
