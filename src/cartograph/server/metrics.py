"""Count what the server does, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from cartograph.server.switch import VersionSwitch

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Hold the counters of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "cartograph_requests", "Requests answered", ("kind", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "cartograph_request_seconds", "Time to the whole answer", ("kind",), registry=self.registry
        )
        labels = ("pool",)
        self.busy = Gauge("cartograph_workers_busy", "Workers at work", labels, registry=self.registry)
        self.waiting = Gauge("cartograph_waiting", "Requests that wait", labels, registry=self.registry)
        self.deaths = Gauge("cartograph_workers_replaced", "Workers replaced", labels, registry=self.registry)
        self.versions = Gauge("cartograph_versions_open", "Versions open", registry=self.registry)
        self.failures = Gauge(
            "cartograph_versions_failed", "Versions that did not open", registry=self.registry
        )
        self.version = Gauge(
            "cartograph_version_info", "The current version", ("version",), registry=self.registry
        )

    def answered(self, kind: str, status: int, seconds: float) -> None:
        """Count one request."""
        self.requests.labels(kind, str(status)).inc()
        self.seconds.labels(kind).observe(seconds)

    def text(self, switch: VersionSwitch) -> bytes:
        """Return all counters in Prometheus' text format."""
        for pool in switch.current.pools:
            self.busy.labels(pool.name).set(pool.busy)
            self.waiting.labels(pool.name).set(pool.waiting)
            self.deaths.labels(pool.name).set(pool.deaths)
        self.versions.set(1 + len(switch.leaving))
        self.failures.set(switch.failures)
        self.version.clear()
        self.version.labels(switch.current.supervisor.version).set(1)
        return generate_latest(self.registry)
