"""One text out of raw pages: the text that every offset of an analysis refers to."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from contractsai.domain.findings import MAX_QUOTE, StruckText
from contractsai.pipeline.text.lines import LineEnds
from contractsai.pipeline.text.reading import Reading

_MOST_STRUCK: Final = 200  # passages that are kept; each costs a pass over its page
_PAGE_BREAK: Final = "\n\n"
_LIGATURES: Final = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_TABLE: Final[dict[int, str | None]] = {
    **{code: None for code in range(32) if chr(code) not in "\t\n\x02"},
    **dict.fromkeys(range(0x7F, 0xA0), None),
    **dict.fromkeys(range(0x2000, 0x200B), " "),  # spaces of all widths
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD), None),
    **dict.fromkeys(range(0x202A, 0x202F), None),  # directions
    **{ord(letter): plain for letter, plain in _LIGATURES.items()},
    0x02: "-",  # PDFium's hyphen at a line end
    0xFFFE: "-",  # the same, in older builds
    0xFFFF: None,
    0x0B: "\n",
    0x0C: "\n",
    0x85: "\n",
    0xA0: " ",
    0x1680: " ",
    0x202F: " ",
    0x205F: " ",
    0x3000: " ",
    0x2010: "-",
    0x2011: "-",
    0x2028: "\n",
    0x2029: "\n\n",
}
# Few letters of a page are mapped: but in ASCII, to look for them is several times as quick as to
# translate all.
_MAPPED: Final = re.compile(f"[{''.join(re.escape(chr(code)) for code in _TABLE)}]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_BREAKS: Final = "\n\n\n\n"
_GAP: Final = 20 * " "
_MANY_BREAKS: Final = re.compile(r"\n{4,}")
# No layout needs a wider gap; where two repeats of a rule meet in one, the time is its square.
_WIDE_GAP: Final = re.compile(r"([ \t]{100})[ \t]+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A document's text.

    Attributes:
        page_starts: offset of each page's first character; None for media without pages.
        is_cut: whether text beyond the limit was left out.
        struck: what was struck out or hidden, with where in the text it stood, by that.
    """

    text: str
    page_starts: tuple[int, ...] | None
    is_cut: bool = False
    struck: tuple[StruckText, ...] = ()


def normalise(reading: Reading, *, max_characters: int) -> Normalised:
    """Join the pages: NFC, one kind of space, hyphen and line break, nothing unprintable."""
    starts: list[int] = []
    pieces: list[str] = []
    length = 0
    lines = LineEnds(reading.pages)
    for number, raw in enumerate(reading.pages):
        page = clean(lines.mended(raw[: max_characters + 1]))
        separator = _PAGE_BREAK if number else ""
        starts.append(length + len(separator))
        pieces += [separator, page]
        length += len(separator) + len(page)
    text = "".join(pieces)
    kept = text[:max_characters]
    page_starts = tuple(min(start, len(kept)) for start in starts)
    return Normalised(
        kept,
        page_starts if reading.is_paged else None,
        is_cut=len(text) > len(kept),
        struck=_struck(reading, lines, starts, len(kept)),
    )


def _struck(
    reading: Reading, lines: LineEnds, starts: list[int], length: int
) -> tuple[StruckText, ...]:
    """Return what was struck out, one line each, placed in the text of that many characters."""
    placed = []
    for item in reading.struck[:_MOST_STRUCK]:
        words = " ".join(clean(item.text).split())[:MAX_QUOTE]
        if words:
            before = len(clean(lines.mended(reading.pages[item.page], item.at)))
            placed.append(StruckText(min(starts[item.page] + before, length), words))
    return tuple(sorted(placed))


def clean(raw: str) -> str:
    """Return one page's text as it is stored; cleaning it again changes nothing."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")  # of some PDFs, all
    if text.isascii():  # what can be encoded, and is its own normal form
        text = text.translate(_TABLE)
    else:
        text = _MAPPED.sub(lambda found: _TABLE[ord(found[0])] or "", _encodable(text))
        text = unicodedata.normalize("NFC", text)
    text = _trimmed(text)
    if _GAP in text or "\t" in text:  # quicker than the pattern, which most pages do not need
        text = _WIDE_GAP.sub(r"\1", text)
    if _BREAKS in text:
        text = _MANY_BREAKS.sub(_BREAKS[1:], text)
    return text.strip("\n")


def _encodable(text: str) -> str:
    """Replace halves of characters, which no encoding has."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def _trimmed(text: str) -> str:
    """Drop blanks at line ends; by line, since a pattern is quadratic on a page of blanks."""
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))
