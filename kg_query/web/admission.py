"""Whether a request may come in: what the table of policies asks for, held against who is asking."""

from __future__ import annotations

from fastapi import Request

from .identity import actor_of, known, require
from .policy import policy_of
from .problems import HttpProblem

__all__ = ["admitted"]


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
