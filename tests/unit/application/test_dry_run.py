"""What a job would hold, told before it is made."""

import hashlib

import pytest

from contractsai.application.dry_run import DryRun, Ending, Skipped, dry_run
from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import FileUnreadable, FolderNotFound, NothingToAnalyse
from contractsai.testing.fakes import HeldDocument
from contractsai.testing.world import FOLDER, World

LARGEST = 20


def digest(document: OpenDocument) -> str:
    assert isinstance(document, HeldDocument)
    if document.content == b"locked":
        raise FileUnreadable("a")
    return hashlib.sha256(document.content).hexdigest()


def told(world: World, **bounds: int) -> DryRun:
    return dry_run(
        FOLDER,
        source=world.source,
        store=world.store,
        digest=digest,
        max_bytes=LARGEST,
        **bounds,
    )


def test_a_dry_run_counts_and_says_what_would_be_skipped(world: World) -> None:
    """Nothing that the report would leave out comes as a surprise."""
    world.source.folders[FOLDER] = {
        ".hidden": b"x",
        "a.PDF": b"1234",
        "b.pdf": b"12345",
        "c.txt": b"1",
        "empty.txt": b"",
        "large.txt": b"x" * (LARGEST + 1),
        "locked.txt": b"locked",
        "plain": b"22",
    }

    found = told(world)

    assert (found.files, found.readable, found.size_bytes) == (8, 4, 12)
    assert found.endings == [Ending(".pdf", 2, 9), Ending("", 1, 2), Ending(".txt", 1, 1)]
    assert found.skipped == [
        Skipped(".hidden", "system_file"),
        Skipped("empty.txt", "empty"),
        Skipped("large.txt", "too_large"),
        Skipped("locked.txt", "unreadable"),
    ]
    assert (found.known, found.compared, found.is_whole) == ([], 4, True)


def test_a_dry_run_makes_nothing(world: World) -> None:
    world.source.folders[FOLDER] = {"a.txt": b"a"}

    told(world)

    assert world.store.ask(lambda work: work.jobs.page(limit=1)) == []
    assert not world.queue.messages


def test_a_dry_run_knows_equal_bytes(world: World) -> None:
    """Those in the folder, and those that an earlier job has read."""
    [earlier] = world.submit("a.txt")
    world.run(earlier)
    content = world.source.content(FOLDER, "a.txt")
    world.source.folders[FOLDER] = {"b.txt": content, "c.txt": content, "d.txt": b"d", "e": b"d"}

    found = told(world)

    assert [(it.path, it.of, it.stored and it.stored.id) for it in found.known] == [
        ("b.txt", None, earlier),
        ("c.txt", "b.txt", earlier),
        ("e", "d.txt", None),
    ]


@pytest.mark.parametrize("bounds", [{"most_files": 3}, {"most_bytes": 10}])
def test_a_dry_run_reads_no_more_than_it_may(world: World, bounds: dict[str, int]) -> None:
    """An answer within seconds says how far it looked, whatever the folder holds."""
    world.source.folders[FOLDER] = {"0": b"locked", "a": b"11", "b": b"22", "c": b"33"}

    found = told(world, **bounds)

    assert (found.readable, found.compared, found.is_whole) == (3, 2, False)


def test_what_a_job_is_refused_for_is_told_now(world: World) -> None:
    with pytest.raises(NothingToAnalyse):
        told(world)
    del world.source.folders[FOLDER]
    with pytest.raises(FolderNotFound):
        told(world)
