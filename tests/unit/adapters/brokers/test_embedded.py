"""Where the embedded broker listens and how it is started."""

import subprocess
from pathlib import Path

import pytest

from contractsai.adapters.brokers.embedded import LONGEST_SOCKET_PATH, EmbeddedBroker
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.testing.eventually import eventually


def test_it_answers_on_a_socket_that_only_its_owner_may_open(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path)
    broker.prepare()
    assert not broker.is_ready()

    with subprocess.Popen(broker.command(), stdout=subprocess.DEVNULL) as server:
        try:
            eventually(broker.is_ready, what="the broker")
            assert broker.socket_path.stat().st_mode & 0o077 == 0
        finally:
            server.terminate()


def test_a_socket_left_by_a_killed_server_is_cleared_away(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path)
    broker.prepare()
    broker.socket_path.write_bytes(b"")

    broker.prepare()

    assert not broker.socket_path.exists()


def test_a_deep_data_directory_gets_a_socket_whose_path_is_short_enough(tmp_path: Path) -> None:
    """The kernel refuses longer ones; two directories must not share a stand-in."""
    deep, other = (tmp_path / (letter * 120) for letter in "ab")

    paths = [EmbeddedBroker(folder).socket_path for folder in (deep, other)]

    assert all(len(str(path)) <= LONGEST_SOCKET_PATH for path in paths)
    assert paths[0] != paths[1]


def test_a_machine_without_any_server_names_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(UnsafeConfiguration, match=r"CELERY_BROKER_URL.*--local"):
        EmbeddedBroker(tmp_path).command()
