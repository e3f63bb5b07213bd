"""What a page shows beside its text: pictures, outlines of letters, lines, and text unseen."""

import ctypes
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from contractsai.pipeline.text.pdf import calls
from contractsai.pipeline.text.pdf.geometry import NOWHERE, Box

_MAX_FORM_DEPTH: Final = 3
_MAX_OBJECTS: Final = 20_000  # that are looked at on a page; a drawing may have a million
_POINTS_PER_INCH: Final = 72
_FEWEST_DOTS: Final = 40  # an inch, for letters in a picture to be read
_FEWEST_SEGMENTS: Final = 6  # more than a rectangle has
_AREA_OF_A_SEGMENT: Final = 4.0  # points squared, of a letter in common sizes; a frame has more
_THIN: Final = 4.0  # points, as far as a stroke of two of them reaches
_SHORTEST_LINE: Final = 8.0
_MAX_LINES: Final = 300
_MAX_BOXES: Final = 5_000  # of a kind
_MAX_GROUNDS: Final = 2_000  # that white text is compared with
_WHITE: Final = 250
_TINY: Final = 1.5  # points high: no reader sees it
_SHORTEST_TINY: Final = 3.0  # points: more than a full stop
_UNSEEN_MODES: Final = frozenset(
    {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
)


Matrix = tuple[float, float, float, float, float, float]

_AS_IT_IS: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
        tiny: those of them too low to be read; also dashes and strokes, which are no higher.
        beside: those that stand outside the page.
        white: those in white.
        backgrounds: filled boxes that white text may stand on.
        count: of all objects.
    """

    page: Box
    pictures: list[tuple[Box, int]] = field(default_factory=list)
    has_picture: bool = False
    outlined: float = 0.0
    lines: list[Box] = field(default_factory=list)
    texts: list[Box] = field(default_factory=list)
    tiny: list[Box] = field(default_factory=list)
    beside: list[Box] = field(default_factory=list)
    white: list[Box] = field(default_factory=list)
    backgrounds: list[Box] = field(default_factory=list)
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
    def unseen(self) -> list[Box]:
        """Return pieces beside the page, and in white on nothing; under a scan it is OCR's."""
        if self.has_picture:
            return []
        beside = [box for box in self.beside if box.width > 0]  # a blank has none
        return beside[:_MAX_BOXES] + [
            box
            for box in self.white[:_MAX_BOXES]
            if not any(ground.holds(box.middle) for ground in self.backgrounds)
        ]


def shown_on(page: pdfium.PdfPage) -> Shown:
    """Return what is drawn on *page*, down into its forms."""
    edges = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, edges)
    shown = Shown(Box(edges.left, edges.bottom, edges.right, edges.top))
    _Looker(shown).look(page.raw, pdfium_c.FPDFPage_CountObjects(page), None, 0)
    return shown


class _Looker:
    """Sorts objects by what they mean: a few calls for each, since a page has many."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._edge_refs = tuple(map(ctypes.byref, self._edges))
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._colour_refs = tuple(map(ctypes.byref, self._colour))

    def look(self, holder: Any, length: int, matrix: Matrix | None, depth: int) -> None:  # noqa: ANN401 - a pointer of PDFium's
        """Take in the objects of a page or of a form on it, which *matrix* places."""
        shown = self._shown
        get = calls.object_in if depth else calls.object_on
        kind_of, bounds_of, fill_of = calls.kind_of, calls.bounds_of, calls.fill_of
        a_text, a_path = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH
        (left, bottom, right, top), edges = self._edges, self._edge_refs
        red, colour = self._colour[0], self._colour_refs
        make = tuple.__new__  # what `Box` calls, without calling `Box`
        texts, (page_left, page_bottom, page_right, page_top) = shown.texts, shown.page
        for index in range(min(length, _MAX_OBJECTS - shown.count)):
            item = get(holder, index)
            shown.count += 1
            kind = kind_of(item)
            if kind == a_text:  # nearly always; written out, since calls are what it costs
                if not bounds_of(item, *edges):
                    continue
                box = make(Box, (left.value, bottom.value, right.value, top.value))
                if matrix is not None:
                    box = _moved(box, matrix)
                texts.append(box)
                x, y, to_x, to_y = box
                if to_y - y < _TINY and to_x - x > _SHORTEST_TINY:
                    shown.tiny.append(box)
                if to_x < page_left or x > page_right or to_y < page_bottom or y > page_top:
                    shown.beside.append(box)
                if fill_of(item, *colour) and red.value >= _WHITE and self._is_white():
                    shown.white.append(box)
            elif kind == a_path:
                self._path(item, self._box(item, matrix))
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self._image(item, self._box(item, matrix))
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                inner = calls.objects_in(item)
                placed = _times(_matrix_of(item), matrix)
                self.look(item, inner, None if placed == _AS_IT_IS else placed, depth + 1)

    def _box(self, item: Any, matrix: Matrix | None) -> Box:  # noqa: ANN401 - a pointer of PDFium's
        if not calls.bounds_of(item, *self._edge_refs):
            return NOWHERE
        left, bottom, right, top = self._edges
        box = Box(left.value, bottom.value, right.value, top.value)
        return box if matrix is None else _moved(box, matrix)

    def _is_white(self) -> bool:
        """Tell of the colour that was asked for last."""
        return all(part.value >= _WHITE for part in self._colour[:3])

    def _path(self, item: Any, box: Box) -> None:  # noqa: ANN401 - a pointer of PDFium's
        shown = self._shown
        if box.height <= _THIN and box.width >= _SHORTEST_LINE:
            if len(shown.lines) < _MAX_LINES:
                shown.lines.append(box)
            return
        segments = calls.segments_of(item)
        if segments >= _FEWEST_SEGMENTS:
            shown.outlined += min(box.area, segments * _AREA_OF_A_SEGMENT)
        if len(shown.backgrounds) < _MAX_GROUNDS and not (
            calls.fill_of(item, *self._colour_refs) and self._is_white()
        ):
            shown.backgrounds.append(box)

    def _image(self, item: Any, box: Box) -> None:  # noqa: ANN401 - a pointer of PDFium's
        self._shown.has_picture = True
        width, height = self._colour[:2]
        calls.pixels_of(item, *self._colour_refs[:2])
        dots = width.value * height.value
        inches = box.area / _POINTS_PER_INCH**2
        if dots >= inches * _FEWEST_DOTS**2:
            self._shown.pictures.append((box, len(self._shown.texts)))


def has_layer(page: pdfium.PdfPage) -> bool:
    """Return whether some text of *page* is not drawn at all, as what OCR has put over a scan."""
    texts = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,), max_depth=_MAX_FORM_DEPTH)
    return any(
        pdfium_c.FPDFTextObj_GetTextRenderMode(item) in _UNSEEN_MODES
        for item in islice(texts, _MAX_OBJECTS)
    )


def _matrix_of(item: Any) -> Matrix:  # noqa: ANN401 - a pointer of PDFium's
    raw = pdfium_c.FS_MATRIX()
    calls.matrix_of(item, ctypes.byref(raw))
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    if b == c == 0 and a > 0 and d > 0:  # as nearly every form lies
        left, bottom, right, top = box
        return Box(a * left + e, d * bottom + f, a * right + e, d * top + f)
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (box.left, box.right)
        for y in (box.bottom, box.top)
    ]
    across, up = zip(*corners, strict=True)
    return Box(min(across), min(up), max(across), max(up))
