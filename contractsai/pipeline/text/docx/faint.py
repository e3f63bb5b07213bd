"""Words that nobody sees in Word, though nothing hides them: in white on white, or too small."""

from typing import Final, NamedTuple

from contractsai.pipeline.text.docx.markup import Element, attribute, child, local, number, value

_HEX: Final = 6  # letters of a colour
_WHITE: Final = 0xFA  # of each of red, green and blue: the eye takes no less for white
_TINY: Final = 3  # half-points: no reader sees it
_AROUND: Final = {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}


class Ink(NamedTuple):
    """What properties say of how words stand out: None where they say nothing."""

    is_white: bool | None = None
    is_tiny: bool | None = None
    has_ground: bool | None = None  # a colour behind them

    def over(self, below: "Ink") -> "Ink":
        """Return what holds where *below* holds for what this does not say."""
        white, tiny, ground = (
            old if new is None else new for new, old in zip(self, below, strict=True)
        )
        return Ink(white, tiny, ground)


NO_INK: Final = Ink()


def ink_of(run: Element | None) -> Ink:
    """Return what run properties say."""
    ink = NO_INK
    for item in () if run is None else run:
        name = local(item)
        if name == "color":
            ink = ink._replace(is_white=_is_white(attribute(item, "val")))
        elif name == "sz":
            size = number(attribute(item, "val"))
            ink = ink._replace(is_tiny=None if size is None else size <= _TINY)
        elif name == "highlight":
            ink = ink._replace(has_ground=attribute(item, "val") not in {"none", "white"})
        elif name == "shd" and ink.has_ground is None:
            ink = ink._replace(has_ground=shades(item))
    return ink


def shades(shading: Element) -> bool:
    """Return whether a shading lays a colour behind words, or a pattern."""
    fill = attribute(shading, "fill")
    is_pattern = (attribute(shading, "val") or "clear") not in {"clear", "nil"}
    return is_pattern or (fill not in {None, "auto"} and not _is_white(fill))


def shaded_around(run: Element) -> tuple[bool, str | None]:
    """Return whether what is around a run is coloured, and the style of its table if it is not.

    A text box has a fill of its own, and a page may have one.
    """
    table_style = None
    for above in run.iterancestors():
        name = local(above)
        properties = child(above, _AROUND[name]) if name in _AROUND else None
        shading = child(properties, "shd")
        if shading is not None and shades(shading):
            return True, None
        if name == "txbxContent" or child(above, "background") is not None:
            return True, None
        if name == "tbl" and table_style is None:
            table_style = value(properties, "tblStyle")
    return False, table_style


def _is_white(colour: str | None) -> bool:
    try:
        parts = bytes.fromhex(colour or "")
    except ValueError:  # "auto"
        return False
    return len(parts) * 2 == _HEX and min(parts) >= _WHITE
