"""The parts of an OpenDocument text, and in which order they are read."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from contractsai.domain.findings import Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.archive import DAMAGE
from contractsai.pipeline.text.odt.blocks import Blocks
from contractsai.pipeline.text.odt.styles import Hides, controls
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable, failed
from contractsai.pipeline.text.struck import Marks, seen
from contractsai.pipeline.text.xml_parts import Element, local, parsed

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_LOCKED: Final = b"encryption-data"
_SIDES: Final = frozenset(
    {"header", "header-left", "header-first", "footer", "footer-left", "footer-first"}
)


def read_odt(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the body, then headers and footers, as one page.

    Raises:
        Unreadable: the container or its XML is broken, locked, or unpacks to too much.
    """
    left = limits.max_expanded_bytes
    roots = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            for name in (_MANIFEST, _CONTENT, _STYLES):
                if name in names:
                    part = _unpacked(archive, name, left)
                    left -= len(part)
                    if name == _MANIFEST:
                        if _LOCKED in part:
                            raise failed("encrypted")
                    else:
                        roots.append(parsed(part))
    except DAMAGE as error:
        raise failed("corrupt") from error
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise failed("encrypted") from error
    if _CONTENT not in names:
        raise failed("corrupt")
    return _reading(roots, checkpoint)


def read_flat_odt(content: bytes, *, checkpoint: Checkpoint) -> Reading:
    """Return the same of a text in one file; raises as `read_odt`."""
    return _reading([parsed(content)], checkpoint)


def _unpacked(archive: zipfile.ZipFile, name: str, left: int) -> bytes:
    with archive.open(name) as member:
        content = member.read(left + 1)
    if len(content) > left:
        raise failed("too_large")
    return content


def _reading(roots: list[Element], checkpoint: Checkpoint) -> Reading:
    marks = Marks()
    hides = Hides(roots)
    values: dict[str, str] = {}
    for root in roots:
        values.update(controls(root))
    blocks = Blocks(marks, hides, values, checkpoint)
    text: list[str] = []
    for body in _named(roots, "text", within="body"):
        text += blocks.of(body)
    for side in _sides(roots):
        text += [block for block in blocks.of(side) if block not in text]
    if not any(seen(block) for block in text) and blocks.pictures:
        raise Unreadable(Outcome.NEEDS_OCR, "no_text")
    page, struck = marks.settled("\n\n".join(text))
    return Reading(
        (page,),
        struck=struck,
        reason="pages_need_ocr" if blocks.has_large_picture else None,
        review_reasons=frozenset({"blank_placeholders"} if blocks.has_blanks else ()),
    )


def _named(roots: list[Element], name: str, *, within: str) -> Iterator[Element]:
    for root in roots:
        for parent in root.iter("{*}" + within):
            yield from (child for child in parent if local(child) == name)


def _sides(roots: list[Element]) -> Iterator[Element]:
    for root in roots:
        for page in root.iter("{*}master-page"):
            yield from (child for child in page if local(child) in _SIDES)
