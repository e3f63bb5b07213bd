"""Pages of documents as pictures, with their ports filled in."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from contractsai.application.ports import Source
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisError, PageNotDrawn
from contractsai.domain.job import Job

if TYPE_CHECKING:
    from contractsai.adapters.drawing.artist import Artist, Layout
    from contractsai.adapters.drawing.places import Quote

PDF: Final = "application/pdf"
Line = Mapping[str, Any]


class Pages:
    """Draws pages of documents that were analysed, as their files still are."""

    def __init__(self, source: Callable[[], Source]) -> None:
        """Take where documents come from."""
        self._source = source

    @cached_property
    def _artist(self) -> "Artist":
        from contractsai.adapters.drawing.artist import Artist

        return Artist()

    def picture(self, job: Job, document: Document, page: int) -> bytes:
        """Return a page as PNG; pages count from 1.

        Raises:
            PageNotDrawn: it cannot be; the message says why.
        """
        with self._opened(job, document) as (descriptor, sha256):
            return self._artist.picture(descriptor, sha256=sha256, page=page)

    def layout(self, job: Job, document: Document, line: Line, page: int) -> "Layout":
        """Return the size of a page, and where the evidence of each finding stands on it.

        Raises:
            PageNotDrawn: nobody can tell; the message says why.
        """
        quotes = quotes_on(line, page)
        with self._opened(job, document) as (descriptor, sha256):
            return self._artist.layout(descriptor, sha256=sha256, page=page, quotes=quotes)

    @contextmanager
    def _opened(self, job: Job, document: Document) -> Iterator[tuple[int, str]]:
        if document.sha256 is None:
            raise PageNotDrawn("it has not been analysed yet")
        try:
            with self._source().open(job.folder, document.path) as opened:
                yield opened.descriptor, document.sha256
        except AnalysisError as error:
            raise PageNotDrawn(
                "its file is no longer there, or cannot be read from here"
            ) from error


def can_draw(line: Line) -> bool:
    """Return whether the pages of a line's document can be drawn: a PDF that is a file itself."""
    return line["media_type"] == PDF and line["member"] is None and bool(line["page_starts"])


def quotes_on(line: Line, page: int) -> "Sequence[Quote]":
    """Return the words of all evidence that begins on a page, the gravest findings first."""
    from contractsai.adapters.drawing.places import Quote

    text, starts = line["text"] or "", line["page_starts"] or [0]
    if not 1 <= page <= len(starts):
        return ()
    begins = starts[page - 1]
    ends = starts[page] if page < len(starts) else max(len(text), begins + 1)
    return [
        Quote(item["id"], text[place["start"] : min(place["end"], ends)], at)
        for item in line["findings"]
        for place in item["evidence"]
        if bisect_right(starts, place["start"]) == page
        and (at := (place["start"] - begins) / max(ends - begins, 1)) < 1
    ]
