"""Whether a text holds several contracts, one behind the other: its facts are then a mixture."""

import re
from typing import Final

from contractsai.pipeline.matching import Cue, matches

# "This Supply Agreement (...) is made ... between": a contract that begins.
_OPENING: Final = Cue(
    re.compile(
        r"\bthis\s+(?-i:[A-Z])[^.;()\n]{2,90}?"
        r"\b(?:agreement|contract|nda|lease|licen[sc]e|deed|amendment|addendum|memorandum"
        r"|statement\s+of\s+work|guarant(?:y|ee))\b"
        r"\s*(?:\([^()]{0,80}\))?,?\s*(?:is\s+|was\s+)?(?:hereby\s+)?"
        r"(?:made|entered|dated|executed|effective|by|between|among)\b[^;]{0,240}?\b(?:between|among)\b",
        re.IGNORECASE,
    ),
    ("this",),
    holds=("between", "among"),
    within=700,
)
_SIGNED: Final = re.compile(
    r"/s/|\b(?:IN WITNESS WHEREOF|In witness whereof|By:|BY:|Signature:|Signed by)"
)
_ATTACHED: Final = re.compile(
    r"\b(?:exhibit|schedule|annex|appendix|attachment|addendum|form\s+of|enclosure|rider)\b",
    re.IGNORECASE,
)
_BEFORE: Final = 600  # characters above an opening in which a label says that it is attached
_ENDS: Final = 2_500  # characters from the signatures to the next contract, at most


def has_several_contracts(text: str) -> bool:
    """Return whether a second contract begins behind the signatures of the first.

    Exhibits and forms of other papers are parts of a contract, not contracts beside it.
    """
    previous: re.Match[str] | None = None
    for opening in matches(_OPENING, text):
        if previous is not None and _is_apart(text, previous, opening):
            return True
        previous = opening
    return False


def _is_apart(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    above = text[max(first.end(), second.start() - _BEFORE) : second.start()]
    signed = text[max(first.end(), second.start() - _ENDS) : second.start()]
    return bool(_SIGNED.search(signed)) and not _ATTACHED.search(above)
