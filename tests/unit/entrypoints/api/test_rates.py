"""How often a key may ask."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.api_world import ApiServices

from contractsai.domain.access import Scope
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings

LIMIT = "3/day"  # which no test outlives
DAY_SECONDS = 24 * 60 * 60
FIRST = "the-first-key-of-the-environment"
SECOND = "the-second-key-of-the-environment"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        allowed_roots=(tmp_path,),
        api_keys=f"{FIRST},{SECOND}",  # type: ignore[arg-type]  # as the environment has it
        rate_limit=LIMIT,
        root_path="/contracts",
    )


@pytest.fixture
def services(settings: Settings) -> ApiServices:
    return ApiServices(settings)


@pytest.fixture
def client(services: ApiServices) -> Iterator[TestClient]:
    with TestClient(create_app(services=services), base_url="http://localhost") as client:
        yield client


def statuses(client: TestClient, path: str, key: str, *, times: int) -> list[int]:
    return [client.get(path, headers={"X-API-Key": key}).status_code for _ in range(times)]


def test_a_key_that_asks_too_often_is_told_when_to_come_again(client: TestClient) -> None:
    assert statuses(client, "/jobs", FIRST, times=3) == [200] * 3

    refused = client.get("/jobs", headers={"X-API-Key": FIRST})

    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["type"] == "/contracts/problems/too-many-requests"
    assert 0 < int(refused.headers["Retry-After"]) <= DAY_SECONDS
    assert refused.headers["RateLimit"] == f'"key";r=0;t={refused.headers["Retry-After"]}'


def test_each_answer_tells_what_is_left(client: TestClient) -> None:
    """A client that looks at it is never refused."""
    told = [client.get("/jobs", headers={"X-API-Key": FIRST}).headers for _ in range(2)]

    assert {it["RateLimit-Policy"] for it in told} == {f'"key";q=3;w={DAY_SECONDS}'}
    found = [re.fullmatch(r'"key";r=(\d+);t=(\d+)', it["RateLimit"]) for it in told]
    assert [match and match[1] for match in found] == ["2", "1"]


def test_what_is_refused_otherwise_counts_too(client: TestClient) -> None:
    """Else whoever tries ids would not be slowed down."""
    assert statuses(client, "/jobs/unknown", FIRST, times=4) == [404, 404, 404, 429]


def test_each_key_has_its_own_count(client: TestClient, services: ApiServices) -> None:
    third = services.access.create_key("third", Scope.READ, None).text

    for key in (FIRST, SECOND, third):
        assert statuses(client, "/jobs", key, times=4) == [200, 200, 200, 429]


def test_who_watches_processes_may_ask_as_often_as_he_likes(client: TestClient) -> None:
    for path in ("/livez", "/readyz", "/dashboard/sign-in"):
        answers = [client.get(path, headers={"X-API-Key": FIRST}) for _ in range(5)]

        assert {it.status_code for it in answers} == {200}
        assert not [it for it in answers if "RateLimit" in it.headers]


def test_a_stranger_uses_up_nothing_of_anybody(client: TestClient) -> None:
    assert statuses(client, "/jobs", "no-key-of-ours-at-all", times=5) == [401] * 5

    assert statuses(client, "/jobs", FIRST, times=1) == [200]


def test_without_keys_all_callers_are_one(settings: Settings) -> None:
    services = ApiServices(settings.model_copy(update={"api_keys": ()}))
    with TestClient(create_app(services=services), base_url="http://localhost") as client:
        assert [client.get("/jobs").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_by_default_nobody_counts(tmp_path: Path) -> None:
    services = ApiServices(Settings(data_dir=tmp_path))
    with TestClient(create_app(services=services), base_url="http://localhost") as client:
        assert "RateLimit" not in client.get("/jobs").headers


def test_a_limit_without_what_counts_is_refused(
    services: ApiServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit that is not kept is worse than none."""
    monkeypatch.setitem(sys.modules, "limits", None)

    with pytest.raises(UnsafeConfiguration, match=r"pip install 'contractsai\[limits\]'"):
        create_app(services=services)


@pytest.mark.parametrize("limit", ["600", "0/minute", "600/fortnight", "many/minute"])
def test_a_limit_that_is_none_is_refused_at_the_start(limit: str) -> None:
    with pytest.raises(ValueError, match="rate_limit"):
        Settings(rate_limit=limit)
