"""How large a document may be: every loop over somebody else's bytes ends at one of these."""

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one document.

    Attributes:
        max_bytes: a larger file is not opened at all.
        max_pages: later pages are left unread, and the document is ``partial``.
        max_ocr_pages: pages read by OCR, a second each; later ones stay without text.
        max_pixels: of the picture of a page that OCR reads, however large the page.
        max_characters: of text; the rest is cut off, and the document is ``partial``.
        max_expanded_bytes: what all that is read of a ZIP container may unpack to together.
        max_members: documents read inside one file, over all nestings together.
        max_nesting: documents inside documents that are followed.
        max_unread_named: documents inside one that a limit leaves unread and that have a line
            each; the others are counted in one.
    """

    max_bytes: int = 100 * MB
    max_pages: int = 2_000
    max_ocr_pages: int = 100
    max_pixels: int = 12 * MB
    max_characters: int = 8 * MB
    max_expanded_bytes: int = 100 * MB
    max_members: int = 200
    max_nesting: int = 8
    max_unread_named: int = 1_000


DEFAULT_LIMITS = Limits()
