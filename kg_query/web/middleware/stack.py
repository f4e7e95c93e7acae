"""The middlewares of the service in their order, the outermost first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..identity import Identity
from .bodies import Bodies
from .forwarded import Forwarded
from .incoming import Hosts, Origins, Target
from .leaving import Faults, Leaving
from .observing import Observed
from .outgoing import Outgoing
from .rate import Rate

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ..metrics import Metrics
    from ..service import Service

__all__ = ["install"]


def install(app: FastAPI, service: Service, metrics: Metrics) -> None:
    """Puts the middlewares before the routes of an application."""
    settings, access = service.settings, service.access
    order = [
        (Target, {}),
        (Observed, {"metrics": metrics}),
        (Outgoing, {"settings": settings}),
        (Faults, {}),
        (Hosts, {"settings": settings}),
        (Identity, {"access": access}),
        (Forwarded, {"proxies": access.proxies}),
        (Rate, {"settings": settings}),
        (Origins, {"settings": settings}),
        (Leaving, {}),
        (Bodies, {"settings": settings}),
    ]
    for kind, options in reversed(order):
        app.add_middleware(kind, **options)  # type: ignore[arg-type]
