"""Whether a page shows more than its text says."""

from typing import Final

import pypdfium2 as pdfium

from contractsai.pipeline.text.nonsense import is_nonsense
from contractsai.pipeline.text.pdf.shown import Shown, has_layer

_BLANKS: Final = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"  # of ASCII, as `str.split` knows them
_SPARSE: Final = 400  # letters: the stamps of a court, a law firm and a signing service together
_FEWEST_OF_A_LAYER: Final = 200  # letters under a picture that OCR may have put there
_MOST_PICTURE: Final = 0.5  # of the page
_MOST_OUTLINES: Final = 0.02  # of the page: two lines of letters; a drawn logo has less


def letters_in(text: str) -> int:
    """Return how many characters of *text* are no blanks."""
    plain = text.replace("\xa0", " ")
    if plain.isascii():  # to count the blanks is a tenth of the work
        return len(plain) - sum(map(plain.count, _BLANKS))
    return sum(map(len, text.split()))


def shows_more(page: pdfium.PdfPage, text: str, letters: int, shown: Shown) -> bool:
    """Return whether *page* shows words that are not in its *text* of so many *letters*."""
    if letters == 0:
        return shown.has_picture or shown.outline_share >= _MOST_OUTLINES
    if letters < _SPARSE and (
        (shown.picture_share >= _MOST_PICTURE and not _is_layer(page, letters, shown))
        or shown.outline_share >= _MOST_OUTLINES
    ):
        return True
    return is_nonsense(text)


def _is_layer(page: pdfium.PdfPage, letters: int, shown: Shown) -> bool:
    """Tell the text that OCR has put over or under a scan from a stamp on it."""
    covered = max((before for _, before in shown.pictures), default=0)
    return has_layer(page) or (covered > 0 and letters >= _FEWEST_OF_A_LAYER)
