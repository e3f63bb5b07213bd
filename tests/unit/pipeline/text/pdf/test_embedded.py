"""Files inside a PDF are documents of their own, however they are attached."""

import pytest

from contractsai.domain.findings import Analysis, Outcome
from contractsai.pipeline.limits import DEFAULT_LIMITS, Limits
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.testing.pdfs import PdfMaker, said

NDA = b"NON-DISCLOSURE AGREEMENT between Gannet Ltd. and Petrel Inc., both of Ohio."
COVER = "Open this portfolio in another viewer."


def analyse(content: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Analysis, ...]:
    return ContractPipeline(limits).analyse(content, checkpoint=lambda _: None)


def portfolio(*files: tuple[bytes, bytes], cover: bytes | None = None) -> bytes:
    maker = PdfMaker()
    maker.page(said(COVER) if cover is None else cover)
    return maker.made(b"/Collection << >> " + maker.carry(files))


def named(found: tuple[Analysis, ...]) -> dict[str | None, tuple[Outcome, str | None]]:
    return {item.member: (item.outcome, item.reason) for item in found}


def test_every_file_of_a_portfolio_is_read() -> None:
    inner = PdfMaker()
    inner.page(said(NDA.decode()))

    found = analyse(portfolio((b"a.txt", NDA), (b"b.pdf", inner.made())))

    assert [(item.member, item.text) for item in found] == [
        (None, COVER),
        ("a.txt", NDA.decode()),
        ("b.pdf", NDA.decode()),
    ]


def test_a_file_pinned_to_a_page_is_read() -> None:
    maker = PdfMaker()
    file = maker.file(b"side letter.txt", NDA)
    note = b"/Subtype /FileAttachment /Rect [10 10 30 30] /FS %d 0 R" % file
    maker.page(said("See the side letter."), annotations=[note])

    assert named(analyse(maker.made())) == {
        None: (Outcome.ANALYSED, None),
        "side letter.txt": (Outcome.ANALYSED, None),
    }


def test_a_portfolio_inside_a_portfolio_is_opened() -> None:
    found = analyse(portfolio((b"more.pdf", portfolio((b"a.txt", NDA)))))

    assert [item.member for item in found] == [None, "more.pdf", "more.pdf/a.txt"]


@pytest.mark.parametrize("cover", [b"", b"60 60 m 550 60 l S"])
def test_files_behind_an_empty_cover_are_read(cover: bytes) -> None:
    """That the cover says nothing must not cost what it covers."""
    found = analyse(portfolio((b"a.txt", NDA), cover=cover))

    assert found[1].text == NDA.decode()


def test_namesakes_can_be_told_apart() -> None:
    found = analyse(portfolio((b"a.txt", NDA), (b"a.txt", NDA + b"!"), (b"../../a.txt", b"x y z")))

    assert [item.member for item in found[1:]] == ["a.txt", "a.txt (2)", "a.txt (3)"]


def test_a_file_that_is_too_large_is_named() -> None:
    """It may unpack to any size; what is left out is told."""
    found = analyse(portfolio((b"a.txt", NDA * 9)), Limits(max_expanded_bytes=200))

    assert named(found)["a.txt"] == (Outcome.FAILED, "too_large")
    assert named(found)[None] == (Outcome.PARTIAL, "members_unread")


def test_files_over_the_limit_are_named() -> None:
    files = [(b"%d.txt" % number, NDA) for number in range(6)]

    found = analyse(portfolio(*files), Limits(max_members=2))

    assert [item.outcome for item in found[1:]].count(Outcome.ANALYSED) == 2
    assert {item.reason for item in found[3:]} == {"member_limit"}
    assert len(found) == 7


def test_a_file_that_is_not_there_is_corrupt() -> None:
    broken = portfolio((b"a.txt", NDA)).replace(b"/EF <<", b"/XX <<")

    assert named(analyse(broken))["a.txt"] == (Outcome.FAILED, "corrupt")
