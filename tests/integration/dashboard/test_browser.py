"""What people do, in a real browser."""

from collections.abc import Callable
from pathlib import Path

from browsing import Site
from playwright.sync_api import Page, Response, expect

from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.review import Verdict
from contractsai.samples import FOLDER

NDA = (FOLDER / "mutual-nda.txt").read_bytes()
PATIENCE_MS = 60_000
ASK_NEVER = """document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.triggeringEvent?.type !== "news") event.preventDefault();
}, true)"""
"""Of the two ways to learn of a change, leave that of being told."""
expect.set_options(timeout=PATIENCE_MS)


def is_live(response: Response) -> bool:
    """Return whether it is what a page that is live asked for."""
    return "hx-request" in response.request.headers


def a_reviewed_document(site: Site) -> tuple[JobId, str]:
    """Return a job that a worker has done, and the address of its document."""
    site.write("nda", mutual__txt=NDA)
    job = site.submit("nda")
    [document] = site.work(job)
    return job, f"/dashboard/jobs/{job}/documents/{document}"


def test_a_folder_is_chosen_analysed_and_watched(site: Site) -> None:
    """What a worker does is on the page without anybody asking for it again."""
    site.write("nda", mutual__txt=NDA)
    page = site.window()

    page.goto("/dashboard")
    page.get_by_role("link", name="New analysis").first.click()
    page.get_by_role("link", name="nda").click()
    page.get_by_role("button", name="Analyse").click()
    expect(page.locator("h1")).to_have_text("nda")
    expect(page.get_by_text("1 waiting")).to_be_visible()
    job = JobId(page.url.rpartition("/")[2])
    site.work(job)

    expect(page.get_by_text("1 completed")).to_be_visible()
    expect(page.get_by_role("link", name="mutual.txt")).to_be_visible()
    assert site.complaints == []


def test_a_job_is_cancelled_and_retried_by_a_key(site: Site) -> None:
    site.write("nda", mutual__txt=NDA)
    job = site.submit("nda")
    page = site.window()
    page.goto(f"/dashboard/jobs/{job}")

    page.keyboard.press("c")
    expect(page.locator("h1 + .pill")).to_have_text("Cancelled")
    assert site.services.read_job(job).state is State.CANCELLED
    page.keyboard.press("r")
    expect(page.locator("h1 + .pill")).to_have_text("Pending")

    assert site.services.read_job(job).state is State.PENDING


def test_findings_are_judged_by_keys(site: Site) -> None:
    """Down the list, with the words of each in the light; a verdict redraws its row alone."""
    job, address = a_reviewed_document(site)
    page = site.window()
    page.goto(address)
    row = page.locator(".finding").first

    page.keyboard.press("j")
    expect(row).to_be_focused()
    page.keyboard.press("a")
    expect(row.locator(".pill.accepted")).to_be_visible()
    page.keyboard.press("u")
    expect(row.locator(".pill.accepted")).to_have_count(0)

    reviews = list(site.services.reviews.export(with_history=True))
    assert [review.verdict for review in reviews] == [Verdict.ACCEPTED, Verdict.OPEN]
    assert site.services.read_job(job).state is State.COMPLETED
    assert site.complaints == []


def test_evidence_is_scrolled_to(site: Site) -> None:
    """However long the contract is: the words that a finding was read from are in sight."""
    site.write("nda", mutual__txt=NDA + b"\n\nMore words." * 500)
    job = site.submit("nda")
    [document] = site.work(job)
    page = site.window()
    page.goto(f"/dashboard/jobs/{job}/documents/{document}")
    last = page.locator(".finding:has(a.quote)").last

    last.locator("a.quote").first.click()

    lit = page.locator("mark.is-on").first
    expect(lit).to_be_in_viewport()
    assert last.get_attribute("data-finding") in (lit.get_attribute("data-of") or "").split()


def test_the_page_is_drawn_with_the_words_of_a_finding_in_a_box(site: Site) -> None:
    """Down the list by a key, and the page turns to the one that the finding stands on."""
    site.write("supply", agreement__pdf=(FOLDER / "supply-agreement.pdf").read_bytes())
    job = site.submit("supply")
    [document] = site.work(job)
    page = site.window()
    page.goto(f"/dashboard/jobs/{job}/documents/{document}")

    page.keyboard.press("v")
    expect(page.locator("#paper")).to_have_attribute("data-page", "1")
    page.keyboard.press("]")
    expect(page.locator("#paper")).to_have_attribute("data-page", "2")
    page.locator(".finding:has(a.quote[data-page='1'])").first.focus()

    expect(page.locator("#paper")).to_have_attribute("data-page", "1")
    expect(page.locator("rect.is-on").first).to_be_in_viewport()
    picture = page.locator("#paper image")
    address = picture.get_attribute("href") or ""
    assert page.request.get(address).headers["content-type"] == "image/png"
    assert site.complaints == []


def test_a_value_is_corrected_by_a_key(site: Site) -> None:
    _, address = a_reviewed_document(site)
    page = site.window()
    page.goto(address)
    row = page.locator(".finding", has_text="Effective date").first
    row.focus()

    page.keyboard.press("e")
    field = row.get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("2031-02-01")
    page.keyboard.press("Enter")

    expect(page.locator(".finding", has_text="2031-02-01").first).to_contain_text("Corrected")
    assert [review.normal for review in site.services.reviews.export()] == ["2031-02-01"]


def test_the_queue_goes_on_to_the_next(site: Site) -> None:
    job, _ = a_reviewed_document(site)
    waiting = site.services.views.to_review(job, limit=100).total
    page = site.window()
    page.goto(f"/dashboard/jobs/{job}/review")

    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("a")

    assert site.services.views.to_review(job, limit=100).total < waiting


