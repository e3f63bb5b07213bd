"""A broker of another scheme, as a stranger would write and install it."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_bench import Bench, kill_all
from moto.server import ThreadedMotoServer
from support import strangers

from contractsai.testing.eventually import eventually
from contractsai.testing.leaks import LeakWatch

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return strangers.install("contractsai-sqs", tmp_path_factory.mktemp("sqs"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"sqs://key:secret@127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bench(tmp_path: Path, site: Path, url: str, leak_watch: LeakWatch) -> Iterator[Bench]:
    leak_watch.accept()  # the server is the module's
    with closing(Bench(tmp_path / "bench")) as bench:
        bench.env |= {
            "PYTHONPATH": strangers.environment(site)["PYTHONPATH"],
            "CELERY_BROKER_URL": url,
        }
        yield bench
    leak_watch.accept()  # its threads end when it likes


def test_it_passes_the_suite_of_brokers(site: Path) -> None:
    """What it cannot do is asserted there: no commands, no events, no order, no purge, no age."""
    ran = strangers.own_tests("contractsai-sqs", site)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_matrix_says_of_it_what_it_says_itself(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    monkeypatch.syspath_prepend(str(site))
    import matrix
    from contractsai_sqs import SQS

    assert matrix.STRANGERS[SQS.name] == matrix.refused_by(SQS.capabilities)


def test_a_folder_goes_in_and_a_report_comes_out_though_a_worker_is_killed(
    bench: Bench, tmp_path: Path
) -> None:
    """The main path: API, beat and prefork workers, each with the broker that the URL names."""
    go_on, report = tmp_path / "go-on", tmp_path / "report.jsonl"
    folder = bench.folder_of(nda=f"wait:{go_on}")
    up = bench.up()
    asked = bench.start(
        *("analyze", str(folder), "--url", bench.url, "--json"), *("--report", str(report))
    )
    job_id = bench.wait_running("nda")
    worker = eventually(lambda: up.child("cli worker"), what="a worker")

    kill_all([worker, *worker.children(recursive=True)])
    go_on.touch()

    assert asked.wait() == 0, asked.err
    outcomes = [json.loads(line)["outcome"] for line in report.read_text().splitlines()]
    assert outcomes == ["analysed"]
    assert bench.documents(job_id)["nda"]["attempt"] > 1


def test_a_broker_that_nobody_has_ends_the_command(bench: Bench) -> None:
    ran = bench.run("worker", CELERY_BROKER_URL="kafka://ada:secret@host/")

    assert ran.returncode != 0
    assert "CELERY_BROKER_URL: the scheme 'kafka' is not one that this service" in ran.stderr
    assert "sqs://" in ran.stderr
    assert "secret" not in ran.stderr
    assert "Traceback" not in ran.stderr
