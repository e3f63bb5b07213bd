"""A page block by block and row by row, without what a person does not see."""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from contractsai.pipeline.text.html.apart import edge, is_answer, is_glued
from contractsai.pipeline.text.html.charset import decoded
from contractsai.pipeline.text.html.forms import FIELDS, answer
from contractsai.pipeline.text.html.rows import Cell, row_text
from contractsai.pipeline.text.html.styles import Sheet
from contractsai.pipeline.text.reading import Reading, failed
from contractsai.pipeline.text.struck import MARK, Marks

_DROPPED: Final = frozenset(
    {
        "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math",
        "datalist", "ix:header",  # figures for machines
    }
)  # fmt: skip
_STRUCK: Final = frozenset({"del", "s", "strike"})
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
        "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot",
        "thead", "tr", "ul",
    }
)  # fmt: skip
_PARAGRAPHS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "blockquote"}
)
_CELLS: Final = frozenset({"td", "th"})
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK: Final = re.compile(r" *\n *")
_MANY_BREAKS: Final = re.compile(r"\n{3,}")


def read_html(content: bytes) -> Reading:
    """Return the visible text as one page, with what is struck or hidden beside it.

    Raises:
        Unreadable: there is no markup to be found.
    """
    marks = Marks()
    page = _page(content, marks)
    text, struck = marks.settled(page.text())
    reasons = frozenset({"blank_placeholders"} if page.has_blanks else ())
    # Behind that, nobody knows which words the style sheet hides.
    reason = "pages_unreadable" if page.sheet.is_spent else None
    return Reading((text,), reason=reason, struck=struck, review_reasons=reasons)


def html_text(markup: str) -> str:
    """Return the visible text of *markup*, a blank line between paragraphs.

    Raises:
        Unreadable: there is no markup to be found.
    """
    marks = Marks()
    return marks.settled(_Page.of(markup, marks).text())[0]


def _page(content: bytes, marks: Marks) -> "_Page":
    text = decoded(content)
    if text is None:
        raise failed("corrupt")
    return _Page.of(text, marks)


class _State(NamedTuple):
    """How the words in an element look."""

    is_dropped: bool = False
    is_gone: bool = False
    is_veiled: bool = False
    edge: str = ""  # what parts it from what is beside it
    spreads: bool = False  # whether the elements right inside it are parted
    is_tiny: bool = False
    is_white: bool = False
    has_ground: bool = False  # that white words stand out from

    @property
    def is_unseen(self) -> bool:
        """Whether words right inside it are struck, hidden, or too faint to be seen."""
        is_faint = self.is_tiny or (self.is_white and not self.has_ground)
        return self.is_gone or self.is_veiled or is_faint


@dataclass(slots=True)
class _Page:
    """A page on its way to text; walked without recursion, since the nesting is its writer's."""

    root: lxml_html.HtmlElement
    sheet: Sheet
    marks: Marks
    has_blanks: bool = False
    _states: list[_State] = field(default_factory=lambda: [_State()])
    _cells: list[Cell] = field(default_factory=lambda: [Cell()])
    _rows: list[list[Cell]] = field(default_factory=list)
    _gone: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, markup: str, marks: Marks) -> "_Page":
        parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        source = _DECLARATION.sub("", markup, count=1).replace("\x00", "").replace(MARK, "")
        try:
            root = lxml_html.document_fromstring(source, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError) as error:
            raise failed("corrupt") from error
        css = "\n".join("".join(map(str, style.itertext())) for style in root.iter("style"))
        return cls(root, Sheet(css), marks)

    def text(self) -> str:
        """Return the visible text, with signs for what is struck or hidden."""
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(element, tag)
            else:
                self._end(element, tag)
        self._settle()
        text = _AROUND_BREAK.sub("\n", "".join(self._cells[0].pieces))
        return _MANY_BREAKS.sub("\n\n", text).strip()

    def _start(self, element: lxml_html.HtmlElement, tag: str) -> None:
        self._states.append(self._state(element, tag))
        if tag == "tr":
            self._settle()
            self._rows.append([])
        elif tag in _CELLS:
            self._settle()
            self._cells.append(Cell())
        else:
            self._add(_opening(tag))
            self._part(self._states[-1].edge or ("\t" if is_glued(element) else ""))
        if tag in FIELDS:
            given = answer(element)
            if given.text and is_answer(element):
                self._part("\t")
            self._add_apart(given.text)
            self.has_blanks |= given.is_blank and not self._is_unseen()
        else:
            self._add(_SPACES.sub(" ", element.text or ""))

    def _state(self, element: lxml_html.HtmlElement, tag: str) -> _State:
        above = self._states[-1]
        if above.is_dropped or tag in _DROPPED or (tag == "option"):
            return _State(is_dropped=True)
        look = self.sheet.look_of(element)
        hides = look.hides
        if hides is None:
            hides = element.get("hidden") is not None
        strikes = tag == "del" or (tag in _STRUCK and look.strikes is not False)
        return _State(
            is_gone=above.is_gone or hides or strikes or bool(look.strikes),
            is_veiled=above.is_veiled if look.veils is None else look.veils,
            edge="" if tag in _BLOCKS or tag in _CELLS else edge(look, is_spread=above.spreads),
            spreads=bool(look.spreads),
            is_tiny=above.is_tiny if look.shrinks is None else look.shrinks,
            is_white=above.is_white if look.fades is None else look.fades,
            has_ground=above.has_ground if look.has_ground is None else look.has_ground,
        )

    def _end(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag in _CELLS:
            self._settle()
            self._end_cell()
        elif tag == "tr":
            self._settle()
            self._end_row()
        else:
            self._add(_closing(tag) or self._states[-1].edge)
        self._states.pop()
        self._add(_SPACES.sub(" ", element.tail or ""))

    def _end_cell(self) -> None:
        cell = self._cells.pop()
        if self._rows:
            self._rows[-1].append(cell)
        else:  # a cell without a row
            self._cells[-1].add_row(row_text([cell]))

    def _end_row(self) -> None:
        self._cells[-1].add_row(row_text(self._rows.pop()))

    def _is_unseen(self) -> bool:
        state = self._states[-1]
        return state.is_dropped or state.is_unseen

    def _add(self, words: str) -> None:
        state = self._states[-1]
        if not words or state.is_dropped:
            return
        if state.is_unseen:
            self._gone.append(words)
        else:
            self._settle()
            self._cells[-1].pieces.append(words)

    def _part(self, sign: str) -> None:
        """Part what follows from what stands before it in its line, if anything does."""
        last = next((piece for piece in reversed(self._cells[-1].pieces) if piece), "\n")
        if not last.endswith("\n"):
            self._add(sign)

    def _add_apart(self, words: str) -> None:
        """Add what stands in a frame of its own, with a blank on either side."""
        if words:
            last = next((piece for piece in reversed(self._cells[-1].pieces) if piece), "\n")
            self._add(words if last[-1].isspace() else f" {words}")

    def _settle(self) -> None:
        """Put a sign where what was gone has stood."""
        if self._gone:
            words = " ".join("".join(self._gone).split())
            self._gone.clear()
            if words:
                self._cells[-1].pieces.append(self.marks.sign(words))


def _opening(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    return "\n" if tag in _BLOCKS or tag == "br" else ""


def _closing(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    return "\n" if tag in _BLOCKS else ""
