"""What a file's name adds to what its bytes say: that somebody takes it for a document."""

from dataclasses import replace
from typing import Final

from contractsai.domain.findings import Analysis, Outcome
from contractsai.domain.reasons import Reason

# Endings of formats that are read: if the bytes are none of them, they are damaged.
_PACKAGES: Final = frozenset({"docx", "docm", "dotx", "dotm", "odt", "ott"})
_READ: Final = _PACKAGES | frozenset(
    {"pdf", "doc", "dot", "rtf", "fodt", "txt", "text", "md", "htm", "html", "xhtml", "mht"}
    | {"mhtml", "eml", "emlx", "msg", "mbox", "zip"}
)
# Endings of documents, and of what documents are packed in, that nobody here can read.
_UNREAD: Final = frozenset(
    {"wpd", "wps", "wp", "pages", "xps", "oxps", "djvu", "ps", "epub", "sxw", "pst", "ost", "rar"}
    | {"7z", "tar", "gz", "tgz", "p7m", "p7s", "asice", "one", "oft", "tnef"}
)
_ARCHIVE: Final = "application/zip"


def as_named(analysis: Analysis, name: str) -> Analysis:
    """Return what is said of a file called *name*, of which *analysis* tells the content alone.

    What no reader knows is skipped; but nobody would look for a contract among what was skipped,
    so that a file whose name says document has failed. So has a packed folder that is called a
    Word file: what is packed in it is told, and it is no document itself.
    """
    ending = _ending(name)
    if analysis.outcome is Outcome.SKIPPED and analysis.reason == Reason.UNSUPPORTED:
        if ending in _READ:
            return _failed(analysis, Reason.CORRUPT)
        if ending in _UNREAD:
            return _failed(analysis, Reason.UNSUPPORTED)
    elif ending in _PACKAGES and analysis.media_type == _ARCHIVE and analysis.outcome.was_read:
        return _failed(analysis, Reason.CORRUPT)
    return analysis


def may_mislead(name: str, outcome: Outcome, *, is_archive: bool) -> bool:
    """Return whether `as_named` may say something else of a file than its content does."""
    if outcome is Outcome.SKIPPED:
        return _ending(name) in _READ | _UNREAD
    return is_archive and _ending(name) in _PACKAGES


def _ending(name: str) -> str:
    last = name.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def _failed(analysis: Analysis, reason: Reason) -> Analysis:
    return replace(
        analysis,
        outcome=Outcome.FAILED,
        reason=reason.value,
        language=None,
        review_reasons=(),
        text=None,
        struck=(),
        categories={},
        findings=(),
    )
