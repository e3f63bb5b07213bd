"""Word documents: the XML itself, since content controls, text boxes and notes matter too."""

from collections.abc import Callable, Iterable
from typing import Final

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.docx.blocks import Blocks
from contractsai.pipeline.text.docx.controls import Data
from contractsai.pipeline.text.docx.inside import carry_embedded
from contractsai.pipeline.text.docx.markup import Element, local
from contractsai.pipeline.text.docx.numbering import Numbering
from contractsai.pipeline.text.docx.package import Budget, Package
from contractsai.pipeline.text.docx.pictures import HEAD, square_inches
from contractsai.pipeline.text.docx.story import ReadOther, Story
from contractsai.pipeline.text.docx.styles import Styles
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable, failed
from contractsai.pipeline.text.struck import MARK, Marks, seen

ReadPicture = Callable[[bytes], str | None]
_BODY: Final = "word/document.xml"
_SIDE_PARTS: Final = ("header", "footer", "footnotes", "endnotes")


def read_docx(
    content: bytes,
    *,
    limits: Limits,
    checkpoint: Checkpoint,
    read_picture: ReadPicture | None = None,
    read_other: ReadOther | None = None,
) -> Reading:
    """Return the body, then headers, footers and notes; table rows read ``label | value``.

    Args:
        content: of the file.
        limits: of what it may unpack to, and of the pictures that are read.
        checkpoint: passed with each part and each picture.
        read_picture: returns the text of a picture, None where that cannot be read.
        read_other: reads a file of another medium that the document shows as its own text; None
            where it is rather a document of its own.

    Raises:
        Unreadable: the container or its XML is broken, locked, or unpacks to too much; or there
            are pictures alone.
    """
    package = Package(content, Budget(limits.max_expanded_bytes))
    story = _story(package, Marks(), checkpoint)
    story.put_document = lambda inner: _put(inner, story, checkpoint)
    story.read_other = read_other
    text = _text(story, checkpoint)
    carry_embedded(story)
    large = story.pictures.large(seen(text), _sizes(story))
    read = _read_pictures(large, story, limits, checkpoint, read_picture)
    if not seen(text) and large and not any(read):
        raise Unreadable(Outcome.NEEDS_OCR, "no_text")
    page, struck = story.marks.settled("\n\n".join(item for item in (text, *read) if item))
    return Reading(
        (page,),
        ocr_pages=sum(item is not None for item in read),
        reason=_reason(story, has_unread=len(read) < len(large) or None in read),
        attachments=tuple(story.carried),
        struck=struck,
        review_reasons=frozenset({"blank_placeholders"} if story.has_blanks else ()),
    )


def _reason(story: Story, *, has_unread: bool) -> str | None:
    if has_unread:
        return "pages_need_ocr"
    return None if story.is_whole else "members_unread"


def _put(content: bytes, story: Story, checkpoint: Checkpoint) -> str:
    """Return the text of a Word document that *story* shows within itself."""
    inner = _story(story.package.inner(content), story.marks, checkpoint)
    text = _text(inner, checkpoint)
    carry_embedded(inner)
    story.carried += inner.carried
    story.has_blanks |= inner.has_blanks
    story.is_whole &= inner.is_whole and not inner.pictures.large(seen(text), _sizes(inner))
    return text


def _story(package: Package, marks: Marks, checkpoint: Checkpoint) -> Story:
    checkpoint("text")
    is_whole = True
    roots: list[Element | None] = []
    for name in ("word/styles.xml", "word/numbering.xml"):
        try:
            roots.append(package.xml(name) if name in package.names else None)
        except Unreadable as error:
            if error.reason != "corrupt":
                raise
            roots.append(None)  # the words are there; which of them are hidden is not known
            is_whole = False
    styles = Styles(roots[0])
    return Story(
        package,
        styles,
        Numbering.of(roots[1], styles),
        Data(package),
        marks=marks,
        is_whole=is_whole,
    )


def _text(story: Story, checkpoint: Checkpoint) -> str:
    """Return the text of all parts, with signs for what is struck."""
    blocks: list[str] = []
    for name in _part_names(story.package):
        checkpoint("text")
        root = story.package.xml(name)
        story.related = story.package.related(name)
        pictures = list(story.pictures.shown)
        found = [block.strip() for block in Blocks(story).of(root)]
        if local(root) in {"hdr", "ftr"}:
            found = list(dict.fromkeys(found))
            story.pictures.shown = pictures  # letterheads and watermarks
        blocks += found
    return _joined(blocks)


def _joined(blocks: Iterable[str]) -> str:
    """Return the blocks, a blank line between them; what is struck as a whole joins the next."""
    out: list[str] = []
    waiting = ""
    for block in blocks:
        if seen(block):
            out.append(waiting + block)
            waiting = ""
        else:
            waiting += block
    return "\n\n".join(out) + waiting


def _part_names(package: Package) -> list[str]:
    """Return the body first, then side parts by name: the order must not depend on the writer."""
    bodies = sorted(name for name in package.names if name.startswith("word/document"))
    if not bodies:
        raise failed("corrupt")
    body = _BODY if _BODY in package.names else bodies[0]
    side = sorted(
        name
        for name in package.names
        if name.endswith(".xml") and name.removeprefix("word/").startswith(_SIDE_PARTS)
    )
    return [body, *side]


def _sizes(story: Story) -> dict[str, float]:
    """Return how large the pictures are whose places do not say it."""
    parts = {item.part for item in story.pictures.shown if item.area is None}
    sizes = {}
    for part in sorted(parts):
        try:
            sizes[part] = square_inches(story.package.head(part, HEAD))
        except Unreadable:
            sizes[part] = square_inches(b"")
    return sizes


def _read_pictures(
    parts: list[str],
    story: Story,
    limits: Limits,
    checkpoint: Checkpoint,
    read_picture: ReadPicture | None,
) -> list[str | None]:
    """Return the text of each picture, None where there is none to be had."""
    if read_picture is None:
        return []
    found: list[str | None] = []
    for part in parts[: limits.max_ocr_pages]:
        checkpoint("text")
        content = story.package.carried(part).content
        words = None if content is None else read_picture(content)
        found.append(None if words is None else words.replace(MARK, "").strip())
    return found
