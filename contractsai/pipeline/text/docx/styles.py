"""Styles: whether words are struck or hidden, and how paragraphs are numbered, by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.text.docx.faint import NO_INK, Ink, ink_of, shaded_around, shades
from contractsai.pipeline.text.docx.markup import (
    Element,
    attribute,
    child,
    children,
    local,
    number,
    switch,
    value,
)

_GONE: Final = ("vanish", "strike", "dstrike")
_MOST_BASES: Final = 20  # styles under a style; a ring of them must end
Switches = tuple[bool | None, ...]
_UNSTATED: Final[Switches] = (None,) * len(_GONE)


@dataclass(frozen=True, slots=True)
class _Style:
    base: str | None
    gone: Switches
    number: tuple[int | None, int | None]  # list, level
    font: str | None
    ink: Ink
    shades: bool  # anything that it is the style of


class Styles:
    """The styles of a document, with its defaults."""

    def __init__(self, root: Element | None) -> None:
        """Take the root of the styles' part; None where a document has none."""
        self._styles: dict[str, _Style] = {}
        self._default_paragraph: str | None = None
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._defaults = _switches(defaults)
        for item in children(root, "style"):
            self._take(item)
        self._default_ink = ink_of(defaults)
        self._known: dict[tuple[str | None, str | None], Switches] = {}
        self._inks: dict[tuple[str | None, str | None], Ink] = {}

    def _take(self, item: Element) -> None:
        name = attribute(item, "styleId")
        if name is None:
            return
        run = child(item, "rPr")
        self._styles[name] = _Style(
            value(item, "basedOn"),
            _switches(run),
            list_of(child(item, "pPr")),
            font_of(run),
            ink_of(run),
            any(shades(shading) for shading in item.iter("{*}shd")),
        )
        kind, is_default = attribute(item, "type"), attribute(item, "default")
        if kind == "paragraph" and is_default in {"1", "true", "on"}:
            self._default_paragraph = name

    def are_gone(self, run: Element | None, paragraph: str | None) -> bool:
        """Return whether a run's words are struck or hidden.

        What the run itself says holds. Else a default holds; else each of the two styles turns
        over what the other says (ECMA-376 part 1, 17.7.3): hidden twice is seen.

        Args:
            run: the properties of the run.
            paragraph: the style of its paragraph.
        """
        direct = _switches(run) if run is not None and len(run) else _UNSTATED
        named = self._by_styles(paragraph, value(run, "rStyle"))
        return any(
            by_style if own is None else own for own, by_style in zip(direct, named, strict=True)
        )

    def is_faint(self, run: Element, paragraph: str | None) -> bool:
        """Return whether a run's words are too small to be seen, or in white on white.

        Args:
            run: with its properties.
            paragraph: the style of its paragraph.
        """
        own = child(run, "rPr")
        character = value(own, "rStyle")
        ink = ink_of(own).over(self._ink_by_styles(paragraph, character))
        if not ink.is_white or ink.is_tiny:
            return bool(ink.is_tiny)
        is_shaded, table = shaded_around(run)
        named = (paragraph or self._default_paragraph, character, table)
        return not (ink.has_ground or is_shaded or any(map(self._shades, named)))

    def _ink_by_styles(self, paragraph: str | None, character: str | None) -> Ink:
        key = (paragraph, character)
        if key not in self._inks:
            ink = NO_INK
            for style in (
                *self._bases(character),
                *self._bases(paragraph or self._default_paragraph),
            ):
                ink = ink.over(style.ink)
            self._inks[key] = ink.over(self._default_ink)
        return self._inks[key]

    def _shades(self, name: str | None) -> bool:
        return any(style.shades for style in self._bases(name))

    def _by_styles(self, paragraph: str | None, character: str | None) -> Switches:
        key = (paragraph, character)
        if key not in self._known:
            over = self._switches_of(paragraph or self._default_paragraph)
            run = self._switches_of(character)
            self._known[key] = tuple(
                bool(default) or bool(left) != bool(right)
                for default, left, right in zip(self._defaults, over, run, strict=True)
            )
        return self._known[key]

    def _switches_of(self, name: str | None) -> Switches:
        stated: list[bool | None] = list(_UNSTATED)
        for style in self._bases(name):
            stated = [
                new if old is None else old for old, new in zip(stated, style.gone, strict=True)
            ]
        return tuple(stated)

    def list_of(self, name: str | None) -> tuple[int | None, int | None]:
        """Return the list and the level that a paragraph's style puts it in."""
        found: list[int | None] = [None, None]
        for style in self._bases(name or self._default_paragraph):
            found = [
                new if old is None else old for old, new in zip(found, style.number, strict=True)
            ]
        return found[0], found[1]

    def names_under(self, name: str | None) -> Iterator[str]:
        """Yield a paragraph's style and those that it is based on."""
        current = name or self._default_paragraph
        for _ in range(_MOST_BASES):
            if current is None or current not in self._styles:
                return
            yield current
            current = self._styles[current].base

    def font_of(self, name: str | None) -> str | None:
        """Return the font of a character style."""
        return next((style.font for style in self._bases(name) if style.font), None)

    def _bases(self, name: str | None) -> Iterator[_Style]:
        if name is not None:
            yield from (self._styles[item] for item in self.names_under(name))


def list_of(paragraph: Element | None) -> tuple[int | None, int | None]:
    """Return the list and the level that paragraph properties state."""
    numbered = child(paragraph, "numPr")
    return number(value(numbered, "numId")), number(value(numbered, "ilvl"))


def font_of(run: Element | None) -> str | None:
    """Return the font that run properties state for symbols."""
    fonts = child(run, "rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        found = attribute(fonts, name)
        if found:
            return found
    return None


def _switches(run: Element | None) -> Switches:
    if run is None:
        return _UNSTATED
    stated: list[bool | None] | None = None
    for item in run:
        name = local(item)
        if name in _GONE:
            stated = stated or list(_UNSTATED)
            stated[_GONE.index(name)] = switch(item)
    return tuple(stated) if stated else _UNSTATED
