"""Fixtures that fail a test which leaves something behind.

A ``conftest.py`` that imports them has every test below it watched. One that leaves something on
purpose says so, and why:
``@pytest.mark.leaves(LeakKind.LEASE, reason="its worker was killed")``. Then it may; what
a kill leaves is a matter of the moment.
"""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Final

import pytest

from contractsai.testing import leaks
from contractsai.testing.leaks import LeakKind, LeakWatch

IGNORED: Final = (
    ".coverage*",
    ".pytest_cache",
    "__pycache__",
    "pymp-*",  # of Celery's pools: one that is killed cannot remove it
)


@pytest.fixture(scope="session")
def leak_patience() -> float:
    """Seconds that something which is on its way out has left."""
    return 5.0


@pytest.fixture(scope="session")
def leak_watch(
    tmp_path_factory: pytest.TempPathFactory, leak_patience: float
) -> Iterator[LeakWatch]:
    """The watch of this session; what a run starts is marked, and writes where we can look."""
    resource_tracker.ensure_running()  # Python's own, and there for good once it is needed
    tmp_path_factory.getbasetemp()  # pytest's own folder stays where it was
    folder = Path(tempfile.mkdtemp(prefix="leaks-"))
    folder.chmod(0o711)  # a server that runs as somebody else has its folder in here
    mark = uuid.uuid4().hex
    changes = {leaks.MARK: mark, "TMPDIR": str(folder), "XDG_DATA_HOME": str(folder)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in changes.items():
            patch.setenv(name, value)
        patch.setattr(tempfile, "tempdir", None)
        yield LeakWatch(
            {
                LeakKind.PROCESS: leaks.processes(mark),
                LeakKind.THREAD: leaks.threads,
                LeakKind.HANDLE: leaks.handles,
                LeakKind.FILE: leaks.files(folder, Path.cwd(), ignored=IGNORED),
            },
            patience_seconds=leak_patience,
        )
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def leaves_nothing(
    request: pytest.FixtureRequest, leak_watch: LeakWatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Nothing is there after the test, and after its other fixtures, that was not there before."""
    base = tmp_path_factory.getbasetemp()
    earlier = set(base.iterdir())
    leak_watch.looks[LeakKind.LEASE] = leaks.sqlite_leases(
        lambda: [path for path in base.iterdir() if path not in earlier and not path.is_symlink()]
    )
    failures = request.session.testsfailed
    leak_watch.begin()

    yield

    if request.session.testsfailed == failures:  # else that is the news
        judge(request.node, leak_watch)


def judge(test: pytest.Item, watch: LeakWatch) -> None:
    """Fail *test* if *watch* finds what the test did not say it would leave."""
    expected = _expected(test)
    left = watch.left(expected)
    lines = [f"  {kind}: {what}" for kind in left.keys() - expected for what in left[kind]]
    if lines:
        pytest.fail("\n".join(["left behind:", *lines]), pytrace=False)


def _expected(test: pytest.Item) -> set[LeakKind]:
    marks = list(test.iter_markers("leaves"))
    assert all(mark.kwargs.get("reason") for mark in marks), "say why it may leave something"
    return {LeakKind(kind) for mark in marks for kind in mark.args}
