"""RTF token by token: what stands between the control words, and which of it a person sees."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from contractsai.domain.findings import Outcome
from contractsai.pipeline.text.reading import (
    Attachment,
    Checkpoint,
    Reading,
    Unreadable,
    distinctly_named,
    failed,
)
from contractsai.pipeline.text.rtf.objects import object_of
from contractsai.pipeline.text.rtf.words import (
    ASIDE,
    CELL_ENDS,
    HIDES,
    LETTERS,
    PARAGRAPH_ENDS,
    ROW_ENDS,
    SHOWN,
    SKIPPED,
    codec_of_charset,
    codec_of_page,
)
from contractsai.pipeline.text.writer import Writer

# Groups of the pattern: word, number; hexadecimal letter; sign; brace. What has none is text.
_TOKEN: Final = re.compile(
    rb"\\(?:([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|'([0-9A-Fa-f]{2})|([^A-Za-z']))"
    rb"|([{}])|[^\\{}]{1,65536}|\\"
)
_DEEPEST: Final = 5_000  # groups inside groups
_EACH: Final = 10_000  # tokens between two checkpoints
_LARGE: Final = 30 * 1440 * 1440  # square twips: a picture over much of a page
_LINE_ENDS: Final = b"\r\n"
_MOST_FALLBACK: Final = 64  # signs for programs that know no Unicode; files may claim any number


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits, and gives back at its end."""

    shows: bool = True
    hides: frozenset[str] = frozenset()
    codec: str | None = None
    fallback: int = 1
    in_fonts: bool = False
    in_picture: bool = False
    in_object: bool = False
    is_aside: bool = False
    in_table: bool = False


def read_rtf(content: bytes, *, checkpoint: Checkpoint) -> Reading:
    """Return the text as one page; headers, footers and notes behind it.

    Raises:
        Unreadable: there are pictures alone, or nobody nests groups so deep.
    """
    reader = _Reader(content, checkpoint)
    reader.run()
    text, struck = reader.writer.settled()
    if not text.strip() and reader.pictures:
        raise Unreadable(Outcome.NEEDS_OCR, "no_text", tuple(reader.carried))
    carried = tuple(distinctly_named(reader.carried))
    reason = "pages_need_ocr" if any(size >= _LARGE for size in reader.pictures) else None
    return Reading((text,), reason=reason, attachments=carried, struck=struck)


def rtf_text(content: bytes, *, checkpoint: Checkpoint) -> str:
    """Return the text of RTF that is part of another document; raises as `read_rtf`."""
    return read_rtf(content, checkpoint=checkpoint).pages[0]


