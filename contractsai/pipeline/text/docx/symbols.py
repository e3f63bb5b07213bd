"""Signs of the symbol fonts: boxes, ticks and crosses, which a file holds as letters."""

from typing import Final

EMPTY_BOX: Final = "\u2610"
TICKED_BOX: Final = "\u2611"
CROSSED_BOX: Final = "\u2612"
BOXES: Final = EMPTY_BOX + TICKED_BOX + CROSSED_BOX
BULLET: Final = "\u2022"
_TICK: Final = "\u2713"
_CROSS: Final = "\u2717"
_PRIVATE: Final = range(0xF000, 0xF100)  # where Word keeps the signs of such fonts
_WINGDINGS: Final = {
    0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: EMPTY_BOX, 0x70: EMPTY_BOX, 0x71: EMPTY_BOX,
    0x72: EMPTY_BOX, 0x76: BULLET, 0x77: BULLET, 0x9F: BULLET, 0xA1: "\u25cb", 0xA4: "\u25c9",
    0xA7: BULLET, 0xA8: EMPTY_BOX, 0xD8: BULLET, 0xE0: "\u2192", 0xFB: _CROSS, 0xFC: _TICK,
    0xFD: CROSSED_BOX, 0xFE: TICKED_BOX,
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x4F: _CROSS, 0x50: _TICK, 0x51: CROSSED_BOX, 0x52: TICKED_BOX, 0x53: CROSSED_BOX,
    0x54: CROSSED_BOX, 0x81: "\u25cb", 0x97: BULLET, 0xA3: EMPTY_BOX, 0x2A: EMPTY_BOX,
}  # fmt: skip
_WEBDINGS: Final = {0x61: _TICK, 0x63: EMPTY_BOX, 0x67: "\u25a0", 0x72: _CROSS, 0x3D: BULLET}
_SYMBOL: Final = {
    0xB7: BULLET, 0xA3: "\u2264", 0xB3: "\u2265", 0xB1: "\u00b1", 0xB0: "\u00b0", 0xB4: "\u00d7",
    0xD2: "\u00ae", 0xD3: "\u00a9", 0xD4: "\u2122", 0xE2: "\u00ae", 0xE3: "\u00a9",
    0xE4: "\u2122", 0xA5: "\u221e", 0xB9: "\u2260", 0x2D: "\u2212", 0xAE: "\u2192",
}  # fmt: skip
_PRIVATE_LETTERS: Final = frozenset(map(chr, _PRIVATE))
_ASCII: Final = 0x80
_FEW: Final = 3  # signs in a row; more letters than that are words in the wrong font
_FONTS: Final = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}


def is_symbol_font(font: str | None) -> bool:
    """Return whether letters of that font are signs."""
    return (font or "").strip().lower() in _FONTS


def sign(code: int, font: str | None) -> str:
    """Return the character that a person sees; a bullet where nobody knows it."""
    table = _FONTS.get((font or "").strip().lower())
    place = code - _PRIVATE.start if code in _PRIVATE else code
    if table is not None:
        return table.get(place) or (chr(place) if table is _SYMBOL and place < _ASCII else BULLET)
    if code not in _PRIVATE:
        return chr(code) if code in range(0x20, 0xD800) else BULLET
    return _WINGDINGS.get(place) or _SYMBOL.get(place) or BULLET


def may_be_signs(text: str) -> bool:
    """Return whether the font of some words matters at all."""
    return len(text) <= _FEW or not (text.isascii() or _PRIVATE_LETTERS.isdisjoint(text))


def in_font(text: str, font: str | None) -> str:
    """Return the words of a run, its signs as what a person sees."""
    if is_symbol_font(font) and len(text) <= _FEW:
        return "".join(letter if letter.isspace() else sign(ord(letter), font) for letter in text)
    if not text.isascii() and not _PRIVATE_LETTERS.isdisjoint(text):
        return "".join(
            sign(ord(letter), None) if letter in _PRIVATE_LETTERS else letter for letter in text
        )
    return text
