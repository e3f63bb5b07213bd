"""Keeping what was sent, and deleting what nobody made a job of."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from contractsai.application.ports import Store, UnitOfWork
from contractsai.application.submit import submit_job
from contractsai.application.uploads import keep_upload, purge_uploads
from contractsai.domain.errors import UploadNotFound
from contractsai.domain.ids import UploadId
from contractsai.domain.upload import Upload
from contractsai.testing.world import World

DAY = timedelta(days=1)


class FakeShelf:
    """`UploadShelf` that knows when files came."""

    def __init__(self) -> None:
        self.files: dict[UploadId, datetime] = {}

    def remove(self, upload_id: UploadId) -> None:
        self.files.pop(upload_id, None)

    def put_before(self, instant: datetime) -> Sequence[UploadId]:
        return [upload_id for upload_id, at in self.files.items() if at < instant]


class Late:
    """A store before whose first transaction something happens."""

    def __init__(self, store: Store, act: Callable[[], object]) -> None:
        self._store = store
        self._act: Callable[[], object] | None = act
        self.snapshot = store.snapshot
        self.ask = store.ask

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[UnitOfWork]:
        act, self._act = self._act, None
        if act is not None:
            act()
        with self._store.begin(lasting=lasting) as work:
            yield work


@pytest.fixture
def shelf() -> FakeShelf:
    return FakeShelf()


def send(world: World, shelf: FakeShelf, letter: str, *, digest: str = "") -> Upload:
    upload = Upload(UploadId(letter * 32), digest or letter * 64, world.clock.now(), 1, 5)

    def put(upload_id: UploadId) -> None:
        shelf.files[upload_id] = world.clock.now()
        world.source.folders[upload.folder] = {"nda.pdf": b"an NDA"}

    kept, _ = keep_upload(upload, put, store=world.store)
    return kept


def submit(world: World, upload: Upload) -> None:
    submit_job(
        upload.folder,
        source=world.source,
        store=world.store,
        clock=world.clock,
        new_id=lambda: f"id-{next(world.ids)}",
    )


def purge(world: World, shelf: FakeShelf) -> int:
    return purge_uploads(store=world.store, shelf=shelf, clock=world.clock, keep=DAY, batch=2)


def test_the_same_files_are_kept_once(world: World, shelf: FakeShelf) -> None:
    """Their time begins again."""
    first = send(world, shelf, "a", digest="same")
    world.clock.advance(DAY)

    again = send(world, shelf, "b", digest="same")

    assert (again.id, again.sent_at) == (first.id, world.clock.now())
    assert list(shelf.files) == [first.id]


def test_what_belongs_to_no_job_goes_when_it_is_old(world: World, shelf: FakeShelf) -> None:
    """More of it than one batch, and what is young stays."""
    old = [send(world, shelf, letter) for letter in "abc"]
    world.clock.advance(DAY)
    young = send(world, shelf, "d")
    world.clock.advance(timedelta(seconds=1))

    assert purge(world, shelf) == len(old)

    assert list(shelf.files) == [young.id]
    with pytest.raises(UploadNotFound):
        world.store.ask(lambda work: work.uploads.get(old[0].id))


def test_what_belongs_to_a_job_lives_as_long_as_the_job(world: World, shelf: FakeShelf) -> None:
    upload = send(world, shelf, "a")
    submit(world, upload)
    world.clock.advance(2 * DAY)
    assert purge(world, shelf) == 0

    [job] = world.store.ask(lambda work: work.jobs.page(limit=2))
    world.cancel(job.id)
    world.clock.advance(2 * DAY)
    assert world.purge(DAY) == 1

    assert purge(world, shelf) == 1
    assert not shelf.files


def test_no_job_is_made_of_what_is_gone(world: World, shelf: FakeShelf) -> None:
    """Not even by somebody who had listed its files a moment before it went."""
    upload = send(world, shelf, "a")
    world.clock.advance(2 * DAY)
    purge(world, shelf)

    with pytest.raises(UploadNotFound):
        submit(world, upload)


def test_files_of_a_process_that_died_before_their_row_go(world: World, shelf: FakeShelf) -> None:
    kept = send(world, shelf, "a")
    submit(world, kept)
    shelf.files[UploadId("b" * 32)] = world.clock.now()
    world.clock.advance(2 * DAY)

    assert purge(world, shelf) == 0

    assert list(shelf.files) == [kept.id]


def test_one_that_is_wanted_again_meanwhile_stays(world: World, shelf: FakeShelf) -> None:
    """A purge looks again under the row's lock."""
    upload = send(world, shelf, "a")
    world.clock.advance(2 * DAY)
    world.store = Late(world.store, lambda: send(world, shelf, "b", digest=upload.digest))  # type: ignore[assignment]  # a store in all that is asked

    assert purge(world, shelf) == 0


def test_one_that_another_purge_took_is_passed_over(world: World, shelf: FakeShelf) -> None:
    send(world, shelf, "a")
    world.clock.advance(2 * DAY)
    world.store = Late(world.store, lambda: purge(world, shelf))  # type: ignore[assignment]  # likewise

    assert purge(world, shelf) == 0
