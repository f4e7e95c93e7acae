"""What is written to the audit log of a service: who did what to which thing, never what it says."""

from __future__ import annotations

import asyncio

from fastapi import Request

from .identity import actor_of

__all__ = ["note"]


async def note(
    request: Request, action: str, object: str = "", result: int = 200, query: str | bytes | None = None
) -> None:
    """Writes a line to the audit log, where there is one; a log that cannot be written stops the work.

    Args:
        request: whose caller did it.
        action: what was done, such as "graphs.put".
        object: the id or IRI of what it was done to.
        result: the HTTP status that came of it.
        query: a query, an update or a document; only its SHA-256 is written.
    """
    audit = getattr(request.app.state.service, "audit", None)
    if audit is None:
        return
    actor = actor_of(request)
    who = {
        "kind": actor.kind,
        "id": actor.id,
        "tenant": actor.tenant,
        **({"key": actor.key} if actor.key else {}),
    }
    await asyncio.to_thread(
        audit.write, action, actor=who, object=object, result=result,
        request=str(getattr(request.state, "request_id", "")), query=query,
    )  # fmt: skip
