"""The title: the first heading that names an agreement, held against what the text calls itself."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.titles import SMALL_WORDS, STRONG_KINDS, WEAK_KINDS
from contractsai.pipeline.matching import Cue, matches

_WITHIN: Final = 12_000  # characters; cover pages and tables of contents come before the rest
_MAX_TITLE: Final = 160
_MAX_LINES: Final = 120
_MAX_WORDS: Final = 22
_MAX_FIRST_PART: Final = 80

_KIND: Final = re.compile(rf"\b(?:{'|'.join(STRONG_KINDS)})\b", re.IGNORECASE)
_WEAK_KIND: Final = re.compile(rf"\b(?:{'|'.join(WEAK_KINDS)})\b", re.IGNORECASE)
_NUMBER_AFTER: Final = r"(?:\s+(?:no\.?|number|#)\s*\d{1,3})?"
_LABEL: Final = re.compile(
    r"[ \t\d|#*]*(?:(?:exhibit|ex|annex|appendix|attachment)[ .-]{0,3}[\d.]{0,8}[A-Z]?(?:"
    r"\([A-Za-z0-9]{1,4}\)){0,3}(?![A-Za-z])[ \t:|-]*)?"
    r"(?:(?:(?:execution|conformed) (?:copy|version)|page \d{1,3} of \d{1,3})[ \t]*)?",
    re.IGNORECASE,
)
_SKIP: Final = re.compile(
    r"(?:(?:this|the) (?:agreement|amendment|contract|license)\b"
    r"|agreement (?:no|number)\b|source:|filed\b|page \d|\[?confidential(?! *ity)"
    r"|certain\b|execution\b|draft\b|portions\b"
    r"|information\b|\*|\[\*|pursuant\b|omitted|note:|the symbol"
    r"|file(?:d)? no|private and|strictly|copy\b"
    r"|dated?\b|by and\b|between\b|among\b|and$|this document"
    r"|entire\s+(?:agreement|contract)\b|(?-i:of|to|in|for|by|and|with)\s+the\b"
    r"|\(?the\b.{0,40}agreement.?\)|rule 24b|form of$|section\b"
    r"|article\b)",
    re.IGNORECASE,
)
_LEGEND: Final = re.compile(
    r"confidential\s+treatment|securities\s+and\s+exchange|omitted|redacted|filed\s+separately"
    r"|ha(?:s|ve)\s+been|incorporated\s+by|pursuant\s+to|in\s+accordance"
    r"|is\s+made|entered\s+into|contract\s+no\.?:",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"table of contents|\bwhereas\b|witnesseth", re.IGNORECASE)
_CUT: Final = re.compile(
    r"\s+(?:this|these|between|by and between|by and among|among|is|dated|effective|made|page \d"
    r"|table of contents|party a|schedule \d|in accordance|as of"
    r"|(?:contract|agreement)\s+(?:no|number))\b|\s*[(\[]|\s*[:;|]"
    r"|(?<=\w)(?<!\bno)\.(?=\s)|(?<=agreement)\s+1\.\d?\s",
    re.IGNORECASE,
)
# What stands right behind the word AGREEMENT and does not go on with it.
_AFTER_KIND: Final = re.compile(
    (
        r"(?<=agreement)[ \t]+(?!(?:and|&|for|of|on|to|with|no\.?"
        r"|number|in|re|regarding|by|amendment|form)\b|&|-|\u2013"
        r"|\d|#)"
    ),
    re.IGNORECASE,
)
_SELF: Final = Cue(
    re.compile(
        (
            r"\b(?:this|these)\s+(?P<name>(?-i:[A-Z])[^.;:()\"“”]{0,140}?\b(?:agreement"
            r"|contract|amendment|addendum|lease|licen[sc]e|deed|memorandum of understandi"
            r"ng|terms of service)\b"
        )
        + _NUMBER_AFTER
        + (
            r")\s*(?:\(|,|[\"“]|is\b|made\b|dated\b|effective\b|entered\b"
            r"|shall\b|by\b|between\b|among\b|sets\b|and\s+(?:its|the"
            r"|all)\b)"
        ),
        re.IGNORECASE,
    ),
    ("this", "these"),
)
_NUMBERED_ONLY: Final = re.compile(r"(?:contract|agreement)\s+(?:no|number)\.?\s*$", re.IGNORECASE)
_LINK: Final = re.compile(r"(?:to|of|and|for|to\s+the|of\s+the|&)", re.IGNORECASE)
_MORE_LINES: Final = 3  # below the first, of a title that is written over several
_CHUNK: Final = re.compile(r"[^\n]+")
_GAP: Final = re.compile(r"[ \t]{3,}|\t")
_WORD: Final = re.compile(r"[^\W\d_][\w\u2019'./-]*")


def find_title(draft: Draft) -> list[Fact]:
    """Return the title, or nothing.

    A heading may carry party names, or lack its first line; where the text calls itself by a
    part of the heading, or the heading is a part of that name, the text knows best.
    """
    heading = _first_heading(draft.text)
    named = _self_named(draft)
    if heading is None:
        return [] if named is None else [_fact(draft, named, 0.88, "rule:title.self_named")]
    if named is not None:
        outer, inner = _plain(draft, heading), _plain(draft, named)
        if outer == inner:
            return [_fact(draft, heading, 0.95, "rule:title.heading_and_self_named")]
        if outer.endswith(inner) or inner.endswith(outer):
            return [_fact(draft, named, 0.85, "rule:title.self_named")]
    return [_fact(draft, heading, 0.8, "rule:title.first_heading")]


def _fact(draft: Draft, span: Span, confidence: float, method: str) -> Fact:
    value = squeezed(draft.text[slice(*span)]).strip(" ,;:-\u2013—_*#")
    return Fact("title", value, value, confidence, method, (span,))


def _plain(draft: Draft, span: Span) -> str:
    return " ".join(_WORD.findall(draft.text[slice(*span)].casefold()))


def _first_heading(text: str) -> Span | None:
    lines = list(islice(_lines(text[:_WITHIN]), _MAX_LINES))
    for kind in (_KIND, _WEAK_KIND):
        for index, line in enumerate(lines):
            if index > 1 and _STOP.search(text, *line):
                before = _within(text, line, kind)
                return before if before or kind is _WEAK_KIND else None
            found = _within(text, line, kind)
            if found is not None:
                return _joined(text, lines, index, found)
    return None


def _lines(text: str) -> Iterator[Span]:
    """Yield lines, and the parts of lines that wide gaps set off: centred titles lose breaks."""
    for match in _CHUNK.finditer(text):
        start = match.start()
        for gap in _GAP.finditer(match[0]):
            end = match.start() + gap.start()
            if text[start:end].strip():
                yield start, end
            start = match.start() + gap.end()
        if text[start : match.end()].strip():
            yield start, match.end()


def _within(text: str, line: Span, kind: re.Pattern[str]) -> Span | None:
    """Return the title that *line* begins with, behind any exhibit label."""
    label = _LABEL.match(text, *line)
    start = label.end() if label else line[0]
    if _SKIP.match(text, start, line[1]):
        return None
    limit = min(line[1], start + _MAX_TITLE + 1)
    cuts = (pattern.search(text, start, limit) for pattern in (_CUT, _AFTER_KIND))
    end = min([cut.start() for cut in cuts if cut], default=line[1])
    if end - start > _MAX_TITLE:
        return _leading_capitals(text, start, line[1])
    if (
        kind.search(text, start, end)
        and not _NUMBERED_ONLY.search(text, start, end)
        and _is_title_like(text[start:end])
    ):
        return start, end
    return _leading_capitals(text, start, line[1])


def _is_title_like(piece: str) -> bool:
    """Return whether every longer word of *piece* begins with a capital."""
    if _LEGEND.search(piece):
        return False
    words = _WORD.findall(piece)
    big = [word for word in words if word.lower() not in SMALL_WORDS]
    low = [word for word in big if not word[0].isupper() and not word.startswith("e-")]
    return 0 < len(words) <= _MAX_WORDS and not low and bool(big)


_CAPITALS: Final = re.compile(
    r"(?:[A-Z0-9][A-Z0-9&,'\u2019/().#-]*[ ]+){0,14}(?:AGREEMENT"
    r"|CONTRACT|AMENDMENT|LEASE|ADDENDUM)\b(?:[ ]+(?:NO\. ?\d+"
    r"|#\d+))?(?= )"
)


def _leading_capitals(text: str, start: int, end: int) -> Span | None:
    """Return the capitals that run into a sentence: "SERVICE AGREEMENT This Agreement is"."""
    match = _CAPITALS.match(text, start, end)
    if (
        match is None
        or match[0].startswith(("THIS ", "THE ", "WHEREAS"))
        or _LEGEND.search(match[0])
    ):
        return None
    return match.span()


def _joined(text: str, lines: list[Span], index: int, found: Span) -> Span:
    """Take in the line above or below, where a title is written over two."""
    start, end = found
    if index and _continues(text, lines[index - 1], found):
        label = _LABEL.match(text, *lines[index - 1])
        start = label.end() if label else lines[index - 1][0]
    for below in lines[index + 1 : index + 1 + _MORE_LINES]:
        is_link = _LINK.fullmatch(text[slice(*below)].strip()) is not None
        last = text[start:end].rsplit(maxsplit=1)[-1].lower()
        if last == "by" or not (is_link or last in SMALL_WORDS):
            break
        cut = _CUT.search(text, *below)
        below_end = min(cut.start() if cut else below[1], below[0] + _MAX_TITLE)
        if not is_link and not _is_title_like(text[below[0] : below_end]):
            break
        end = max(end, below[1] if is_link else below_end)
    return start, end


def _continues(text: str, line: Span, found: Span) -> bool:
    piece = text[slice(*line)].strip()
    if "\n\n" in text[line[1] : found[0]] or _SKIP.match(piece) or len(piece) > _MAX_FIRST_PART:
        return False
    title = text[slice(*found)].strip()
    last = piece.rsplit(" ", 1)[-1].lower()
    lonely = len(title.split()) == 1
    open_ended = last in SMALL_WORDS or last == "&" or piece.endswith(",")
    return (lonely or open_ended) and _is_title_like(piece) and piece.isupper() == title.isupper()


def _self_named(draft: Draft) -> Span | None:
    for match in matches(_SELF, draft.text, 0, _WITHIN):
        name = match["name"]
        if _is_title_like(name) and len(name.split()) > 1 and "\n\n" not in name:
            return match.span("name")
    return None
