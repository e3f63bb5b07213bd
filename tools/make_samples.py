# ruff: noqa: INP001 - a script, not a package
"""Write the sample contracts from their plain text in ``tools/samples``.

The same text always gives the same bytes. Run it from the checkout after changing a text:
``python tools/make_samples.py``.
"""

import html
import io
import textwrap
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium

SOURCES: Final = Path(__file__).parent / "samples"
TARGET: Final = Path(__file__).parents[1] / "contractsai" / "samples" / "contracts"

PAGE: Final = (612, 792)  # points: US letter
MARGIN: Final = 64
LEADING: Final = 13.5
SIZE: Final = 10.5
WIDTH: Final = 92  # characters of Helvetica at that size that fit a line, on average
SCAN_SCALE: Final = 1.35  # 97 dpi: readable, and small
SCAN_GREYS: Final = 16
FIXED_TIME: Final = (2025, 1, 1, 0, 0, 0)

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def main() -> None:
    """Write every sample."""
    (TARGET / "to-file").mkdir(parents=True, exist_ok=True)
    supply = pdf_of(source("supply-agreement"))
    files = {
        "supply-agreement.pdf": supply,
        "to-file/supply-agreement.pdf": supply,
        "software-licence.docx": docx_of(source("software-licence")),
        "distribution-agreement.docx": docx_of(source("distribution-agreement")),
        "mutual-nda.txt": source("mutual-nda").replace("# ", "", 1).encode(),
        "hosting-services.html": html_of(source("hosting-services")),
        "consulting-agreement.eml": mail_of(pdf_of(source("consulting-agreement"))),
        "scanned-nda.pdf": scan_of(pdf_of(source("mutual-nda"))),
        "letterhead.png": png(),
    }
    for name, content in files.items():
        (TARGET / name).write_bytes(content)


def source(name: str) -> str:
    """Return the text of a sample: ``#`` title, ``##`` heading, ``|`` table row."""
    return (SOURCES / f"{name}.txt").read_text("utf-8")


