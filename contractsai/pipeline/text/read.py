"""Which reader is for which medium."""

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.archive import read_zip
from contractsai.pipeline.text.doc import read_doc
from contractsai.pipeline.text.docx import read_docx
from contractsai.pipeline.text.html import read_html
from contractsai.pipeline.text.identify import Media
from contractsai.pipeline.text.mail import read_mail
from contractsai.pipeline.text.mbox import read_mbox
from contractsai.pipeline.text.mhtml import read_mhtml
from contractsai.pipeline.text.ocr import Ocr
from contractsai.pipeline.text.odt import read_flat_odt, read_odt
from contractsai.pipeline.text.outlook import read_outlook
from contractsai.pipeline.text.pdf import read_pdf
from contractsai.pipeline.text.plain import read_plain
from contractsai.pipeline.text.reading import Checkpoint, Reading
from contractsai.pipeline.text.rtf import read_rtf
from contractsai.pipeline.text.word_xml import read_flat_opc, read_word_2003


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
            return read_docx(content, limits=limits, checkpoint=checkpoint)
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
