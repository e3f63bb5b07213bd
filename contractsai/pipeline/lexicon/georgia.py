"""Georgia: a state of the Union, or the country on the Black Sea; the name alone does not tell."""

import re
from typing import Final

STATE: Final = "US-GA"
COUNTRY: Final = "GE"
_SAMPLE: Final = 200_000  # characters: each pattern passes over them once
_CLEAR: Final = 3  # times as many words for the one as for the other
_COUNTRY_WORDS: Final = re.compile(
    r"\b(?:Tbilisi|Batumi|Kutaisi|Rustavi|Zugdidi|Gori|Poti|Telavi|Borjomi|Adjara|Imereti|Kakheti"
    r"|Georgian|Republic of Georgia|country of Georgia|Parliament of Georgia|Government of Georgia"
    r"|Civil Code of Georgia|Constitution of Georgia|National Bank of Georgia|LEPL|GEL|Lari"
    r"|\+995)\b|\bGE-?\d{4}\b"
)
_STATE_WORDS: Final = re.compile(
    r"\b(?:State of Georgia|Atlanta|Savannah|Augusta|Macon|Marietta|Alpharetta|Duluth|Norcross"
    r"|Roswell|Decatur|Athens-Clarke|Kennesaw|Norfolk Southern|Suwanee|Fulton|Cobb|DeKalb|Gwinnett"
    r"|Georgia (?:corporation|limited liability|limited partnership|nonprofit|general partnership"
    r"|professional|banking)|O\.?C\.?G\.?A\.?|Northern District of Georgia"
    r"|(?:GA|Georgia),? \d{5})\b",
    re.IGNORECASE,
)
_UNION: Final = re.compile(
    r"\b(?:Delaware|California|New York|Texas|Florida|Ohio|Alabama|Tennessee|Carolina|Nevada"
    r"|United States|U\.S\.|USA|Internal Revenue|[A-Z]{2} \d{5})\b"
)
_NAMED: Final = re.compile(r"georgia", re.IGNORECASE)


def is_georgia(name: str) -> bool:
    """Return whether *name* is that of the two places, and does not say which."""
    return name.strip(" .,").casefold() == "georgia"


def which_georgia(text: str) -> tuple[str, bool]:
    """Return the code of the Georgia that *text* speaks of, and whether that is clear."""
    sample = text[:_SAMPLE]
    if not _NAMED.search(sample):
        return STATE, False
    country = len(_COUNTRY_WORDS.findall(sample))
    state = len(_STATE_WORDS.findall(sample))
    if country or state:
        most, least = max(country, state), min(country, state)
        return (COUNTRY if country > state else STATE), most >= _CLEAR * least
    return STATE, bool(_UNION.search(sample))
