"""OCR: where a page has no text, and only there."""

import os
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.findings import Analysis, Outcome
from contractsai.pipeline.limits import DEFAULT_LIMITS, Limits
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.pipeline.text.ocr import Picture, Shipped, Tesseract, find_tesseract

MakePdf = Callable[[Sequence[str | None]], bytes]
Program = Callable[..., Path]
AGREEMENT = "This Agreement is made between Acme, Inc. and Globex LLC."


class FakeOcr:
    """`Ocr` that reads the same words in every picture, and remembers the pictures."""

    version = "fake 1 eng"

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.pictures: list[Picture] = []

    def read(self, picture: Picture) -> str | None:
        self.pictures.append(picture)
        return self.answers.pop(0)

    def read_file(self, content: bytes) -> str | None:
        raise AssertionError(content)


def analyse(content: bytes, ocr: FakeOcr, limits: Limits = DEFAULT_LIMITS) -> Analysis:
    return ContractPipeline(limits, ocr=ocr).analyse(content, checkpoint=lambda _: None)[0]


def test_a_page_without_text_is_read_by_ocr(make_pdf: MakePdf) -> None:
    ocr = FakeOcr("SUPPLY AGREEMENT\n\f")

    found = analyse(make_pdf([None]), ocr)

    assert found.outcome is Outcome.ANALYSED
    assert found.text == "SUPPLY AGREEMENT"
    assert found.ocr_pages == 1
    assert found.versions.ocr == "fake 1 eng"


def test_a_page_with_text_is_left_alone(make_pdf: MakePdf) -> None:
    """OCR costs a second a page, and knows less than the text layer."""
    ocr = FakeOcr("Page two.")

    found = analyse(make_pdf([AGREEMENT, None]), ocr)

    assert len(ocr.pictures) == 1
    assert (found.outcome, found.ocr_pages) == (Outcome.ANALYSED, 1)
    assert found.text == f"{AGREEMENT}\n\nPage two."
    assert found.page_starts == (0, len(AGREEMENT) + 2)


def test_an_empty_page_is_not_worth_a_second(make_pdf: MakePdf) -> None:
    ocr = FakeOcr()

    found = analyse(make_pdf([AGREEMENT, ""]), ocr)

    assert (found.outcome, found.ocr_pages, ocr.pictures) == (Outcome.ANALYSED, 0, [])


def test_a_picture_without_words_is_no_gap(make_pdf: MakePdf) -> None:
    """A logo on a page of its own has been looked at: nothing is missing."""
    found = analyse(make_pdf([AGREEMENT, None]), FakeOcr(" \n"))

    assert (found.outcome, found.ocr_pages) == (Outcome.ANALYSED, 0)


def test_a_page_that_ocr_fails_on_is_told(make_pdf: MakePdf) -> None:
    found = analyse(make_pdf([AGREEMENT, None]), FakeOcr(None))

    assert (found.outcome, found.reason) == (Outcome.PARTIAL, "pages_need_ocr")


def test_a_scan_in_which_nothing_is_found_still_needs_ocr(make_pdf: MakePdf) -> None:
    """It is never an empty success."""
    found = analyse(make_pdf([None, None]), FakeOcr("", None))

    assert (found.outcome, found.reason) == (Outcome.NEEDS_OCR, "no_text")


def test_a_document_gets_ocr_for_so_many_pages(make_pdf: MakePdf) -> None:
    """A scanned book must not hold a worker for an hour; what is left out is told."""
    found = analyse(make_pdf([None, None, None]), FakeOcr("One.", "Two."), Limits(max_ocr_pages=2))

    assert (found.outcome, found.reason, found.ocr_pages) == (
        Outcome.PARTIAL,
        "pages_need_ocr",
        2,
    )


def test_a_picture_is_drawn_at_300_dots_an_inch(make_pdf: MakePdf) -> None:
    ocr = FakeOcr("x")

    analyse(make_pdf([None]), ocr)

    [picture] = ocr.pictures
    assert (picture.width, picture.dots_per_inch) == (2550, 300)
    assert picture.height == pytest.approx(3300, abs=1)
    assert len(picture.pixels) == picture.width * picture.height
    assert len(set(picture.pixels)) > 1


def test_a_page_the_size_of_a_wall_is_drawn_coarsely(make_pdf: MakePdf) -> None:
    """A page may be two hundred inches wide, and its picture must fit into memory."""
    wall = make_pdf([None]).replace(b"[0 0 612 792]", b"[0 0 9999 9999]")
    ocr = FakeOcr("x")

    analyse(wall, ocr, Limits(max_pixels=10_000))

    [picture] = ocr.pictures
    assert picture.width * picture.height <= 10_201
    assert picture.dots_per_inch >= 70


def test_a_page_as_thin_as_a_hair_is_no_defect(make_pdf: MakePdf) -> None:
    thin = make_pdf([None]).replace(b"[0 0 612 792]", b"[0 0 0.01 9e9]")

    assert analyse(thin, FakeOcr("x")).outcome in {Outcome.ANALYSED, Outcome.FAILED}


