"""What every process says of itself, as containers have it: JSON, one id, and no secret."""

import json
import sqlite3
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from service import Api
from stack import Process, Stack
from support.otlp_stand_in import Collector, otlp_stand_in
from support.sentry_stand_in import StandIn, sentry_stand_in

from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.servers.local import HOST, find_redis, free_port

KEY = "key-of-the-planted-service"
SECRETS = {
    "broker": "planted/broker word",
    "key": KEY,
    "model": "planted-model-key",
    "pgpassword": "planted-database-word",
    "flower": "planted-flower-word",
    "text": "WHEREAS-planted-text",
}
"""By where they are planted; the text is a document's."""
ENVIRONMENT = {
    "CONTRACTSAI_LOG_FORMAT": "json",
    "CONTRACTSAI_API_KEYS": KEY,
    "CONTRACTSAI_LLM_API_KEY": SECRETS["model"],
    "CONTRACTSAI_METRICS": "127.0.0.1:0",
    "CONTRACTSAI_MAX_FAILURES": "1",
    "CONTRACTSAI_MAX_CRASHES": "1",
    "PGPASSWORD": SECRETS["pgpassword"],
    "FLOWER_BASIC_AUTH": f"admin:{SECRETS['flower']}",
}
QUOTED = "planted%2Fbroker%20word"


