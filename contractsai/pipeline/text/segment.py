"""The outline of a contract: numbered headings, and the preamble that names the parties."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Heading, Span, squeezed
from contractsai.pipeline.matching import Cue, matches

_MAX_HEADING: Final = 80  # characters
_UNCOUNTED: Final = -100  # behind a Roman number, which the lists in it do not count on from
_FEW: Final = 2  # letters that begin lines by chance
_MAX_LINE: Final = 400  # characters of a line that are looked at
_PREAMBLE_WITHIN: Final = 60_000
_MAX_PREAMBLE: Final = 4_000
_BEFORE: Final = 300
_AFTER: Final = 700
_LATE: Final = 12_000
_ENOUGH: Final = 4

_NUMBERED: Final = re.compile(
    r"[ \t]*(?:(?:article|section|clause|§)[ \t]+)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[IVXLC]{1,6}(?=[.:]))[.):]?[ \t]+"
    r"(?P<title>[A-Z][A-Za-z,/&'\u2019() -]{2,78}?)[ \t]*(?:[.:;]|$|[ \t]{3})",
    re.IGNORECASE,
)
_TITLE: Final = r"(?P<title>[A-Z][A-Za-z,/&'\u2019() -]{2,78}?)[ \t]*(?:[.:;]|$|[ \t]{3})"
# "ARTICLE VII GOVERNING LAW": behind such a word a Roman number needs no stop.
_ARTICLE: Final = re.compile(
    rf"[ \t]*(?:article|section|clause|part)[ \t]+(?P<number>[IVXLC]{{1,6}})[.):-]?[ \t]+{_TITLE}",
    re.IGNORECASE,
)
# What such a heading begins with: most lines of a text begin otherwise.
_BEGINNINGS: Final = frozenset("ACILPSVXacilpsvx0123456789")
_LETTERED: Final = re.compile(
    rf"[ \t]*(?:(?:ARTICLE|Article|SECTION|Section)[ \t]+)?(?P<number>[A-Z])[.):][ \t]+{_TITLE}"
)
_UNTITLED: Final = re.compile(r"[ \t]*(?P<number>[0-9]{1,2})[.)][ \t]+[A-Z\"\u201c]")
_BETWEEN: Final = Cue(
    re.compile(r"\b(?:between|among|amongst)\b:?", re.IGNORECASE),
    ("between", "among"),
)
_BEFORE_CUES: Final = (
    (re.compile(r"\bagreement\b", re.IGNORECASE), 1),
    (
        re.compile(
            (
                r"\b(?:entered\s+into|is\s+made|made\s+and|made\s+this|made\s+as"
                r"|made\s+on|dated|effective|by\s+and|is\s+between|executed)\b"
            ),
            re.IGNORECASE,
        ),
        2,
    ),
    (re.compile(r"(?:by\s+and|is|into|by)\s*$", re.IGNORECASE), 1),
)
_AFTER_CUES: Final = (
    (
        re.compile(
            (
                r"[(,]\s*(?:the|each|hereinafter|together|a|as|in|for)?[^()]{0,60}[\"“”][^\"“”]{1,60}"
                r"[\"“”]"
            )
        ),
        3,
    ),
    (
        re.compile(
            r"\b(?:Inc|LLC|L\.L\.C|Ltd|Corp|Corporation|Limited|GmbH|Company"
            r"|LP|L\.P|N\.A|S\.A|AG|B\.V|plc|PLC)\b"
        ),
        1,
    ),
    (
        re.compile(
            (
                r"\b(?:corporation|limited\s+liability\s+company|partnership"
                r"|principal|offices?\s+at|organized)\b"
            ),
            re.IGNORECASE,
        ),
        1,
    ),
)
_NAME_AND_TERM: Final = re.compile(
    r"\b[A-Z][\w.,&\u2019'-]*(?:,? [^\n()]{0,300}?)?\s\((?:the\s"
    r"|hereinafter\s[^()\"“”]{0,40})?[\"“][^\"“”()]{1,40}[\"”]"
)
_NOT_PARTIES: Final = re.compile(
    r"(?:letter\s+agreements?\b[^.]{0,60}"
    r"|(?:difference|relationship|disputes?|conflict|inconsistency|transactions?|agreed"
    r"|communications?|discrepancy|understanding|discussions"
    r"|agreements\s+(?:or\s+\w+\s+)?|agreement\s+in\s+effect)\s*)$",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\bWHEREAS\b|\bWhereas\b|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|\bRECITALS?\b|\bRecitals?\b"
    r"|\bBACKGROUND\b|\bBackground\b|\bNOW,?\s+THEREFORE\b|\bNow,?\s+therefore\b"
    r"|\bPREAMBLE\b|\bIN\s+CONSIDERATION\b|\bagree[sd]?\s+as\s+follows\b"
    r"|\bAGREEMENTS?:|\bTABLE\s+OF\s+CONTENTS\b|\n[ \t]*1\.[ \t]"
)


def headings(text: str) -> tuple[Heading, ...]:
    """Return the numbered headings in order; those by letter where there are no others."""
    numbered = tuple(_headings(text))
    # A single letter may be a Roman number, too.
    if any(len(number := item.name.split()[0]) > 1 or number.isdigit() for item in numbered):
        return numbered
    return tuple(_lettered(text)) or numbered


def _headings(text: str) -> Iterator[Heading]:
    last = 0  # the number of the last article
    for start, line in _lines(text):
        begin = line.lstrip(" \t")[:1]
        if begin not in _BEGINNINGS and begin.isascii():
            continue
        match = _NUMBERED.match(line) or _ARTICLE.match(line)
        if match and _is_title(match):
            yield Heading(start, f"{match['number']} {squeezed(match['title'])}")
            article = match["number"].partition(".")[0]
            last = int(article) if article.isdigit() else _UNCOUNTED
        elif (untitled := _UNTITLED.match(line)) and int(untitled["number"]) == last + 1:
            # An article without a title. A list within an article begins anew instead.
            yield Heading(start, untitled["number"])
            last += 1


def _lettered(text: str) -> Iterator[Heading]:
    """Yield "A. Services", "B. Fees", "C. ...": letters that count on are no initials of names."""
    found = [
        (match["number"], Heading(start, f"{match['number']} {squeezed(match['title'])}"))
        for start, line in _lines(text)
        if (match := _LETTERED.match(line)) and _is_title(match)
    ]
    chain: list[Heading] = []
    for letter, heading in found:
        if ord(letter) == ord("A") + len(chain):
            chain.append(heading)
    if len(chain) > _FEW:
        yield from chain


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each line starts, and as much of it as is looked at."""
    start = 0
    for line in text.split("\n"):
        yield start, line[:_MAX_LINE]
        start += len(line) + 1


