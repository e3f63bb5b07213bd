"""The paragraphs, lists and tables of an OpenDocument text."""

from collections.abc import Iterator, Mapping
from typing import Final

from contractsai.pipeline.text.odt.styles import Hides
from contractsai.pipeline.text.reading import Checkpoint
from contractsai.pipeline.text.rows import row_text
from contractsai.pipeline.text.struck import MARK, Marks, seen
from contractsai.pipeline.text.xml_parts import Element, attribute, local

_PARAGRAPHS: Final = frozenset({"p", "h"})
_CHARACTERS: Final = {"tab": "\t", "line-break": "\n", "soft-page-break": "", "soft-hyphen": ""}
_SKIPPED: Final = frozenset(
    {
        "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "title",
        "desc", "annotation", "annotation-end", "note-citation", "index-source", "object", "shapes",
        "alphabetical-index-mark", "table-of-content-source", "event-listeners", "object-ole",
        "binary-data", "ruby-text", "covered-table-cell", "meta", "scripts", "font-face-decls",
    }
)  # fmt: skip
_HIDDEN_FIELDS: Final = frozenset({"hidden-text", "hidden-paragraph"})
_MOST_SPACES: Final = 100
_LARGE: Final = 30.0  # square inches: a picture over much of a page
_INCHES: Final = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6}
_UNIT: Final = 2  # letters


class Blocks:
    """Turns elements into blocks of text, with signs where something was struck.

    Attributes:
        pictures: how many there were.
        has_large_picture: whether one fills much of a page.
        has_blanks: whether a place was left that somebody should have filled in.
    """

    def __init__(
        self, marks: Marks, hides: Hides, values: Mapping[str, str], checkpoint: Checkpoint
    ) -> None:
        """Take what all parts of the document share."""
        self.pictures = 0
        self.has_large_picture = False
        self.has_blanks = False
        self._marks = marks
        self._hides = hides
        self._values = values
        self._checkpoint = checkpoint

    def of(self, container: Element) -> list[str]:
        """Return the blocks of *container* that hold words."""
        self._checkpoint("text")
        found = (block.strip() for block in self._blocks(container))
        return [block for block in found if seen(block) or MARK in block]

    def _blocks(self, container: Element) -> Iterator[str]:
        for child in container:
            name = local(child)
            if name in _PARAGRAPHS:
                yield self._paragraph(child)
                yield from self._inside(child)
            elif name == "table":
                yield self._table(child)
            elif name not in _SKIPPED:
                yield from self._hideable(child, name)

    def _hideable(self, child: Element, name: str) -> Iterator[str]:
        """Yield the blocks of what may be hidden as a whole, as a section can."""
        style = self._hides.hides(attribute(child, "style-name")) if name == "section" else None
        is_hidden = attribute(child, "display") in {"none", "condition"} or bool(style)
        if name in {"change", "change-start"}:
            yield self._deleted(child)
        elif is_hidden:
            yield self._marks.sign(" ".join(self._words(child).split()))
        else:
            yield from self._blocks(child)

    def _table(self, table: Element) -> str:
        rows = (
            row_text([list(self._blocks(cell)) for cell in _descend(row, "table-cell")] or [[]])
            for row in _descend(table, "table-row")
        )
        return "\n".join(row for row in rows if row)

    def _inside(self, paragraph: Element) -> Iterator[str]:
        """Yield what stands in frames and notes anchored in *paragraph*."""
        for child in paragraph:
            name = local(child)
            if name in {"text-box", "note-body"}:
                yield from self._blocks(child)
            elif name == "image":
                self._see(child)
            elif name not in _SKIPPED:
                yield from self._inside(child)

    def _see(self, image: Element) -> None:
        self.pictures += 1
        frame = image.getparent()
        if frame is not None:
            area = _inches(attribute(frame, "width")) * _inches(attribute(frame, "height"))
            self.has_large_picture |= area >= _LARGE

    def _paragraph(self, paragraph: Element) -> str:
        if attribute(paragraph, "display") == "none":
            return self._marks.sign(self._words(paragraph))
        pieces: list[str] = []
        struck: list[str] = []
        for words, is_struck in self._runs(paragraph, is_struck=False):
            if is_struck:
                struck.append(words)
            elif words:
                pieces += [self._marks.sign("".join(struck)), words]
                struck.clear()
        return "".join([*pieces, self._marks.sign("".join(struck))])

    def _runs(self, element: Element, *, is_struck: bool) -> Iterator[tuple[str, bool]]:
        """Yield words with whether they are struck, in their order."""
        own = self._hides.hides(attribute(element, "style-name"))
        is_struck = is_struck if own is None else own
        yield _clean(element.text), is_struck
        for child in element:
            name = local(child)
            if name == "s":
                count = attribute(child, "c") or "1"
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), is_struck
            elif name in _CHARACTERS:
                yield _CHARACTERS[name], is_struck
            elif name == "change":
                yield self._deleted_words(child), True
            elif name in _HIDDEN_FIELDS:
                yield self._words(child), True
            elif name == "control":
                yield self._values.get(attribute(child, "control") or "", ""), is_struck
            elif name not in _SKIPPED and name not in {"text-box", "note-body"}:
                self.has_blanks |= name == "placeholder"
                yield from self._runs(child, is_struck=is_struck)
            yield _clean(child.tail), is_struck

    def _deleted(self, change: Element) -> str:
        return self._marks.sign(self._deleted_words(change))

    def _deleted_words(self, change: Element) -> str:
        deleted = self._hides.deleted.pop(attribute(change, "change-id") or "", None)
        return "" if deleted is None else self._words(deleted)

    def _words(self, element: Element) -> str:
        """Return all words below an element, but for comments and who deleted it."""
        lines = [
            "".join(words for words, _ in self._runs(found, is_struck=False))
            for found in element.iter("{*}p", "{*}h")
        ]
        return " ".join(
            lines or ["".join(words for words, _ in self._runs(element, is_struck=True))]
        )


def _descend(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the nearest descendants of that name: rows stand in groups and headers too."""
    for child in element:
        name = local(child)
        if name == wanted:
            yield child
        elif name not in _SKIPPED:
            yield from _descend(child, wanted)


def _clean(text: str | None) -> str:
    """Return text as it is shown: a line break in the XML is a blank."""
    if not text:
        return ""
    blank = text.translate({9: " ", 10: " ", 13: " "})
    return blank if "  " not in blank else _one_blank(blank)


def _one_blank(text: str) -> str:
    lead = " " if text[0] == " " else ""
    tail = " " if text[-1] == " " and text.strip() else ""
    return lead + " ".join(text.split()) + tail if text.strip() else " "


def _inches(length: str | None) -> float:
    try:
        return float((length or "0in")[:-_UNIT]) * _INCHES.get((length or "in")[-_UNIT:], 0.0)
    except ValueError:
        return 0.0
