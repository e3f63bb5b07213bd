"""Rich Text Format: what a person sees, and what was struck or hidden."""

import struct
from collections.abc import Callable
from contextlib import suppress

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.text.reading import Unreadable
from contractsai.pipeline.text.rtf import read_rtf
from contractsai.testing.compound import compound, word_97

Analyse = Callable[..., tuple[Analysis, ...]]
TextOf = Callable[[bytes | str], str]
HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"One\par Two\line three\par", "One\n\nTwo\nthree"),
        (rb"a \ldblquote b\rdblquote  \endash\~c\_d e\-f \{g\}", "a “b” – c-d ef {g}"),
        (rb"\'c9clair \u322?\'f3d\u378?", "Éclair łódź"),
        (rb"\uc2\u322 \'a3?\uc0\u243 d\uc1 x", "łódx"),
        (rb"a\u-10179?\u-9191?", "a\U0001f419"),
        (rb"{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial CE;}}\f1\'b3\f0\'b3", "ł³"),
        (rb"{\fonttbl{\f2\fcharset134 SimSun;}}{\f2\'b1\'b1\'b0\'b6} Co.", "北岸 Co."),
        (
            rb"{\*\generator Writer;}{\info{\title No}}{\stylesheet{\s1 No;}}{\*\unknown No}Yes",
            "Yes",
        ),
        (rb"{\field{\*\fldinst HYPERLINK no}{\fldrslt yes}}", "yes"),
        (rb"{\listtext 2.1\tab}Term", "2.1\tTerm"),
        (
            rb"{\pict\pngblip\picw9 89504e47}Yes{\pict\bin5 }}}}}}\par No picture",
            "Yes\n\nNo picture",
        ),
        (rb"{\header Draft\par}Text{\footnote Note.}\par More", "Text\n\nMore\n\nDraft\n\nNote."),
        (rb"{\shp{\*\shpinst{\sp{\sn no}{\sv no}}{\shptxt Box\par}}}", "Box"),
        (rb"One}Two\par}Three", "OneTwo\n\nThree"),
    ],
)
def test_a_person_sees(text_of: TextOf, body: bytes, text: str) -> None:
    assert text_of(HEAD + b" " + body + b"}") == text


def test_tables_are_rows(text_of: TextOf) -> None:
    """Facts are read from ``label | value``."""
    row = rb"\trowd\cellx1\cellx2\pard\intbl %s\cell\pard\intbl %s\cell\row"
    rows = row % (b"Term", rb"3 years\par from signature") + row % (b"Law", b"Ohio")

    assert text_of(HEAD + b" " + rows + rb"\pard After.}") == (
        "Term | 3 years  from signature\nLaw | Ohio\n\nAfter."
    )


def test_a_table_that_lays_out_a_page_keeps_its_paragraphs(text_of: TextOf) -> None:
    cell = rb"\trowd\pard\intbl One\par Two\par Three\cell\row\pard"

    assert text_of(HEAD + b" " + cell + b"}") == "One\n\nTwo\n\nThree"


@pytest.mark.parametrize("word", [b"strike", b"striked1", b"v", b"deleted"])
def test_what_is_struck_or_hidden_is_beside_the_text(analyse: Analyse, word: bytes) -> None:
    """A law that was struck out does not govern."""
    [found] = analyse(
        HEAD + rb" The law of {\%s Nevada }Ohio {\strike\strike0\plain governs}.}" % word
    )

    assert found.text == "The law of Ohio governs."
    assert [item.text for item in found.struck] == ["Nevada"]
    assert "struck_text" in found.review_reasons


def test_a_file_of_pictures_needs_ocr(analyse: Analyse) -> None:
    [found] = analyse(HEAD + rb"{\pict\pngblip 89504e47}}")

    assert (found.outcome.value, found.reason) == ("needs_ocr", "no_text")


def test_a_picture_of_a_page_makes_the_rest_partial(analyse: Analyse) -> None:
    picture = rb"{\pict\pngblip\picwgoal11000\pichgoal15000 89}"

    [found] = analyse(HEAD + b" Agreement" + picture + b"}")

    assert (found.outcome.value, found.reason) == ("partial", "pages_need_ocr")


@pytest.mark.parametrize(
    "unit",
    [b"{", b"}", rb"\'", rb"\cell ", rb"\row ", rb"\u8220?", rb"{\footnote x}", rb"\bin9 ", b"\\"],
)
def test_what_is_said_over_and_over_takes_its_time_once(unit: bytes) -> None:
    """Counted in looks at the clock, which come every so many tokens."""
    passed: list[str] = []
    times = 50_000
    with suppress(Unreadable):
        read_rtf(HEAD + unit * times, checkpoint=passed.append)

    assert 1 <= len(passed) <= 5 * times // 10_000 + 1


def test_what_was_put_into_it_is_a_member(analyse: Analyse) -> None:
    """Contracts are sent with their annexes as icons to click on."""
    annex = b"\x02\x00annex.txt\x00C:\\annex.txt\x00\x00\x00\x03\x00" + (4).to_bytes(4, "little")
    annex += b"a.t\x00" + (9).to_bytes(4, "little") + b"The annex"

    found = analyse(
        HEAD
        + b" Agreement"
        + embedded(b"Package\x00", annex)
        + embedded(b"Word.Document.8\x00", compound(word_97("Schedule\r")))
        + rb"{\object{\*\objdata 0105zz}{\result Icon}}}"
    )

    assert [(item.member, item.reason, item.text) for item in found[1:]] == [
        ("annex.txt", None, "The annex"),
        ("object-2", None, "Schedule"),
        ("object-3", "corrupt", None),
    ]
    assert found[0].text == "AgreementIcon"


def embedded(kind: bytes, content: bytes) -> bytes:
    head = struct.pack("<III", 0x501, 2, len(kind)) + kind + b"\x00" * 8
    digits = (head + struct.pack("<I", len(content)) + content).hex().encode()
    return rb"{\object\objemb{\*\objdata " + digits + b"}}"
