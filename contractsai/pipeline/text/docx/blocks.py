"""Paragraphs and tables in their order, however they are wrapped, each with its number."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

from contractsai.pipeline.text.docx.controls import control_of
from contractsai.pipeline.text.docx.inside import put_in
from contractsai.pipeline.text.docx.markup import Element, child, local, switch
from contractsai.pipeline.text.docx.runs import REMOVED, SKIPPED, Words
from contractsai.pipeline.text.docx.story import Story
from contractsai.pipeline.text.docx.tables import descend, row_lines
from contractsai.pipeline.text.struck import seen, signs

_JOINED: Final = frozenset({"vanish", "specVanish"})  # a heading that runs into its text


class Blocks:
    """The blocks of one part."""

    def __init__(self, story: Story) -> None:
        """Take what the part shares with the others."""
        self._story = story
        self._begun: list[str] = []  # a paragraph whose end was taken away goes on in the next
        self._numbered = 0  # before which of these pieces the next number stands
        self._is_seen = False  # whether a person sees any of them

    def of(self, container: Element) -> Iterator[str]:
        """Yield the blocks of *container*, with signs for what is struck."""
        yield from self._within(container)
        yield from self._rest()

    def _within(self, container: Element) -> Iterator[str]:
        for item in container:
            name = local(item)
            if name == "p":
                yield from self._paragraph(item)
            elif name == "tbl":
                yield from self._rest()
                yield from self._table(item)
            elif name == "altChunk":
                yield from self._rest()
                yield from put_in(item, self._story)
            elif name == "subDoc":
                yield from put_in(item, self._story)
            elif name == "sdt":
                with self._prompting(item):
                    yield from self._within(item)
            elif name not in SKIPPED:
                yield from self._within(item)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        words = Words(self._story, paragraph).text()
        properties = child(paragraph, "pPr")
        mark = child(properties, "rPr")
        is_seen = bool(seen(words))
        self._is_seen |= is_seen
        if mark is not None and any(child(mark, name) is not None for name in REMOVED):
            self._begun.append(words)
        else:
            is_open = mark is not None and any(switch(child(mark, name)) for name in _JOINED)
            # What is hidden to its end is not counted, nor what only ends a section of pages.
            is_bare = is_open or child(properties, "sectPr") is not None
            label = self._story.numbering.label(properties) if is_seen or not is_bare else ""
            if label and self._is_seen:
                self._begun.insert(self._numbered, f"{label} ")
                words = words.lstrip()
            self._begun.append(words)
            if is_open:
                self._begun.append(" " if is_seen and not words[-1:].isspace() else "")
                self._numbered = len(self._begun)
            else:
                yield from self._rest()
        yield from self._boxes(paragraph)

    def _rest(self) -> Iterator[str]:
        if any(self._begun):
            yield "".join(self._begun)
        self._begun = []
        self._numbered = 0
        self._is_seen = False

    def _boxes(self, paragraph: Element) -> Iterator[str]:
        """Yield what stands in text boxes anchored in *paragraph*."""
        if next(paragraph.iter("{*}txbxContent"), None) is not None:
            for box in descend(paragraph, "txbxContent"):
                yield from Blocks(self._story).of(box)

    def _table(self, table: Element) -> Iterator[str]:
        lines = (self._row(row) for row in descend(table, "tr"))
        yield "\n".join(line for line in lines if line)

    def _row(self, row: Element) -> str:
        with self._prompting_above(row, "tbl"):
            cells = [self._cell(cell) for cell in descend(row, "tc")]
        lines = "\n".join(row_lines(cells))
        properties = child(row, "trPr")
        if switch(child(properties, "hidden")) or child(properties, "del") is not None:
            return signs(lines) + self._story.marks.sign(seen(lines))
        return lines

    def _cell(self, cell: Element) -> list[str]:
        with self._prompting_above(cell, "tr"):
            blocks = Blocks(self._story).of(cell)
            return [block.strip() for block in blocks]

    def _prompting_above(self, element: Element, top: str) -> AbstractContextManager[None]:
        """Count the control that wraps a row or a cell, if one does."""
        above = element.getparent()
        while above is not None and local(above) not in {top, "sdt"}:
            above = above.getparent()
        return self._prompting(above) if above is not None else nullcontext()

    @contextmanager
    def _prompting(self, control: Element) -> Iterator[None]:
        is_prompt = control_of(control, self._story.data).is_prompt
        self._story.prompting += is_prompt
        try:
            yield
        finally:
            self._story.prompting -= is_prompt
