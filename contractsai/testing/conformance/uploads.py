"""What was sent is kept as rows, and two who want one of them go one after the other."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contractsai.application.ports import Store
from contractsai.domain.errors import UploadNotFound
from contractsai.domain.ids import UploadId
from contractsai.domain.upload import Upload
from contractsai.testing.builders import NOW

SENT = Upload(UploadId("a" * 32), "d" * 64, NOW, files=2, size_bytes=2**40)
HOUR = timedelta(hours=1)


class UploadConformance:
    """Every test starts with an empty `store`."""

    def test_an_upload_comes_back_as_it_was(self, store: Store) -> None:
        add_upload(store, SENT)

        assert upload_of(store, SENT.id) == SENT
        with pytest.raises(UploadNotFound):
            upload_of(store, UploadId("nobody"))

    def test_the_same_files_are_one_upload(self, store: Store) -> None:
        """Its time begins again: who sent them now is about to make a job of them."""
        add_upload(store, SENT)

        assert send_again(store, SENT.digest, NOW + HOUR) == replace(SENT, sent_at=NOW + HOUR)
        assert upload_of(store, SENT.id).sent_at == NOW + HOUR
        assert send_again(store, "e" * 64, NOW) is None

    def test_of_two_with_the_same_files_one_is_sent_again(self, store: Store) -> None:
        twin = replace(SENT, id=UploadId("b" * 32))
        add_upload(store, SENT)
        add_upload(store, twin)

        assert send_again(store, SENT.digest, NOW + HOUR) == replace(SENT, sent_at=NOW + HOUR)
        assert upload_of(store, twin.id) == twin

    def test_old_uploads_come_in_pages(self, store: Store) -> None:
        ids = [UploadId(letter * 32) for letter in "0123"]
        for number, upload_id in enumerate(ids):
            add_upload(store, replace(SENT, id=upload_id, sent_at=NOW + number * HOUR))

        with store.snapshot() as work:
            first = work.uploads.sent_before(NOW + 3 * HOUR, limit=2)
            second = work.uploads.sent_before(NOW + 3 * HOUR, limit=2, after=first[-1])

        assert [*first, *second] == ids[:3]

    def test_a_deleted_upload_is_gone(self, store: Store) -> None:
        add_upload(store, SENT)
        with store.begin() as work:
            work.uploads.delete(SENT.id)
            work.uploads.delete(UploadId("nobody"))
            work.commit()

        with pytest.raises(UploadNotFound):
            upload_of(store, SENT.id)
        with store.begin() as work, pytest.raises(UploadNotFound):
            work.uploads.lock(SENT.id)

    def test_who_locks_an_upload_sees_what_the_one_before_did(self, store: Store) -> None:
        """So a job that is made of it and a purge that finds no job of it cannot both be right."""
        add_upload(store, SENT)
        asks = threading.Event()
        outcomes: list[str] = []

        def lock() -> None:
            asks.set()
            with store.begin() as work:
                try:
                    work.uploads.lock(SENT.id)
                    outcomes.append("there")
                except UploadNotFound:
                    outcomes.append("gone")

        with store.begin() as work:
            work.uploads.lock(SENT.id)
            other = threading.Thread(target=lock)
            other.start()
            assert asks.wait(60)
            work.uploads.delete(SENT.id)
            work.commit()
        other.join(60)

        assert outcomes == ["gone"]


def add_upload(store: Store, upload: Upload) -> None:
    """Insert the upload and commit."""
    with store.begin() as work:
        work.uploads.add(upload)
        work.commit()


def send_again(store: Store, digest: str, at: datetime) -> Upload | None:
    """Send the same files once more and commit."""
    with store.begin() as work:
        found = work.uploads.sent_again(digest, at)
        work.commit()
    return found


def upload_of(store: Store, upload_id: UploadId) -> Upload:
    """Return the upload as committed."""
    with store.snapshot() as work:
        return work.uploads.get(upload_id)
