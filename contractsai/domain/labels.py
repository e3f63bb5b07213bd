"""Labels: short words that a caller gives a job, to find it by."""

import re
from collections.abc import Iterable
from typing import Final

MAX_LABELS: Final = 16
LABEL: Final = r"^[A-Za-z0-9][A-Za-z0-9._:=/+@-]{0,62}$"
"""No blanks, so that a line of them is read back without doubt; no odd letters to mistype."""
_LABEL: Final = re.compile(LABEL.removesuffix("$") + r"\Z")


def labels_of(given: Iterable[str]) -> tuple[str, ...]:
    """Return the labels as they are kept: each once, by code point.

    Raises:
        ValueError: one of them is no label, or there are more than `MAX_LABELS`.
    """
    labels = sorted(set(given))
    for label in labels:
        if not _LABEL.match(label):
            raise ValueError(
                f"{label!r} is no label: write 1 to 63 of A-Z a-z 0-9 . _ : = / + @ -, beginning "
                "with a letter or a digit"
            )
    if len(labels) > MAX_LABELS:
        raise ValueError(f"{len(labels)} labels; a job has {MAX_LABELS} at the most")
    return tuple(labels)
