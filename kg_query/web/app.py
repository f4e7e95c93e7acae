"""The application: middlewares, routers and the life of the service, put together."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI

from kg_query import __version__

from . import middleware, openapi, pages, problems
from .admission import admitted
from .api.caching import AnswerCache
from .assets import Assets
from .metrics import Metrics
from .service import Service
from .settings import Settings

if TYPE_CHECKING:
    from kg_query.graph import KnowledgeGraph

__all__ = ["ROUTERS", "create_app"]

#: The modules whose `router` (an APIRouter, or a function that makes one) the application has, in order.
ROUTERS = (
    "health",
    "metrics",
    *(f"pages.{name}" for name in pages.ROUTERS),
    "openapi",
    "sparql_protocol",
    "graph_store",
    "cases",  # before the API, whose paths are more general
    "api.routes",
    "linked_data.routes",
)


def create_app(
    kg: KnowledgeGraph, settings: Settings | None = None, service: Service | None = None
) -> FastAPI:
    """The ASGI application of a service.

    Args:
        kg: the graph.
        settings: how the service is set up; by default as `kgq serve` does without options.
        service: a service of the caller's making, which is then neither started nor closed here.

    >>> from kg_query import KnowledgeGraph
    >>> create_app(KnowledgeGraph.open()).state.service.settings.port
    8000
    """
    own = service is None
    made = service or Service(kg, settings or Settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if own:
            await made.start()
        try:
            yield
        finally:
            if own:
                await made.close()

    app = FastAPI(
        title="kg-query",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(admitted)],
    )
    app.state.service = made
    app.state.metrics = Metrics(made)
    app.state.answers = AnswerCache()
    made.on_reload.append(lambda: setattr(app.state, "linked_data", None))
    problems.install(app)
    openapi.install(app, made)
    middleware.install(app, made, app.state.metrics)
    for name in ROUTERS:
        app.include_router(_router(name, made))
    app.mount("/static", Assets(), name="static")
    return app


def _router(name: str, service: Service) -> APIRouter:
    found = importlib.import_module(f"{__package__}.{name}").router
    if isinstance(found, APIRouter):
        return found
    made = found(service) if inspect.signature(found).parameters else found()
    assert isinstance(made, APIRouter), name
    return made
