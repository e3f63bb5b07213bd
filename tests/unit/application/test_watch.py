"""Watching a folder: what is new becomes a job once, whoever watches and whoever dies."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest

from contractsai.adapters.stores.memory import MemoryStore, MemoryUnitOfWork
from contractsai.application.ports import SourceFile
from contractsai.application.submit import new_job
from contractsai.application.watch import LONGEST, REMEMBERED, WATCHED, FolderWatch
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.testing.fakes import FakeSource
from contractsai.testing.world import FOLDER, World

SETTLE = timedelta(seconds=10)
SECOND = timedelta(seconds=1)


class Watching:
    """A folder, and watchers of it on one store."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.files = world.source.folders[FOLDER]

    def watcher(self, source: FakeSource | None = None, *, tell: int = 0) -> FolderWatch:
        return FolderWatch(
            FOLDER,
            source=source or self.world.source,
            store=self.world.store,
            clock=self.world.clock,
            settle=SETTLE,
            make_job=lambda files, now: new_job(
                FOLDER,
                files,
                now=now,
                new_id=lambda: f"id-{next(self.world.ids):06}",
                tell=tell,
                labels=("inbox",),
            ),
        )

    def settled(self, watcher: FolderWatch) -> list[str]:
        """Have *watcher* look until all has settled, and return what it took."""
        first = watcher.look()
        assert first is None
        self.world.clock.advance(SETTLE)
        return self.taken(watcher)

    def taken(self, watcher: FolderWatch) -> list[str]:
        submission = watcher.look()
        return [] if submission is None else self.paths(submission.job.id)

    def paths(self, job_id: JobId) -> list[str]:
        return [document.path for document in self.world.documents(job_id)]

    def jobs(self) -> list[list[str]]:
        with self.world.store.snapshot() as work:
            jobs = work.jobs.page(limit=100)
        return [self.paths(job.id) for job in reversed(jobs)]

    def names(self) -> list[str]:
        rows = self.world.store.ask(lambda work: work.bookmarks.beginning(WATCHED))
        return [row.name for row in rows if row.name.count("/") > 1]


@pytest.fixture
def watching(world: World) -> Watching:
    return Watching(world)


def test_what_is_there_becomes_a_job_once_it_has_settled(watching: Watching) -> None:
    watching.files |= {"a.pdf": b"a", "sub/b.pdf": b"bb"}
    watcher = watching.watcher(tell=1)

    assert watcher.look() is None
    assert not watcher.is_settled
    watching.world.clock.advance(SETTLE)
    submission = watcher.look()

    assert submission is not None
    assert watcher.is_settled
    job = submission.job
    assert (job.folder, job.labels, job.counts) == (FOLDER, ("inbox",), Counts(pending=2))
    assert [document.path for document in submission.told] == ["a.pdf"]
    assert watching.jobs() == [["a.pdf", "sub/b.pdf"]]


def test_what_was_taken_is_not_taken_again_by_whoever_watches_next(watching: Watching) -> None:
    watching.files["a.pdf"] = b"a"
    assert watching.settled(watching.watcher()) == ["a.pdf"]

    watching.files["b.pdf"] = b"b"

    assert watching.settled(watching.watcher()) == ["b.pdf"]
    assert watching.settled(watching.watcher()) == []


def test_a_file_that_still_grows_waits(watching: Watching) -> None:
    """Half a contract would be analysed, and then the whole one again."""
    watching.files["a.pdf"] = b"a"
    watcher = watching.watcher()
    watcher.look()
    watching.world.clock.advance(SETTLE - SECOND)
    watching.files["a.pdf"] = b"ab"

    watching.world.clock.advance(SECOND)
    assert watcher.look() is None
    watching.world.clock.advance(SETTLE - SECOND)
    assert watcher.look() is None
    watching.world.clock.advance(SECOND)
    assert watching.taken(watcher) == ["a.pdf"]


def test_a_folder_that_is_filled_becomes_one_job(watching: Watching) -> None:
    watcher = watching.watcher()
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        watching.files[name] = b"x"
        assert watcher.look() is None
        watching.world.clock.advance(SETTLE - SECOND)
    assert watcher.look() is None

    watching.world.clock.advance(SECOND)

    assert watching.taken(watcher) == ["a.pdf", "b.pdf", "c.pdf"]


def test_one_that_never_settles_does_not_hold_up_the_others_for_ever(watching: Watching) -> None:
    watching.files["a.pdf"] = b"a"
    watcher = watching.watcher()
    for step in range(LONGEST):
        watching.files["log.txt"] = b"x" * step
        assert watcher.look() is None
        watching.world.clock.advance(SETTLE)
    watching.files["log.txt"] = b"more"

    assert watching.taken(watcher) == ["a.pdf"]
    assert not watcher.is_settled


