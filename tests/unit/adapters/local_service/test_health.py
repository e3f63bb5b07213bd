"""What keeps jobs out is told to whoever sits at the terminal, once, and so is its end."""

from contextlib import closing
from pathlib import Path

from contractsai.adapters.local_service.health import HealthWatch
from contractsai.adapters.local_service.record import ServiceRecord

NEVER = 3600.0


def test_trouble_is_told_once_and_so_is_its_end() -> None:
    """Every two seconds would hide everything else."""
    found = [None, "No room.", "No room.", "Gone.", None, None]
    told: list[str] = []

    with closing(HealthWatch([lambda: found.pop(0)], told.append, every_seconds=NEVER)) as watch:
        while found:
            watch.look()

    assert told == ["Not ready: No room.", "Not ready: Gone.", "Ready again."]


def test_a_data_directory_that_was_taken_away_is_noticed(tmp_path: Path) -> None:
    """The service would go on on files that nobody finds any more."""
    record = ServiceRecord(tmp_path / "data")
    with record.claimed():
        assert record.trouble() is None

        elsewhere = (tmp_path / "data").rename(tmp_path / "elsewhere")
        gone = record.trouble()
        elsewhere.rename(tmp_path / "data")

        assert gone
        assert gone.endswith("then run: contractsai up")
        assert record.trouble() is None
