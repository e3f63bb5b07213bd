"""Knowing where to try a pattern saves time and changes nothing."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.beginnings import begins_with
from support.placed import placed

import contractsai.pipeline
from contractsai.pipeline.draft import Draft
from contractsai.pipeline.matching import MAX_MATCHES, Cue, Near, in_small_letters, matches
from contractsai.pipeline.pipeline import ContractPipeline

I = re.IGNORECASE  # noqa: E741 - as `re` calls it
RENEW = Cue(re.compile(r"\b(?:renew(?:s|al)?|roll\s+over)\b", I), ("renew", "roll"))
LINE = Cue(re.compile(r"(?:\A|\n)[ ]*term\b", I), ("\n",), at_start=True)
SOON = Cue(
    re.compile(r"\bparty\b[^|:]{0,20}\b(?:court|state)\b", I),
    ("party",),
    holds=("court", "state"),
    within=30,
)
BEHIND = Cue(
    re.compile(r"\b(?:party|state)\s+(?:\w+\s+){0,2}(?:court|term)\b", I),
    ("party", "state"),
    holds=("court", "term"),
    words=3,
)
FIRST = Cue(
    re.compile(r"(?:\A|\n)[ ]?court\b", I), ("\n",), at_start=True, holds=("court",), within=9
)
ROW = Near(
    re.compile(r"^[ ]*(?P<label>party\s+[ab])[ ]*[:|](?P<name>[^\n]+)$", I | re.M), (":", "|")
)
COURT = Near(re.compile(r"\b(?:state\s+)?courts?\s+of\s+[A-Z]\w+"), ("court",), before=10, after=30)
MADE_HERE = {
    "cue": RENEW,
    "line": LINE,
    "soon": SOON,
    "behind": BEHIND,
    "first": FIRST,
    "row": ROW,
    "near": COURT,
}
PIECES = st.sampled_from(
    ["renew", "Renewal", "renewed", "xrenew", "_renew", "roll", "over", "party", "Party", "A", "b"]
)
OTHERS = st.sampled_from(
    [":", "|", "term", "TERM", "state", "court", "courts", "of", "Ohio", "\u0130", "é"]
)
GAPS = st.sampled_from(["", " ", "\n", "\n\n"])
TEXTS = st.lists(st.one_of(PIECES, OTHERS, GAPS), max_size=60).map("".join)
SAMPLES = ("mutual-nda.txt", "hosting-services.html", "supply-agreement.pdf")
FINDERS: dict[str, Cue | Near] = dict(
    [*placed(contractsai.pipeline, Cue), *placed(contractsai.pipeline, Near)]
)


def spans(found: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in found]


@pytest.fixture(scope="module")
def samples() -> str:
    folder = Path(contractsai.__file__).parent / "samples" / "contracts"
    pipeline = ContractPipeline()
    read = [
        pipeline.analyse((folder / name).read_bytes(), checkpoint=lambda _: None)
        for name in SAMPLES
    ]
    return "\n".join(analyses[0].text or "" for analyses in read)


@pytest.mark.parametrize("finder", MADE_HERE.values(), ids=MADE_HERE)
@given(text=TEXTS)
def test_the_matches_are_those_of_the_pattern_alone(finder: Cue | Near, text: str) -> None:
    assert spans(matches(finder, text)) == spans(finder.pattern.finditer(text))


@pytest.mark.parametrize("place", FINDERS)
def test_no_finder_misses_what_its_pattern_finds(place: str, samples: str) -> None:
    """Its words have to be those of the pattern: nothing else would say if one was forgotten."""
    finder = FINDERS[place]

    assert spans(matches(finder, samples)) == spans(finder.pattern.finditer(samples))


def test_the_finders_of_all_modules_were_held_against_their_patterns(samples: str) -> None:
    found = [place for place in FINDERS if any(matches(FINDERS[place], samples))]

    assert len(FINDERS) > 20
    assert len(found) > 12, "samples that nothing matches would show nothing"


@given(text=TEXTS, start=st.integers(0, 20), end=st.integers(0, 60))
def test_a_part_of_a_text_is_searched_as_re_does(text: str, start: int, end: int) -> None:
    assert spans(matches(RENEW, text, start, end)) == spans(
        RENEW.pattern.finditer(text, start, end)
    )


def test_a_word_may_stand_far_behind_blanks() -> None:
    text = "x" * 500 + " state" + " " * 500 + "no" + "\n" * 500 + "court"

    assert spans(matches(BEHIND, text)) == [(501, len(text))]


@given(text=TEXTS, start=st.integers(0, 20), end=st.integers(0, 60))
def test_a_word_that_a_match_holds_is_looked_for_in_the_same_part(
    text: str, start: int, end: int
) -> None:
    for cue in (SOON, BEHIND, FIRST):
        assert spans(matches(cue, text, start, end)) == spans(
            cue.pattern.finditer(text, start, end)
        )


def test_a_text_that_repeats_itself_is_given_up() -> None:
    assert len(list(matches(RENEW, "renew " * (MAX_MATCHES + 1)))) == MAX_MATCHES


@pytest.mark.parametrize(
    "written", ["\u0130stanbul", "L\u0131m\u0131ted", "\u017fhall", "\u212aind"]
)
def test_small_letters_stay_where_they_were(written: str) -> None:
    """Every letter that a pattern takes for a Latin one is found as one, at its own offset."""
    lower = in_small_letters(written)

    assert len(lower) == len(written)
    assert re.fullmatch(lower, written, re.IGNORECASE)
    assert lower.isascii()


def test_a_draft_shares_what_it_has_made() -> None:
    """Each stage that went over the whole text again would cost as much as reading a page."""
    draft = Draft("Made on May 3, 2024.", None, "en")

    assert draft.dates is draft.dates
    assert [date.iso for date in draft.dates] == ["2024-05-03"]


@pytest.mark.parametrize(
    ("pattern", "words", "holds"),
    [
        (r"\b(?:renew(?:ed)?|exten[ds])", ("renew", "exten"), True),
        (r"\b(?:renew(?:ed)?|exten[ds])", ("renew",), False),
        (r"(?:the\s+)?term", ("the", "term"), True),
        (r"(?:the\s+)?term", ("the",), False),
        (r"in\s+no\s+event", ("in ", "in\n", "in\t"), True),
        (r"in\s+no\s+event", ("in no",), False),
        (r"(?:\A|\n)[ ]*term", ("\n",), True),
        (r"[a-z]+term", ("term",), False),
        (r"(?<!\w)n[o']t", ("not", "n't"), True),
        (r".term", ("term",), False),
    ],
)
def test_what_a_pattern_begins_with_is_known(
    pattern: str, words: tuple[str, ...], *, holds: bool
) -> None:
    """The check of all cues is worth what this knows of patterns."""
    assert begins_with(re.compile(pattern, re.IGNORECASE), words) is holds
