"""Words that a document strikes out or hides, while its text is still being put together."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.text.reading import Struck

# No XML can hold this character, and readers of other media take it out: a sign is always ours.
MARK: Final = "\x01"
_SIGN: Final = re.compile(r"\x01([0-9]{1,9})\x01")


class Marks:
    """What was struck, each passage behind a sign that stands in the text in its place.

    Signs travel with the text through every joining and trimming, so that nobody has to count
    characters before the text is whole.
    """

    def __init__(self) -> None:
        """Nothing is struck yet."""
        self._struck: list[str] = []

    def sign(self, words: str) -> str:
        """Return what to put into the text where *words* stood; nothing for blanks."""
        if not words.strip():
            return ""
        self._struck.append(words)
        return f"{MARK}{len(self._struck) - 1}{MARK}"

    def settled(self, text: str) -> tuple[str, tuple[Struck, ...]]:
        """Return the text without signs, and what stood at each of them."""
        pieces: list[str] = []
        struck: list[Struck] = []
        length = 0
        for piece, words in self._parted(text):
            kept = piece.removeprefix(" ") if pieces and pieces[-1][-1:] in {" ", "\n"} else piece
            if kept:
                pieces.append(kept)
                length += len(kept)
            if words is not None:
                struck.append(Struck(words, at=length))
        return "".join(pieces), tuple(struck)

    def _parted(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield each piece of text with the words that were struck behind it."""
        last = 0
        for sign in _SIGN.finditer(text):
            number = int(sign[1])
            yield text[last : sign.start()], self._struck[number : number + 1][0]
            last = sign.end()
        yield text[last:], None


def seen(text: str) -> str:
    """Return what of a text with signs a person sees, trimmed."""
    return (_SIGN.sub("", text) if MARK in text else text).strip()


def signs(text: str) -> str:
    """Return the signs of a text without its words."""
    return "".join(sign[0] for sign in _SIGN.finditer(text))
