"""Pages as a person sees them: charset, what is hidden or struck, forms, tables."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis

Analyse = Callable[..., tuple[Analysis, ...]]
TextOf = Callable[[bytes | str], str]


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


class TestCharset:
    @pytest.mark.parametrize(
        ("declared", "codec", "words"),
        [
            ("gb2312", "gbk", "北沼工具有限公司"),
            ("GBK", "gbk", "北沼工具有限公司"),
            ("big5", "big5", "北沼工具有限公司"),
            ("shift_jis", "cp932", "契約は日本法に準拠する"),
            ("euc-jp", "euc_jp", "契約は日本法に準拠する"),
            ("iso-2022-jp", "iso2022_jp", "契約は日本法に準拠する"),
            ("euc-kr", "cp949", "계약은 대한민국 법에 따른다"),
            ("windows-1250", "cp1250", "Žluťoučký kůň Łódź"),
            ("iso-8859-2", "iso8859_2", "Łódź, Čáslav"),
            ("windows-1251", "cp1251", "Общество ограниченной ответственностью"),
            ("koi8-r", "koi8_r", "Общество ограниченной ответственностью"),
            ("windows-1253", "cp1253", "Ελληνική Δημοκρατία"),
            ("windows-1254", "cp1254", "İstanbul Ticaret ğüş"),
            ("windows-1255", "cp1255", "חברה בעירבון מוגבל"),
            ("windows-1256", "cp1256", "شركة ذات مسؤولية محدودة"),
            ("tis-620", "cp874", "บริษัท จำกัด"),
            ("iso-8859-1", "cp1252", "“Müller” €5"),
        ],
    )
    @pytest.mark.parametrize(
        "way",
        [
            '<meta charset="{}">',
            "<META http-equiv='Content-Type' content='text/html; charset={}'>",
        ],
    )
    def test_a_page_is_read_as_it_declares(
        self, text_of: TextOf, declared: str, codec: str, words: str, way: str
    ) -> None:
        content = page(f"<p>{words}</p>", way.format(declared)).encode(codec)

        assert text_of(content) == words

    def test_an_xml_declaration_declares_too(self, text_of: TextOf) -> None:
        content = '<?xml version="1.0" encoding="windows-1250"?><html><body>Łódź</body></html>'

        assert text_of(content.encode("cp1250")) == "Łódź"

    @pytest.mark.parametrize(
        "declared",
        ["gb2312", "windows-1251", "shift_jis", "utf-16", "no-such", "punycode", "utf-7"],
    )
    def test_utf_8_is_utf_8_whatever_is_declared(self, text_of: TextOf, declared: str) -> None:
        """Editors save anew and leave the declaration as it was."""
        content = page("<p>Société Générale €5</p>", f"<meta charset={declared}>").encode()

        assert text_of(content) == "Société Générale €5"

    @pytest.mark.parametrize("declared", ["utf-8", "euc-kr", "no-such"])
    def test_a_wrong_declaration_falls_back_to_western(
        self, text_of: TextOf, declared: str
    ) -> None:
        content = page("<p>Société Générale é</p>", f"<meta charset={declared}>").encode("cp1252")

        assert text_of(content) == "Société Générale é"

    @pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
    def test_a_mark_before_other_letters_does_not_make_it_empty(
        self, text_of: TextOf, mark: bytes, codec: str
    ) -> None:
        """Gateways put a mark before what they never converted."""
        content = mark + page("<p>Société Générale</p>").encode(codec)

        assert text_of(content) == "Société Générale"

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
    def test_an_honest_mark_decides(self, text_of: TextOf, codec: str) -> None:
        content = page("<p>Société</p>", "<meta charset=gb2312>").encode(codec)

        assert text_of(content) == "Société"


class TestStruckAndHidden:
    @pytest.mark.parametrize(
        "gone",
        [
            "<del>Peru</del>",
            "<s>Peru</s>",
            "<strike>Peru</strike>",
            "<span style='text-decoration: line-through'>Peru</span>",
            "<span style='text-decoration-line:underline line-through'>Peru</span>",
            "<span hidden>Peru</span>",
            "<span hidden='until-found'>Peru</span>",
            "<span style='display:none'>Peru</span>",
            "<span style='DISPLAY : NONE !important'>Peru</span>",
            "<span style='visibility: hidden'>Peru</span>",
            "<span style='mso-hide:all'>Peru</span>",
            "<span style='font-size:0px'>Peru</span>",
            "<span style='font-size:1px'>Peru</span>",
            "<span style='color:#FFF'>Peru</span>",
            "<span style='color: rgb(255, 255, 255)'>Peru</span>",
            "<b style='background:red'><i style='background:white;color:#fefefe'>Peru</i></b>",
            "<span style='color:transparent'>Peru</span>",
            "<font color='white'>Peru</font>",
            "<b class='x cut'>Peru</b>",
            "<b id='gone'>Peru</b>",
            "<i><u>Peru</u></i>",
            "<b class='off'>Peru</b>",
            "<b class='screen'>Peru</b>",
            "<del><b>Pe</b>ru</del>",
        ],
    )
    def test_it_is_kept_beside_the_text(self, analyse: Analyse, gone: str) -> None:
        """A law that was struck out or hidden must not be found."""
        css = (
            "<style>/* { */ .cut { color: red; text-decoration: line-through } #gone{display:none}"
            " i > u, p.never { visibility:hidden } @media screen { b.screen { display: none } }"
            " @media print { p { display: none } } b { font-weight: bold }"
            " p .off {display:none}</style>"
        )

        [found] = analyse(page(f"<p>The law of {gone} Ohio governs.</p>", css))

        assert found.text == "The law of Ohio governs."
        assert [item.text for item in found.struck] == ["Peru"]
        assert "struck_text" in found.review_reasons

    @pytest.mark.parametrize(
        "seen",
        [
            "<ins>Ohio</ins>",
            "<span aria-hidden='true'>Ohio</span>",
            "<span style='display:inline'>Ohio</span>",
            "<span class='maybe' style='display:block'>Ohio</span>",
            "<span style='visibility:hidden'><b style='visibility:visible'>Ohio</b></span>",
            "<span class='maybe shown'>Ohio</span>",
            "<span class='hover'>Ohio</span>",
            "<span style='font-size:0'><b style='font-size:12pt'>Ohio</b></span>",
            "<span style='font-size:0.8em'>Ohio</span>",
            "<span style='color:white;background:#003'>Ohio</span>",
            "<span style='background:#003'><i style='color:#ffffff'>Ohio</i></span>",
            "<span style='color:white'><i style='color:#zzz'>Ohio</i></span>",
            "<span style='color:white'><a href='x'>Ohio</a></span>",
            "<style>p:first-child {background:navy}</style><b style='color:white'>Ohio</b>",
            "<table bgcolor='navy'><tr><td style='color:white'>Ohio</td></tr></table>",
        ],
    )
    def test_what_is_seen_is_text(self, analyse: Analyse, seen: str) -> None:
        css = (
            "<style>.maybe{display:none} .maybe.shown{display:inline}"
            " .hover:hover, .hover + b {display:none}</style>"
        )

        [found] = analyse(page(f"<p>The law of {seen}.</p>", css))

        assert found.text is not None
        assert " ".join(found.text.split()).replace(" .", ".") == "The law of Ohio."
        assert found.struck == ()

    def test_scripts_and_figures_for_machines_are_no_struck_words(self, analyse: Analyse) -> None:
        body = "<p>Seen.</p><script>x</script><template>y</template><ix:header>z</ix:header>"

        [found] = analyse(page(body, "<title>t</title>"))

        assert (found.text, found.struck) == ("Seen.", ())

    def test_a_hidden_row_leaves_no_bars(self, analyse: Analyse) -> None:
        rows = "<tr hidden><td>Law</td><td>Peru</td></tr><tr><td>Law</td><td>Ohio</td></tr>"

        [found] = analyse(page(f"<table>{rows}</table>"))

        assert found.text == "Law | Ohio"
        assert [item.text for item in found.struck] == ["Law", "Peru"]

    @pytest.mark.parametrize(
        "css",
        ["{" * 50_000, "a{" * 20_000, "@media screen {" * 20_000, "/*" * 50_000, ".a," * 50_000],
    )
    def test_no_style_sheet_takes_long_or_breaks_the_page(self, text_of: TextOf, css: str) -> None:
        assert text_of(page("<p>Seen.</p>", f"<style>{css}</style>")) == "Seen."

    def test_more_rules_than_anybody_compares_make_it_partial(self, analyse: Analyse) -> None:
        """Then nobody knows which of the words are hidden."""
        css = "".join(f".x .a{number} {{display:none}} " for number in range(2_001))

        [found] = analyse(page("<p>Seen.</p>", f"<style>{css}</style>"))

        assert (found.outcome.value, found.text) == ("partial", "Seen.")

    def test_a_page_that_costs_a_billion_comparisons_ends(self, analyse: Analyse) -> None:
        css = "".join(f".a{number} .b p {{display:none}} " for number in range(1_000))
        body = "<div class=b>" * 100 + "<p>Seen.</p>" * 2_000

        [found] = analyse(page(body, f"<style>{css}</style>"))

        assert found.outcome.value == "partial"


class TestForms:
    @pytest.mark.parametrize(
        ("field", "shown"),
        [
            ('<input value="Acme, Inc.">', "Acme, Inc."),
            ('<input type=date value="2025-03-03">', "2025-03-03"),
            ("<textarea>Acme,\n Inc.</textarea>", "Acme, Inc."),
            ("<select><option>Maine<option selected>Ohio</select>", "Ohio"),
            ("<select><option>Maine<option>Ohio</select>", "Maine"),
            ("<select multiple><option selected>A<option>B<option selected>C</select>", "A, C"),
            ("<input type=checkbox checked>", "\u2612"),
            ("<input type=radio>", "\u2610"),
            ('<input type=hidden value="x">', ""),
            ('<input type=submit value="Send">', ""),
            ('<input type="search">', ""),
        ],
    )
    def test_what_was_filled_in_is_text(self, analyse: Analyse, field: str, shown: str) -> None:
        [found] = analyse(page(f"<p>Answer:{field}</p><p>Next.</p>"))

        assert found.text == f"Answer: {shown}".strip().rstrip(" ") + "\n\nNext."
        assert "blank_placeholders" not in found.review_reasons

    @pytest.mark.parametrize(
        ("field", "shown"),
        [
            ("<input>", "[____]"),
            ("<input placeholder='Name of the supplier'>", "[Name of the supplier]"),
            ("<textarea>  </textarea>", "[____]"),
            ("<select><option value=''>Please choose<option>Ohio</select>", "[____]"),
            ("<select></select>", "[____]"),
            ("<input value='________'>", "[____]"),
        ],
    )
    def test_what_was_not_is_a_gap_and_no_party(
        self, analyse: Analyse, field: str, shown: str
    ) -> None:
        [found] = analyse(
            page(
                f"<h1>SUPPLY AGREEMENT</h1><p>This Agreement is made between {field}, an Ohio"
                ' corporation ("Supplier"), and Harbour Mills LLC, an Iowa company ("Customer").'
            )
        )

        parties = [fact.value for fact in found.findings if fact.name == "party"]
        assert found.text is not None
        assert f"between {shown}, an Ohio" in found.text
        assert "blank_placeholders" in found.review_reasons
        assert not any(shown.strip("[]") in name for name in parties)

    def test_a_hidden_field_is_no_gap(self, analyse: Analyse) -> None:
        [found] = analyse(page("<p>Words.</p><div hidden><input></div>"))

        assert "blank_placeholders" not in found.review_reasons


class TestTables:
    @pytest.mark.parametrize(
        ("table", "text"),
        [
            # Word writes a paragraph into every cell.
            (
                (
                    "<tr><td><p>Law</p></td><td><p>Ohio</p></td></tr>"
                    "<tr><td><p>Term</p></td><td><p>2 years</p></td></tr>"
                ),
                "Law | Ohio\n\nTerm | 2 years",
            ),
            (
                "<tr><td>Supplier</td><td>Acme, Inc.<br>1 Quay</td></tr>",
                "Supplier | Acme, Inc.  1 Quay",
            ),
            (
                "<tr><td>Key Terms<table><tr><td>Law</td><td>Ohio</td></tr></table></td></tr>",
                "Key Terms\n\nLaw | Ohio",
            ),
            (
                "<tr><td>Acme, Inc.<br>By: ____<br>Title: CEO</td><td>Bo AG<br>By: ____</td></tr>",
                "Acme, Inc.\nBy: ____\nTitle: CEO\nBo AG\nBy: ____",
            ),
            ("<tr><td><p>One.</p><p>Two.</p></td></tr>", "One.\n\nTwo."),
        ],
    )
    def test_a_row_is_a_line_unless_it_lays_out_a_page(
        self, text_of: TextOf, table: str, text: str
    ) -> None:
        assert text_of(page(f"<table>{table}</table>")) == text