def test_an_analysis_without_ocr_is_not_the_one_with_it() -> None:
    """What is stored goes by this name: a scan must be read again once a program is there."""
    names = {
        ContractPipeline().version,
        ContractPipeline(ocr=FakeOcr()).version,
        ContractPipeline(ocr=Tesseract("/x", "tesseract 5.3.0 eng", "eng")).version,
        ContractPipeline(ocr=Tesseract("/x", "tesseract 5.3.0 deu", "deu")).version,
    }

    assert len(names) == 4


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Makes a program that answers like Tesseract, and does what its body says with a picture."""

    def make(body: str = "", *, says: str = "tesseract 5.9.1", languages: str = "deu eng") -> Path:
        path = tmp_path / "tesseract"
        path.write_text(
            f"#!{sys.executable}\n"
            "import os, sys\n"
            f"answers = {{'--version': {says!r}, '--list-langs': {languages!r}}}\n"
            "if sys.argv[1] in answers:\n"
            "    print(answers[sys.argv[1]].replace(' ', '\\n') if 'lang' in sys.argv[1]"
            " else answers[sys.argv[1]])\n"
            "    sys.exit()\n"
            "picture = sys.stdin.buffer.read()\n"
            f"{body}\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return make


needs_scripts = pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
PICTURE = Picture(2, 1, b"\x00\xff", 300)


@needs_scripts
def test_the_program_gets_a_picture_and_gives_text(program: Program) -> None:
    path = program("print(sys.argv[1:], picture, os.environ['OMP_THREAD_LIMIT'])")

    found = find_tesseract(str(path), "deu+eng")

    assert found is not None
    assert found.version == "tesseract 5.9.1 deu+eng"
    assert found.read(PICTURE) == (
        "['stdin', 'stdout', '--dpi', '300', '-l', 'deu+eng'] b'P5 2 1 255\\n\\x00\\xff' 1\n"
    )


@needs_scripts
@pytest.mark.parametrize("body", ["sys.exit(1)", "os.kill(os.getpid(), 9)"])
def test_a_program_that_fails_has_read_nothing(program: Program, body: str) -> None:
    found = find_tesseract(str(program(f"print('half a page', flush=True); {body}")), "eng")

    assert found is not None
    assert found.read(PICTURE) is None


def test_a_program_that_is_gone_has_read_nothing(tmp_path: Path) -> None:
    """It may be uninstalled while a worker runs."""
    assert Tesseract(str(tmp_path / "gone"), "tesseract 1 eng", "eng").read(PICTURE) is None


def test_no_program_no_ocr(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is optional: a machine without one says which documents need it."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_tesseract("tesseract", "eng", shipped=lambda: None) is None
    assert find_tesseract("", "eng") is None


@needs_scripts
def test_the_program_is_found_on_the_path(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program().parent))

    found = find_tesseract("tesseract", "eng", shipped=lambda: None)

    assert found is not None
    assert found.version == "tesseract 5.9.1 eng"


@needs_scripts
class TestTheProgramOfTheExtra:
    """`pip install '.[ocr]'` is all that it takes."""

    @pytest.fixture
    def shipped(self, program: Program) -> Shipped:
        path = program("print(os.environ['TESSDATA_PREFIX'])", says="tesseract 6", languages="eng")
        return Shipped(str(path.rename(path.parent / "ours")), "/its/data")

    def test_it_is_taken_before_the_one_on_the_path(
        self, shipped: Shipped, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its version is the one that this package was measured with."""
        monkeypatch.setenv("PATH", str(program().parent))

        found = find_tesseract("tesseract", "eng", shipped=lambda: shipped)

        assert found is not None
        assert found.version == "tesseract 6 eng"
        assert found.read(PICTURE) == "/its/data\n"
        assert found.read_file(b"a picture") == "/its/data\n"

    def test_a_path_of_ones_own_is_taken_before_it(
        self, shipped: Shipped, program: Program
    ) -> None:
        found = find_tesseract(str(program()), "eng", shipped=lambda: shipped)

        assert found is not None
        assert found.version == "tesseract 5.9.1 eng"

    def test_a_language_that_it_lacks_is_read_by_another(
        self, shipped: Shipped, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(program(languages="eng fra").parent))

        found = find_tesseract("tesseract", "fra", shipped=lambda: shipped)

        assert found is not None
        assert found.version == "tesseract 5.9.1 fra"

    def test_a_language_that_nobody_has_is_refused(
        self, shipped: Shipped, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))

        with pytest.raises(UnsafeConfiguration, match="no data for fra; install that, or set"):
            find_tesseract("tesseract", "fra", shipped=lambda: shipped)

    def test_no_ocr_is_none_even_with_it(self, shipped: Shipped) -> None:
        assert find_tesseract("", "eng", shipped=lambda: shipped) is None


@needs_scripts
def test_a_program_that_cannot_do_it_is_refused_with_a_way_out(program: Program) -> None:
    """Whoever asks for German and gets English would not notice."""
    with pytest.raises(UnsafeConfiguration, match=r"no data for fra; install that, or set"):
        find_tesseract(str(program()), "eng+fra")
    with pytest.raises(UnsafeConfiguration, match="is not a Tesseract program"):
        find_tesseract(str(program(says="cat 9.1")), "eng")


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeConfiguration, match="names no program"):
        find_tesseract(str(tmp_path / "tesseract"), "eng")


@pytest.mark.parametrize("languages", ["", "eng deu", "-l", "eng+", "../eng"])
def test_languages_are_names_and_nothing_else(languages: str) -> None:
    with pytest.raises(UnsafeConfiguration, match="CONTRACTSAI_OCR_LANGUAGES"):
        find_tesseract("tesseract", languages)
