"""Noise of the layout: broken words at line ends, numbers in the margin."""

import pytest

from contractsai.pipeline.text.lines import LineEnds
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading, Struck

PROSE_TEXT = """This Charter is made on 5 June 2023 between
Seafarer Lines Ltd., a company of Panama, and
the charterer that is named below.

1. Hire

The charterer pays the hire that is written in the
schedule at the beginning of every month for as
long as he has the vessel in his hands.

2. Law

The laws of Panama govern this Charter, and no
other law."""
PROSE = PROSE_TEXT.split("\n")


def mended(page: str, *others: str) -> str:
    return LineEnds([page, *others]).mended(page)


class TestBrokenWords:
    @pytest.mark.parametrize("end", ["\x02", "\ufffe", "-\n", "-\r\n", "\u2010\n"])
    def test_a_broken_word_is_made_whole(self, end: str) -> None:
        """Half a name is another name."""
        assert mended(f"between Sea{end}farer Lines") == "between Seafarer Lines"

    @pytest.mark.parametrize(
        "compound", ["non-exclusive", "then-current", "sub-licence", "co-owner"]
    )
    def test_a_compound_keeps_its_hyphen(self, compound: str) -> None:
        assert mended(f"a {compound.replace('-', '-' + chr(10))} one") == f"a {compound} one"

    def test_the_document_tells_how_a_word_is_spelt(self) -> None:
        page = "an over-\nall limit and a ship-\nowner, and a cross-\nclaim"

        assert mended(page, "overall, the ship-owner") == (
            "an overall limit and a ship-owner, and a cross-claim"
        )

    def test_two_words_of_the_document_are_a_compound(self) -> None:
        page = "a result-\ndependent fee; the result is dependent on it"

        assert mended(page).startswith("a result-dependent fee")

    @pytest.mark.parametrize(
        "page",
        ["see A-\nB", "2020-\n2021", "the Buyer -\nnot the Seller", "Smith-\nJones", "- a\n- b"],
    )
    def test_what_is_no_broken_word_stays(self, page: str) -> None:
        assert mended(page) == page


def counted(lines: list[str], *, first: int = 1, form: str = "{} {}", step: int = 1) -> str:
    return "\n".join(
        form.format(number, line).rstrip() if number % step == 0 else line
        for number, line in enumerate(lines, start=first)
    )


class TestNumbersInTheMargin:
    @pytest.mark.parametrize("first", [1, 29, 998])
    @pytest.mark.parametrize("form", ["{} {}", "{:>3}  {}", "{}\t{}"])
    def test_a_column_of_rising_numbers_is_no_text(self, first: int, form: str) -> None:
        """Pleadings and drafts count their lines; a name must not hold the count."""
        assert mended(counted(PROSE, first=first, form=form)) == "\n".join(PROSE)

    def test_so_is_one_that_counts_every_fifth_line(self) -> None:
        lines = [line for line in PROSE * 3 if line]

        assert mended(counted(lines, step=5)) == "\n".join(lines)

    def test_so_is_one_that_was_written_on_its_own(self) -> None:
        column = "\n".join(map(str, range(1, 29)))

        assert mended(f"{column}\nThis Charter is made").strip() == "This Charter is made"

    def test_a_number_that_was_joined_to_a_broken_word_goes_too(self) -> None:
        page = counted(PROSE).replace("in the\n8 schedule", "in the sche\x028 dule")

        assert mended(page) == "\n".join(PROSE).replace("in the\nschedule", "in the schedule")

    @pytest.mark.parametrize(
        "lines",
        [
            [f"{number} Clause of that number {number + 2}" for number in range(1, 30)],
            [f"{number}. the party pays" for number in range(1, 30)],
            [f"{number} " + ("units" if number % 7 else "Units") for number in (3, 9, 4, 12) * 5],
            [f"{1990 + number} EUR {number}00" for number in range(20)],
            ["1 the first", "2 the second", "3 the third"],
        ],
        ids=["contents", "a list", "amounts", "years", "few"],
    )
    def test_numbers_that_say_something_stay(self, lines: list[str]) -> None:
        page = "\n".join(lines)

        assert mended(page) == page

    def test_what_was_struck_beside_them_keeps_its_place(self) -> None:
        """The place is counted in the text as it is stored."""
        page = counted(PROSE)
        reading = Reading((page,), struck=(Struck("Malta", 0, page.index("govern this")),))

        normal = normalise(reading, max_characters=10_000)

        assert normal.text[normal.struck[0].start :].strip().startswith("govern this")