def test_a_file_that_was_changed_is_new(watching: Watching) -> None:
    watching.files |= {"a.pdf": b"a", "b.pdf": b"b"}
    watcher = watching.watcher()
    watching.settled(watcher)

    watching.files["b.pdf"] = b"B"  # as long as before

    assert watching.settled(watcher) == ["b.pdf"]


@pytest.mark.parametrize("name", [".hidden", "~$lease.docx", "a.pdf.part", "b.PDF.crdownload"])
def test_what_is_no_document_or_not_whole_is_left_alone(watching: Watching, name: str) -> None:
    watching.files[name] = b"x"

    assert watching.settled(watching.watcher()) == []
    assert watching.watcher().is_settled


def test_of_two_watchers_at_the_same_moment_one_takes_it(watching: Watching) -> None:
    """The other one listed the folder before, and decides after."""
    watching.files["a.pdf"] = b"a"
    other = watching.watcher()

    class WhileListed(FakeSource):
        def list(self, folder: str) -> Sequence[SourceFile]:
            files = watching.world.source.list(folder)
            other.look()
            return files

    slow = watching.watcher(WhileListed())
    slow.look()
    watching.world.clock.advance(SETTLE)

    assert slow.look() is None
    assert watching.jobs() == [["a.pdf"]]
    assert slow.look() is None
    assert slow.is_settled


def test_who_looked_before_the_file_came_does_not_forget_what_another_took(
    watching: Watching,
) -> None:
    """To the slow one the file is gone: that must not make it new for the next."""
    other = watching.watcher()
    watching.files["a.pdf"] = b"a"
    watching.settled(other)
    watching.files["b.pdf"] = b"b"
    other.look()
    watching.world.clock.advance(SETTLE)

    class Stale(FakeSource):
        def list(self, folder: str) -> Sequence[SourceFile]:
            other.look()
            return []

    watching.watcher(Stale()).look()

    assert watching.settled(watching.watcher()) == []
    assert watching.jobs() == [["a.pdf"], ["b.pdf"]]


class Dying(MemoryStore):
    """A store whose client dies as it commits: before or after, nobody told it."""

    def __init__(self) -> None:
        super().__init__()
        self.dies: str | None = None

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[MemoryUnitOfWork]:
        with super().begin(lasting=lasting) as work:
            if self.dies == "before":
                raise StoreUnavailable("gone")
            yield work
            if self.dies == "after":
                raise StoreUnavailable("gone")


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_dies_at_the_commit_neither_loses_a_file_nor_has_it_taken_twice(moment: str) -> None:
    store = Dying()
    watching = Watching(World(store))
    watching.files["a.pdf"] = b"a"
    first = watching.watcher()
    first.look()
    watching.world.clock.advance(SETTLE)
    store.dies = moment
    with pytest.raises(StoreUnavailable):
        first.look()
    store.dies = None

    for watcher in (first, watching.watcher()):
        watcher.look()
        watching.world.clock.advance(SETTLE)
        watcher.look()

    assert watching.jobs() == [["a.pdf"]]


def test_a_mount_that_was_away_makes_nothing_new(watching: Watching) -> None:
    """An empty folder is all that there is of a mount that is not there."""
    watching.files["a.pdf"] = b"a"
    watcher = watching.watcher()
    watching.settled(watcher)
    files = dict(watching.files)
    watching.files.clear()
    watcher.look()
    watching.world.clock.advance(REMEMBERED - SECOND)
    watcher.look()

    watching.files |= files

    assert watching.settled(watcher) == []
    watching.files.clear()  # counted anew from here
    watcher.look()
    watching.world.clock.advance(REMEMBERED - SECOND)
    watcher.look()
    assert len(watching.names()) == 1


def test_a_file_that_comes_back_as_another_is_new(watching: Watching) -> None:
    watching.files["a.pdf"] = b"a"
    watcher = watching.watcher()
    watching.settled(watcher)
    watching.files.clear()
    watcher.look()

    watching.files["a.pdf"] = b"another"

    assert watching.settled(watcher) == ["a.pdf"]


def test_what_is_gone_for_a_month_is_forgotten(watching: Watching) -> None:
    """Else a folder that files pass through would have rows without end."""
    watching.files["a.pdf"] = b"a"
    watcher = watching.watcher()
    watching.settled(watcher)
    watching.files.clear()
    watcher.look()

    watching.world.clock.advance(REMEMBERED)
    watcher.look()

    assert watching.names() == []
    watching.files["a.pdf"] = b"a"
    assert watching.settled(watcher) == ["a.pdf"]


def test_a_look_that_finds_nothing_new_writes_nothing() -> None:
    store = Dying()
    watching = Watching(World(store))
    watching.files["a.pdf"] = b"a"
    watcher = watching.watcher()
    watching.settled(watcher)
    store.dies = "before"

    assert watcher.look() is None
