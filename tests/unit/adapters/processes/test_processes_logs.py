"""What children say: all of it in bounded files, the worrying part to a person, a few lines."""

import io
from pathlib import Path

from contractsai.adapters.processes.logs import Digest, LogFile, LogPump


class Ear:
    """Someone to tell, and a clock to tell by."""

    def __init__(self, path: Path, **options: bool) -> None:
        self.heard: list[str] = []
        self.seconds = 0.0
        self.digest = Digest(
            "worker",
            path,
            self.heard.append,
            now=lambda: self.seconds,
            **{"is_verbose": False, **options},
        )


def test_warnings_are_told_and_the_rest_is_not(tmp_path: Path) -> None:
    ear = Ear(tmp_path)

    for line in (b"[INFO] fine\n", b"[12:00: WARNING/Main] bad\n", b'{"level": "error"}\n'):
        ear.digest.take(line)

    assert ear.heard == ["worker: [12:00: WARNING/Main] bad", 'worker: {"level": "error"}']


def test_a_flood_is_counted_not_told(tmp_path: Path) -> None:
    """A broker that is down makes every part complain every second."""
    ear = Ear(tmp_path / "worker.log")

    for _ in range(105):
        ear.digest.take(b"WARNING again\n")
    ear.seconds = 61
    ear.digest.take(b"ERROR new\n")

    assert len(ear.heard) == 7
    assert ear.heard[5] == f"worker: 100 more warnings in {tmp_path / 'worker.log'}"
    assert ear.heard[6] == "worker: ERROR new"


def test_verbose_tells_all(tmp_path: Path) -> None:
    ear = Ear(tmp_path, is_verbose=True)

    for _ in range(20):
        ear.digest.take(b"INFO fine\n")

    assert len(ear.heard) == 20


def test_a_foreign_programs_warnings_are_for_others(tmp_path: Path) -> None:
    """A broker's advice on the kernel means nobody who analyses contracts."""
    ear = Ear(tmp_path, is_foreign=True)

    ear.digest.take(b"# WARNING Memory overcommit must be enabled!\n")

    assert ear.heard == []


def test_a_log_file_never_grows_beyond_its_bound(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "api.log", max_bytes=100)

    for number in range(50):
        log.write(f"line {number:04}\n".encode())
    log.close()

    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert set(sizes) == {"api.log", "api.log.1"}
    assert max(sizes.values()) <= 100
    assert (tmp_path / "api.log").read_text().endswith("line 0049\n")


def test_a_new_service_begins_new_log_files(tmp_path: Path) -> None:
    (tmp_path / "api.log").write_text("of last week\n")

    LogFile(tmp_path / "api.log").close()

    assert (tmp_path / "api.log").read_text() == ""


def test_a_pump_writes_all_of_a_stream(tmp_path: Path) -> None:
    """The last line counts most, and a crash leaves it without its end."""
    log = LogFile(tmp_path / "api.log")
    ear = Ear(tmp_path)

    LogPump(io.BytesIO(b"one\nERROR two"), log, ear.digest).join(timeout_seconds=5)
    log.close()

    assert (tmp_path / "api.log").read_text() == "one\nERROR two"
    assert ear.heard == ["worker: ERROR two"]
