"""`contractsai demo`: one command, and there is something to look at."""

import re
import signal
import urllib.request
from pathlib import Path

from cli_bench import Bench

from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.entrypoints.cli.demo import ELSEWHERE, keep_apart
from contractsai.settings import Settings
from contractsai.testing.eventually import eventually


def test_samples_are_analysed_and_shown(bench: Bench) -> None:
    """Whatever service the environment names is left alone, and so is the data directory's own."""
    elsewhere = dict.fromkeys(ELSEWHERE, "") | {"CELERY_BROKER_URL": "redis://nowhere.invalid/0"}
    command = bench.start("demo", "--port", "0", **elsewhere)

    def told() -> re.Match[str] | None:
        assert command.popen.poll() is None, command.err
        return re.search(r"Dashboard (http://\S+/dashboard/jobs/(\w+))", command.out)

    found = eventually(told, what="an address")
    assert found is not None
    with urllib.request.urlopen(found[1]) as page:
        assert b"contracts" in page.read()
    home = bench.data_dir / "demo"
    services = build_services(Settings(data_dir=home))
    job = JobId(found[2])
    eventually(lambda: services.read_job(job).state is State.COMPLETED, what="the end of the job")
    services.close()
    command.popen.send_signal(signal.SIGINT)

    assert command.wait() == 0
    assert sorted(path.name for path in bench.data_dir.iterdir()) == ["demo"]


def test_a_demo_knows_no_other_place(tmp_path: Path) -> None:
    environment = dict.fromkeys(ELSEWHERE, "x") | {"HOME": "/home/me"}

    keep_apart(environment, tmp_path)

    assert environment == {
        "HOME": "/home/me",
        "CONTRACTSAI_DATA_DIR": str(tmp_path),
        "CONTRACTSAI_ALLOWED_ROOTS": str(tmp_path / "contracts"),
    }
