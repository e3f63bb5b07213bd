"""Whether a page shows more than its text says."""

from typing import Final

from contractsai.pipeline.text.nonsense import is_nonsense
from contractsai.pipeline.text.pdf.shown import Shown

_SPARSE: Final = 400  # letters: the stamps of a court, a law firm and a signing service together
_FEWEST_OF_A_LAYER: Final = 200  # letters under a picture that OCR may have put there
_MOST_PICTURE: Final = 0.5  # of the page
_MOST_OUTLINES: Final = 0.02  # of the page: two lines of letters; a drawn logo has less


def letters_in(text: str) -> int:
    """Return how many characters of *text* are no blanks."""
    return sum(map(len, text.split()))


def shows_more(text: str, shown: Shown) -> bool:
    """Return whether a page of that text, readable or not, shows words that are not in it."""
    letters = letters_in(text)
    if letters == 0:
        return shown.has_picture or shown.outline_share >= _MOST_OUTLINES
    if letters < _SPARSE and (
        (shown.picture_share >= _MOST_PICTURE and not _is_layer(letters, shown))
        or shown.outline_share >= _MOST_OUTLINES
    ):
        return True
    return is_nonsense(text)


def _is_layer(letters: int, shown: Shown) -> bool:
    """Tell the text that OCR has put over or under a scan from a stamp on it."""
    if shown.has_layer:
        return True
    covered = max((before for _, before in shown.pictures), default=0)
    return covered > 0 and letters >= _FEWEST_OF_A_LAYER