def lines_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, line) pairs; the kinds are title, heading, row, line and blank."""
    for line in text.splitlines():
        if line.startswith("## "):
            yield "heading", line[3:]
        elif line.startswith("# "):
            yield "title", line[2:]
        elif line.startswith("| "):
            yield "row", line[2:]
        else:
            yield ("line", line) if line.strip() else ("blank", "")


def pdf_of(text: str) -> bytes:
    """Return *text* set in Helvetica, as many pages as it needs."""
    set_lines: list[tuple[str, str]] = []
    for kind, line in lines_of(text):
        wrapped = textwrap.wrap(line, WIDTH) or [""]
        set_lines += [(kind, piece) for piece in wrapped]
    per_page = int((PAGE[1] - 2 * MARGIN) / LEADING)
    pages = [set_lines[start : start + per_page] for start in range(0, len(set_lines), per_page)]
    return pdf_file([page_content(page) for page in pages])


def page_content(lines: Sequence[tuple[str, str]]) -> bytes:
    """Return the drawing instructions of one page."""
    drawn = [f"BT {LEADING} TL {MARGIN} {PAGE[1] - MARGIN} Td"]
    for kind, line in lines:
        font = "F2" if kind in {"title", "heading"} else "F1"
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"/{font} {SIZE} Tf ({escaped}) Tj T*")
    return ("\n".join([*drawn, "ET"])).encode("cp1252")


def pdf_file(contents: Sequence[bytes], image: bytes | None = None) -> bytes:
    """Return a PDF of the given page contents, sharing two fonts and at most one image."""
    count = len(contents)
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(count))
    box = f"[0 0 {PAGE[0]} {PAGE[1]}]"
    encoding = "/Encoding /WinAnsiEncoding"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox {box} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {encoding} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold {encoding} >>".encode(),
        image or b"null",
    ]
    resources = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R >> >>"
    for index, content in enumerate(contents):
        body = f"<< /Type /Page /Parent 2 0 R {resources} /Contents {7 + 2 * index} 0 R >>"
        objects += [body.encode(), stream(b"", content)]
    return with_cross_references(objects)


def stream(entries: bytes, content: bytes) -> bytes:
    """Return a compressed stream object with more dictionary *entries*."""
    packed = zlib.compress(content, 9)
    head = b"<< " + entries + f" /Filter /FlateDecode /Length {len(packed)} >>".encode()
    return head + b"\nstream\n" + packed + b"\nendstream"


def with_cross_references(objects: Sequence[bytes]) -> bytes:
    """Return the file around numbered *objects*, the first of which is the catalog."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def scan_of(pdf: bytes) -> bytes:
    """Return the first page of *pdf* as a scanner would: an image, and no text."""
    with pdfium.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=SCAN_SCALE, grayscale=True)
        width, height, step = bitmap.width, bitmap.height, 256 // SCAN_GREYS
        raw = bytes(bitmap.buffer)
        rows = [raw[row * bitmap.stride : row * bitmap.stride + width] for row in range(height)]
    greys = bytes(min(255, (value + step // 2) // step * step) for value in b"".join(rows))
    entries = f"/Type /XObject /Subtype /Image /Width {width} /Height {height}"
    entries += " /ColorSpace /DeviceGray /BitsPerComponent 8"
    return pdf_file(
        [f"q {PAGE[0]} 0 0 {PAGE[1]} 0 0 cm /Im Do Q".encode()], stream(entries.encode(), greys)
    )


def docx_of(text: str) -> bytes:
    """Return *text* as a Word document, its table rows as one table."""
    body, rows = [], []
    for kind, line in [*lines_of(text), ("blank", "")]:
        if kind == "row":
            cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line.split(" | "))
            rows.append(f"<w:tr>{cells}</w:tr>")
            continue
        if rows:
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        if kind != "blank":
            body.append(paragraph(line, bold=kind != "line"))
    document = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{document}',
        }
    )


def paragraph(line: str, *, bold: bool = False) -> str:
    """Return one paragraph of WordprocessingML."""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    text = html.escape(line, quote=False)
    return f'<w:p><w:r>{weight}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def zipped(members: dict[str, str]) -> bytes:
    """Return a ZIP container that does not depend on the clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def html_of(text: str) -> bytes:
    """Return *text* as a page with a script that no reader should take for a clause."""
    tags = {"title": "h1", "heading": "h2", "line": "p"}
    body = "\n".join(
        f"<{tags[kind]}>{html.escape(line, quote=False)}</{tags[kind]}>"
        for kind, line in lines_of(text)
        if kind in tags
    )
    decoy = 'var banner = "This Agreement is governed by the laws of Nowhere.";'
    head = f'<meta charset="utf-8"><title>Hosting</title><script>{decoy}</script>'
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode()


def mail_of(attachment: bytes) -> bytes:
    """Return a mail that carries *attachment*."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Ruth Castellane <ruth.castellane@example.org>"
    mail["To"] = "Contract archive <archive@example.org>"
    mail["Subject"] = "Signed consulting agreement"
    mail["Date"] = "Mon, 12 May 2025 16:40:00 +0000"
    mail["Message-ID"] = "<consulting-2025-05-12@example.org>"
    mail.set_content("Dear colleagues,\n\nattached is the signed copy for the archive.\n\nRuth\n")
    mail.add_attachment(
        attachment, maintype="application", subtype="pdf", filename="consulting-agreement.pdf"
    )
    mail.set_boundary("=-sample-boundary")
    return mail.as_bytes()


def png() -> bytes:
    """Return a small picture: no document, and reported as such."""
    width, height = 48, 16
    rows = b"".join(b"\x00" + bytes((200, 210, 225)) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + checksum

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = size + bytes((8, 2, 0, 0, 0))
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


if __name__ == "__main__":
    main()
