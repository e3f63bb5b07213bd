"""What a Word document strikes out or hides is no part of its text, and is kept beside it."""

from collections.abc import Callable

import pytest
from support.word_xml import paragraph, run, table, word_file

from contractsai.domain.findings import Analysis
from contractsai.pipeline.limits import Limits

Analyse = Callable[..., tuple[Analysis, ...]]


def style(name: str, properties: str, kind: str = "paragraph", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}">{more}<w:rPr>{properties}</w:rPr></w:style>'
    )


def based_on(name: str) -> str:
    return f'<w:basedOn w:val="{name}"/>'


IN_STYLE = '<w:pStyle w:val="Gone"/>'
IN_CHARACTERS = '<w:rStyle w:val="Cut"/>'


@pytest.mark.parametrize("name", ["vanish", "strike", "dstrike"])
@pytest.mark.parametrize("on", ["", ' w:val="1"', ' w:val="true"', ' w:val="on"'])
def test_words_struck_or_hidden_by_themselves_are_kept_beside_the_text(
    analyse: Analyse, name: str, on: str
) -> None:
    """A law that was struck out must not be found, and a person must see that it was there."""
    gone = run("Peru", f"<w:{name}{on}/>")

    [found] = analyse(word_file(paragraph("The law of ", gone, " Ohio governs.")))

    assert found.text == "The law of Ohio governs."
    assert [(item.text, found.text[item.start :].strip()) for item in found.struck] == [
        ("Peru", "Ohio governs.")
    ]
    assert "struck_text" in found.review_reasons


@pytest.mark.parametrize("off", ["0", "false", "off"])
def test_a_property_that_is_off_strikes_nothing(analyse: Analyse, off: str) -> None:
    [found] = analyse(word_file(paragraph("Kept ", run("words.", f'<w:strike w:val="{off}"/>'))))

    assert (found.text, found.struck) == ("Kept words.", ())


@pytest.mark.parametrize(
    ("styles", "paragraph_style", "run_style", "is_gone"),
    [
        (style("Gone", "<w:vanish/>"), IN_STYLE, "", True),
        (
            style("Base", "<w:strike/>") + style("Gone", "", more=based_on("Base")),
            IN_STYLE,
            "",
            True,
        ),
        (style("Cut", "<w:dstrike/>", "character"), "", IN_CHARACTERS, True),
        (
            style("Root", "<w:vanish/>", "character")
            + style("Cut", "", "character", based_on("Root")),
            "",
            IN_CHARACTERS,
            True,
        ),
        (
            style("Base", "<w:vanish/>")
            + style("Gone", '<w:vanish w:val="0"/>', more=based_on("Base")),
            IN_STYLE,
            "",
            False,
        ),
        # What two styles both hide is seen: toggle properties turn each other over.
        (
            style("Gone", "<w:vanish/>") + style("Cut", "<w:vanish/>", "character"),
            IN_STYLE,
            IN_CHARACTERS,
            False,
        ),
        (style("Gone", "<w:vanish/>"), IN_STYLE, '<w:vanish w:val="0"/>', False),
        (
            "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
            "",
            "",
            True,
        ),
        # Two styles that are based on each other end, too.
        (
            style("Gone", "", more=based_on("Ring")) + style("Ring", "", more=based_on("Gone")),
            IN_STYLE,
            "",
            False,
        ),
    ],
)
def test_styles_strike_and_hide_as_in_word(
    analyse: Analyse, styles: str, paragraph_style: str, run_style: str, *, is_gone: bool
) -> None:
    """Drafting notes have a style of their own, and a careful template hides by style alone."""
    inner = paragraph(run("In doubt.", run_style), properties=paragraph_style)
    plain = paragraph(run("Seen.", '<w:vanish w:val="0"/>'))

    [found] = analyse(word_file(plain + inner, styles=styles))

    assert (found.text == "Seen.") == is_gone
    assert bool(found.struck) == is_gone


def test_the_default_style_holds_where_none_is_named(analyse: Analyse) -> None:
    styles = style("N", "<w:strike/>").replace("w:styleId", 'w:default="1" w:styleId')

    [found] = analyse(
        word_file(
            paragraph("Gone.") + paragraph(run("Seen.", '<w:strike w:val="0"/>')), styles=styles
        )
    )

    assert found.text == "Seen."


def test_an_earlier_format_of_a_tracked_change_strikes_nothing(analyse: Analyse) -> None:
    """The old properties are kept within the new ones; they hold no longer."""
    changed = "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"

    [found] = analyse(word_file(paragraph(run("Kept.", changed))))

    assert (found.text, found.struck) == ("Kept.", ())


