"""Automatic numbering: the number of each paragraph, as Word shows it and no paragraph holds it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contractsai.pipeline.text.docx.markup import (
    Element,
    attribute,
    child,
    children,
    number,
    switch,
    value,
)
from contractsai.pipeline.text.docx.number_formats import written
from contractsai.pipeline.text.docx.styles import Styles, font_of, list_of
from contractsai.pipeline.text.docx.symbols import BOXES, BULLET, sign

_DEEPEST: Final = 8  # levels count from 0
_MAX_LABEL: Final = 100  # characters
_MOST_LINKS: Final = 5  # lists that a style names, one after the other
_COUNT: Final = re.compile(r"%([1-9])")
_DASHES: Final = frozenset("-\u2013\u2014")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    restarts_below: int | None  # a level, from 1; 0 for never, None for any above
    is_legal: bool
    is_hidden: bool
    font: str | None
    of_style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    """A list that paragraphs name, on the definition that it counts with."""

    counted_with: str
    levels: Mapping[int, _Level]
    begins: Mapping[int, int]  # what this list begins with, other than its definition


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    styles: Styles
    _lists: dict[int, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> "Numbering":
        """Return the lists that the root of the numbering's part defines."""
        defined = {
            attribute(item, "abstractNumId") or "": item for item in children(root, "abstractNum")
        }
        numbering = cls(styles)
        named = {
            identity: item
            for item in children(root, "num")
            if (identity := number(attribute(item, "numId"))) is not None
        }
        for identity, item in named.items():
            counted_with = numbering._definition(item, defined, named)
            levels = _levels(defined.get(counted_with))
            begins = {}
            for over in children(item, "lvlOverride"):
                place = number(attribute(over, "ilvl"), 0) or 0
                levels |= _levels(over)
                begin = number(value(over, "startOverride"))
                if begin is not None:
                    begins[place] = begin
            numbering._lists[identity] = _List(counted_with, levels, begins)
        return numbering

    def _definition(
        self, item: Element, defined: Mapping[str, Element], named: Mapping[int, Element]
    ) -> str:
        """Return which definition a list counts with: a definition may send on to a style's."""
        found = value(item, "abstractNumId") or ""
        for _ in range(_MOST_LINKS):
            link = value(defined.get(found), "numStyleLink")
            through = self.styles.list_of(link)[0] if link else None
            if through is None or through not in named:
                break
            found = value(named[through], "abstractNumId") or ""
        return found

    def label(self, paragraph: Element | None) -> str:
        """Count a paragraph by its properties, and return its number; empty where it has none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        listed, depth = self._lists[place[0]], place[1]
        level = listed.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(listed.counted_with, {})
        self._count(place[0], listed, depth, counts)
        if level.is_hidden:
            return ""
        if level.style == "bullet":
            return _bullet(level)
        return _label(listed, level, counts)

    def _place(self, paragraph: Element | None) -> tuple[int, int] | None:
        """Return the list and the level that a paragraph is in, by itself or by its style."""
        named = value(paragraph, "pStyle")
        own, own_depth = list_of(paragraph)
        by_style, style_depth = self.styles.list_of(named)
        identity = by_style if own is None else own
        if identity is None or identity not in self._lists:
            return None
        depth = own_depth
        if depth is None:
            depth = self._linked(self._lists[identity], named) if own is None else 0
        if depth is None:
            depth = style_depth or 0
        return identity, min(depth, _DEEPEST)

    def _linked(self, listed: _List, named: str | None) -> int | None:
        """Return the level that is made for a paragraph's style."""
        for name in self.styles.names_under(named):
            for depth, level in listed.levels.items():
                if level.of_style == name:
                    return depth
        return None

    def _count(self, identity: int, listed: _List, depth: int, counts: dict[int, int]) -> None:
        begin = listed.begins.get(depth)
        if begin is not None and (identity, depth) not in self._begun:
            counts[depth] = begin
        else:
            counts[depth] = counts.get(depth, _first(listed, depth) - 1) + 1
        self._begun.add((identity, depth))
        for deeper in [item for item in counts if item > depth]:
            below = listed.levels.get(deeper)
            if below is None or below.restarts_below is None or depth < below.restarts_below:
                del counts[deeper]


def _levels(container: Element | None) -> dict[int, _Level]:
    found = {}
    for item in children(container, "lvl"):
        run = child(item, "rPr")
        found[number(attribute(item, "ilvl"), 0) or 0] = _Level(
            start=number(value(item, "start"), 0) or 0,
            style=_format(item),
            text=value(item, "lvlText") or "",
            restarts_below=number(value(item, "lvlRestart")),
            is_legal=bool(switch(child(item, "isLgl"))),
            is_hidden=bool(switch(child(run, "vanish"))),
            font=font_of(run),
            of_style=value(item, "pStyle"),
        )
    return found


def _format(level: Element) -> str:
    """Return the number format; newer ones stand in an alternative with an old one beside it."""
    direct = value(level, "numFmt")
    if direct is None:
        for choice in children(level, "AlternateContent"):
            direct = value(child(choice, "Fallback"), "numFmt") or direct
    return direct or "decimal"


def _first(listed: _List, depth: int) -> int:
    level = listed.levels.get(depth)
    return listed.begins.get(depth, level.start if level else 1)


def _label(listed: _List, level: _Level, counts: Mapping[int, int]) -> str:
    def count(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        shown = listed.levels.get(depth)
        style = "decimal" if level.is_legal or shown is None else shown.style
        return written(counts.get(depth, _first(listed, depth)), style)

    return _COUNT.sub(count, level.text)[:_MAX_LABEL].strip()


def _bullet(level: _Level) -> str:
    """Return a dash as a dash, a box as the box to tick that it is, all else as a bullet."""
    letter = level.text.strip()[:1]
    shown = sign(ord(letter), level.font) if letter else BULLET
    return shown if shown in BOXES or shown in _DASHES else BULLET