@pytest.fixture
def broker_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis that asks for a password, and is the test's own."""
    program = find_redis()
    if program is None:
        pytest.skip("no Redis or Valkey program on this machine")
    home, port = tmp_path_factory.mktemp("redis"), free_port()
    configuration = home / "server.conf"
    configuration.write_text(
        f'port {port}\nbind {HOST}\ndir {home}\nrequirepass "{SECRETS["broker"]}"\nsave ""\n'
    )
    server = subprocess.Popen(
        [program, str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield f"redis://:{QUOTED}@{HOST}:{port}/0"
    server.kill()
    server.wait(PATIENCE_SECONDS)


@pytest.fixture
def sentry() -> Iterator[StandIn]:
    with sentry_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def collector() -> Iterator[Collector]:
    with otlp_stand_in() as stand_in:
        yield stand_in


def records(process: Process) -> list[dict[str, Any]]:
    """Return the records of a log, in which every line is one."""
    return [json.loads(line) for line in process.log.splitlines()]


def get(port: int, path: str, method: str = "GET", body: object = None, **headers: str) -> str:
    """Return what the API answers, whether it is an error or not."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        with error:
            return error.read().decode()


def said(stack: Stack, *arguments: str) -> str:
    """Return what a command says, on whichever way it ends."""
    done = subprocess.run(
        [sys.executable, "-m", "contractsai.entrypoints.cli", *arguments],
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.stdout + done.stderr


def checked_in(sentry: StandIn) -> set[str]:
    """Return which schedules were told to be carried out."""
    return {each["monitor_slug"] for each in sentry.items("check_in") if each["status"] == "ok"}


def answers_of(port: int) -> Mapping[str, str]:
    paths = ("/metrics", "/ui/system", "/jobs", "/jobs/nobody", "/jobs?limit=x", "/nothing")
    return {path: get(port, path) for path in (*paths, "/readyz", "/workers")}


def test_every_line_is_json_with_one_id_and_nothing_says_a_secret(
    make_stack: Callable[..., Stack],
    broker_url: str,
    tmp_path: Path,
    sentry: StandIn,
    collector: Collector,
) -> None:
    """Whoever reads the logs of all containers in one place, and whoever else can read there."""
    told_to = {"SENTRY_DSN": sentry.dsn, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
    stack = make_stack(broker_url=broker_url, **told_to, **ENVIRONMENT)
    (stack.contracts / "raise.txt").write_text(f"raise\n{SECRETS['text']}")
    (stack.contracts / "crash.txt").write_text(f"crash\n{SECRETS['text']}")
    (stack.contracts / "ok.txt").write_text(f"ok\n{SECRETS['text']}")
    api = Api(stack)
    worker = stack.command("worker", "--pool=threads", "--concurrency=1")
    beat = stack.command("beat")
    beat.wait_for("beat: Starting")
    worker.wait_for("ready.")

    asked = {"folder_path": str(stack.contracts)}
    job = json.loads(get(api.port, "/analyze", "POST", asked, **{"X-Request-ID": "trace-1"}))
    assert stack.wait(job["id"]).state is State.COMPLETED
    eventually(lambda: "succeeded in" in worker.log or "raised" in worker.log, what="Celery's word")

    ticks = {"contractsai-relay", "contractsai-rescue"}
    eventually(lambda: ticks <= checked_in(sentry), what="a check-in of each tick")
    _spoil_a_row(stack, SECRETS["text"])
    outputs = dict(answers_of(api.port))
    bundle = tmp_path / "bundle.zip"
    outputs["doctor"] = said(stack, "doctor", "--bundle", str(bundle))
    outputs["jobs"] = said(stack, "--debug", "jobs", "show", KEY)
    with zipfile.ZipFile(bundle) as found:
        outputs |= {f"bundle/{name}": found.read(name).decode() for name in found.namelist()}
    for process in stack.processes:
        process.ask_to_stop()
    for name, process in {"api": api.process, "worker": worker, "beat": beat}.items():
        process.stop()
        outputs[name] = process.log

    outputs["sentry"] = "\n".join(sentry.raw)
    outputs["traces"] = "\n".join(body.decode(errors="replace") for body in collector.raw)

    _one_id(records(worker), job)
    _linked(collector)
    _told_sentry(sentry, json.loads(outputs["/jobs"])["reference"])
    assert {each["logger"].partition(".")[0] for each in records(api.process)} >= {"uvicorn"}
    assert {each["logger"].partition(".")[0] for each in records(worker)} >= {
        "celery",
        "contractsai",
    }
    assert records(beat)
    told = {
        f"{place}: {kind}"
        for place, text in outputs.items()
        for kind, secret in {**SECRETS, "quoted": QUOTED}.items()
        if secret in text
    }
    assert told == set()


def _linked(collector: Collector) -> None:
    """Look up a delivery of the worker that leads to the API's dispatch, and stages below it."""
    spans = {(span.trace, span.id): span for span in collector.spans()}
    linked = [span for span in spans.values() if span.name == "deliver" and span.links]
    deliver = next(span for span in linked if span.links[0] in spans)
    dispatch = spans[deliver.links[0]]
    within = [span for span in spans.values() if span.trace == deliver.trace]

    assert (deliver.service, dispatch.service) == ("contractsai-worker", "contractsai-api")
    assert spans[dispatch.trace, dispatch.parent].name == "POST /analyze"
    assert {"claim", "attempt", "stage start"} <= {span.name for span in within}


def _spoil_a_row(stack: Stack, word: str) -> None:
    """Have whoever reads the job meet an error that quotes what it read."""
    with closing(sqlite3.connect(stack.folder / "data" / "contractsai.db")) as database:
        database.execute("PRAGMA ignore_check_constraints = 1")
        database.execute("UPDATE jobs SET reason = ?", (word,))
        database.commit()


def _told_sentry(sentry: StandIn, reference: str) -> None:
    """The API's error is there under the name that its answer gave."""
    failed = [each for each in sentry.items("event") if each["tags"]["process"] == "api"]
    assert reference in {each["tags"]["request_id"] for each in failed}
    assert failed[0]["exception"]["values"][-1]["type"] == "ValueError"


def _one_id(found: list[dict[str, Any]], job: Mapping[str, Any]) -> None:
    """Each line about a document of the job names the request; so does the crash of a process."""
    of_documents = [each for each in found if each.get("event", "").startswith("document.")]
    assert {each["request_id"] for each in of_documents} == {"trace-1"}
    assert {each["job_id"] for each in of_documents} == {job["id"]}
    [lost, *_] = [each for each in found if each.get("event") == "analysis_process.lost"]
    assert (lost["request_id"], lost["job_id"], lost["attempt"]) == ("trace-1", job["id"], 1)
    received = next(each for each in found if "analyze_document" in each["message"])
    ids = {each["document_id"] for each in of_documents}
    assert received["task_id"].partition(".")[0] in ids
