"""Outlook's mails are read as the mails that they were."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.testing.compound import compound, outlook

Analyse = Callable[..., tuple[Analysis, ...]]
SUBJECT, BODY, HTML, RTF, SENDER, ADDRESS, TO = 0x37, 0x1000, 0x1013, 0x1009, 0x0C1A, 0x0C1F, 0x0E04
DEAL = b"LICENCE AGREEMENT\n\nThis Agreement is made between Harrow, Inc. and Quill GmbH.\n"

# A piece of the known beginning, words, and the sign of the end where the next letter would go.
PACKED = b"\x01\x00\x09 See be\x20low.}\x0e\x60"
LZFU = (len(PACKED) + 12).to_bytes(4, "little") + b"\x17\x00\x00\x00LZFu\x00\x00\x00\x00" + PACKED


def test_who_wrote_what_to_whom_is_the_text(analyse: Analyse) -> None:
    texts = {SUBJECT: "Vertrag für Łódź", SENDER: "Ann", ADDRESS: "ann@example.org", TO: "Bob"}

    [found] = analyse(compound(outlook({**texts, BODY: "See below.\r\nBest"})))

    assert found.media_type == "application/vnd.ms-outlook"
    assert found.text == (
        "From: Ann <ann@example.org>\nTo: Bob\nSubject: Vertrag für Łódź\n\nSee below.\nBest"
    )
    assert found.findings == ()


@pytest.mark.parametrize(
    "raw",
    [
        {HTML: b"<html><p>See <b>below</b>.</p></html>"},
        {RTF: b"\x2c\0\0\0\x20\0\0\0MELA\0\0\0\0" + rb"{\rtf1\ansi See {\b below}.}"},
        {RTF: LZFU},
    ],
)
def test_the_words_may_be_in_any_form(analyse: Analyse, raw: dict[int, bytes]) -> None:
    [found] = analyse(compound(outlook({SUBJECT: "Deal"}, raw=raw)))

    assert "See below." in (found.text or "")


def test_what_it_carries_is_a_member(analyse: Analyse) -> None:
    inner = outlook({SUBJECT: "Offer", BODY: "Our offer."}, {"annex.txt": b"The annex."})
    mail = outlook(
        {SUBJECT: "Fwd"}, {"größe.txt": DEAL, "Offer": inner, "data.bin": b"\x01\x02" * 99}
    )

    found = analyse(compound(mail))

    assert [(item.member, item.outcome.value) for item in found] == [
        (None, "analysed"),
        ("größe.txt", "analysed"),
        ("Offer.msg", "analysed"),
        ("Offer.msg/annex.txt", "analysed"),
        ("data.bin", "skipped"),
    ]
    assert "Our offer." in (found[2].text or "")


def test_a_line_break_in_a_name_makes_no_header(analyse: Analyse) -> None:
    """What was sent may be made to look like headers of ours."""
    subject = "Deal\r\nContent-Type: text/html\r\n\r\nEvil"
    mail = outlook({SUBJECT: subject, BODY: "Words."}, {'a".txt\r\nX: y': DEAL})

    found = analyse(compound(mail))

    assert (found[0].text or "").endswith("Words.")
    assert len(found) == 2


def test_a_broken_container_is_no_crash(analyse: Analyse) -> None:
    whole = compound(outlook({SUBJECT: "Deal", BODY: "x" * 9_000}, {"a.txt": DEAL}))

    for place in range(0, len(whole), 509):
        damaged = whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]
        assert analyse(damaged)[0].outcome.value in {"analysed", "partial", "failed", "skipped"}