def test_what_a_tracked_change_took_away_is_struck(analyse: Analyse) -> None:
    """A redline shows what was agreed before; the report must say that there is one."""
    deleted = "<w:del><w:r><w:delText>sixty (60)</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
    added = "<w:ins><w:r><w:t>thirty (30)</w:t></w:r></w:ins>"

    [found] = analyse(word_file(paragraph("Pay in ", deleted, added, " days.", moved)))

    assert found.text == "Pay in thirty (30) days."
    assert [item.text for item in found.struck] == ["sixty (60)", "moved"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(analyse: Analyse) -> None:
    """Two paragraphs became one; cut in two they would be half a sentence each."""
    end = "<w:rPr><w:del/></w:rPr>"

    [found] = analyse(
        word_file(paragraph("The term is ", properties=end) + paragraph("two (2) years."))
    )

    assert found.text == "The term is two (2) years."


def test_a_heading_that_runs_into_its_text_stays_with_it(analyse: Analyse) -> None:
    """Word hides the end of a run-in heading, not the heading."""
    end = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"

    [found] = analyse(
        word_file(paragraph("Term.", properties=end) + paragraph("It is two (2) years."))
    )

    assert found.text == "Term. It is two (2) years."


@pytest.mark.parametrize("end", ["<w:del/>", "<w:vanish/>"])
def test_twenty_thousand_open_paragraphs_are_one(analyse: Analyse, end: str) -> None:
    """Each must not cost a copy of all before it."""
    body = paragraph("word ", properties=f"<w:rPr>{end}</w:rPr>") * 20_000

    [found] = analyse(word_file(body), Limits(max_characters=10_000))

    assert found.text is not None
    assert found.text.startswith("word word")


@pytest.mark.parametrize("mark", ["<w:hidden/>", "<w:del/>"])
def test_a_row_that_is_hidden_or_deleted_is_struck(analyse: Analyse, mark: str) -> None:
    rows = table(["Law", "Ohio"], ["Term", "2 years"]).replace(
        "<w:tr>", f"<w:tr><w:trPr>{mark}</w:trPr>", 1
    )

    [found] = analyse(word_file(rows))

    assert found.text == "Term | 2 years"
    assert [item.text for item in found.struck] == ["Law | Ohio"]


def test_a_row_of_struck_words_leaves_no_bars(analyse: Analyse) -> None:
    gone = paragraph(run("Law", "<w:strike/>"))

    [found] = analyse(word_file(table([gone, gone], ["Term", "2 years"])))

    assert found.text == "Term | 2 years"
    assert len(found.struck) == 2


def test_runs_that_are_struck_together_are_one_passage(analyse: Analyse) -> None:
    """Word cuts runs where the spelling checker pleases."""
    pieces = [run(piece, "<w:strike/>") for piece in ("the State ", "of ", "Peru")]

    [found] = analyse(word_file(paragraph("Law: ", *pieces)))

    assert [item.text for item in found.struck] == ["the State of Peru"]


def test_a_document_of_struck_words_alone_is_empty(analyse: Analyse) -> None:
    [found] = analyse(word_file(paragraph(run("All gone.", "<w:strike/>"))))

    assert found.outcome.value == "failed"


def test_styles_that_cannot_be_read_make_it_partial(analyse: Analyse) -> None:
    """Nobody knows then which of the words are hidden."""
    [found] = analyse(word_file(paragraph("Words."), files={"word/styles.xml": "<w:styles"}))

    assert (found.outcome.value, found.text) == ("partial", "Words.")


WHITE = '<w:color w:val="FFFFFF"/>'
TINY = '<w:sz w:val="2"/>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'
GRID = '<w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>'


@pytest.mark.parametrize("properties", [WHITE, TINY, f"{WHITE}{TINY}{DARK}", IN_CHARACTERS])
def test_what_nobody_can_see_is_no_text(analyse: Analyse, properties: str) -> None:
    """Words that steer a machine and that no party has read are nobody's contract."""
    faint = run("Peru", properties)
    styles = style("Cut", WHITE, "character")

    [found] = analyse(word_file(paragraph("The law of ", faint, " Ohio governs."), styles=styles))

    assert found.text == "The law of Ohio governs."
    assert [item.text for item in found.struck] == ["Peru"]


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run("Seen.", WHITE + DARK)),
        paragraph(run("Seen.", f'{WHITE}<w:highlight w:val="blue"/>')),
        paragraph(run("Seen.", WHITE), properties=DARK),
        paragraph(run("Seen.", WHITE), properties='<w:pStyle w:val="Dark"/>'),
        table([paragraph(run("Seen.", WHITE))]).replace("<w:tbl>", f"<w:tbl>{GRID}"),
        table([f"<w:tcPr>{DARK}</w:tcPr>" + paragraph(run("Seen.", WHITE))]),
        paragraph(run("Seen.", '<w:color w:val="auto"/><w:sz w:val="8"/>')),
    ],
)
def test_white_words_on_a_colour_are_seen(analyse: Analyse, body: str) -> None:
    [found] = analyse(word_file(body, styles=style("Dark", DARK)))

    assert (found.text, found.struck) == ("Seen.", ())


@pytest.mark.parametrize("data", ["<dgm:relIds/>", "<c:chart/>"])
def test_words_in_a_diagram_or_a_chart_are_told_as_unread(analyse: Analyse, data: str) -> None:
    drawn = data.replace("/>", ' xmlns:dgm="x/diagram" xmlns:c="x/chart"/>')
    body = paragraph(
        "The law of Ohio governs.",
        f"<w:r><w:drawing><a:graphic><a:graphicData>{drawn}</a:graphicData></a:graphic></w:drawing></w:r>",
    )

    [found] = analyse(word_file(body))

    assert (found.outcome.value, found.reason) == ("partial", "members_unread")
