"""Evidence amid the words around it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contractsai.adapters.reports.passages import passage, pieces

TEXT = "The law.\n\n9. Governing Law. The laws of Ohio, and no other,\ngovern it.\n\n10. Notices."


def place(text: str, quote: str, **changes: Any) -> dict[str, Any]:
    start = text.index(quote)
    end = start + len(quote)
    return {"page": 2, "start": start, "end": end, "quote": quote, "section": "9 Law"} | changes


def test_a_quote_stands_in_its_paragraph() -> None:
    found = passage(place(TEXT, "Ohio"), TEXT)

    assert found.before == "9. Governing Law. The laws of "
    assert found.quote == "Ohio"
    assert found.after == ", and no other, govern it."
    assert found.where == "page 2 · § 9 Law"


def test_words_are_not_cut_in_two() -> None:
    text = "word " * 100 + "Ohio" + " word" * 100

    found = passage(place(text, "Ohio", page=None, section=None), text)

    assert found.before.startswith("… word ")
    assert found.after.endswith(" word …")
    assert found.where == ""


def test_a_long_quote_explains_itself() -> None:
    text = "before " + "x" * 400 + " after"

    found = passage(place(text, "x" * 400), text)

    assert (found.before, found.after) == ("", "")


def test_without_the_text_the_quote_stands_alone() -> None:
    found = passage(place(TEXT, "laws of Ohio"), None)

    assert (found.before, found.quote, found.after) == ("", "laws of Ohio", "")


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9), st.sampled_from("abc")))


@given(spans)
def test_the_pieces_are_the_text_and_marked_where_evidence_stands(
    given_spans: list[tuple[int, int, str]],
) -> None:
    """Evidence overlaps: a date within a clause, a clause within a section."""
    text = "".join(chr(65 + number) for number in range(30))
    found = [(label, [{"start": at, "end": at + size}]) for at, size, label in given_spans]

    cut = pieces(text, found)

    assert "".join(piece.text for piece in cut) == text
    offset = 0
    for piece in cut:
        here = {name for at, size, name in given_spans if at <= offset < at + size}
        assert set(piece.labels.split(", ")) - {""} == here
        offset += len(piece.text)
