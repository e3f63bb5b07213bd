"""Whether a contract goes on by itself, and until when an option to extend it has to be used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.extension import periods_of_extensions
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_SUBJECT: Final = 100  # characters around "renew" in which it is said what renews
_SURE: Final = 0.6  # nobody has labelled it
_AT_ODDS: Final = 0.5  # where another sentence says otherwise
_RENEW: Final = Cue(
    re.compile(
        r"\b(?:renew|exten[ds](?!\w*\s+to\b)|non-?renewable|(?:year|quarter|month)[\s-]to[\s-]|evergreen)",
        _I,
    ),
    ("renew", "exten", "non", "year", "quarter", "month", "evergreen"),
)
_OF_THE_CONTRACT: Final = re.compile(
    r"\b(?:agreement|contract|terms?|periods?|lease|licen[cs]e|subscription|engagement|it)\b", _I
)
_OTHER_MATTER: Final = re.compile(
    r"\b(?:warrant\w*|insurance|policy|polic\w+|credit|deadline|patents?|trademarks?|domain"
    r"|limitations?|offering|cure|meaning|sublicen\w+|time\s+(?:for|to|of)|delivery|benefits?|letter\s+of)\b",
    _I,
)
_DENIED: Final = re.compile(
    r"\b(?:(?:shall|will|does|do|may|can|must|is|are)\s?not\s+(?:be\s+)?(?:\w+ally\s+)?"
    r"(?:renew|exten|subject\s+to\s+(?:\w+\s+)?renew)"
    r"|(?:no|nor\s+any|without|without\s+any)\s+(?:automatic\s+|tacit\s+)?"
    r"(?:(?:right|option|entitlement|expectation|provision)s?\s+(?:of|to|for)\s+)?"
    r"(?:automatic\s+|any\s+)?(?:renew|exten[ds])"
    r"|non-?renewable|not\s+(?:automatically|tacitly)\s+(?:be\s+)?(?:renew|exten))",
    _I,
)
_ON_CONDITION: Final = re.compile(
    r"\b(?:unless|notice|notif\w+|elects?|wish\w*|inten[dt]\w*|if|advis\w+|inform\w*|decid\w+)\b",
    _I,
)
_BY_AGREEMENT: Final = re.compile(
    r"\b(?:mutual\w*|agreed|if\s+(?:both|the)\s+parties|parties\s+(?:may|agree|so\s+agree)"
    r"|(?:written|further|joint|new)\s+(?:agreement|consent|amendment)|by\s+agreement"
    r"|in\s+writing\s+by\s+both|signed\s+by\s+(?:both|the|each))\b",
    _I,
)
_BY_ITSELF: Final = re.compile(
    r"\b(?:automatic\w*|tacit\w*|(?:year|quarter|month)[\s-]to[\s-](?:year|quarter|month)|evergreen"
    r"|renews\b|(?:shall|will|is|be|are|then)\s+(?:thereafter\s+|then\s+)?(?:be\s+)?"
    r"(?:renew|extend)(?:s|ed)?\b)",
    _I,
)
_AUTOMATIC: Final = re.compile(r"\bautomatic", _I)
_OPTION: Final = re.compile(
    r"\b(?:options?\s+(?:of|to|for)\s+(?:\w+\s+){0,3}(?:renew|exten)"
    r"|option,[^.;]{0,160},\s+(?:to|of)\s+(?:renew|exten)"
    r"|(?:right|entitled)\s+to\s+(?:renew|extend)"
    r"|(?P<who>\w+)\s+(?:may|can)\s+(?:elect\s+to\s+|choose\s+to\s+|,[^,.]{0,40},\s+)?"
    r"(?:renew|extend)\b|(?:renewal|extension)\s+options?)",
    _I,
)
_NOBODY: Final = frozenset({"parties", "agreement", "term", "contract", "lease"})
_MAY_BE: Final = re.compile(r"\b(?:may|can)\s+(?:\w+\s+)?be\s+(?:\w+\s+)?(?:renewed|extended)", _I)
_AT_NOTICE: Final = re.compile(
    r"\b(?:gives?|giving|serv\w+|upon|by|on)\s+(?:\w+\s+){0,3}notice\b", _I
)
_ONCE: Final = re.compile(
    r"\b(?:once|a\s+single|another\s[^.;]{0,20}\b(?:term|period|year|month)|one\s+(?:\(1\)\s+)?(?:time|additional|further|more|single|successive|"
    r"renewal|extension)|an?\s+(?:additional|further)\s[^.;]{0,30}\b(?:term|period|year))\b(?!s)",
    _I,
)
_MANY: Final = re.compile(
    r"\b(?:successive|consecutive|each\s+(?:year|anniversary)|(?:year|quarter|month)[\s-]to[\s-]"
    r"|(?:additional|further|renewal)\s[^.;]{0,40}\b(?:terms|periods)|evergreen|from\s+time)",
    _I,
)
_DAY: Final = re.compile(r"\banniversary\b|\b(?:19|20)\d\d\b", _I)
_BEFORE_END: Final = re.compile(
    r"[\s,]{0,3}(?:written\s+|advance\s+|prior\s+|notice\s+){0,4}(?:prior|before|in\s+advance|notice)",
    _I,
)
_GOES_ON: Final = Cue(
    re.compile(
        r"\b(?:thereafter|after\s+(?:which|that)|afterwards|subsequently|then)\b[^.;]{0,120}?\buntil\b"
        r"[^.;]{0,80}?\b(?:terminat(?:ed?s?|ion)|cancel+(?:ed|s)|ended|ends|gives?|serves?)\b",
        _I,
    ),
    ("thereafter", "after", "subsequently", "then"),
)  # what has a first term, and no end behind it
_ANOTHER_THING: Final = re.compile(
    r"\b(?:confidential\w*|surviv\w*|licen[sc]e[sd]?|obligations?|payments?|royalt\w+|suspen\w+|warrant\w*)\b",
    _I,
)
_MOST_SURE: Final = ("repeatedly", "once", "until_ended", "option", "by_agreement", "no")


@dataclass(frozen=True, slots=True)
class _Said:
    how: str
    sentence: Span


def find_whether_renews(draft: Draft) -> list[Fact]:
    """Return whether and how the contract renews, and the notice that an option asks for."""
    done = [period.start for period in periods_of_extensions(draft)]
    said = [
        item
        for item in (*_said(draft.text), *_going_on(draft.text))
        if not any(item.sentence[0] <= place < item.sentence[1] for place in done)
    ]
    if not said:
        return []
    best = min(said, key=lambda item: (_MOST_SURE.index(item.how), item.sentence))
    is_agreed = len({item.how for item in said}) == 1
    value = best.how.replace("_", " ")
    fact = Fact(
        "renews",
        value,
        best.how,
        _SURE if is_agreed else _AT_ODDS,
        f"rule:renews.{best.how}",
        (best.sentence,),
        is_open=True,
    )
    options = [item.sentence for item in said if item.how == "option"]
    return [fact, *period_facts("option_notice", _notices(draft.text, options))]


def _said(text: str) -> Iterator[_Said]:
    looked_at = -1
    for match in matches(_RENEW, text):
        sentence = sentence_around(text, match.span())
        if sentence[0] <= looked_at:
            continue
        around = max(sentence[0], match.start() - _SUBJECT), match.end() + _SUBJECT
        if not _OF_THE_CONTRACT.search(text, around[0], min(around[1], sentence[1])):
            continue
        looked_at = sentence[0]
        how = _how(squeezed(text[slice(*sentence)]))
        if how is not None:
            yield _Said(how, sentence)


def _going_on(text: str) -> Iterator[_Said]:
    """Yield the sentences by which a contract has no end behind its first term."""
    for match in matches(_GOES_ON, text):
        start, end = sentence_around(text, match.span())
        if (
            _OF_THE_CONTRACT.search(text, start, match.start())
            and not _RENEW.pattern.search(text, start, end)
            and not _ANOTHER_THING.search(text, start, match.end())
            and (
                find_periods(text, start, match.start()) or _DAY.search(text, start, match.start())
            )
        ):
            yield _Said("until_ended", (start, end))


def _how(sentence: str) -> str | None:
    """Return how the contract renews by that sentence; None if it says nothing of it."""
    if _OTHER_MATTER.search(sentence):
        return None
    denied = _DENIED.search(sentence)
    if denied and not _ON_CONDITION.search(sentence, 0, denied.start()):
        return "no"
    return _by_whom(sentence) or _by_itself(sentence)


def _by_whom(sentence: str) -> str | None:
    """Return whether somebody has to do something, so that it renews: one party, or both."""
    may_be = _MAY_BE.search(sentence)
    is_agreed = _BY_AGREEMENT.search(sentence)
    if may_be and not is_agreed and _AT_NOTICE.search(sentence):
        return "option"
    if (may_be or is_agreed) and not _AUTOMATIC.search(sentence):
        return "by_agreement"
    option = _OPTION.search(sentence)
    return "option" if option and (option["who"] or "").lower() not in _NOBODY else None


def _by_itself(sentence: str) -> str | None:
    if not _BY_ITSELF.search(sentence):
        return None
    return "repeatedly" if _MANY.search(sentence) or not _ONCE.search(sentence) else "once"


def _notices(text: str, sentences: list[Span]) -> Iterator[FoundPeriod]:
    for start, end in sentences:
        for period in find_periods(text, start, end):
            if _BEFORE_END.match(text, period.end, min(end, period.end + 60)):
                yield FoundPeriod(period, "before_end", _SURE)
