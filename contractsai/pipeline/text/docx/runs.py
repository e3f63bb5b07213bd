"""The words of a paragraph: what is seen, what is struck, what was filled in."""

from typing import Final, TypeAlias

from contractsai.pipeline.text.docx.controls import control_of
from contractsai.pipeline.text.docx.fields import BLANK, Field, filled
from contractsai.pipeline.text.docx.markup import Element, attribute, child, children, local, value
from contractsai.pipeline.text.docx.pictures import Shown, area_of, identities
from contractsai.pipeline.text.docx.story import Story
from contractsai.pipeline.text.docx.styles import font_of
from contractsai.pipeline.text.docx.symbols import in_font, may_be_signs, sign
from contractsai.pipeline.text.struck import seen

SKIPPED: Final = frozenset(
    {
        "Fallback",  # the second copy of a text box
        "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr",
        "delInstrText",
        "rt",  # how a word is pronounced, above it
        "txbxContent",  # text boxes come behind their paragraph
    }
)  # fmt: skip
REMOVED: Final = frozenset({"del", "moveFrom"})  # by a tracked change
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TEXT: Final = frozenset({"t", "delText"})
_PICTURES: Final = frozenset({"drawing", "pict"})  # an "object" shows what is a document of its own
_DRAWN_FROM_DATA: Final = frozenset({"relIds", "chart"})  # SmartArt and charts: parts of their own
_MOST_NESTED: Final = 50  # fields within fields; each looks at all that is within it
_CODE: Final = 16  # codes of characters are written in hexadecimal
_LONGEST_CODE: Final = 6
_Piece: TypeAlias = tuple[str, bool]  # words, and whether they are gone


class Words:
    """A paragraph on its way to text."""

    def __init__(self, story: Story, paragraph: Element) -> None:
        """Take the paragraph; `text` reads it."""
        self._story = story
        self._paragraph = paragraph
        self._style = value(child(paragraph, "pPr"), "pStyle")
        self._pieces: list[_Piece] = []
        self._fields: list[Field] = []

    def text(self) -> str:
        """Return the words, with a sign for each passage that is struck."""
        self._walk(self._paragraph, is_gone=False)
        text = self._joined(self._pieces)
        if self._story.prompting and seen(text):
            self._story.has_blanks = True
            return _bracketed(text)
        return text

    def _walk(self, element: Element, *, is_gone: bool, run: Element | None = None) -> None:
        for item in element:
            name = local(item)
            if name in _TEXT:
                words = item.text or ""
                if may_be_signs(words):
                    words = in_font(words, self._font(run))
                self._add(words, is_gone=is_gone)
            elif name in _CHARACTERS:
                self._add(_CHARACTERS[name], is_gone=is_gone)
            elif name == "r":
                own = child(item, "rPr")
                styles, named = self._story.styles, self._style
                are_gone = is_gone or styles.are_gone(own, named) or styles.is_faint(item, named)
                self._walk(item, is_gone=are_gone, run=own)
            elif name not in SKIPPED and not self._is_special(item, name, is_gone=is_gone):
                if name in _PICTURES:
                    self._picture(item)
                elif name in _DRAWN_FROM_DATA:
                    self._story.is_whole = False
                self._walk(item, is_gone=is_gone or name in REMOVED, run=run)

    def _is_special(self, item: Element, name: str, *, is_gone: bool) -> bool:
        """Read what is more than a wrapping around words, and return whether it was that."""
        if name == "sdt":
            self._control(item, is_gone=is_gone)
        elif name == "fldSimple":
            self._simple_field(item, is_gone=is_gone)
        elif name == "sym":
            self._add(_sign(item), is_gone=is_gone)
        elif name == "fldChar":
            self._field(item)
        elif name == "instrText":
            if self._fields and not self._fields[-1].shows:
                self._fields[-1].instruction.append(item.text or "")
        else:
            return False
        return True

    def _font(self, properties: Element | None) -> str | None:
        if properties is None:
            return None
        return font_of(properties) or self._story.styles.font_of(value(properties, "rStyle"))

    def _add(self, words: str, *, is_gone: bool) -> None:
        if words:
            self._pieces.append((words, is_gone))

    def _field(self, item: Element) -> None:
        kind = attribute(item, "fldCharType")
        if kind == "begin" and len(self._fields) < _MOST_NESTED:
            self._fields.append(Field(len(self._pieces), child(item, "ffData")))
        elif kind == "separate" and self._fields:
            begun = self._fields[-1]
            begun.shows = True
            # What fields within the instruction came to is an input of it, and not shown.
            self._pieces[begun.at :] = [piece for piece in self._pieces[begun.at :] if piece[1]]
            begun.at = len(self._pieces)
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop())

    def _simple_field(self, item: Element, *, is_gone: bool) -> None:
        begun = Field(
            len(self._pieces), child(item, "ffData"), [attribute(item, "instr") or ""], shows=True
        )
        self._walk(item, is_gone=is_gone)
        self._end_field(begun)

    def _end_field(self, item: Field) -> None:
        """Put what a person sees of a field in the place of its result."""
        result = self._pieces[item.at :]
        found = filled(item, "".join(words for words, is_gone in result if not is_gone))
        if found is not None:
            del self._pieces[item.at :]
            self._pieces += [(found.text, False), *(piece for piece in result if piece[1])]
            self._story.has_blanks |= found.is_blank

    def _control(self, item: Element, *, is_gone: bool) -> None:
        control = control_of(item, self._story.data)
        at = len(self._pieces)
        for content in children(item, "sdtContent"):
            self._walk(content, is_gone=is_gone)
        words = "".join(text for text, gone in self._pieces[at:] if not gone)
        if control.box is not None:
            self._replace(at, control.box, is_gone=is_gone)
        elif control.is_prompt:
            self._replace(at, _bracketed(words) if words.strip() else BLANK, is_gone=is_gone)
            self._story.has_blanks |= not is_gone
        elif control.data and (control.data_wins or not words.strip()):
            self._replace(at, control.data, is_gone=is_gone)

    def _replace(self, at: int, words: str, *, is_gone: bool) -> None:
        self._pieces[at:] = [*(piece for piece in self._pieces[at:] if piece[1]), (words, is_gone)]

    def _picture(self, drawing: Element) -> None:
        area = area_of(drawing)
        for identity in identities(drawing):
            target = self._story.related.get(identity)
            if target is not None and target.name in self._story.package.names:
                self._story.pictures.shown.append(Shown(target.name, area))

    def _joined(self, pieces: list[_Piece]) -> str:
        """Return the text, neighbours that are gone together behind one sign."""
        out: list[str] = []
        gone: list[str] = []
        for words, is_gone in pieces:
            if is_gone:
                gone.append(words)
                continue
            if gone:
                out.append(self._story.marks.sign("".join(gone)))
                gone = []
            out.append(words)
        if gone:
            out.append(self._story.marks.sign("".join(gone)))
        return "".join(out)


def _bracketed(words: str) -> str:
    """Return a prompt as the gap that it is: in brackets, as rules know those."""
    prompt = words.strip()
    return prompt if prompt.startswith("[") and prompt.endswith("]") else f"[{prompt}]"


def _sign(item: Element) -> str:
    code = (attribute(item, "char") or "").strip()
    try:
        return sign(int(code[:_LONGEST_CODE], _CODE), attribute(item, "font"))
    except ValueError:
        return ""
