"""GET /metrics: what Prometheus asks."""

from prometheus_client.parser import text_string_to_metric_families
from support.api_world import Api


def told(api: Api) -> dict[tuple[str, ...], float]:
    """Return each value by the metric's name and its labels' values."""
    response = api.client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_the_rows_are_told(api: Api) -> None:
    api.submit("a.txt", "b.txt")

    seen = told(api)

    assert seen["contractsai_documents", "PENDING"] == 2
    assert seen["contractsai_demand",] == 2
    assert seen["contractsai_database_up",] == 1
    assert seen["contractsai_queue_age_seconds",] >= 0
    assert seen["contractsai_workers", "active"] == 0


def test_a_broker_that_is_away_is_told(api: Api) -> None:
    """The private broker of this data directory, which nobody started."""
    assert told(api)["contractsai_broker_up",] == 0


def test_a_database_that_is_away_is_told(api: Api) -> None:
    api.break_store()

    assert told(api)["contractsai_database_up",] == 0


def test_a_defect_counts(api: Api) -> None:
    before = told(api)["contractsai_defects_total",]
    api.services.workers.read = None  # type: ignore[method-assign, assignment]  # a defect
    assert api.client.get("/workers").status_code == 500

    assert told(api)["contractsai_defects_total",] == before + 1
