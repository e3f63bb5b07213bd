"""Pages of a PDF as they are drawn, with the evidence in boxes."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.api_world import Api
from support.dashboard import Dashboard

from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind, Outcome, Versions
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import ScriptedHost
from contractsai.testing.pdfs import PdfMaker, said

PAGES = ("An agreement of many words.", "Governed by the laws of Delaware.")
TEXT = "\n\n".join(PAGES)
STARTS = (0, TEXT.index(PAGES[1]))


@dataclass(frozen=True)
class Shown:
    """A PDF that was analysed, and the address of its page."""

    file: Path
    path: str


@pytest.fixture
def shown(api: Api) -> Shown:
    maker = PdfMaker()
    for words in PAGES:
        maker.page(said(words))
    job_id = api.submit("nda.pdf")
    file = api.folder / "contracts" / "nda.pdf"
    file.write_bytes(maker.made())
    api.services.scripted.endings["nda.pdf"].append(_analysis(file.read_bytes()))
    [document] = api.services.read_documents(JobId(job_id), limit=2)
    api.services.deliver_document(document.id)
    return Shown(file, f"/jobs/{job_id}/documents/{document.id}")


def _analysis(content: bytes) -> StoredAnalysis:
    start = TEXT.index("Delaware")
    law = Finding(
        *("f1", Kind.FACT, "governing_law", "Delaware", None, 0.97, Band.SURE, "rule:test"),
        evidence=(Evidence(2, start, start + 8, "Delaware"),),
    )
    analysis = Analysis(
        member=None,
        sha256=None,
        media_type="application/pdf",
        outcome=Outcome.ANALYSED,
        reason=None,
        versions=Versions(pipeline="scripted 1", model="none", playbook="none"),
        text=TEXT,
        pages=len(PAGES),
        page_starts=STARTS,
        findings=(law,),
    )
    digest = hashlib.sha256(content).hexdigest()
    return StoredAnalysis.of([analysis], sha256=digest, pipeline=ScriptedHost.pipeline)


def test_a_page_is_drawn_with_a_box_around_the_evidence(dashboard: Dashboard, shown: Shown) -> None:
    """Useful without a script: the quote leads to its page, and its box is a place in it."""
    text = dashboard.get(shown.path).text
    page = dashboard.get(shown.path, view="page", finding="f1").text
    [picture] = re.findall(r'<image href="([^"]*)"', page)
    png = dashboard.client.get(picture)

    assert f'href="/dashboard{shown.path}?view=page"' in text
    assert "page 2 of 2" in page
    assert 'id="e-f1" data-of="f1"' in page
    assert f'href="/dashboard{shown.path}?view=page&amp;page=2#e-f1"' in page
    assert png.headers["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


def test_a_page_without_evidence_has_no_boxes(dashboard: Dashboard, shown: Shown) -> None:
    page = dashboard.get(shown.path, view="page").text

    assert "page 1 of 2" in page
    assert "<image" in page
    assert "<rect class=" not in page


@pytest.mark.parametrize(("asked", "told"), [(0, 1), (99, 2)])
def test_of_pages_that_are_not_there_the_nearest_is_shown(
    dashboard: Dashboard, shown: Shown, asked: int, told: int
) -> None:
    assert f"page {told} of 2" in dashboard.get(shown.path, view="page", page=asked).text


def test_a_picture_that_was_seen_is_not_drawn_again(dashboard: Dashboard, shown: Shown) -> None:
    address = f"/dashboard{shown.path}/pages/1.png"
    mark = dashboard.client.get(address).headers["ETag"]
    shown.file.unlink()  # so that it could not be drawn

    again = dashboard.client.get(address, headers={"If-None-Match": mark})

    assert again.status_code == 304
    assert again.content == b""


def test_a_file_that_has_changed_is_not_shown_as_what_was_read(
    dashboard: Dashboard, shown: Shown
) -> None:
    """The page says so, and what was read of it is a link away."""
    shown.file.write_bytes(b"%PDF-1.7 another one")

    page = dashboard.get(shown.path, view="page")
    picture = dashboard.client.get(f"/dashboard{shown.path}/pages/1.png")

    assert page.status_code == 200
    assert "The file is another one since it was analysed" in page.text
    assert (picture.status_code, picture.headers["Content-Type"][:10]) == (404, "text/plain")


def test_a_file_that_is_gone_is_said_to_be(dashboard: Dashboard, shown: Shown) -> None:
    shown.file.unlink()

    assert "no longer there" in dashboard.get(shown.path, view="page").text


def test_a_document_that_has_not_ended_has_no_pages_yet(dashboard: Dashboard, api: Api) -> None:
    job_id = api.submit("nda.pdf")
    [document] = api.services.read_documents(JobId(job_id), limit=2)
    path = f"/jobs/{job_id}/documents/{document.id}"

    assert "has not ended" in dashboard.get(path, view="page").text
    assert dashboard.client.get(f"/dashboard{path}/pages/1.png").status_code == 404


def test_what_has_no_pages_is_shown_as_text(dashboard: Dashboard) -> None:
    job, document = dashboard.reviewed_job()

    page = dashboard.get(f"/jobs/{job}/documents/{document}", view="page").text

    assert 'class="text"' in page
    assert "view=page" not in page
