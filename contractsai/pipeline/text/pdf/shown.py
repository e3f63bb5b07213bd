"""What a page shows beside its text: pictures, outlines of letters, lines, and text unseen."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf.geometry import Box

_MAX_FORM_DEPTH: Final = 3
_MAX_OBJECTS: Final = 20_000  # that are looked at on a page; a drawing may have a million
_POINTS_PER_INCH: Final = 72
_FEWEST_DOTS: Final = 40  # an inch, for letters in a picture to be read
_FEWEST_SEGMENTS: Final = 6  # more than a rectangle has
_AREA_OF_A_SEGMENT: Final = 4.0  # points squared, of a letter in common sizes; a frame has more
_THIN: Final = 2.5  # points
_SHORTEST_LINE: Final = 8.0
_MAX_LINES: Final = 300
_WHITE: Final = 250
_TINY: Final = 1.5  # points high: no reader sees it
_UNSEEN_MODES: Final = frozenset(
    {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
)


@dataclass(slots=True)
class Shown:
    """The objects of a page, as far as they tell whether its text is all there is.

    Attributes:
        page: its box.
        pictures: those fine enough to hold letters, each with how many texts came before it.
        has_picture: whether there is any, however coarse.
        outlined: points squared that are filled by paths too intricate for lines and frames.
        lines: thin and level ones.
        texts: boxes of the pieces of text that are drawn, in their order.
        white: those of them in white.
        backgrounds: filled boxes that white text may stand on.
        has_layer: whether some text is not drawn at all, as what OCR read is.
        count: of all objects.
    """

    page: Box
    pictures: list[tuple[Box, int]] = field(default_factory=list)
    has_picture: bool = False
    outlined: float = 0.0
    lines: list[Box] = field(default_factory=list)
    texts: list[Box] = field(default_factory=list)
    white: list[Box] = field(default_factory=list)
    backgrounds: list[Box] = field(default_factory=list)
    has_layer: bool = False
    count: int = 0

    @property
    def picture_share(self) -> float:
        """Return how much of the page pictures cover; strips of a scan add up."""
        covered = sum(box.within(self.page).area for box, _ in self.pictures)
        return min(covered / self.page.area, 1.0) if self.page.area > 0 else 0.0

    @property
    def outline_share(self) -> float:
        """Return how much of the page could be letters drawn as curves."""
        return min(self.outlined / self.page.area, 1.0) if self.page.area > 0 else 0.0

    @property
    def hidden(self) -> list[Box]:
        """Return where text stands that no reader sees; under a scan it is what OCR read."""
        if self.has_picture:
            return []
        unseen = [box for box in self.texts if not box.meets(self.page)]
        unseen += [box for box in self.texts if box.height < _TINY and box.width > 2 * _TINY]
        unseen += [
            box
            for box in self.white
            if not any(ground.holds(box.middle) for ground in self.backgrounds)
        ]
        return unseen


def shown_on(page: pdfium.PdfPage) -> Shown:
    """Return what is drawn on *page*, down into its forms."""
    edges = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, edges)
    shown = Shown(Box(edges.left, edges.bottom, edges.right, edges.top))
    looker = _Looker(shown)
    for item, matrix in _objects(page):
        shown.count += 1
        looker.look(item, matrix)
    return shown


Matrix = tuple[float, float, float, float, float, float]


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[object, Matrix | None]]:
    """Yield each object with the matrix of the form that it stands in."""
    left = _MAX_OBJECTS
    count, get = pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject
    stack: list[tuple[object, int, int, Matrix | None, int]] = [(page, 0, count(page), None, 0)]
    while stack and left:
        holder, index, length, matrix, depth = stack.pop()
        get = pdfium_c.FPDFPage_GetObject if depth == 0 else pdfium_c.FPDFFormObj_GetObject
        while index < length and left:
            left -= 1
            item = get(holder, index)
            index += 1
            yield item, matrix
            is_form = pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_FORM
            if is_form and depth < _MAX_FORM_DEPTH:
                stack.append((holder, index, length, matrix, depth))
                inner = pdfium_c.FPDFFormObj_CountObjects(item)
                stack.append((item, 0, inner, _times(_matrix_of(item), matrix), depth + 1))
                break


def _matrix_of(item: object) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, raw)
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, (
        e * q + f * s + u
    )


class _Looker:
    """Sorts objects by what they mean; its buffers are made once a page."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._edge_refs = [ctypes.byref(edge) for edge in self._edges]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_refs = [ctypes.byref(part) for part in self._colour]

    def look(self, item: object, matrix: Matrix | None) -> None:
        match pdfium_c.FPDFPageObj_GetType(item):
            case pdfium_c.FPDF_PAGEOBJ_TEXT:
                self._text(item, self._box(item, matrix))
            case pdfium_c.FPDF_PAGEOBJ_PATH:
                self._path(item, self._box(item, matrix))
            case pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self._image(item, self._box(item, matrix))

    def _box(self, item: object, matrix: Matrix | None) -> Box:
        left, bottom, right, top = self._edges
        if not pdfium_c.FPDFPageObj_GetBounds(item, *self._edge_refs):
            return Box(0.0, 0.0, 0.0, 0.0)
        box = Box(left.value, bottom.value, right.value, top.value)
        return box if matrix is None else _moved(box, matrix)

    def _text(self, item: object, box: Box) -> None:
        if pdfium_c.FPDFTextObj_GetTextRenderMode(item) in _UNSEEN_MODES:
            self._shown.has_layer = True
            return
        self._shown.texts.append(box)
        if self._is_white(item):
            self._shown.white.append(box)

    def _is_white(self, item: object) -> bool:
        red, green, blue, _ = self._colour
        return bool(
            pdfium_c.FPDFPageObj_GetFillColor(item, *self._colour_refs)
            and min(red.value, green.value, blue.value) >= _WHITE
        )

    def _path(self, item: object, box: Box) -> None:
        shown = self._shown
        if box.height <= _THIN and box.width >= _SHORTEST_LINE:
            if len(shown.lines) < _MAX_LINES:
                shown.lines.append(box)
            return
        segments = pdfium_c.FPDFPath_CountSegments(item)
        if segments >= _FEWEST_SEGMENTS:
            shown.outlined += min(box.area, segments * _AREA_OF_A_SEGMENT)
        if not self._is_white(item):
            shown.backgrounds.append(box)

    def _image(self, item: object, box: Box) -> None:
        self._shown.has_picture = True
        width, height = self._colour[:2]
        pdfium_c.FPDFImageObj_GetImagePixelSize(item, *self._colour_refs[:2])
        dots = width.value * height.value
        inches = box.area / _POINTS_PER_INCH**2
        if dots >= inches * _FEWEST_DOTS**2:
            self._shown.pictures.append((box, len(self._shown.texts)))


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (box.left, box.right)
        for y in (box.bottom, box.top)
    ]
    across, up = zip(*corners, strict=True)
    return Box(min(across), min(up), max(across), max(up))