def _is_title(match: re.Match[str]) -> bool:
    return len(match["title"]) <= _MAX_HEADING and match["title"][0].isupper()


def preamble(text: str) -> Span:
    """Return the span of the passage that introduces the parties, or (0, 0).

    It begins right after the word *between* or *among* that is best surrounded; ties go to
    the first. Without one, as in letters, it is the first paragraph that defines two terms.
    """
    best, found = 0, (0, 0)
    for match in matches(_BETWEEN, text, 0, _PREAMBLE_WITHIN):
        score = _score(text, match) - (2 if match.start() > _LATE else 0)
        if score > best:
            best, found = score, _region(text, match.end())
    return found if best >= _ENOUGH else _defining_paragraph(text)


def _defining_paragraph(text: str) -> Span:
    start = 0
    for paragraph in text[:_LATE].split("\n\n"):
        terms = list(_NAME_AND_TERM.finditer(paragraph))
        if len(terms) > 1:
            return start, start + len(paragraph)
        start += len(paragraph) + 2
    return 0, 0


def _score(text: str, match: re.Match[str]) -> int:
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    if _NOT_PARTIES.search(before[-90:]):
        return 0
    return sum(points for cue, points in _BEFORE_CUES if cue.search(before)) + sum(
        points for cue, points in _AFTER_CUES if cue.search(after)
    )


def _region(text: str, start: int) -> Span:
    end = _END.search(text, start, start + _MAX_PREAMBLE)
    return start, end.start() if end else min(len(text), start + _MAX_PREAMBLE)
