"""Patterns that are written to be quick find what the plain ones would."""

import re
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from contractsai.pipeline.clauses.model import words
from contractsai.pipeline.facts import boxes
from contractsai.pipeline.lexicon import places
from contractsai.pipeline.text import language, lines, normalise, segment, sentences, units

WORDS = "a B x Inc. No. Mrs. U.S. 1. 2.1 (a) and Section article IV Georgia New York"
LETTERS = "\u00e9\u00df\u00a7\u2713\u0130\u017f\u2019\u2014"
PIECES = st.sampled_from([*WORDS.split(), *LETTERS])
BLANKS = " \n\t\x0b\x85\u2028\xa0"
STOPS = '.;?!,-\x02\ufffe\u2010[]()"\u201c\u201d\u2610\u2611\u2612'
SIGNS = st.sampled_from([*BLANKS, *STOPS])
TEXTS = st.lists(st.one_of(PIECES, SIGNS), max_size=60).map("".join)
ASCII = TEXTS.map(lambda text: text.encode("ascii", "ignore").decode())

AT_END = re.compile(r"(?<=[^\W\d_])(?:[\x02\ufffe]|[-\u2010]\n)(?=[a-z\u00df-\u00ff])")
UNIT_BREAK = re.compile(
    r"[.;?!][\"\u201d\u2019')\]]{0,2}\s+"
    r"(?=(?:(?:and|or)\s)?(?:[\"\u201c\u2018(\[]{0,2}[A-Z0-9]|\([a-z]))"
    r"|\n[ \t]*\n\s*"
)
SENTENCE_END = (
    r"(?<![A-Z].)(?<!\bNo.)(?<!\bInc.)(?<!\bLtd.)(?<!\bCorp.)(?<!\bCo.)(?<!\bSec.)(?<!\bArt.)"
    r"(?<!\bRs.)(?<!\bFr.)(?<!\bkr.)(?<!\bDr.)(?<!\bMr.)(?<!\bMrs.)(?<!\bMs.)"
    r"(?=\s+[\"\u201c(]?[A-Z0-9])"
)
SENTENCE_BREAK = re.compile(rf"\.{SENTENCE_END}|;{SENTENCE_END}|\n[ \t]*\n")
BOX = re.compile(
    r"(?:\u2610|[\u2611\u2612]"
    r"|[\[(](?:[ \t]{0,3}[xX\u2713\u2714\u2612][ \t]{0,3}|[ \t]{1,3})[\])])"
    r"(?=[ \t]|[A-Z])"
)
PLACE = re.compile(
    "(?<![A-Za-z])(?:"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s+")
        for name in sorted(places._CODES, key=lambda name: (-len(name), name))
    )
    + ")(?![A-Za-z])",
    re.IGNORECASE,
)


def spans(found: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in found]


@given(TEXTS)
def test_breaks_and_boxes_are_found_where_the_plain_patterns_find_them(text: str) -> None:
    for quick, plain in (
        (lines._AT_END, AT_END),
        (units._BREAK, UNIT_BREAK),
        (sentences._BREAK, SENTENCE_BREAK),
        (boxes._BOX, BOX),
    ):
        assert spans(quick.finditer(text)) == spans(plain.finditer(text))


@given(
    st.lists(st.one_of(st.sampled_from(sorted(places._CODES)), SIGNS, PIECES), max_size=12).map(
        "".join
    )
)
def test_places_are_those_of_one_list_of_names(text: str) -> None:
    assert spans(re.finditer(places.PLACE, text, re.IGNORECASE)) == spans(PLACE.finditer(text))


@given(ASCII)
def test_ascii_is_cleaned_and_cut_into_words_as_all_text_is(text: str) -> None:
    mapped = normalise._MAPPED.sub(lambda found: normalise._TABLE[ord(found[0])] or "", text)
    assert text.translate(normalise._TABLE) == mapped
    for quick, plain in ((language._ASCII_WORD, language._WORD), (words._ASCII_WORD, words._WORD)):
        assert quick.findall(text.lower()) == plain.findall(text.lower())


@given(TEXTS)
def test_quotes_and_dashes_part_words_as_blanks_do(text: str) -> None:
    assert language._words(text.lower()) == language._WORD.findall(text.lower())


@given(TEXTS)
def test_no_line_is_passed_over_that_is_a_heading(text: str) -> None:
    patterns = (segment._NUMBERED, segment._ARTICLE, segment._UNTITLED)
    for line in text.split("\n"):
        if any(pattern.match(line) for pattern in patterns):
            begin = line.lstrip(" \t")[:1]
            assert begin in segment._BEGINNINGS or not begin.isascii()
