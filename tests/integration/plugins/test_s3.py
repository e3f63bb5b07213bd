"""A source of another scheme, as a stranger would write and install it."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import boto3
import pytest
from cli_bench import Bench
from moto.server import ThreadedMotoServer
from support import strangers

from contractsai.testing.leaks import LeakWatch


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return strangers.install("contractsai-s3", tmp_path_factory.mktemp("s3"))


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    server.stop()


@pytest.fixture
def bench(
    tmp_path: Path, site: Path, server: dict[str, str], leak_watch: LeakWatch
) -> Iterator[Bench]:
    leak_watch.accept()  # the server is the module's
    with closing(Bench(tmp_path / "bench")) as bench:
        bench.env |= {
            "PYTHONPATH": strangers.environment(site)["PYTHONPATH"],
            "CONTRACTSAI_PIPELINE": "contractsai.testing.pipelines:EchoPipeline",
            "CONTRACTSAI_ALLOWED_ROOTS": "s3://contracts/allowed",
            **server,
        }
        client = boto3.client(
            "s3",
            endpoint_url=server["AWS_ENDPOINT_URL"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="contracts")
        for key in ("allowed/job/a.txt", "allowed/job/sub/b.txt", "other/secret.txt"):
            client.put_object(Bucket="contracts", Key=key, Body=key.encode())
        client.close()
        yield bench
    leak_watch.accept()  # its threads end when it likes


def test_it_passes_the_suite_of_sources(site: Path) -> None:
    """Against a real HTTP server; what a bucket cannot do is asserted there."""
    ran = strangers.own_tests("contractsai-s3", site)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_folder_in_a_bucket_is_analysed_like_any_other(bench: Bench, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"

    ran = bench.run(
        *("analyze", "s3://contracts/allowed/job", "--quiet", "--json"),
        *("--report", str(report), "--with-text"),
    )

    assert ran.returncode == 0, ran.stderr
    lines = map(json.loads, report.read_text().splitlines())
    assert {line["path"]: line["text"] for line in lines} == {
        "a.txt": "allowed/job/a.txt",
        "sub/b.txt": "allowed/job/sub/b.txt",
    }


def test_the_fence_of_allowed_roots_holds_for_buckets(bench: Bench) -> None:
    """A service is asked by others than its owner."""
    bench.up()

    for folder in ("s3://contracts/other", "s3://contracts/allowed-not/x", "gs://contracts/x"):
        refused = bench.run("analyze", folder, "--url", bench.url)
        assert refused.returncode != 0
        assert "may not read" in refused.stderr
    allowed = bench.run("analyze", "s3://contracts/allowed/job", "--url", bench.url, "--json")

    assert allowed.returncode == 0, allowed.stderr


def test_a_root_of_a_scheme_that_nobody_reads_ends_the_start(bench: Bench) -> None:
    """Not the first job."""
    ran = bench.run("worker", CONTRACTSAI_ALLOWED_ROOTS="gs://contracts")

    assert ran.returncode != 0
    assert "contractsai.sources has no plug-in 'gs'; it has: file, s3" in ran.stderr
    assert "Traceback" not in ran.stderr
