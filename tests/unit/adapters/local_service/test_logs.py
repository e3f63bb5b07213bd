"""What children say: all of it in bounded files, the worrying part to a person, a few lines."""

import errno
import io
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from contractsai.adapters.local_service.logs import Digest, LogFile, LogPump


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


def lines(folder: Path) -> list[str]:
    return (folder / "api.log").read_text().splitlines()


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


def test_log_files_never_grow_beyond_their_bound(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "api.log", max_bytes=200, kept=2)

    for number in range(50):
        log.write(f"line {number:04}\n".encode())
    log.close()

    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert set(sizes) == {"api.log", "api.log.1", "api.log.2"}
    assert max(sizes.values()) <= 200
    assert (tmp_path / "api.log").read_text().endswith("line 0049\n")
    assert "line 0040" in (tmp_path / "api.log.1").read_text()


def test_a_new_service_carries_the_log_on(tmp_path: Path) -> None:
    """Why the last one ended stands at its end: a start must not wipe that out."""
    (tmp_path / "api.log").write_text("of last week\n")

    log = LogFile(tmp_path / "api.log")
    log.write(b"of today\n")
    log.close()

    assert [line.rpartition("Z ")[2] for line in lines(tmp_path)] == ["of last week", "of today"]


def test_every_line_has_a_time(tmp_path: Path) -> None:
    """Not every program writes one; those that do are not given a second."""
    log = LogFile(tmp_path / "api.log", now=lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))

    log.write(b"no time\n")
    log.write(b"2026-02-02T01:02:03.456Z INFO a time\n")
    log.close()

    assert lines(tmp_path) == [
        "2026-03-01T12:00:00.000Z no time",
        "2026-02-02T01:02:03.456Z INFO a time",
    ]


def test_logs_are_their_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "api.log").touch(mode=0o644)

    LogFile(tmp_path / "api.log").close()

    assert stat.S_IMODE((tmp_path / "api.log").stat().st_mode) == 0o600


def test_a_log_whose_file_was_moved_is_begun_anew(tmp_path: Path) -> None:
    """As logrotate does it."""
    log = LogFile(tmp_path / "api.log")
    log.write(b"one\n")
    (tmp_path / "api.log").rename(tmp_path / "moved")

    log.write(b"two\n")
    log.close()

    assert [line.rpartition("Z ")[2] for line in lines(tmp_path)] == ["two"]


def test_lines_that_cannot_be_written_are_counted_and_the_log_goes_on(tmp_path: Path) -> None:
    """The thread that writes has to outlive a full disk, and say what is missing."""
    log = LogFile(tmp_path / "logs" / "api.log")
    log.write(b"before\n")
    elsewhere = (tmp_path / "logs").rename(tmp_path / "elsewhere")

    for _ in range(3):
        log.write(b"lost\n")
    assert not (tmp_path / "logs").exists()
    elsewhere.rename(tmp_path / "logs")
    log.write(b"after\n")
    log.close()

    told = [line.partition("Z ")[2] for line in lines(tmp_path / "logs")]
    assert told == ["before", f"WARNING [{os.getpid()}] up: 3 lines could not be written", "after"]


def test_a_line_that_fits_in_part_is_not_written_at_all(tmp_path: Path) -> None:
    """Else the next one would stand behind half of it."""
    code = (
        "import resource, signal, sys; from pathlib import Path;"
        "from contractsai.adapters.local_service.logs import LogFile;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "log = LogFile(Path(sys.argv[1]));"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY));"
        "log.write(b'short'); log.write(b'x' * 500);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10000, resource.RLIM_INFINITY));"
        "log.write(b'after')"
    )

    subprocess.run([sys.executable, "-c", code, str(tmp_path / "api.log")], check=True, timeout=60)

    told = [line.rpartition(" ")[2] for line in lines(tmp_path)]
    assert told == ["short", "written", "after"]


def test_a_pump_writes_all_of_a_stream(tmp_path: Path) -> None:
    """The last line counts most, and a crash leaves it without its end."""
    log = LogFile(tmp_path / "api.log")
    ear = Ear(tmp_path)

    LogPump(io.BytesIO(b"one\nERROR two"), log, ear.digest).join(timeout_seconds=5)
    log.close()

    assert [line.partition("Z ")[2] for line in lines(tmp_path)] == ["one", "ERROR two"]
    assert ear.heard == ["worker: ERROR two"]
    assert log.last_line == "ERROR two"


def test_a_pump_outlives_whoever_it_tells(tmp_path: Path) -> None:
    """Standard error may go to the same full disk."""
    log = LogFile(tmp_path / "api.log")

    def refuse(_line: str) -> None:
        raise OSError(errno.ENOSPC, "no room")

    digest = Digest("api", log.path, refuse, is_verbose=True)
    LogPump(io.BytesIO(b"one\ntwo\n"), log, digest).join(timeout_seconds=5)
    log.close()

    assert len(lines(tmp_path)) == 2
