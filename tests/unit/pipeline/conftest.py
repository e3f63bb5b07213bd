"""Documents made on the spot, and the pipeline that reads them."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.limits import DEFAULT_LIMITS, Limits
from contractsai.pipeline.pipeline import ContractPipeline

Analyse = Callable[..., tuple[Analysis, ...]]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.fixture
def analyse() -> Analyse:
    """Return the documents of some bytes, the file itself first."""

    def run(content: bytes | str, limits: Limits = DEFAULT_LIMITS) -> tuple[Analysis, ...]:
        raw = content.encode() if isinstance(content, str) else content
        return ContractPipeline(limits).analyse(raw, checkpoint=lambda _: None)

    return run


@pytest.fixture
def text_of(analyse: Analyse) -> Callable[[bytes | str], str]:
    """Return the normalised text of some bytes, which must be readable."""

    def run(content: bytes | str) -> str:
        text = analyse(content)[0].text
        assert text is not None
        return text

    return run


def zip_of(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def make_zip() -> Callable[[Mapping[str, str | bytes]], bytes]:
    return zip_of


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """Return a Word document around the XML of a body, with more parts if given."""

    def make(body: str, **parts: str) -> bytes:
        document = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        others = {f"word/{name}.xml": xml for name, xml in parts.items()}
        return zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **others})

    return make


@pytest.fixture(scope="session")
def make_docx_once() -> Callable[[str], bytes]:
    """Return a Word document around the XML of a body, for fixtures that outlive a test."""

    def make(body: str) -> bytes:
        document = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        return zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document})

    return make


@pytest.fixture(scope="session")
def make_pdf() -> Callable[[Sequence[str]], bytes]:
    """Return a PDF with the given pages; a page of None is an image without text."""
    return pdf_of


_IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
)
_RESOURCES = b"/Resources << /Font << /F1 3 0 R >> /XObject << /Im 4 0 R >> >>"


def pdf_of(pages: Sequence[str | None]) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 612 792] >>"
        % (b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        _IMAGE,
    ]
    for index, page in enumerate(pages):
        content = b"q 500 0 0 500 50 50 cm /Im Do Q" if page is None else _drawn(page)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>" % (6 + 2 * index, _RESOURCES),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return _numbered(objects)


def _drawn(page: str) -> bytes:
    lines = [
        b"(%s) Tj T*" % line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
        for line in page.split("\n")
    ]
    return b"BT /F1 10 Tf 12 TL 50 740 Td %s ET" % b" ".join(lines)


def _numbered(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)