class _Reader:
    """One pass over the tokens."""

    def __init__(self, content: bytes, checkpoint: Checkpoint) -> None:
        self.writer = Writer()
        self.pictures: list[int] = []
        self.carried: list[Attachment] = []
        self._digits = bytearray()  # of the object being read
        self._content = content
        self._checkpoint = checkpoint
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, str | None] = {}
        self._codec = codec_of_page(1252)
        self._font = 0
        self._size = (0, 0)  # of the picture being read
        self._skips = 0  # signs of a fallback that are still to come
        self._is_optional = False  # the group began with the mark of those that may be skipped
        self._is_first = False  # nothing of the group but that mark has been seen
        self._next = 0

    def run(self) -> None:
        """Read all tokens."""
        match = _TOKEN.match
        seen = 0
        while found := match(self._content, self._next):
            self._next = found.end()
            seen += 1
            if seen % _EACH == 1:
                self._checkpoint("text")
            word, number, letter, sign, brace = found.groups()
            if word is not None:
                self._word(word, None if number is None else int(number))
            elif letter is not None:
                self._letter(bytes([int(letter, 16)]))
            elif sign is not None:
                self._sign(sign)
            elif brace is not None:
                self._brace(brace)
            else:
                self._plain(found[0])
        self.writer.end_paragraph(in_table=False)

    def _brace(self, brace: bytes) -> None:
        self._skips = 0
        if brace == b"{":
            if len(self._stack) >= _DEEPEST:
                raise failed("corrupt")
            self._stack.append(self._state)
            self._is_first, self._is_optional = True, False
            return
        self._is_first = False
        if not self._stack:
            return
        before, self._state = self._state, self._stack.pop()
        if before.in_picture and not self._state.in_picture:
            self.pictures.append(self._size[0] * self._size[1])
        if before.in_object and not self._state.in_object:
            found = object_of(bytes(self._digits), len(self.carried) + 1)
            self.carried += [found] if found is not None else []
        if before.is_aside and not self._state.is_aside:
            self.writer.end_aside()

    def _plain(self, raw: bytes) -> None:
        text = raw.translate(None, _LINE_ENDS)
        if not text:
            return
        self._is_first = False
        if self._state.in_object:
            self._digits += text
        if self._skips:
            left = text[self._skips :]
            self._skips -= min(self._skips, len(text))
            text = left
        self._put(text)

    def _letter(self, raw: bytes) -> None:
        self._is_first = False
        if self._skips:
            self._skips -= 1
        else:
            self._put(raw)

    def _put(self, raw: bytes) -> None:
        state = self._state
        if raw and state.shows:
            codec = state.codec or self._codec
            self.writer.put_bytes(raw, codec, is_struck=bool(state.hides))

    def _say(self, text: str) -> None:
        if self._state.shows:
            self.writer.put(text, is_struck=bool(self._state.hides))

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_optional = True  # and the next word is still the group's first
            return
        if self._skips and sign not in _LINE_ENDS:
            self._skips -= 1
        elif sign in LETTERS:
            self._say(LETTERS[sign])
        elif sign in PARAGRAPH_ENDS:
            self._structure(sign)
        self._is_first = False

    def _word(self, word: bytes, number: int | None) -> None:
        begins, self._is_first = self._is_first, False
        if word == b"bin":
            self._next += min(max(number or 0, 0), len(self._content))
        elif word == b"u":
            self._unicode(number or 0)
        elif word in LETTERS:
            self._say(LETTERS[word])
        elif begins and self._begins_group(word):
            pass
        elif word in PARAGRAPH_ENDS or word in CELL_ENDS or word in ROW_ENDS:
            self._structure(word)
        else:
            self._set(word, number)

    def _begins_group(self, word: bytes) -> bool:
        """Return whether *word* says what its group is for; then the state knows it."""
        state = self._state
        if word == b"fonttbl":
            self._state = replace(state, shows=False, in_fonts=True)
        elif word == b"pict":
            self._size = (0, 0)
            # The second form of a picture that was in the text already is no second picture.
            self._state = replace(state, shows=False, in_picture=state.shows)
        elif word == b"objdata":
            self._digits.clear()
            self._state = replace(state, shows=False, in_object=True)
        elif word in SKIPPED or (self._is_optional and word not in SHOWN and word not in ASIDE):
            self._state = replace(state, shows=False)
        elif word in ASIDE and state.shows and not state.is_aside:
            self._state = replace(state, is_aside=True, in_table=False, hides=frozenset())
            self.writer.begin_aside()
        else:
            return False
        return True

    def _unicode(self, number: int) -> None:
        self._say(chr(number % 65536))
        self._skips = self._state.fallback

    def _structure(self, word: bytes) -> None:
        if not self._state.shows:
            return
        if word in PARAGRAPH_ENDS:
            self.writer.end_paragraph(in_table=self._state.in_table)
        elif word in CELL_ENDS:
            self.writer.end_cell()
        else:
            self.writer.end_row()

    def _set(self, word: bytes, number: int | None) -> None:
        change = _CHANGES.get(word)
        if change is not None:
            change(self, number)
        elif word in HIDES:
            one = frozenset({HIDES[word]})
            hides = self._state.hides
            self._state = replace(self._state, hides=hides - one if number == 0 else hides | one)

    def _page(self, number: int | None) -> None:
        self._codec = codec_of_page(number or 0)

    def _plainly(self, _: int | None) -> None:
        self._state = replace(self._state, hides=frozenset(), codec=None)

    def _paragraph(self, _: int | None) -> None:
        self._state = replace(self._state, in_table=False)

    def _table(self, _: int | None) -> None:
        self._state = replace(self._state, in_table=True)

    def _fallback(self, number: int | None) -> None:
        fallback = min(max(number or 0, 0), _MOST_FALLBACK)
        self._state = replace(self._state, fallback=fallback)

    def _choose_font(self, number: int | None) -> None:
        if self._state.in_fonts:
            self._font = number or 0
        else:
            self._state = replace(self._state, codec=self._fonts.get(number or 0))

    def _charset(self, number: int | None) -> None:
        if self._state.in_fonts:
            self._fonts[self._font] = codec_of_charset(number or 0)

    def _width(self, number: int | None) -> None:
        self._size = (number or 0, self._size[1])

    def _height(self, number: int | None) -> None:
        self._size = (self._size[0], number or 0)


_CHANGES: Final[dict[bytes, Callable[[_Reader, int | None], None]]] = {
    b"ansicpg": _Reader._page,  # noqa: SLF001 - the class's own table
    b"plain": _Reader._plainly,  # noqa: SLF001 - as above
    b"pard": _Reader._paragraph,  # noqa: SLF001 - as above
    b"intbl": _Reader._table,  # noqa: SLF001 - as above
    b"uc": _Reader._fallback,  # noqa: SLF001 - as above
    b"f": _Reader._choose_font,  # noqa: SLF001 - as above
    b"fcharset": _Reader._charset,  # noqa: SLF001 - as above
    b"picwgoal": _Reader._width,  # noqa: SLF001 - as above
    b"pichgoal": _Reader._height,  # noqa: SLF001 - as above
}
