"""Read and analyse a file for whoever has a host and a path, and no job."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from contractsai.adapters.sources import beneath
from contractsai.application.ports import AnalysisHost, OpenDocument
from contractsai.domain.stored_analysis import StoredAnalysis


@contextmanager
def opened_file(file: Path) -> Iterator[OpenDocument]:
    """Return a file of our own, open until the block ends.

    Raises:
        AnalysisError: it is gone, or cannot be opened.
    """
    with beneath.opened(file.resolve()) as descriptor:
        yield OpenDocument(str(file.resolve()), descriptor)


def analyse_file(
    host: AnalysisHost, file: Path, heartbeat: Callable[[], None] = lambda: None
) -> StoredAnalysis:
    """Return what *host* makes of a file of our own.

    Raises:
        AnalysisError: one of its kinds, of opening it and of analysing it.
    """
    with opened_file(file) as document, host.read(document, heartbeat=heartbeat) as content:
        return content.analyse()
