"""HTML as a person sees it: without scripts and styles, block by block."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from contractsai.pipeline.text.plain import decode
from contractsai.pipeline.text.reading import Reading, failed

_DROPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math", "select"}
)
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
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK: Final = re.compile(r" *\n *")
_MANY_BREAKS: Final = re.compile(r"\n{3,}")
_CELL: Final = "\x1f"  # stands for a border until the row is known


def read_html(content: bytes) -> Reading:
    """Return the visible text as one page.

    Raises:
        Unreadable: there is no markup to be found.
    """
    text = decode(content)
    if text is None:
        raise failed("corrupt")
    return Reading((html_text(text),))


def html_text(markup: str) -> str:
    """Return the visible text of *markup*, a blank line between paragraphs.

    Raises:
        Unreadable: there is no markup to be found.
    """
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    source = _DECLARATION.sub("", markup, count=1).replace("\x00", "")
    try:
        root = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise failed("corrupt") from error
    text = _AROUND_BREAK.sub("\n", "".join(_pieces(root)))
    rows = (_bordered(line) for line in text.split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(rows)).strip()


def _pieces(root: lxml_html.HtmlElement) -> Iterator[str]:
    """Walk without recursion: a page may be nested deeper than the interpreter's stack."""
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        drops = tag in _DROPPED or bool(_HIDDEN.search(element.get("style") or ""))
        if event == "start":
            hidden += drops
            if not hidden:
                yield _opening(tag)
                yield _SPACES.sub(" ", element.text or "")
        else:
            hidden -= drops
            if not hidden:
                yield "" if drops else _closing(tag)
                yield _SPACES.sub(" ", element.tail or "")


def _opening(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    return "\n" if tag in _BLOCKS or tag == "br" else ""


def _closing(tag: str) -> str:
    if tag in _CELLS:
        return _CELL
    if tag in _PARAGRAPHS:
        return "\n\n"
    return "\n" if tag in _BLOCKS else ""


def _bordered(line: str) -> str:
    """Write a row as ``label | value``, leaving out cells that only give space."""
    if _CELL not in line:
        return line.strip()
    cells = (" ".join(cell.split()) for cell in line.split(_CELL))
    return " | ".join(cell for cell in cells if cell)
