"""What a reader hands on: raw pages of text, or the reason why there are none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from contractsai.domain.findings import Outcome

Checkpoint = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document inside a document.

    Attributes:
        name: as the container has it, without folders outside of it.
        content: its bytes; None where the reader could not get at them.
        reason: why not, a code of the outcome ``failed``; None where there are bytes.
    """

    name: str
    content: bytes | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Struck:
    """Words that the document shows as struck out, or hides: kept beside its text.

    Attributes:
        text: the words.
        page: in which of the reading's pages they stood, counted from 0.
        at: before which character of that page's raw text.
    """

    text: str
    page: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The raw text of a document.

    Attributes:
        pages: one string a page; a medium without pages has one.
        is_paged: whether the medium knows pages at all.
        ocr_pages: how many pages' text came from OCR.
        reason: why some of the text is missing; None if all was read.
        attachments: every document inside, also those that the reader could not get at: which of
            them are read, and what is said of the others, is for the pipeline alone to decide.
        is_cover: whether the text only accompanies documents, as a mail's does.
        struck: what was struck out or hidden, which is no part of the pages.
        review_reasons: why a person should look, as far as the medium alone can tell.
    """

    pages: tuple[str, ...]
    is_paged: bool = False
    ocr_pages: int = 0
    reason: str | None = None
    attachments: tuple[Attachment, ...] = ()
    is_cover: bool = False
    struck: tuple[Struck, ...] = ()
    review_reasons: frozenset[str] = frozenset()


def distinctly_named(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    """Number namesakes, so that each document inside can be told from the others."""
    seen: dict[str, int] = {}
    for item in attachments:
        count = seen[item.name] = seen.get(item.name, 0) + 1
        yield item if count == 1 else replace(item, name=f"{item.name} ({count})")


class Unreadable(Exception):
    """The file is no document that can be read; it carries the outcome to report."""

    def __init__(
        self, outcome: Outcome, reason: str, attachments: tuple[Attachment, ...] = ()
    ) -> None:
        """Take the outcome, its reason, and the documents inside, which may be readable still."""
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.attachments = attachments


def failed(reason: str, attachments: tuple[Attachment, ...] = ()) -> Unreadable:
    """Return the refusal of a file that should have been a document."""
    return Unreadable(Outcome.FAILED, reason, attachments)


def unsupported() -> Unreadable:
    """Return the refusal of a file that is no document at all."""
    return Unreadable(Outcome.SKIPPED, "unsupported")
