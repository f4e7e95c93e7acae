"""Whether the process is up, and whether it can answer: two questions that must not be mixed up."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from kg_query import __version__
from kg_query.model import Text

from .problems import HttpProblem

__all__ = ["router"]

router = APIRouter()

#: How long the store has for the answer to ASK, in seconds.
_SECONDS = 1.0


@router.api_route("/health", methods=["GET", "HEAD"], include_in_schema=False)
async def health() -> Response:
    """The process is up; no store is touched, so that a slow one does not get the process killed."""
    return JSONResponse({"status": "up", "version": __version__})


@router.api_route("/ready", methods=["GET", "HEAD"], include_in_schema=False)
async def ready(request: Request) -> Response:
    """Queries are answered now; else 503 with the reasons."""
    service = request.app.state.service
    reasons: list[Text] = []
    if service.closing:
        reasons.append(Text("服务正在停止", "the service is ending"))
    elif service.backend is None:
        reasons.append(Text("服务正在启动", "the service is starting"))
    else:
        try:
            async with asyncio.timeout(_SECONDS + 0.5):
                answered = await service.backend.ready()
        except TimeoutError:
            answered = False
        if not answered:
            reasons.append(Text("存储没有在 1 秒内回答", "the store did not answer within a second"))
        if service.dataset is not None and not await asyncio.to_thread(service.dataset_in_place):
            reasons.append(
                Text(
                    "数据集的清单不在原处，或者已经改变", "the manifest of the dataset is gone or has changed"
                )
            )
        if service.tasks is not None and not service.tasks.pids:
            reasons.append(Text("处理任务的进程都不在", "no worker for the API is alive"))
    if reasons:
        zh, en = "；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)
        raise HttpProblem(
            503,
            "not-ready",
            None,
            Text(zh, en),
            {"reasons": [r.to_json() for r in reasons]},
            {"Retry-After": "5"},
        )
    return JSONResponse({"status": "ready"})
