"""How a list writes its numbers: 7, g), VII., seventh."""

from collections.abc import Callable, Mapping
from typing import Final

from contractsai.pipeline.lexicon.numbers import ONES, TENS

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN: Final = 3999
_MOST_LETTERS: Final = 780  # thirty turns of the alphabet: nobody reads on
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_SMALL: Final = ["zero", *ONES]
_TENS: Final = ["zero", "ten", *TENS]
_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_CIRCLED: Final = 20
_HUNDRED: Final = 100
_TWENTY: Final = 20


def written(count: int, style: str) -> str:
    """Return *count* as the number format *style* of Word writes it, else in digits."""
    return _STYLES.get(style, str)(count)


def _roman(count: int) -> str:
    if not 0 < count <= _MOST_ROMAN:
        return str(count)
    letters = []
    for amount, sign in _ROMAN:
        times, count = divmod(count, amount)
        letters.append(sign * times)
    return "".join(letters)


def _letter(count: int) -> str:
    """Return a, b, ... z, aa, bb: Word repeats the letter."""
    if not 0 < count <= _MOST_LETTERS:
        return str(count)
    turn, place = divmod(count - 1, len(_ALPHABET))
    return _ALPHABET[place] * (turn + 1)


def _ordinal(count: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    is_teen = count % 100 // 10 == 1
    return f"{count}{'th' if is_teen else endings.get(count % 10, 'th')}"


def _in_words(count: int) -> str:
    if not 0 <= count < _HUNDRED:
        return str(count)
    if count < _TWENTY:
        return _SMALL[count]
    tens, ones = divmod(count, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def _cardinal(count: int) -> str:
    return _in_words(count).capitalize()


def _ordinal_words(count: int) -> str:
    words = _in_words(count)
    if words.isdigit():
        return _ordinal(count)
    head, dash, last = words.rpartition("-")
    last = last[:-1] + "ieth" if last.endswith("y") else _ORDINALS.get(last, last + "th")
    return f"{head}{dash}{last}".capitalize()


_STYLES: Final[Mapping[str, Callable[[int], str]]] = {
    "decimalZero": lambda count: f"{count:02}",
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "ordinal": _ordinal,
    "ordinalText": _ordinal_words,
    "cardinalText": _cardinal,
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "decimalEnclosedCircle": lambda count: (
        chr(0x245F + count) if 0 < count <= _CIRCLED else str(count)
    ),
    "numberInDash": lambda count: f"- {count} -",
    "none": lambda _: "",
}