DROP = """([zone, name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, {type: "text/plain"}));
  const dropped = new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true});
  document.querySelector(zone).dispatchEvent(dropped);
}"""
"""What a browser does when files are let go over a page."""


def test_a_file_is_dropped_sent_and_analysed(site: Site) -> None:
    page = site.window()
    page.goto("/dashboard/new")

    page.evaluate(DROP, ["[data-drop]", "mutual.txt", NDA.decode()])
    expect(page.get_by_text("1 file,")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("1 document")).to_be_visible()
    page.get_by_label("Labels").fill("q3")
    page.get_by_role("button", name="Analyse").click()
    expect(page.get_by_text("1 waiting")).to_be_visible()

    job = site.services.read_job(JobId(page.url.rpartition("/")[2]))
    assert job.labels == ("q3",)
    assert site.complaints == []


def test_jobs_are_chosen_counted_and_deleted(site: Site) -> None:
    """Commands beside the buttons name the row that a person stands on."""
    site.write("nda", mutual__txt=NDA)
    jobs = [site.submit("nda") for _ in range(2)]
    for job in jobs:
        site.services.cancel_job(job)
    page = site.window()
    page.goto("/dashboard/jobs")

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 chosen:")).to_be_visible()
    page.get_by_text("The same as commands").click()
    expect(page.get_by_text(f"contractsai jobs retry {jobs[1]}")).to_be_visible()
    page.get_by_label("Choose all on this page").check()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete 2 jobs").click()

    expect(page.get_by_text("Deleted: 2 jobs.")).to_be_visible()
    assert list(site.services.read_jobs(limit=1)) == []
    assert site.complaints == []


def test_a_report_is_taken_away(site: Site, tmp_path: Path) -> None:
    job, _ = a_reviewed_document(site)
    page = site.window()
    page.goto(f"/dashboard/jobs/{job}/report")

    with page.expect_download() as told:
        page.get_by_role("link", name="Spreadsheet").click()

    told.value.save_as(tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")


def test_without_a_script_everything_can_be_done(site: Site) -> None:
    """Forms and links; a page is asked for again by hand."""
    site.write("nda", mutual__txt=NDA)
    page = site.window(java_script_enabled=False)

    page.goto("/dashboard/new?folder=" + str(site.root / "nda"))
    page.get_by_role("button", name="Analyse").click()
    job = JobId(page.url.rpartition("/")[2])
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Retry").click()
    [document] = site.work(job)
    page.goto(f"/dashboard/jobs/{job}/documents/{document}")
    page.get_by_role("button", name="Accept").first.click()

    expect(page.locator(".pill.accepted")).to_have_count(1)
    page.get_by_role("button", name="Colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert site.complaints == []


def test_a_key_signs_in_and_a_session_ends(make_site: Callable[..., Site]) -> None:
    site = make_site(api_keys="a-key-of-sixteen-letters")
    page = site.window()

    page.goto("/dashboard/jobs?state=failed")
    page.get_by_label("Key", exact=True).fill("a-key-of-sixteen-letters")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Jobs")
    assert page.url.endswith("/dashboard/jobs?state=failed")
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_label("Key", exact=True)).to_be_visible()
    assert site.complaints == []


def test_names_and_texts_of_others_are_inert(site: Site) -> None:
    """A script in a name, a sign that turns the writing, ten thousand characters in a row."""
    hostile = b"<script>alert(1)</script><img src=x onerror=alert(2)>" + b"A" * 10_000
    folder = Path(site.write("odd"))
    (folder / "<img src=x onerror=alert(3)>.txt").write_bytes(hostile)
    (folder / "x\u202egpj.txt").write_bytes(NDA + hostile)
    job = site.submit("odd")
    documents = site.work(job)
    page = site.window()

    paths = [f"/dashboard/jobs/{job}", f"/dashboard/jobs/{job}/register", "/dashboard"]
    for path in (*paths, *(f"/dashboard/jobs/{job}/documents/{it}" for it in documents)):
        page.goto(path)
        assert "\u202e" not in page.inner_text("body")
        assert_nothing_sticks_out(page)

    assert site.complaints == []


def test_news_are_told_before_anybody_asks(site: Site) -> None:
    """What is on the page is as old as the last commit, not as the last look."""
    site.write("nda", mutual__txt=NDA)
    job = site.submit("nda")
    page = site.window()
    page.add_init_script(ASK_NEVER)
    with page.expect_response(is_live):  # once the stream has begun
        page.goto(f"/dashboard/jobs/{job}")

    site.work(job)

    expect(page.get_by_text("1 completed")).to_be_visible()
    assert site.complaints == []


def test_nobody_is_asked_while_nobody_looks(site: Site) -> None:
    """A tab in the background, and one that was told to pause, leave the service alone."""
    page = site.window()
    page.route("**/events", lambda route: route.abort())  # so that the page has to ask by itself
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers.get("hx-request", "")))
    page.goto("/dashboard")

    with page.expect_response(is_live):
        page.clock.run_for(2100)
    page.get_by_role("button", name="Pause").click()
    asked.clear()
    page.clock.run_for(20_000)
    assert asked == []
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(20_000)
    assert asked == []
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false})")

    with page.expect_response(is_live):
        page.clock.run_for(2100)


def test_the_keys_are_told(site: Site) -> None:
    page = site.window()
    page.goto("/dashboard")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("accept a finding")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")

    expect(page.get_by_role("searchbox")).to_be_focused()


def assert_nothing_sticks_out(page: Page) -> None:
    """Nothing makes the page wider than its window."""
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, page.url
