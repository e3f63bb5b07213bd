"""What a party has to do by a day: once, or each year, quarter or month."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.dates import DateMention, find_dates
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_SURE: Final = 0.6  # nobody has labelled it
_MOST: Final = 50  # of one contract
_LEAD: Final = 90  # characters before a name in which its day may stand
_NEAR: Final = 80  # characters around a date
_IF: Final = re.compile(r"\b(?:if|event|unless|provided)\b", _I)
_BEFORE: Final = 40  # characters before a date
_LONGEST: Final = 300  # characters of what somebody has to do
_OWES: Final = re.compile(
    r"(?<![\w-])(?P<who>[A-Z][\w.&'\u2019-]*"
    r"(?:(?:\s+|,\s+(?=(?:Inc|Incorporated|L\.?L\.?[CP]|Ltd|Limited|Corp|Co|L\.P|N\.A|S\.A)\b))"
    r"[A-Z&][\w.&'\u2019-]*){0,5}"
    r"|[Ee]ach\s+[Pp]arty|[Ee]ither\s+[Pp]arty)"
    r",?\s+(?:shall|must|will|agrees\s+to|undertakes\s+to|is\s+to)\s+(?P<what>[a-z][^;]{3,})"
)
_NOBODY: Final = re.compile(
    r"^(?:this|agreement|term|contract|lease|it|section|article|notices?|such|any|no|all|party)\b"
    r"|\b(?:agreement|term|date|period|lease|section|nothing)$",
    _I,
)
_ARTICLE: Final = re.compile(r"^(?:the|said)\s+", _I)
_NO_DUTY: Final = re.compile(
    r"(?:not\b|be\b"
    r"|commence|begin|start|continue|remain|end|expire|terminate|renew|extend|mean|have|take\s+effect"
    r"|become)",
    _I,
)
_BY: Final = re.compile(
    r"\b(?:by|on\s+or\s+before|no(?:t)?\s+later\s+than|before|until|due\s+on|on\s+or\s+prior\s+to)"
    r"\s+(?:the\s+)?$",
    _I,
)
_EVERY: Final = re.compile(
    r"\b(?:(?:each|every)\s+(?:\w+\s+)?(?P<unit>year|quarter|month)"
    r"|(?P<word>annually|yearly|quarterly|monthly)\b|(?P<ann>each\s+anniversary))",
    _I,
)
_UNIT_OF: Final = {"annually": "year", "yearly": "year", "quarterly": "quarter", "monthly": "month"}
_AFTER_END: Final = re.compile(
    r"\s+(?:after|of|from|following)\s+(?:the\s+)?(?:end|close|expiry|expiration|last\s+day)\s+of"
    r"\s+(?:each|every|a|any)\s+(?:calendar\s+|fiscal\s+|financial\s+|contract\s+)?"
    r"(?P<unit>year|quarter|month)\b",
    _I,
)
_DAY_OF_MONTH: Final = re.compile(
    r"\b(?:by|on|before|than)\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:day\s+)?of\s+"
    r"(?:each|every)\s+(?:calendar\s+)?month\b",
    _I,
)
_YEARLESS: Final = re.compile(
    r"\b(?:by|on|before|than)\s+(?P<day>[^,;.]{3,24}?),?\s+(?:of|in)?\s?(?:each|every)\s+"
    r"(?:calendar\s+|succeeding\s+|subsequent\s+)?year\b",
    _I,
)
_LEAP_YEAR: Final = 2000
_OTHER_TIME: Final = re.compile(r"\b(?:renewal|termination|expiration|non-?renew\w*)\b", _I)
_DUE: Final = Cue(re.compile(r"\b(?:each|every|annually|yearly|quarterly|monthly)\b", _I),
    ("each", "every", "annually", "yearly", "quarterly", "monthly"))  # fmt: skip


def find_duties(draft: Draft) -> list[Fact]:
    """Return the duties that have a day."""
    return list(_duties(draft))[:_MOST]


def _duties(draft: Draft) -> Iterator[Fact]:
    text = draft.text
    done: set[int] = set()
    places = [(mention.start, mention.end) for mention in draft.dates]
    places += [match.span() for match in matches(_DUE, text)]
    for place in sorted(places):
        sentence = sentence_around(text, place)
        if sentence[0] in done:
            continue
        done.add(sentence[0])
        duty = _duty(text, sentence, draft.dates)
        if duty is not None:
            shown = str(duty["what"])
            yield Fact("duty", shown, duty, _SURE, "rule:duty.dated", (sentence,), is_open=True)


def _duty(text: str, sentence: Span, dates: Sequence[DateMention]) -> dict[str, JsonValue] | None:
    owes = _OWES.search(text, *sentence)
    if owes is None:
        return None
    who = _ARTICLE.sub("", squeezed(owes["who"])).rstrip(",")
    is_none = _NOBODY.search(who) or _NO_DUTY.match(owes["what"])
    is_conditional = _IF.search(text, sentence[0], owes.start())
    if is_none or is_conditional or _OTHER_TIME.search(text, *sentence):
        return None
    begin = max(sentence[0], owes.start() - _LEAD)
    end = min(sentence[1], owes.start("what") + _LONGEST)
    near = [item for item in dates if begin <= item.start < end]
    when = _when(text, (begin, end), near)
    if when is None:
        return None
    what = squeezed(owes["what"])[:_LONGEST].rstrip(" .")
    return {"who": who, "what": what, **when}


def _when(text: str, span: Span, dates: Sequence[DateMention]) -> dict[str, JsonValue] | None:
    """Return the first day, how often it comes again, and what it is counted from."""
    start, end = span
    for period in find_periods(text, start, end):
        counted = _AFTER_END.match(text, period.end, end)
        if counted:
            after: JsonValue = {"n": period.n, "unit": period.unit}
            return {"first": None, "every": counted["unit"].lower(), "after": after}
    for date in dates:
        if _BY.search(text[max(start, date.start - _BEFORE) : date.start]):
            every = _every(text, date, span)
            return {"first": date.iso, "every": every, "after": None}
    monthly = _DAY_OF_MONTH.search(text, start, end)
    if monthly and 0 < int(monthly["day"]) <= 31:  # noqa: PLR2004 - days of a month
        return {"first": f"---{int(monthly['day']):02}", "every": "month", "after": None}
    yearly = _YEARLESS.search(text, start, end)
    if yearly:
        for day in find_dates(f"{squeezed(yearly['day'])} {_LEAP_YEAR}"):
            return {"first": f"-{day.iso[4:]}", "every": "year", "after": None}
    return None


def _every(text: str, date: DateMention, span: Span) -> str | None:
    """Return how often a day comes again, by the words near it."""
    low, high = max(span[0], date.start - _NEAR), min(span[1], date.end + _NEAR)
    found = _EVERY.search(text, low, high)
    if found is None:
        return None
    if found["ann"]:
        return "year"
    return found["unit"].lower() if found["unit"] else _UNIT_OF[found["word"].lower()]
