"""Mailboxes in one file (mbox): each mail in it is a document of its own."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.text.listing import listing
from contractsai.pipeline.text.reading import Attachment, Checkpoint, Reading

# A separator (a sender, a time), and behind it the first header of a mail: "From here on" opens
# many a paragraph.
START: Final = re.compile(
    rb"(?:\A|(?<=\n))From (?=[^\r\n]{0,500}(?:@|\d:\d\d))[^\r\n]{0,500}\r?\n"
    rb"(?=[>A-Za-z][A-Za-z0-9-]{0,60}:)"
)
_QUOTED: Final = re.compile(rb"^>(>{0,20}From )", re.MULTILINE)
_BEFORE: Final = re.compile(rb"(?:\A|\n\r?\n)\Z")


def read_mbox(content: bytes, *, checkpoint: Checkpoint) -> Reading:
    """Return the mails as attachments, in their order."""
    return listing(_mails(content, checkpoint))


def _mails(content: bytes, checkpoint: Checkpoint) -> Iterator[Attachment]:
    starts = [
        found
        for found in START.finditer(content)
        if _BEFORE.search(content, max(found.start() - 4, 0), found.start())
    ]
    ends = [found.start() for found in starts[1:]] + [len(content)]
    width = len(str(len(starts)))
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        checkpoint("text")
        mail = content[start.end() : end]
        yield Attachment(f"{number:0{width}}.eml", _QUOTED.sub(rb"\1", mail))
