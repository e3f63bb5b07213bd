"""Where the embedded broker listens."""

from pathlib import Path

from contractsai.adapters.brokers.loopback import NOBODYS_PORT
from contractsai.adapters.brokers.places import (
    LONGEST_SOCKET_PATH,
    PrivateLoopback,
    UnixSocket,
)


def test_a_socket_left_by_a_killed_server_is_cleared_away(tmp_path: Path) -> None:
    place = UnixSocket(tmp_path / "broker")
    place.prepare()
    place.path.write_bytes(b"")

    place.prepare()

    assert not place.path.exists()


def test_a_deep_data_directory_gets_a_socket_whose_path_is_short_enough(tmp_path: Path) -> None:
    """The kernel refuses longer ones; two directories must not share a stand-in."""
    deep, other = (tmp_path / (letter * 120) for letter in "ab")

    paths = [UnixSocket(folder).path for folder in (deep, other)]

    assert all(len(str(path)) <= LONGEST_SOCKET_PATH for path in paths)
    assert paths[0] != paths[1]


def test_a_socket_takes_its_folder_along_unless_something_is_in_it(tmp_path: Path) -> None:
    empty, full = UnixSocket(tmp_path / "empty"), UnixSocket(tmp_path / "full")
    for place in (empty, full):
        place.prepare()
        place.path.write_bytes(b"")
    (full.path.parent / "appendonly.aof").touch()

    empty.clear_away()
    full.clear_away()

    assert not empty.path.parent.exists()
    assert [file.name for file in full.path.parent.iterdir()] == ["appendonly.aof"]


def test_a_loopback_that_nobody_prepared_leads_nowhere(tmp_path: Path) -> None:
    """And never to port 6379, where somebody else's Redis may be."""
    place = PrivateLoopback(tmp_path / "broker")

    assert place.url == f"redis://127.0.0.1:{NOBODYS_PORT}/0"
    assert not place.is_ready()
