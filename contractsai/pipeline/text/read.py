"""Which reader is for which medium."""

from collections.abc import Callable
from typing import Final

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.archive import read_zip
from contractsai.pipeline.text.doc import read_doc
from contractsai.pipeline.text.docx import read_docx
from contractsai.pipeline.text.html import read_html
from contractsai.pipeline.text.identify import Media, Refused, identify
from contractsai.pipeline.text.image import read_image
from contractsai.pipeline.text.mail import read_mail
from contractsai.pipeline.text.mbox import read_mbox
from contractsai.pipeline.text.mhtml import read_mhtml
from contractsai.pipeline.text.ocr import Ocr
from contractsai.pipeline.text.odt import read_flat_odt, read_odt
from contractsai.pipeline.text.outlook import read_outlook
from contractsai.pipeline.text.pdf import read_pdf
from contractsai.pipeline.text.plain import read_plain
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable
from contractsai.pipeline.text.rtf import read_rtf
from contractsai.pipeline.text.word_xml import read_flat_opc, read_word_2003

_APART: Final = frozenset({Media.PDF, Media.DOCX, Media.ZIP, Media.PNG, Media.JPEG, Media.TIFF})


def read(  # noqa: PLR0911, PLR0912 - a table, in which the compiler looks for gaps
    media: Media, content: bytes, *, limits: Limits, checkpoint: Checkpoint, ocr: Ocr | None
) -> Reading:
    """Return what the reader of *media* makes of *content*.

    Raises:
        Unreadable: it is no such document, or one that cannot be read.
    """
    match media:
        case Media.PDF:
            return read_pdf(content, limits=limits, checkpoint=checkpoint, ocr=ocr)
        case Media.DOCX:
            return read_docx(
                content,
                limits=limits,
                checkpoint=checkpoint,
                read_other=lambda inner: _read_within(inner, limits, checkpoint, ocr),
                read_picture=_picture_reader(limits, checkpoint, ocr),
            )
        case Media.DOC:
            return read_doc(content, checkpoint=checkpoint)
        case Media.FLAT_OPC:
            return read_flat_opc(content, limits=limits, checkpoint=checkpoint)
        case Media.WORD_2003:
            return read_word_2003(content, limits=limits, checkpoint=checkpoint)
        case Media.ODT:
            return read_odt(content, limits=limits, checkpoint=checkpoint)
        case Media.FLAT_ODT:
            return read_flat_odt(content, checkpoint=checkpoint)
        case Media.RTF:
            return read_rtf(content, checkpoint=checkpoint)
        case Media.HTML:
            return read_html(content)
        case Media.MHTML:
            return read_mhtml(content, checkpoint=checkpoint)
        case Media.MAIL:
            return read_mail(content, checkpoint=checkpoint)
        case Media.OUTLOOK:
            return read_outlook(content, limits=limits, checkpoint=checkpoint)
        case Media.MBOX:
            return read_mbox(content, checkpoint=checkpoint)
        case Media.ZIP:
            return read_zip(content, limits=limits, checkpoint=checkpoint)
        case Media.TEXT:
            return read_plain(content)
        case Media.PNG | Media.JPEG | Media.TIFF:
            return read_image(content, limits=limits, checkpoint=checkpoint, ocr=ocr)


def _read_within(
    content: bytes, limits: Limits, checkpoint: Checkpoint, ocr: Ocr | None
) -> Reading | None:
    """Read a file that a Word document shows as its own text; one with pages stays apart."""
    media = identify(content, max_bytes=limits.max_bytes)
    if isinstance(media, Refused) or media in _APART:
        return None
    return read(media, content, limits=limits, checkpoint=checkpoint, ocr=ocr)


def _picture_reader(
    limits: Limits, checkpoint: Checkpoint, ocr: Ocr | None
) -> Callable[[bytes], str | None] | None:
    """Return what reads a picture inside a document; None where there is no OCR."""
    if ocr is None:
        return None

    def read_picture(picture: bytes) -> str | None:
        try:
            found = read_image(picture, limits=limits, checkpoint=checkpoint, ocr=ocr)
        except Unreadable as error:  # a logo, or no words in it: nothing is left unread
            return None if error.outcome is Outcome.FAILED else ""
        return "\n\n".join(found.pages)

    return read_picture
