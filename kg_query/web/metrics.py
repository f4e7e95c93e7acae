"""Figures for Prometheus: requests by the template of their route, workers by pool; no value of a user's.

https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from kg_query import __version__

from .identity import on_this_machine, require

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from .service import Service

__all__ = ["Metrics", "router"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
#: How jobs of a pool can end, so that each series is there from the start.
_ENDS = ("done", "failed", "timed-out", "out-of-memory", "too-long", "died", "cancelled", "busy")


class Metrics:
    """The figures of one application, in a register of their own."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "kgq_http_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "kgq_http_request_duration_seconds",
            "Time to the end of an answer",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.in_progress = Gauge(
            "kgq_http_requests_in_progress", "Requests that are being answered", registry=self.registry
        )
        self.registry.register(_Workers(service))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one request."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self.registry)


class _Workers(Collector):
    def __init__(self, service: Service) -> None:
        self.service = service

    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("kgq_info", "Version of the program", labels=("version",))
        info.add_metric((__version__,), 1)
        yield info
        processes = GaugeMetricFamily("kgq_workers", "Worker processes that are alive", labels=("pool",))
        busy = GaugeMetricFamily("kgq_workers_busy", "Workers that have a job", labels=("pool",))
        queued = GaugeMetricFamily("kgq_jobs_waiting", "Jobs that wait for a worker", labels=("pool",))
        jobs = CounterMetricFamily("kgq_jobs", "Jobs by how they ended", labels=("pool", "end"))
        replaced = CounterMetricFamily("kgq_workers_replaced", "Workers that were replaced", labels=("pool",))
        for pool in self.service.pools():
            label = (pool.name,)
            processes.add_metric(label, len(pool.pids))
            busy.add_metric(label, pool.busy)
            queued.add_metric(label, pool.queued)
            replaced.add_metric(label, pool.stats.replaced)
            counts: dict[str, int] = dict.fromkeys(_ENDS, 0) | dict(pool.stats.jobs)
            for end, count in counts.items():
                jobs.add_metric((pool.name, end), count)
        yield from (processes, busy, queued, jobs, replaced)
        dataset = self.service.dataset
        if dataset is not None:
            quads = GaugeMetricFamily("kgq_dataset_quads", "Statements of the dataset")
            quads.add_metric((), dataset.manifest.quads)
            yield quads


router = APIRouter()


@router.api_route("/metrics", methods=["GET", "HEAD"], include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The figures: for the machine of the service itself, and for keys with the scope admin."""
    if not on_this_machine(request):
        require(request, "admin")
    found: Any = request.app.state.metrics
    return Response(found.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})
