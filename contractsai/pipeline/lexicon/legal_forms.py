"""Legal forms: what turns a name into the name of an organisation."""

import re
from typing import Final

_FORMS: Final = (
    r"Inc(?:orporated)?\.?",
    r"L\.?\s?L\.?\s?C\.?",
    r"L\.?\s?L\.?\s?P\.?",
    r"L\.?\s?L\.?\s?L\.?\s?P\.?",
    r"L\.?\s?P\.?",
    r"Ltd\.?\s*/?\s*Lt[ée]e\.?",
    r"(?:Co\.?,?\s*)?Ltd\.?",
    r"(?:Co\.?,?\s*|Company\s+)?Limited",
    r"Ltda\.?",
    r"Corp(?:oration)?\.?",
    r"Co\.?",
    r"Company",
    r"P\.?L\.?C\.?",
    r"plc",
    r"GmbH(?:\s*&\s*Co\.?\s*(?:KG|KGaA))?",
    r"AG",
    r"KGaA",
    r"KG",
    r"SE",
    r"S\.?A\.?R\.?L\.?",
    r"S\.?\s?A\.?\s?S\.?",
    r"S\.?\s?A\.?(?:\s?de\s?C\.?\s?V\.?)?",
    r"S\.?\s?p\.?\s?A\.?",
    r"S\.?\s?r\.?\s?l\.?",
    r"S\.?\s?L\.?\s?U?\.?",
    r"N\.?\s?V\.?",
    r"B\.?\s?V\.?",
    r"N\.\s?A\.",
    r"A/S",
    r"ApS",
    r"AS",
    r"ASA",
    r"AB",
    r"Oyj?",
    r"A\.?Ş\.?",
    r"A\.S\.",
    r"Pty\.?\s*Ltd\.?",
    r"Pty\.?\s*Limited",
    r"\(?Pty\)?\.?\s*(?:Ltd\.?|Limited)",
    r"Pte\.?\s*Ltd\.?",
    r"Pte\.?\s*Limited",
    r"Sdn\.?\s*Bhd\.?",
    r"K\.?K\.?",
    r"P\.?C\.?",
    r"PBC",
    r"Trust",
    r"Bank",
    r"Partnership",
    r"Partners",
    r"Holdings?",
    r"Group",
    r"Foundation",
    r"University",
    r"Association",
    r"Fund",
    r"Institute",
    r"Authority",
    r"Şti\.?",
)
_SAFE: Final = (  # short ones that are words of English in another case stay out of lists
    r"Inc(?:orporated)?\b\.?",
    r"L\.?L\.?C\b\.?",
    r"L\.?L\.?P\b\.?",
    r"(?:Co\.?,?\s*|Pty\.?\s*|Pte\.?\s*)?(?:Ltd\b\.?|Limited\b)",
    r"Corp(?:oration)?\b\.?",
    r"P\.?L\.?C\b\.?",
    r"GmbH\b",
    r"S\.A\.(?:S\.)?",
    r"N\.V\.",
    r"B\.V\.",
    r"L\.P\.",
    r"LP\b",
    r"S\.p\.A\.",
    r"S\.r\.l\.",
    r"N\.A\.",
    r"AG\b",
    r"A/S",
    r"SARL\b",
)
LEGAL_FORM: Final = "(?:" + "|".join(_FORMS) + ")"
SAFE_LEGAL_FORM: Final = "(?:" + "|".join(_SAFE) + ")"
_IS_FORM: Final = re.compile(rf"\s*{LEGAL_FORM}(?![A-Za-z])", re.IGNORECASE)
_ENDS_IN_FORM: Final = re.compile(rf"(?<![A-Za-z]){LEGAL_FORM}\s*$", re.IGNORECASE)


def starts_with_legal_form(text: str) -> bool:
    """Return whether *text* goes on with a legal form: ", Inc." belongs to the name before it."""
    return bool(_IS_FORM.match(text))


def ends_in_legal_form(name: str) -> bool:
    """Return whether *name* ends in a legal form or another word for an organisation."""
    return bool(_ENDS_IN_FORM.search(name))
