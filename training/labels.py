"""What the annotators of CUAD answered, read into values that facts can be held against."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any, Final

from contractsai.pipeline.lexicon.places import place_code

Contract = Mapping[str, Any]
PERPETUAL: Final = "perpetual"
_US_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?![\d\[])")
_PERIOD: Final = re.compile(r"(\d+)\)?\s*(day|week|month|year)", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_DOTS: Final = re.compile(r"[.'\u2019]")
_FORMS: Final = frozenset(
    {
        "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "ltd",
        "limited", "plc", "gmbh", "ag", "sa", "nv", "bv", "the",
    }
)  # fmt: skip
_ROLES: Final = re.compile(r"\b(?:part(?:y|ies)|collectively|each|together)\b", re.IGNORECASE)
_ALIKE: Final = 0.88
_ALIKE_TITLE: Final = 0.9
_SHORTEST: Final = 3  # letters of a name


def answer(contract: Contract, category: str) -> str | None:
    """Return the normalised answer; None where the contract has none of that category."""
    entry = contract["labels"].get(category)
    return None if entry is None else (entry["answer"] or "")


def dates(text: str | None) -> frozenset[str] | None:
    """Return the ISO dates named; None where a clause is marked but cannot be read."""
    if text is None or "[" in text:
        return frozenset()
    found = {iso for match in _US_DATE.finditer(text) if (iso := _iso(match))}
    found |= {PERPETUAL} if PERPETUAL in text.lower() else set()
    return frozenset(found) or None


def periods(text: str | None) -> frozenset[tuple[int, str]] | None:
    """Return the lengths of time named, years as months and weeks as days."""
    if text is None or "[" in text:
        return frozenset()
    found = {period(int(count), unit.lower()) for count, unit in _PERIOD.findall(text)}
    return frozenset(found) or None


def period(count: int, unit: str) -> tuple[int, str]:
    """Return a length of time that can be compared."""
    return {
        "year": (12 * count, "month"),
        "month": (count, "month"),
        "week": (7 * count, "day"),
        "day": (count, "day"),
    }[unit]


def term(contract: Contract) -> frozenset[tuple[int, str]] | None:
    """Return the months from a labelled beginning to the labelled end; None where unknown."""
    ends = dates(answer(contract, "Expiration Date"))
    starts = dates(answer(contract, "Effective Date")) or dates(answer(contract, "Agreement Date"))
    found = set()
    for end in (ends or frozenset()) - {PERPETUAL}:
        for start in (starts or frozenset()) - {PERPETUAL}:
            low, high = date.fromisoformat(start), date.fromisoformat(end) + timedelta(days=1)
            for day in (high, high - timedelta(days=1)):
                if day.day == low.day and day > low:
                    found.add((12 * (day.year - low.year) + day.month - low.month, "month"))
    return frozenset(found) or None


def law(text: str | None) -> frozenset[str] | None:
    """Return the codes of the places named."""
    if text is None:
        return frozenset()
    names = (part.strip(" .") for part in re.split(r"[;,/]|\band\b", text))
    return frozenset(code for name in names if (code := place_code(name))) or None


def titles(contract: Contract) -> Sequence[str]:
    """Return every string that is a title to the annotators."""
    entry = contract["labels"].get("Document Name")
    if entry is None:
        return ()
    marked = [contract["text"][start:end] for start, end in entry["spans"]]
    return [plain(title) for title in (entry["answer"] or "", *marked) if plain(title)]


def is_title(value: str, accepted: Sequence[str]) -> bool:
    """Return whether *value* is one of the titles, give or take a word."""
    given = plain(value)
    for title in accepted:
        same = set(given.split()) & set(title.split())
        shorter, longer = sorted((len(set(given.split())), len(set(title.split()))))
        if given == title or (len(same) == shorter and shorter >= 0.5 * longer):
            if abs(len(given) - len(title)) <= 0.5 * len(title):
                return True
        elif SequenceMatcher(None, given, title, autojunk=False).ratio() >= _ALIKE_TITLE:
            return True
    return False


def party_names(text: str | None) -> list[str]:
    """Return the names in an answer, without terms and roles."""
    heads = (re.split(r"\(|[\"“]", part)[0].strip(" ,;") for part in (text or "").split(";"))
    return [head for head in heads if len(plain(head)) >= _SHORTEST and not _ROLES.search(head)]


def matched(names: Sequence[str], labelled: Sequence[str]) -> list[bool]:
    """Return which names are labelled, each label used once, the most alike first."""
    scored = sorted(
        (
            (-likeness(name, label), number, index)
            for number, name in enumerate(names)
            for index, label in enumerate(labelled)
        ),
    )
    right = [False] * len(names)
    used: set[int] = set()
    for score, number, index in scored:
        if -score >= _ALIKE and not right[number] and index not in used:
            right[number] = True
            used.add(index)
    return right


def likeness(name: str, label: str) -> float:
    """Return how alike two names are: 1 for equal ones."""
    left, right = plain(name), plain(label)
    if left == right:
        return 1.0
    core = [[word for word in text.split() if word not in _FORMS] for text in (left, right)]
    if not all(core):
        return 0.0
    if core[0] == core[1]:
        return 0.98
    shorter, longer = sorted(core, key=len)
    if len(shorter) > 1 and set(shorter) <= set(longer):
        return 0.9
    return SequenceMatcher(None, " ".join(core[0]), " ".join(core[1]), autojunk=False).ratio()


def plain(text: str) -> str:
    """Return the words of *text*, case-folded, without punctuation."""
    return " ".join(_WORD.findall(_DOTS.sub("", text.casefold())))


def _iso(match: re.Match[str]) -> str | None:
    month, day, year = (int(group) for group in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
