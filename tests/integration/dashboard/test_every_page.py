"""Every page, for everybody: by eye, by ear and by hand, in light and dark, and on a phone."""

import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, Site
from PIL import Image
from playwright.sync_api import APIRequestContext, Page

from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import FolderNotFound
from contractsai.domain.ids import JobId
from contractsai.domain.worker import ProcessUse, Role
from contractsai.samples import FOLDER
from contractsai.testing.builders import a_worker
from contractsai.testing.fakes import FakeSource, HeldDocument

DRAWN = Path(__file__).parents[3] / "docs" / "images" / "dashboard"
LARGEST = 75_000  # bytes of a picture in the documentation
COLOURS = 64
ROOT = "/srv/contracts"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "has_touch": True},
}
RULES = {"resultTypes": ["violations"]}
KEPT = {
    "light": (
        *("overview", "jobs", "document", "page", "review", "deadlines", "register", "report"),
        *("search", "workers", "queues", "system", "activity", "sign-in", "problem"),
    ),
    "dark": ("job",),
    "phone": ("new",),
}
"""The pictures that stand in docs/dashboard.md; `CONTRACTSAI_TEST_DRAW=1` takes them anew."""


class Shelf(FakeSource):
    """Folders in memory, whose names are the same wherever the pictures are taken."""

    def subfolders(self, folder: str | None) -> Sequence[str]:
        if folder not in (None, ROOT):
            raise FolderNotFound(f"there is no folder {folder}")
        return sorted(self.folders) if folder else [ROOT]

    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        """Open a file in memory with a descriptor too, from which another process may draw."""
        with tempfile.TemporaryFile() as file:
            file.write(self.content(folder, path))
            file.seek(0)
            yield HeldDocument(f"{folder}/{path}", file.fileno(), self.content(folder, path))


@pytest.fixture
def pages(site: Site) -> dict[str, str]:
    """A service with the samples analysed, a job that failed and one that waits; its pages."""
    samples = {
        path.name: path.read_bytes()
        for path in FOLDER.iterdir()
        if path.suffix in {".txt", ".pdf", ".docx", ".html"} and "scanned" not in path.name
    }
    shelf = {
        f"{ROOT}/Suppliers 2026": samples,
        f"{ROOT}/Leases": {"empty.pdf": b"", "lease.txt": samples["mutual-nda.txt"]},
        f"{ROOT}/Archive": {"lease.txt": b"A lease.", "rent.txt": b"A rent."},
    }
    site.services.source = Shelf(shelf)
    queue = site.services.settings.queue
    lengths = {queue: 1, f"{queue}.ticks": 0}
    site.services.queue_lengths = lambda: lengths  # type: ignore[method-assign]  # a broker's answer
    caller = site.window().request  # so that what was done is told
    jobs = []
    for folder, contents in shelf.items():
        jobs.append(JobId(_ask(caller, "/analyze", folder_path=folder)["id"]))
        if len(jobs) < len(shelf):  # the last one waits
            site.work(jobs[-1], contents=contents)
    [supply] = [
        row.id
        for row in site.services.read_documents(jobs[0], limit=100)
        if row.path == "supply-agreement.pdf"
    ]
    _employ(site, jobs[2])
    caller.post(f"/jobs/{jobs[0]}/retry")  # which is refused, and told too
    job = f"/dashboard/jobs/{jobs[0]}"
    return {
        "overview": "/dashboard",
        "overview of a week": "/dashboard?span=7d",
        "jobs": "/dashboard/jobs",
        "no jobs": "/dashboard/jobs?state=cancelled",
        "new": f"/dashboard/new?folder={ROOT}",
        "refused": "/dashboard/new?folder=/nowhere",
        "job": job,
        "failed job": f"/dashboard/jobs/{jobs[1]}",
        "document": f"{job}/documents/{supply}",
        "page": f"{job}/documents/{supply}?view=page",
        "review": f"{job}/review",
        "deadlines": f"{job}/deadlines?as_of=2026-11-01",
        "register": f"{job}/register?as_of=2026-11-01",
        "report": f"{job}/report",
        "search": "/dashboard/search?q=liability",
        "workers": "/dashboard/workers",
        "queues": "/dashboard/queues",
        "system": "/dashboard/system",
        "activity": "/dashboard/activity",
        "sign-in": "/dashboard/sign-in",
        "problem": "/dashboard/nowhere",
    }


def _ask(caller: APIRequestContext, address: str, **body: str) -> dict[str, Any]:
    answer: dict[str, Any] = caller.post(address, data=body).json()
    return answer


def _employ(site: Site, job_id: JobId) -> None:
    """Have a worker tell of itself while it runs the first document of a job."""
    now = site.services.clock.now()
    uses = (
        ProcessUse(4711, Role.WORKER, 0.02, 118_000_000),
        ProcessUse(4712, Role.ANALYSIS, 0.97, 402_000_000),
    )
    worker = a_worker(
        name="celery@elm",
        host="elm",
        pid=4711,
        processes=uses,
        started_at=now - timedelta(hours=7),
        seen_at=now,
        lease_expires_at=now + timedelta(days=1),
    )
    with site.services.store.begin() as work:
        work.workers.save(worker)
        job = work.jobs.lock(job_id)
        [document] = work.documents.page(job_id, limit=1)
        held = document.claim(now, worker="elm:4711", lease=timedelta(days=1))
        work.documents.save([held])
        work.jobs.save(job.recounted(job.counts.moved([(document.state, held.state)]), now))
        work.commit()


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_for_everybody(site: Site, pages: dict[str, str], look: str) -> None:
    """No serious fault by axe-core's rules, nothing that sticks out, nothing on the console."""
    window = site.window(**LOOKS[look])
    axe = Axe()

    faults: list[str] = []
    for name, path in pages.items():
        window.goto(path)
        found = axe.run(window, options=RULES).response["violations"]
        faults += [f"{name}: {told}" for told in _grave(found)]
        if window.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{name}: wider than its window")
        if name in KEPT[look] and os.environ.get("CONTRACTSAI_TEST_DRAW"):
            _draw(window, name)

    not_there = [it for it in site.complaints if "404" in it or "422" in it]
    assert not faults, "\n".join(faults)
    assert [it for it in site.complaints if it not in not_there] == []


def _grave(violations: list[dict[str, Any]]) -> Iterator[str]:
    for rule in violations:
        if rule["impact"] in {"serious", "critical"}:
            places = "; ".join(str(node["target"]) for node in rule["nodes"][:3])
            yield f"{rule['id']} ({rule['help']}) at {places}"


def _draw(window: Page, name: str) -> None:
    """Take the picture that stands in the documentation."""
    if name in {"document", "page"}:
        window.keyboard.press("j")
        window.keyboard.press("j")
    drawn = Image.open(io.BytesIO(window.screenshot(animations="disabled")))
    DRAWN.mkdir(exist_ok=True)
    packed = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    packed.save(DRAWN / f"{name}.png", "PNG", optimize=True)


def test_the_pictures_in_the_documentation_are_there_and_small() -> None:
    """They are in every clone for ever."""
    kept = {f"{name}.png" for names in KEPT.values() for name in names}
    found = {path.name: path.stat().st_size for path in DRAWN.iterdir()}

    assert set(found) == kept
    assert max(found.values()) < LARGEST
