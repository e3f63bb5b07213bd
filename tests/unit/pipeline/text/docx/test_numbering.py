"""Automatic numbers are part of what a person reads, and no paragraph holds them."""

from collections.abc import Callable

import pytest
from support.word_xml import paragraph, run, table, word_file

from contractsai.domain.findings import Analysis

Analyse = Callable[..., tuple[Analysis, ...]]
TextOf = Callable[[bytes | str], str]


def level(depth: int, text: str, style: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(*levels: str, identity: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{identity}">{more}{"".join(levels)}</w:abstractNum>'


def listed(identity: int, defined_by: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{defined_by}"/>{more}</w:num>'


def item(words: str, depth: int = 0, identity: int = 1, more: str = "") -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>'
    return paragraph(words, properties=more + place)


THREE = definition(level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter")) + listed(1)


def lines(text: str) -> list[str]:
    return text.split("\n\n")


@pytest.mark.parametrize(
    ("style", "text", "numbers"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("upperRoman", "ARTICLE %1.", ["ARTICLE I.", "ARTICLE II.", "ARTICLE III."]),
        ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("ordinal", "%1", ["1st", "2nd", "3rd"]),
        ("ordinalText", "%1:", ["First:", "Second:", "Third:"]),
        ("cardinalText", "Part %1", ["Part One", "Part Two", "Part Three"]),
        ("bullet", "\uf0b7", ["\u2022"] * 3),
        ("bullet", "-", ["-"] * 3),
        ("none", "", ["", "", ""]),
        ("noSuchFormat", "%1", ["1", "2", "3"]),
    ],
)
def test_each_format_is_written_as_word_shows_it(
    text_of: TextOf, style: str, text: str, numbers: list[str]
) -> None:
    body = "".join(item("words") for _ in numbers)

    found = text_of(word_file(body, numbering=definition(level(0, text, style)) + listed(1)))

    assert lines(found) == [f"{number} words".strip() for number in numbers]


def test_levels_count_within_each_other_and_start_again(text_of: TextOf) -> None:
    body = "".join(
        item(words, depth)
        for words, depth in (
            ("Term", 0), ("Initial", 1), ("Renewal", 1), ("once", 2), ("twice", 2), ("Law", 0),
            ("Choice", 1), ("here", 2),
        )
    )  # fmt: skip

    assert lines(text_of(word_file(body, numbering=THREE))) == [
        "1. Term", "1.1 Initial", "1.2 Renewal", "(a) once", "(b) twice", "2. Law", "2.1 Choice",
        "(a) here",
    ]  # fmt: skip


def test_a_level_that_never_starts_again_goes_on(text_of: TextOf) -> None:
    """Clauses numbered through all articles."""
    numbering = definition(
        level(0, "Article %1", "upperRoman"), level(1, "%2.", more='<w:lvlRestart w:val="0"/>')
    ) + listed(1)
    body = item("A") + item("a", 1) + item("b", 1) + item("B") + item("c", 1)

    assert lines(text_of(word_file(body, numbering=numbering)))[-1] == "3. c"


def test_a_legal_level_writes_all_numbers_in_digits(text_of: TextOf) -> None:
    numbering = definition(
        level(0, "Article %1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")
    ) + listed(1)

    text = text_of(word_file(item("A") + item("B") + item("c", 1), numbering=numbering))

    assert lines(text) == ["Article I. A", "Article II. B", "2.1 c"]


def test_two_lists_on_one_definition_count_on_together(text_of: TextOf) -> None:
    """What was pasted in from another list continues it, unless it says where it begins."""
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = definition(level(0, "%1.")) + listed(1) + listed(2) + listed(3, more=restart)
    body = "".join(item("x", identity=identity) for identity in (1, 1, 2, 3, 3, 1))

    numbers = [line.split(".")[0] for line in lines(text_of(word_file(body, numbering=numbering)))]

    assert numbers == ["1", "2", "3", "1", "2", "3"]


def test_an_override_of_a_level_replaces_it(text_of: TextOf) -> None:
    over = f'<w:lvlOverride w:ilvl="0">{level(0, "Clause %1", "decimal")}</w:lvlOverride>'
    numbering = definition(level(0, "%1.")) + listed(1, more=over)

    assert text_of(word_file(item("Term"), numbering=numbering)) == "Clause 1 Term"


def styled(name: str, place: str, base: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}">{based}<w:pPr>{place}</w:pPr></w:style>'


def in_style(words: str, name: str, more: str = "") -> str:
    return paragraph(words, properties=f'<w:pStyle w:val="{name}"/>{more}')


LIST = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def test_headings_are_numbered_by_their_style(text_of: TextOf) -> None:
    """Most contracts are: no paragraph of theirs has a number of its own."""
    numbering = definition(
        level(0, "%1.", more='<w:pStyle w:val="H1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'),
    ) + listed(1)
    styles = styled("H1", LIST) + styled("H2", "", base="H1") + styled("H3", "", base="H2")
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        in_style("Term", "H1") + in_style("Initial", "H2") + in_style("Later", "H3")
        + in_style("Annex", "H1", off) + in_style("Law", "H1")
    )  # fmt: skip

    text = text_of(word_file(body, numbering=numbering, styles=styles))

    assert lines(text) == ["1. Term", "1.1 Initial", "1.2 Later", "Annex", "2. Law"]


def test_a_list_may_be_defined_by_a_style_of_lists(text_of: TextOf) -> None:
    numbering = (
        definition(more='<w:numStyleLink w:val="Legal"/>', identity=7)
        + definition(level(0, "\u00a7 %1"), more='<w:styleLink w:val="Legal"/>')
        + listed(1, 7)
        + listed(2)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Legal"><w:pPr><w:numPr><w:numId w:val="2"/>'
        "</w:numPr></w:pPr></w:style>"
    )

    assert text_of(word_file(item("Term"), numbering=numbering, styles=styles)) == "\u00a7 1 Term"


def test_cells_and_wrapped_paragraphs_are_counted_in_their_order(text_of: TextOf) -> None:
    body = (
        item("One")
        + table([item("Two"), "value"])
        + f"<w:sdt><w:sdtContent>{item('Three')}</w:sdtContent></w:sdt>"
    )

    assert lines(text_of(word_file(body, numbering=THREE))) == [
        "1. One",
        "2. Two | value",
        "3. Three",
    ]


def test_what_was_deleted_or_hidden_takes_no_number(text_of: TextOf) -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>Old</w:delText></w:r></w:del></w:p>"
    )
    hidden = paragraph(
        run("Note", "<w:vanish/>"),
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:vanish/></w:rPr>",
    )

    text = text_of(word_file(item("One") + deleted + hidden + item("Two"), numbering=THREE))

    assert lines(text) == ["1. One", "2. Two"]


def test_what_only_ends_a_section_of_pages_takes_no_number(text_of: TextOf) -> None:
    """Or every cross-reference of the contract would be one off."""
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    end = paragraph(properties=place + "<w:sectPr/>")

    assert lines(text_of(word_file(end + item("One"), numbering=THREE))) == ["1. One"]


def test_a_run_in_heading_and_its_text_keep_a_number_each(text_of: TextOf) -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    heading = paragraph("Term.", properties=place + "<w:rPr><w:specVanish/></w:rPr>")

    assert text_of(word_file(heading + item("two years", 1), numbering=THREE)) == (
        "1. Term. 1.1 two years"
    )


def test_an_empty_item_counts(text_of: TextOf) -> None:
    """A person sees its number, and so do the references behind it."""
    assert lines(text_of(word_file(item("One") + item("") + item("Three"), numbering=THREE))) == [
        "1. One",
        "3. Three",
    ]


def test_a_hidden_number_is_not_shown(text_of: TextOf) -> None:
    hidden = level(0, "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")

    assert text_of(word_file(item("One"), numbering=definition(hidden) + listed(1))) == "One"


@pytest.mark.parametrize("start", ["99999999999999999999", "-3", "x", ""])
@pytest.mark.parametrize("style", ["decimal", "upperRoman", "lowerLetter", "ordinalText"])
def test_no_start_costs_more_than_a_line(text_of: TextOf, start: str, style: str) -> None:
    """A letter repeated a billion times, or a Roman number of a million thousands."""
    level_of = level(0, "%1.", style).replace('<w:start w:val="1"/>', f'<w:start w:val="{start}"/>')

    assert len(text_of(word_file(item("One"), numbering=definition(level_of) + listed(1)))) < 120


@pytest.mark.parametrize(
    ("first", "levels", "section"),
    [
        (0, [level(0, "%1.")], "4 Governing Law"),
        (0, [level(0, "Section %1")], "4 Governing Law"),
        (0, [level(0, "%1.", "upperRoman")], "IV Governing Law"),
        (0, [level(0, "Article %1", "upperRoman")], "IV Governing Law"),
        (0, [level(0, "%1.", "upperLetter")], "D Governing Law"),
    ],
)
def test_findings_stand_in_the_section_that_word_numbers(
    analyse: Analyse, first: int, levels: list[str], section: str
) -> None:
    """A person who is told "Section IV" finds the clause."""
    headings = ("Services", "Fees", "Confidentiality", "Governing Law", "General")
    body = "".join(
        item(heading, first)
        + paragraph(
            "This Agreement shall be governed by the laws of the State of Ohio."
            if heading == "Governing Law"
            else "The parties shall agree on this from time to time in writing."
        )
        for heading in headings
    )

    [found] = analyse(
        word_file(paragraph("SUPPLY AGREEMENT") + body, numbering=definition(*levels) + listed(1))
    )

    laws = [fact for fact in found.findings if fact.name == "governing_law"]
    assert [evidence.section for law in laws for evidence in law.evidence] == [section]
