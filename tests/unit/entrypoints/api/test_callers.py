"""Keys of the database: whose they are, what they open, and for how long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api
from support.dashboard import OURS

from contractsai.bootstrap.access import MOST_REMEMBERED, REMEMBERED_SECONDS, Access
from contractsai.domain.access import Scope
from contractsai.domain.ids import KeyId
from contractsai.entrypoints.api.app import create_app


class Seconds:
    """A clock that is told the time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def client(api: Api, seconds: Seconds) -> Iterator[TestClient]:
    services = api.services
    services.access = Access(lambda: services.store, services.clock, seconds_now=seconds)
    with TestClient(
        create_app(services=services),
        base_url="http://localhost",
        client=("127.0.0.1", 4711),
        follow_redirects=False,
        raise_server_exceptions=False,
    ) as client:
        yield client


def given(api: Api, scope: Scope = Scope.ADMIN, lifetime: timedelta | None = None) -> str:
    return api.services.access.create_key("Ada", scope, lifetime).text


def headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_the_first_key_closes_the_door(api: Api, client: TestClient, seconds: Seconds) -> None:
    """Within the time that a process goes by what it read."""
    assert client.get("/jobs").status_code == 200

    key = given(api)
    seconds.now += REMEMBERED_SECONDS

    assert client.get("/jobs").status_code == 401
    assert client.get("/jobs", headers=headers(key)).status_code == 200
    assert client.get("/jobs", headers=headers(key[:-1] + "_")).status_code == 401
    assert client.get("/livez").status_code == 200


def test_the_door_stays_closed_once_the_last_key_is_revoked(api: Api, client: TestClient) -> None:
    """Taking a key back must never let in who has none."""
    key = given(api)
    [known] = api.services.access.list_keys()
    api.services.access.revoke_key(known.id)

    assert client.get("/jobs").status_code == 401
    assert client.get("/jobs", headers=headers(key)).status_code == 401


def test_a_revoked_key_opens_nothing_after_two_seconds_anywhere(
    api: Api, client: TestClient, seconds: Seconds
) -> None:
    """Another replica's revocation is read at the next look, which comes that soon."""
    key = given(api)
    assert client.get("/jobs", headers=headers(key)).status_code == 200
    [known] = api.services.access.list_keys()
    Access(lambda: api.services.store, api.services.clock).revoke_key(known.id)

    seconds.now += REMEMBERED_SECONDS

    assert REMEMBERED_SECONDS == 2
    assert client.get("/jobs", headers=headers(key)).status_code == 401


def test_a_key_of_the_moment_costs_no_read(api: Api, client: TestClient, seconds: Seconds) -> None:
    key = given(api)
    client.get("/jobs", headers=headers(key))
    api.break_store()

    assert client.get("/docs", headers=headers(key)).status_code == 200
    seconds.now += REMEMBERED_SECONDS
    refused = client.get("/docs", headers=headers(key))

    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/database-unavailable")


def test_without_a_database_a_process_goes_by_what_it_knew(
    api: Api, client: TestClient, seconds: Seconds
) -> None:
    assert client.get("/docs").status_code == 200
    api.break_store()
    seconds.now += REMEMBERED_SECONDS

    assert client.get("/docs").status_code == 200


def test_what_is_remembered_of_keys_is_bounded(api: Api) -> None:
    """Else whoever has a key and sends many grows the process."""
    access = api.services.access
    keys = [given(api) for _ in range(2)]
    for key in keys:
        access.admit(key)
    for number in range(MOST_REMEMBERED):
        access._known[str(number)] = (access._known[next(iter(access._known))][0], 0.0)

    access.admit(keys[0])

    assert len(access._known) == 1


def test_any_host_name_is_good_with_a_key(api: Api, client: TestClient) -> None:
    key = given(api)

    assert client.get("/jobs", headers={**headers(key), "Host": "a.example"}).status_code == 200


def test_who_signs_in_with_a_key_has_a_session_that_ends_with_it(
    api: Api, client: TestClient, seconds: Seconds
) -> None:
    key = given(api)
    answer = client.post("/dashboard/sign-in", data={"key": key}, headers=OURS)
    assert answer.status_code == 303
    [session] = client.cookies.values()

    assert client.get("/dashboard").status_code == 200
    assert client.post("/jobs/x/cancel").status_code == 401
    assert client.get("/jobs", headers=headers(session)).status_code == 200  # as a cookie, it reads
    client.cookies.clear()
    assert client.get("/jobs", headers=headers(session)).status_code == 401
    client.cookies.set("contractsai_session", session)
    [known] = api.services.access.list_keys()
    api.services.access.revoke_key(known.id)
    seconds.now += REMEMBERED_SECONDS
    assert client.get("/dashboard").status_code == 303


def test_who_signs_out_leaves_nothing_that_opens(api: Api, client: TestClient) -> None:
    client.post("/dashboard/sign-in", data={"key": given(api)}, headers=OURS)
    [session] = client.cookies.values()
    client.post("/dashboard/sign-out", headers=OURS)

    client.cookies.set("contractsai_session", session)

    assert client.get("/dashboard").status_code == 303


def test_a_session_is_no_key_to_sign_in_with(api: Api, client: TestClient) -> None:
    key = given(api)
    admitted = api.services.access.admit(key)
    assert admitted
    session = api.services.access.open_session(admitted)

    for wrong in (session, key[:-1] + "_", "nothing"):
        answer = client.post("/dashboard/sign-in", data={"key": wrong}, headers=OURS)
        assert answer.status_code == 401


def test_who_may_only_look_sees_no_button_that_does_something(api: Api, client: TestClient) -> None:
    job_id = api.submit("nda.txt")
    keys = {scope: given(api, scope) for scope in Scope}
    pages = ("/dashboard", "/dashboard/jobs", f"/dashboard/jobs/{job_id}", "/dashboard/new")

    seen = {}
    for scope, key in keys.items():
        client.post("/dashboard/sign-in", data={"key": key}, headers=OURS)
        text = "".join(client.get(page).text for page in pages)
        names = ("Cancel</button>", "Analyse</button>", "Retry</button>", "Sign out</button>")
        seen[scope] = [name in text for name in names]
    client.post("/dashboard/sign-in", data={"key": keys[Scope.READ]}, headers=OURS)
    refused = client.post(f"/dashboard/jobs/{job_id}/cancel", headers=OURS)

    assert seen[Scope.READ] == [False, False, False, True]
    assert seen[Scope.WRITE] == seen[Scope.ADMIN] == [True] * 4
    assert refused.status_code == 403


def test_a_key_is_over_when_it_says(api: Api, client: TestClient) -> None:
    access = api.services.access
    key = given(api, lifetime=timedelta(days=1))
    [known] = access.list_keys()
    assert known.expires_at
    with api.services.store.begin() as work:
        work.keys.add(replace(known, expires_at=known.created_at))
        work.commit()

    assert client.get("/jobs", headers=headers(key)).status_code == 401
    assert access.admit(key) is None
    assert KeyId(key[4:16]) == known.id
