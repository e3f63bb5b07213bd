"""A document is opened once, and is that file from then on: whole attempts, on real processes."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from swapping import exchange

from contractsai.adapters.sources import beneath
from contractsai.adapters.sources.folder import FolderSource
from contractsai.adapters.stores.memory import MemoryStore
from contractsai.application.ports import UnitOfWork
from contractsai.application.submit import submit_job
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.world import World

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no other system tells as much")

T = TypeVar("T")
DOCUMENTS = 400
HUGE = 40 * 1000**3
NO_LIMIT = 10**15
A_FEW = 64 * 1024**2


class Site:
    """A folder of documents below an allowed root, and the use cases over real processes."""

    def __init__(self, root: Path, make_host: Callable[..., Any]) -> None:
        self.folder = root / "job"
        (self.folder / "sub").mkdir(parents=True)
        self.world = World()
        self._root = root
        self._make_host = make_host

    def submit(self, **limits: Any) -> list[DocumentId]:
        """Submit the folder as it is now, to a worker that is ready."""
        self.world.host = self._make_host(
            pipeline="contractsai.testing.pipelines:EchoPipeline", **limits
        )
        self.world.source = FolderSource([self._root])  # type: ignore[assignment] # no double
        assert self.world.host.pipeline  # its process has started
        job = submit_job(
            str(self.folder),
            source=self.world.source,
            store=self.world.store,
            clock=self.world.clock,
            new_id=iter(f"id-{number:06}" for number in range(10**6)).__next__,
        ).job
        return [document.id for document in self.world.documents(job.id)]

    def text_of(self, document: DocumentId) -> str | None:
        stored = self.world.analysis_of(document)
        return None if stored is None else stored.analyses()[0].text


@pytest.fixture
def site(tmp_path: Path, make_host: Callable[..., Any]) -> Site:
    return Site(tmp_path / "root", make_host)


@pytest.fixture
def huge(site: Site) -> Path:
    """A file of zeros that takes no room."""
    file = site.folder / "huge.txt"
    with file.open("wb") as opened:
        opened.truncate(HUGE)
    return file


@contextmanager
def swapped(one: Path, other: Path) -> Iterator[None]:
    """Have two names change places all the time."""
    with subprocess.Popen(
        [sys.executable, "-m", "swapping", str(one), str(other)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "swapping\n"
        yield
        assert process.poll() is None
        process.communicate("stop")


def bytes_read() -> int:
    """What this process has read, with those that it started, whether they have ended or not."""
    this = psutil.Process()
    return sum(each.io_counters().read_chars for each in [this, *this.children(recursive=True)])


@pytest.fixture
def door(site: Site, tmp_path: Path) -> Path:
    """A link out of the allowed roots, in the place of no folder yet."""
    for place, words in ((site.folder / "sub", "inside"), (tmp_path / "outside", "outside")):
        place.mkdir(exist_ok=True)
        for number in range(DOCUMENTS):
            (place / f"{number:03}.txt").write_text(f"{words} {number}")
    door = site.folder.parent / "door"
    door.symlink_to(tmp_path / "outside")
    try:
        exchange(str(door), str(site.folder / "sub"))
        exchange(str(door), str(site.folder / "sub"))
    except OSError as error:
        pytest.skip(f"two names cannot be exchanged here: {error}")
    return door


def test_a_folder_that_takes_turns_with_a_link_lets_nothing_in(site: Site, door: Path) -> None:
    """Whoever may write below a root must not choose what we read elsewhere."""
    documents = site.submit()

    with swapped(site.folder / "sub", door):
        for document in documents:
            site.world.run(document)

    texts = [text for document in documents if (text := site.text_of(document)) is not None]
    assert not [text for text in texts if text.startswith("outside")]
    assert texts
    reasons = {site.world.document(document).reason for document in documents}
    assert reasons <= {None, Reason.MISSING, Reason.OUTSIDE_ROOTS, Reason.FOLDER_NOT_READ}


@pytest.mark.parametrize("open_file", [beneath.open_file, beneath.open_by_parts])
def test_no_way_to_open_a_file_leads_through_a_link(
    open_file: Callable[[Path], int], site: Site, door: Path
) -> None:
    """Some kernels and sandboxes lack the call that does it at once."""
    found, refused = set(), set()

    with swapped(site.folder / "sub", door):
        for _ in range(5 * DOCUMENTS):
            try:
                descriptor = open_file(site.folder.resolve() / "sub" / "000.txt")
            except OSError as error:
                refused.add(error.errno)
                continue
            found.add(os.read(descriptor, 100))
            os.close(descriptor)

    assert found == {b"inside 0"}
    assert refused <= {errno.ELOOP, errno.ENOTDIR}


def test_a_file_above_the_limit_is_too_large_before_a_byte_of_it_is_read(
    site: Site, huge: Path
) -> None:
    """Its size is known when it is open; reading it would take a worker for minutes."""
    [document] = site.submit()
    before = bytes_read()

    site.world.run(document)

    found = site.world.document(document)
    assert (found.state, found.reason) == (State.FAILED, Reason.TOO_LARGE)
    assert bytes_read() - before < A_FEW


def test_a_cancel_ends_the_reading(site: Site, huge: Path) -> None:
    [document] = site.submit(max_bytes=NO_LIMIT, memory_bytes=NO_LIMIT)
    job = site.world.job_of(document)

    class Person:
        """Cancels when the first heartbeat asks for a shutdown."""

        def is_requested(self) -> bool:
            return False

        def is_due(self) -> bool:
            site.world.cancel(job.id)
            return False

    before = bytes_read()
    site.world.settings = replace(site.world.settings, shutdown=Person())
    site.world.run(document)

    assert site.world.state_of(document) is State.CANCELLED
    assert bytes_read() - before < HUGE / 4


def test_a_shutdown_ends_the_reading(site: Site, huge: Path) -> None:
    [document] = site.submit(max_bytes=NO_LIMIT, memory_bytes=NO_LIMIT)
    site.world.shutdown.due = True
    before = bytes_read()

    site.world.run(document)

    assert site.world.state_of(document) is State.PENDING
    assert bytes_read() - before < HUGE / 4


def test_the_time_limit_ends_the_reading(site: Site, huge: Path) -> None:
    [document] = site.submit(seconds=0.2, max_bytes=NO_LIMIT, memory_bytes=NO_LIMIT)
    before = bytes_read()

    site.world.run(document)

    found = site.world.document(document)
    assert (found.state, found.reason) == (State.RETRYING, Reason.TIMEOUT)
    assert bytes_read() - before < HUGE / 4


def test_a_file_that_changes_once_it_was_hashed_is_analysed_as_it_was(site: Site) -> None:
    """An analysis is known by the bytes that it is of."""

    class Interrupted(MemoryStore):
        """Asked for an analysis, it lets somebody write into the file first."""

        def ask(self, question: Callable[[UnitOfWork], T]) -> T:
            next(questions)()
            return super().ask(question)

    def write() -> None:
        (site.folder / "nda.txt").write_text("changed, and longer")

    questions = iter([lambda: None, write])  # whether the document waits comes first
    site.world.store = Interrupted()
    (site.folder / "nda.txt").write_text("as agreed")
    [document] = site.submit()

    site.world.run(document)

    assert site.text_of(document) == "as agreed"


def test_a_document_leaves_no_descriptor_behind(site: Site) -> None:
    """Neither with the worker nor with the process, whatever became of it."""
    for number in range(3):
        (site.folder / f"{number}.txt").write_text("x" * number)
    (site.folder / "same.txt").write_text("x")
    documents = site.submit(max_bytes=1)
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    before = [process.num_fds() for process in processes]

    for document in documents:
        site.world.run(document)

    assert [process.num_fds() for process in processes] == before
