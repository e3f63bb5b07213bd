"""Where uploads are kept."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contractsai.adapters.uploads.limits import MEBIBYTE, Limits
from contractsai.adapters.uploads.shelf import FolderShelf
from contractsai.domain.ids import UploadId

LIMITS = Limits(sent_bytes=MEBIBYTE, files=4, bytes=MEBIBYTE, ratio=100)
ID = UploadId("a" * 32)
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def shelf_in(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path / "uploads", LIMITS)


def put(shelf: FolderShelf, upload_id: UploadId) -> None:
    with shelf.arrival(UploadId("f" * 32)) as arrival:
        arrival.begin("nda.pdf")
        arrival.write(b"an NDA")
        arrival.end()
        shelf.put(arrival, upload_id)


def written_at(folder: Path, instant: datetime) -> None:
    os.utime(folder, (instant.timestamp(), instant.timestamp()))


def test_what_has_arrived_is_put_there_at_once(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)

    put(shelf, ID)

    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [ID]
    assert (tmp_path / "uploads" / ID / "nda.pdf").read_bytes() == b"an NDA"


def test_what_is_removed_is_gone(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path)
    put(shelf, ID)

    shelf.remove(ID)
    shelf.remove(ID)

    assert list((tmp_path / "uploads").iterdir()) == []


def test_old_files_are_known_and_nothing_of_others(tmp_path: Path) -> None:
    """A person's own folder in the same place is no upload."""
    shelf = shelf_in(tmp_path)
    assert shelf.put_before(NOW) == []
    base = tmp_path / "uploads"
    for name in ("a" * 32, "b" * 32, "contracts", "arriving-" + "c" * 32, "arriving-" + "d" * 32):
        (base / name).mkdir(parents=True)
        written_at(base / name, NOW)
    for young in ("b" * 32, "arriving-" + "d" * 32):
        written_at(base / young, NOW + timedelta(hours=1))

    assert shelf.put_before(NOW + timedelta(seconds=1)) == [ID]

    left = {path.name for path in base.iterdir()}
    assert left == {"a" * 32, "b" * 32, "contracts", "arriving-" + "d" * 32}
