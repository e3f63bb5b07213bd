"""The customs a contract follows: which way round its dates go, and whose dollars it means."""

import re
from collections.abc import Sequence
from typing import Final

from contractsai.pipeline.draft import ANSWER, Draft, Fact
from contractsai.pipeline.lexicon.money import Coins
from contractsai.pipeline.lexicon.places import is_us_state
from contractsai.pipeline.matching import Cue, matches

_SAMPLE: Final = 60_000  # characters
# A day beyond the twelfth tells which way round all dates of the same contract go.
_NUMERIC: Final = re.compile(
    r"(?P<first>\d(?<![\w/.-].)\d?)\s?[/-]\s?(?P<second>\d{1,2})\s?[/-]\s?(?:19|20)?\d{2}(?![\w/-])"
)
_MONTHS: Final = 12
_MONTH_FIRST: Final = frozenset({"US", "PH", "PR", "GU", "VI", "AS"})
_EITHER: Final = frozenset({"CA"})  # both are in use
_DAY_FIRST_LANGUAGES: Final = frozenset(
    {"de", "fr", "es", "it", "nl", "pt", "tr", "pl", "cs", "da", "fi", "ro", "ru", "el", "id", "vi"}
)
_US_ZIP: Final = re.compile(r"\b(?P<state>[A-Z]{2}),?\s+\d{5}(?:-\d{4})?\b")
_ELSEWHERE: Final = re.compile(
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b"
    r"|\b(?:incorporated|registered|established|organi[sz]ed)\s+(?:in|under\s+the\s+laws\s+of)\s+"
    r"(?:England|Scotland|Wales|Ireland|Northern\s+Ireland|Australia|New\s+Zealand|India|Singapore"
    r"|Hong\s+Kong|South\s+Africa|Germany|France|Spain|Italy|(?:the\s+)?Netherlands|Kenya|Nigeria)\b"
)
_DOLLARS: Final = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD"}
_KRONOR: Final = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"}
_STATED: Final = Cue(
    re.compile(
        r"\b(?:lawful\s+(?:money|currency)\s+of\s+(?:the\s+)?(?P<land>Canada|Australia|New\s+Zealand"
        r"|Singapore|Hong\s+Kong|United\s+States)"
        r"|(?P<whose>Canadian|Australian|New\s+Zealand|Singapore|Hong\s+Kong|United\s+States|U\.?S\.?)"
        r"\s*(?:dollars?|currency|funds)\b(?=[^.;]{0,60}(?:unless|\.|;|$|\))))",
        re.IGNORECASE,
    ),
    ("lawful", "canadian", "australian", "new", "singapore", "hong", "united", "u.s", "us"),
    holds=("money", "currency", "dollar", "funds"),
    within=60,
)
_ABOUT_MONEY: Final = re.compile(
    r"\b(?:amounts?|sums?|references?|dollars?|currency|\$|payments?|prices?|fees)\b[^.;]{0,120}$",
    re.IGNORECASE,
)
_WHOSE: Final = {
    "can": "CAD",
    "aus": "AUD",
    "new": "NZD",
    "sin": "SGD",
    "hon": "HKD",
    "uni": "USD",
    "u.s": "USD",
    "us": "USD",
}


def day_first_of(draft: Draft, laws: Sequence[Fact]) -> bool | None:
    """Return whether 04/05/2024 is in May; None where the contract does not tell."""
    told = _by_dates(draft.text)
    if told is not None:
        return told
    if draft.language in _DAY_FIRST_LANGUAGES:
        return True
    sample = draft.text[:_SAMPLE]
    american = any(is_us_state(zipped["state"]) for zipped in matches(_US_ZIP, sample))
    elsewhere = next(matches(_ELSEWHERE, sample), None) is not None
    country = _country(laws)
    if country is not None and country not in _EITHER:
        is_month_first = country in _MONTH_FIRST
        conflict = elsewhere and not american if is_month_first else american and not elsewhere
        return None if conflict else not is_month_first
    if american == elsewhere:
        return None
    return elsewhere


def coins_of(draft: Draft, laws: Sequence[Fact]) -> Coins:
    """Return whose dollars and crowns the contract means."""
    country = _country(laws) or "US"
    krona = _KRONOR.get(country, "SEK")
    for match in matches(_STATED, draft.text):
        before = draft.text[max(0, match.start() - 140) : match.start()]
        if _ABOUT_MONEY.search(before):
            whose = (match["whose"] or match["land"]).casefold()
            dollar = next(code for word, code in _WHOSE.items() if whose.startswith(word))
            return Coins(dollar, krona, is_stated=True)
    return Coins(_DOLLARS.get(country, "USD"), krona)


def _by_dates(text: str) -> bool | None:
    """Return what the contract's own dates tell, if they agree."""
    pairs = [(int(found["first"]), int(found["second"])) for found in matches(_NUMERIC, text)]
    day_first = any(first > _MONTHS >= second for first, second in pairs)
    month_first = any(second > _MONTHS >= first for first, second in pairs)
    return None if day_first == month_first else day_first


def _country(laws: Sequence[Fact]) -> str | None:
    """Return the country of the law, if there is one that governs."""
    codes = {
        str(fact.normal["code"]).split("-")[0]
        for fact in laws
        if fact.confidence >= ANSWER and isinstance(fact.normal, dict)
    }
    return codes.pop() if len(codes) == 1 else None
