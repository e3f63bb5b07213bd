"""The file with the port and the password."""

from pathlib import Path

import pytest

from contractsai.adapters.brokers.loopback import NOBODYS_PORT, Loopback


def test_what_is_written_is_read_and_for_nobody_elses_eyes(tmp_path: Path) -> None:
    file = tmp_path / "broker.json"

    written = Loopback.written(file)

    assert Loopback.read(file) == written
    assert file.stat().st_mode & 0o077 == 0
    assert written.url == f"redis://:{written.password}@127.0.0.1:{written.port}/0"
    assert Loopback.written(file).password != written.password


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"port": "x", "password": ""}'])
def test_a_file_that_says_nothing_leads_to_nobody(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "broker.json"
    if content is not None:
        file.write_text(content)

    assert Loopback.read(file) == Loopback(NOBODYS_PORT)
