"""The SQL store's file under several processes."""

from pathlib import Path

from support.schema import upgrade_from_many_processes


def test_four_processes_may_upgrade_a_file_at_once(tmp_path: Path) -> None:
    """Every process of a service may start with it."""
    upgrade_from_many_processes(f"sqlite:///{tmp_path / 'test.db'}")
