"""`contractsai doctor`: misconfigurations that are planted, and the line that mends each."""

import contextlib
import json
import os
import socket
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.doctor import broker, machine, rows
from contractsai.bootstrap.doctor.diagnosis import Diagnosis, Patient
from contractsai.bootstrap.doctor.examine import diagnose
from contractsai.bootstrap.services import Services, build_services
from contractsai.domain.webhook import WebhookState
from contractsai.domain.worker import WorkerState
from contractsai.observability.secrecy import Secrecy
from contractsai.settings import Settings
from contractsai.settings.telling import secrets_in
from contractsai.testing.builders import NOW, a_job, a_worker
from contractsai.testing.conformance.steps import a_running_document
from contractsai.testing.conformance.webhooks import a_webhook, put

Run = Callable[..., Any]
KEY = "a-key-of-sixteen-and-more"
PLANTED: dict[str, tuple[dict[str, str], str, str]] = {
    # what is wrong: variables, the check that finds it, what its line has
    "a visibility timeout below the limit of a task": (
        {"CONTRACTSAI_VISIBILITY_TIMEOUT": "60"},
        "contradiction",
        "unset CONTRACTSAI_VISIBILITY_TIMEOUT",
    ),
    "a soft limit above the hard one": (
        {"CONTRACTSAI_TASK_SOFT_TIME_LIMIT": "4000"},
        "contradiction",
        "unset CONTRACTSAI_TASK_SOFT_TIME_LIMIT",
    ),
    "a document's limit above the task's": (
        {"CONTRACTSAI_DOCUMENT_SECONDS": "9999"},
        "contradiction",
        "unset CONTRACTSAI_DOCUMENT_SECONDS",
    ),
    "a lease that one late heartbeat loses": (
        {"CONTRACTSAI_LEASE_SECONDS": "2"},
        "contradiction",
        "unset CONTRACTSAI_LEASE_SECONDS",
    ),
    "a backoff above its limit": (
        {"CONTRACTSAI_BACKOFF_SECONDS": "900"},
        "contradiction",
        "unset CONTRACTSAI_BACKOFF_SECONDS",
    ),
    "a language model without a name": (
        {"CONTRACTSAI_LLM_URL": "http://localhost:11434/v1"},
        "contradiction",
        "unset CONTRACTSAI_LLM_URL",
    ),
    "metrics that the network reads": (
        {"CONTRACTSAI_METRICS": "0.0.0.0:9808"},
        "contradiction",
        "unset CONTRACTSAI_METRICS",
    ),
    "a key that can be guessed": ({"CONTRACTSAI_API_KEYS": "short"}, "api-keys", "token_urlsafe"),
    "a key that no request can bring": (
        {"CONTRACTSAI_API_KEYS": "schlüssel-mit-umlaut"},
        "api-keys",
        "token_urlsafe",
    ),
    "a number that is none": (
        {"CONTRACTSAI_CONCURRENCY": "many"},
        "value",
        "unset CONTRACTSAI_CONCURRENCY",
    ),
    "a password that is not encoded": (
        {"CELERY_BROKER_URL": "redis://:hunter2/x@host:6379/0"},
        "broker-url",
        "export CELERY_BROKER_URL=",
    ),
    "a broker of a kind that is not known": (
        {"CELERY_BROKER_URL": "sqs://host"},
        "broker-url",
        "export CELERY_BROKER_URL=",
    ),
    "a certificate that nobody checks": (
        {"CELERY_BROKER_URL": "rediss://127.0.0.1:1/0?ssl_cert_reqs=none"},
        "tls-unverified",
        "ssl_ca_certs=",
    ),
    "a certificate of any host": (
        {"CELERY_BROKER_URL": "rediss://127.0.0.1:1/0?ssl_check_hostname=false"},
        "tls-any-host",
        "ssl_ca_certs=",
    ),
    "a variable that is misspelt": (
        {"CONTRACTSAI_LEASE_SECOND": "15"},
        "unknown-variable",
        "export CONTRACTSAI_LEASE_SECONDS=...; unset CONTRACTSAI_LEASE_SECOND",
    ),
    "a root that is not there": (
        {"CONTRACTSAI_ALLOWED_ROOTS": "/no/such/folder"},
        "root-missing",
        "mkdir -p /no/such/folder",
    ),
    "a playbook that is not there": (
        {"CONTRACTSAI_PLAYBOOK": "/no/such/playbook.yaml"},
        "playbook",
        "contractsai playbook show",
    ),
    "a Tesseract that is not there": (
        {"CONTRACTSAI_TESSERACT": "/no/such/tesseract"},
        "ocr",
        "contractsai[ocr]",
    ),
    "an API for everybody": (
        {"CONTRACTSAI_HOST": "0.0.0.0"},
        "open-api",
        "export CONTRACTSAI_HOST=127.0.0.1",
    ),
    "no broker at all": ({}, "no-broker", "contractsai up"),
    "a broker that is away": (
        {"CELERY_BROKER_URL": "redis://127.0.0.1:1/0"},
        "broker-away",
        "redis-cli",
    ),
    "a RabbitMQ that is away": (
        {"CELERY_BROKER_URL": "amqp://guest:guest@127.0.0.1:1//"},
        "broker-away",
        "rabbitmqctl",
    ),
    "no database yet": ({}, "no-database", "contractsai db upgrade"),
    "a database that is away": (
        {"CONTRACTSAI_DATABASE_URL": "postgresql+psycopg://user:hunter2@127.0.0.1:1/x"},
        "database-unavailable",
        "psql",
    ),
    "a database of a kind that is not known": (
        {"CONTRACTSAI_DATABASE_URL": "mysql://localhost/x"},
        "database-url",
        "unset CONTRACTSAI_DATABASE_URL",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_is_found_with_the_line_that_mends_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    variables, check, mend = PLANTED[planted]
    for name in list(os.environ):
        if name.startswith("CONTRACTSAI_TEST_"):  # the suites' own, which no setting knows
            monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    ended = run("doctor", "--json")

    found = {each["check"]: each for each in json.loads(ended.out)}
    assert check in found, found
    assert mend in found[check]["mend"]
    assert found[check]["says"].endswith(".")
    assert "hunter2" not in ended.out + ended.err
    is_problem = any(each["grade"] == "problem" for each in found.values())
    assert ended.code == int(is_problem)


def test_people_read_a_sentence_and_below_it_the_line(run: Run) -> None:
    ended = run("doctor")

    told = ended.out.splitlines()
    [at] = [number for number, line in enumerate(told) if "(no-broker)" in line]
    assert told[at].startswith("problem ")
    assert told[at + 1] == "    contractsai up"
    assert told[0].startswith("problem ")  # the worst first


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    with contextlib.closing(build_services(Settings())) as services:
        services.upgrade_database()
        yield services


@pytest.fixture
def patient(services: Services) -> Patient:
    return Patient(services.settings, services, environment={})


def checks(found: Iterator[Diagnosis]) -> list[str]:
    return [each.check for each in found]


def save(services: Services, **values: object) -> None:
    now = services.clock.now()
    later = now.replace(year=now.year + 1)
    fields = {"version": "0.1.0", "seen_at": now, "lease_expires_at": later, **values}
    with services.store.begin() as work:
        work.workers.save(a_worker(**fields))
        work.commit()


def test_a_schema_of_an_older_version_is_found(patient: Patient, services: Services) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(services.settings.store_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    engine.dispose()

    [found] = rows.database(patient)

    assert (found.check, found.mend) == ("schema-outdated", "contractsai db upgrade")


def test_a_damaged_file_is_found(patient: Patient, services: Services) -> None:
    services.close()
    (services.settings.data_dir / "contractsai.db").write_bytes(b"no database " * 1000)

    assert checks(rows.database(patient)) == ["database-damaged"]


@pytest.mark.parametrize("table", ["jobs", "workers"])
def test_a_row_that_nobody_can_read_breaks_no_doctor(
    run: Run, services: Services, tmp_path: Path, table: str
) -> None:
    """Other checks are still asked, the bundle is written, and neither quotes the row."""
    save(services)
    job = a_job()
    with services.store.begin() as work:
        work.jobs.add(job, [a_running_document(job, lease_expires_at=NOW)])
        work.commit()
    with contextlib.closing(sqlite3.connect(services.settings.data_dir / "contractsai.db")) as rows:
        rows.execute("PRAGMA ignore_check_constraints = 1")
        rows.execute(f"UPDATE {table} SET state = 'WHEREAS'")
        rows.commit()
    bundle = tmp_path / "bundle.zip"

    done = run("doctor", "--json", "--bundle", str(bundle))

    found = {each["check"]: each["says"] for each in json.loads(done.out)}
    assert "(ValueError)" in found["unreadable"]
    assert "no-beat" in found
    with zipfile.ZipFile(bundle) as held:
        told = b"".join(held.read(name) for name in held.namelist()).decode()
    assert "WHEREAS" not in told + done.out + done.err


@pytest.mark.parametrize(
    ("workers", "expected"),
    [
        ([], ["no-worker"]),
        ([{"state": WorkerState.STOPPED}], ["no-worker"]),
        ([{"state": WorkerState.DRAINING}], ["all-drained"]),
        ([{"queues": ("other",)}], ["queue-without-consumer"]),
        ([{"version": "9.9"}], ["other-version"]),
        ([{}, {"state": WorkerState.LOST}], ["worker-lost"]),
        ([{}, {"host": "another"}], ["sqlite-shared"]),
        ([{}, {}], []),
    ],
)
def test_workers_tell_what_is_wrong_with_them(
    patient: Patient,
    services: Services,
    workers: list[dict[str, object]],
    expected: list[str],
) -> None:
    for values in workers:
        save(services, **values)

    assert checks(rows.workers(patient)) == expected


def test_without_a_beat_what_is_due_is_never_sent(patient: Patient, services: Services) -> None:
    assert checks(rows.ticks(patient)) == []
    job = a_job()
    with services.store.begin() as work:
        work.jobs.add(job, [a_running_document(job, lease_expires_at=NOW)])
        work.commit()

    assert checks(rows.ticks(patient)) == ["no-beat"]


@pytest.mark.parametrize(
    ("values", "has_address", "expected"),
    [
        ({"state": WebhookState.GIVEN_UP, "problem": "the answer was 500"}, True, ["given-up"]),
        ({"problem": "the answer was 503"}, True, ["refused"]),
        ({}, True, []),
        ({}, False, ["without-address"]),
    ],
)
def test_webhooks_that_nobody_takes_are_found(
    monkeypatch: pytest.MonkeyPatch,
    services: Services,
    values: dict[str, Any],
    has_address: bool,  # noqa: FBT001 - a column of the table
    expected: list[str],
) -> None:
    put(services.store, replace(a_webhook("msg_1"), **values))
    if has_address:
        monkeypatch.setenv("CONTRACTSAI_WEBHOOK_URL", "https://example.org/hook")
        monkeypatch.setenv("CONTRACTSAI_WEBHOOK_SECRET", "whsec_" + "A" * 44)
    with contextlib.closing(build_services(Settings())) as own:
        found = checks(rows.webhooks(Patient(own.settings, own)))

    assert found == [f"webhooks-{each}" for each in expected]


def test_clocks_that_are_apart_are_found(services: Services) -> None:
    store = services.store
    fast = Patient(services.settings, services, now=lambda: store.now() + timedelta(hours=1))

    assert checks(rows.clock(fast)) == ["clock-skew"]
    assert checks(rows.clock(Patient(services.settings, services, now=store.now))) == []


def test_a_full_disk_is_found(services: Services) -> None:
    full = Patient(services.settings, services, free_bytes=lambda _: machine.LITTLE - 1)

    assert checks(machine.data_dir(full)) == ["disk-full"]


def test_a_data_directory_that_others_read_is_found(patient: Patient) -> None:
    patient.settings.data_dir.chmod(0o755)

    assert "data-dir-open" in checks(machine.data_dir(patient))


def test_a_data_directory_that_is_a_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(file))

    found = machine.data_dir(Patient(Settings(), services))

    assert checks(found) == ["data-dir-no-folder"]


def test_a_port_that_is_taken_is_found(monkeypatch: pytest.MonkeyPatch, services: Services) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("CONTRACTSAI_PORT", str(server.getsockname()[1]))

        assert checks(machine.ports(Patient(Settings(), services))) == ["port-taken"]


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("/dev/sda / ext4 rw 0 0\nserver:/x / nfs4 rw 0 0\n", "nfs4"),
        ("server:/x / nfs4 rw 0 0\n/dev/sda / ext4 rw 0 0\n", "ext4"),
        ("server:/x /elsewhere nfs4 rw 0 0\n", None),
    ],
)
def test_the_nearest_mount_counts(tmp_path: Path, mounts: str, kind: str | None) -> None:
    """A database on a network file system loses its locks."""
    assert machine.file_system_of(tmp_path / "x.db", mounts) == kind


