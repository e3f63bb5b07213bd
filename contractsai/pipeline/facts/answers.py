"""Whether a box holds what its label asks for: a firm, an address, a day, a time, a law."""

import re
from itertools import islice
from typing import Final

from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.labels import Label
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.lexicon.places import adjective_code, place_code

WHO: Final = frozenset({"name", "party"})
DATES: Final = frozenset({"effective_date", "agreement_date", "expiration_date"})
_MOST_CUTS: Final = 3
_FIRST: Final = re.compile(r",\s+|[ ]{2}|\sof\s|\s[(]")
_ADDRESS: Final = re.compile(r"\d[^\n]*,|,[^\n]*\d")


def begins_with_firm(written: str) -> bool:
    """Return whether a value is a firm's name, alone or with its address behind it."""
    ends = [cut.start() for cut in islice(_FIRST.finditer(written), _MOST_CUTS)]
    whole = len(written.rstrip(" ,;"))
    return any(ends_in_legal_form(written[:end]) for end in (whole, *ends))


def is_answer(label: Label, written: str) -> bool:
    """Return whether *written* is evidently of the kind that *label* asks for."""
    if label.kind in WHO:
        return begins_with_firm(written)
    if label.kind in DATES:
        return bool(find_dates(written))
    if label.kind == "address":
        return _ADDRESS.search(written) is not None
    if label.kind == "term":
        return bool(find_periods(written))
    plain = written.strip(" .")
    return label.kind == "governing_law" and bool(adjective_code(plain) or place_code(plain))
