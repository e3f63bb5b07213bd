"""PDF documents made by hand: what no library would write, and what many do."""

from collections.abc import Mapping, Sequence
from typing import Final

_MEDIA_BOX: Final = b"/MediaBox [0 0 612 792]"
LINE_HEIGHT: Final = 14
TOP: Final = 740
LEFT: Final = 60


class PdfMaker:
    """Collects objects and pages; `made` puts them together."""

    def __init__(self) -> None:
        """Begin with a font, ``/F1``, that has no surprises."""
        self._objects: list[bytes] = [b"", b""]  # the catalogue and the tree of pages
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        self._fonts: dict[bytes, int] = {b"F1": self.add(font)}
        self._pages: list[int] = []

    def add(self, body: bytes) -> int:
        """Add an object; return its number."""
        self._objects.append(body)
        return len(self._objects)

    def stream(self, content: bytes, entries: bytes = b"") -> int:
        """Add a stream; return its number."""
        head = b"<< %s /Length %d >>" % (entries, len(content))
        return self.add(b"%s\nstream\n%s\nendstream" % (head, content))

    def font(self, name: bytes, body: bytes) -> None:
        """Add a font that pages know as *name*."""
        self._fonts[name] = self.add(body)

    def page(
        self,
        content: bytes,
        *,
        annotations: Sequence[bytes] = (),
        pictures: Mapping[bytes, int] | None = None,
        entries: bytes = b"",
    ) -> int:
        """Add a page that draws *content*; return its number.

        Args:
            content: PDF's operators.
            annotations: the inner part of each one's dictionary.
            pictures: objects to draw, by name.
            entries: more of the page's dictionary.
        """
        drawn = self.stream(content)
        notes = b" ".join(b"%d 0 R" % self.add(b"<< /Type /Annot %s >>" % a) for a in annotations)
        fonts = b" ".join(b"/%s %d 0 R" % item for item in self._fonts.items())
        images = b" ".join(b"/%s %d 0 R" % item for item in (pictures or {}).items())
        number = self.add(
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Annots [%s] %s"
            b" /Resources << /Font << %s >> /XObject << %s >> >> >>"
            % (drawn, notes, entries, fonts, images)
        )
        self._pages.append(number)
        return number

    def picture(self, side: int = 600) -> int:
        """Add a grey picture of *side* dots each way; return its number."""
        entries = (
            b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
            b" /Width %d /Height %d" % (side, side)
        )
        return self.stream(bytes([0x80]) * side * side, entries)

    def file(self, name: bytes, content: bytes) -> int:
        """Add a file to carry; return the number of its specification."""
        body = self.stream(content, b"/Type /EmbeddedFile")
        return self.add(
            b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name, name, body)
        )

    def carry(self, files: Sequence[tuple[bytes, bytes]]) -> bytes:
        """Add files; return the entry of the catalogue that names them."""
        names = b" ".join(
            b"(%s) %d 0 R" % (name, self.file(name, content)) for name, content in files
        )
        return b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % names

    def made(self, catalogue: bytes = b"") -> bytes:
        """Return the document; *catalogue* has more entries of its root."""
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        self._objects[0] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue
        self._objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d %s >>" % (
            kids,
            len(self._pages),
            _MEDIA_BOX,
        )
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(self._objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        size = len(offsets) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start)
        return bytes(out)


def said(text: str, *, left: float = LEFT, top: float = TOP, size: float = 10) -> bytes:
    """Return the operators that write the lines of *text*, one below the other."""
    return b"".join(
        b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET\n" % (size, left, top - LINE_HEIGHT * row, escaped)
        for row, line in enumerate(text.split("\n"))
        if (escaped := _escaped(line))
    )


def _escaped(line: str) -> bytes:
    raw = line.encode("cp1252")
    return raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