def test_a_broker_of_one_process_is_found(
    monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    """As no worker starts on it, the line has to be one that mends that, and no Redis' own."""
    monkeypatch.setenv("CELERY_BROKER_URL", "memory://")

    [found] = broker.broker(Patient(Settings(), services))

    assert (found.check, found.mend) == ("reach", "unset CELERY_BROKER_URL")
    assert "one process" in found.says


def test_a_broker_that_nobody_runs_is_not_asked(patient: Patient) -> None:
    found = checks(iter(diagnose(patient)))

    assert "no-broker" in found
    assert "broker-away" not in found
    assert broker.FULL < 1


def test_no_secret_of_the_settings_is_said() -> None:
    settings = Settings(
        broker_url="redis://:sl%2Fash@host:6379/0",  # type: ignore[arg-type]  # pydantic reads it
        database_url="postgresql://user:word-of-pass@db/x",  # type: ignore[arg-type]  # likewise
        api_keys=(KEY,),  # type: ignore[arg-type]  # likewise
    )
    secrecy = Secrecy()
    secrecy.keep(secrets_in(settings))

    text = secrecy.masked(f"sl%2Fash sl/ash word-of-pass {KEY} {settings.store_url}")

    assert text == "*** *** *** *** ***"


def test_the_bundle_holds_what_helps_and_no_secret(
    run: Run, tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    monkeypatch.setenv("CONTRACTSAI_API_KEYS", KEY)
    logs = data_dir / "logs"
    logs.mkdir()
    (logs / "api.log").write_text(f"a line that quotes {KEY}\n")
    save(services)
    file = tmp_path / "bundle.zip"

    ended = run("doctor", "--bundle", str(file))

    assert str(file) in ended.err
    with zipfile.ZipFile(file) as bundle:
        parts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(parts) == {
        *("doctor.json", "versions.json", "settings.json", "workers.json", "logs/api.log"),
    }
    assert json.loads(parts["versions.json"])["contractsai"]
    assert parts["logs/api.log"] == "a line that quotes ***\n"
    assert KEY not in "".join(parts.values())


def test_a_bundle_is_written_where_nothing_else_can_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACTSAI_CONCURRENCY", "many")
    file = tmp_path / "bundle.zip"
    run("doctor", "--bundle", str(file))

    with zipfile.ZipFile(file) as bundle:
        assert set(bundle.namelist()) == {"doctor.json", "versions.json"}
