"""The Grafana dashboard: a panel a metric, in the order of the table."""

from typing import Any, Final

from contractsai.adapters.metrics.table import METRICS, Kind, Metric

WIDTH, HEIGHT, COLUMNS = 8, 7, 3
HIDDEN: Final = frozenset({"contractsai_info", "celery_worker_up"})


def dashboard() -> dict[str, Any]:
    """Return the dashboard, as Grafana imports it."""
    shown = [metric for metric in METRICS if metric.name not in HIDDEN]
    return {
        "title": "contractsai",
        "uid": "contractsai",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]
        },
        "panels": [_panel(number, metric) for number, metric in enumerate(shown)],
    }


def expression(metric: Metric) -> str:
    """Return the query of a metric's panel."""
    by = ", ".join(name for name in metric.labels if name != "hostname")
    match metric.kind:
        case Kind.COUNTER:
            return f"sum by ({by}) (rate({metric.name}[5m]))"
        case Kind.HISTOGRAM:
            return f"histogram_quantile(0.95, sum by (le) (rate({metric.name}_bucket[5m])))"
        case Kind.GAUGE if metric.name.endswith("_timestamp_seconds"):
            return f"time() - max by ({by}) ({metric.name})"
        case Kind.GAUGE:
            return f"max by ({by}) ({metric.name})"


def _panel(number: int, metric: Metric) -> dict[str, Any]:
    row, column = divmod(number, COLUMNS)
    unit = "bytes" if "bytes" in metric.name else "s" if "seconds" in metric.name else "short"
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": metric.name,
        "description": metric.says,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": column * WIDTH, "y": row * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [{"expr": expression(metric), "refId": "A"}],
    }
