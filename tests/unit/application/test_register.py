"""The register of a job."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest

from contractsai.application import register as subject
from contractsai.application.annotate import Beside, annotate
from contractsai.application.read import read_report
from contractsai.application.register import read_register
from contractsai.application.review import Opinion, Place, review_finding
from contractsai.domain.errors import JobNotFound
from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind, Outcome, Versions
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.review import Verdict
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.world import World

DAY = date(2026, 6, 15)
TEXT = "words of a contract"
FACTS: dict[str, Any] = {
    "title": "SUPPLY AGREEMENT",
    "party": {"name": "Acme Inc."},
    "effective_date": "2025-03-03",
    "term": {"n": 2, "unit": "year"},
    "renewal_term": {"n": 1, "unit": "year", "successive": True},
    "notice_period": {"n": 60, "unit": "day"},
}


def analysis(member: str | None = None, **values: Any) -> Analysis:
    """Return one with facts; *values* are of `Analysis`, or `facts` and the `band` of all."""
    facts, band = values.pop("facts", FACTS), values.pop("band", Band.SURE)
    findings = tuple(
        Finding(
            *(f"f{number}", Kind.FACT, name, str(normal), normal),
            *(0.9 if band is Band.SURE else 0.5, band, "rule:x"),
            evidence=(Evidence(None, 0, 5, "words"),),
        )
        for number, (name, normal) in enumerate(facts.items(), start=1)
    )
    fields: dict[str, Any] = {
        "member": member,
        "sha256": None,
        "media_type": "text/plain",
        "outcome": Outcome.ANALYSED,
        "reason": None,
        "versions": Versions("1", "none", "none"),
        "text": TEXT,
        "findings": findings,
    }
    return Analysis(**{**fields, **values})


def run(world: World, **documents: Any) -> JobId:
    """Run a job in which each file (``nda`` for ``nda.txt``) has these analyses."""
    names = [name.replace("_", ".") if "_" in name else f"{name}.txt" for name in documents]
    submitted = world.submit(*names)
    for document, (name, given) in zip(submitted, documents.items(), strict=True):
        found = given if isinstance(given, list) else [given]
        content, analyses = (found[0], found[1:]) if isinstance(found[0], bytes) else (b"", found)
        made = StoredAnalysis.of(
            analyses,
            sha256=hashlib.sha256(content or name.encode()).hexdigest(),
            pipeline=world.host.pipeline,
        )
        world.analysis_ends(document, made)
        world.run(document)
    world.clock.advance(timedelta(days=1))
    return world.document(submitted[0]).job_id


def read(world: World, job_id: JobId, day: date = DAY) -> dict[str, Any]:
    return read_register(job_id, store=world.store, as_of=day)


def rows(world: World, job_id: JobId) -> dict[str, Any]:
    return {row["path"]: row for row in read(world, job_id)["contracts"]}


def test_a_row_holds_facts_calendar_and_what_is_due_next(world: World) -> None:
    job_id = run(world, nda=analysis(review_reasons=("unsigned",)))

    view = read(world, job_id)

    [row] = view["contracts"]
    assert (view["job"], view["as_of"], view["since"]) == (job_id, "2026-06-15", None)
    assert row["facts"]["title"][0]["text"] == "SUPPLY AGREEMENT"
    assert row["facts"]["party"][0]["finding"] == "f2"
    assert (row["status"], row["term_from"], row["term_to"]) == (
        *("running", "2025-03-03", "2027-03-03"),
    )
    assert row["next_deadline"] == {"date": "2027-01-01", "what": "last day to stop the renewal"}
    assert (row["confidence"], row["look_at"]) == (0.9, ["unsigned"])


def test_what_is_not_sure_is_named_by_its_column(world: World) -> None:
    job_id = run(world, nda=analysis(facts={"term": {"n": 2, "unit": "year"}}, band=Band.LOOK_HERE))

    [row] = read(world, job_id)["contracts"]

    assert (row["confidence"], row["look_at"]) == (0.5, ["Term"])
    assert (row["status"], row["next_deadline"]) == ("unknown", None)


def test_a_duty_may_be_the_next_deadline(world: World) -> None:
    duty = {"who": "Supplier", "what": "deliver a report", "first": "--09-30", "every": "year"}

    [row] = read(world, run(world, nda=analysis(facts=FACTS | {"duty": duty})))["contracts"]

    assert row["next_deadline"] == {"date": "2026-09-30", "what": "Supplier: deliver a report"}


def test_what_has_expired_is_due_no_more(world: World) -> None:
    [row] = read(world, run(world, nda=analysis(facts={"expiration_date": "2020-01-01"})))[
        "contracts"
    ]

    assert (row["status"], row["next_deadline"]) == ("expired", None)


def test_an_amendment_that_changes_another_contract_has_no_calendar_of_its_own(
    world: World,
) -> None:
    both = [
        Finding(
            *(f"p{at}", Kind.FACT, "party", name, {"name": name}, 0.9, Band.SURE, "rule:x"),
            evidence=(Evidence(None, 0, 5, "words"),),
        )
        for at, name in enumerate(("Acme Inc.", "Beta Inc."))
    ]
    base = analysis(facts={"title": "Supply Agreement", "agreement_date": "2025-03-03"})
    paper = analysis(
        facts={
            "amends": "Supply Agreement",
            "amends_date": "2025-03-03",
            "agreement_date": "2026-01-01",
        }
    )
    job_id = run(
        world,
        base=analysis(findings=(*base.findings, *both)),
        paper=analysis(findings=(*paper.findings, *both)),
    )

    found = rows(world, job_id)

    assert found["paper.txt"]["status"] == "changes another"
    assert found["paper.txt"]["term_to"] is None


def test_what_was_not_read_has_a_row_that_says_so(world: World) -> None:
    """People have to know of a contract that nobody read."""
    scan = analysis(outcome=Outcome.NEEDS_OCR, reason="no_text", text=None, findings=())

    [row] = read(world, run(world, scan=scan))["contracts"]

    assert (row["status"], row["look_at"], row["confidence"]) == ("not read", ["no text"], None)


def test_copies_lists_and_what_is_no_document_are_no_rows(world: World) -> None:
    skipped = analysis(outcome=Outcome.SKIPPED, reason="unsupported", text=None, findings=())
    archive = analysis(media_type="application/zip", facts={})
    one = [b"same", analysis()]

    view = read(world, run(world, a=one, b=one, c_png=skipped, d=[archive, analysis("x.pdf")]))

    assert [(row["path"], row["member"]) for row in view["contracts"]] == [
        ("a.txt", None),
        ("d.txt", "x.pdf"),
    ]
    assert [(item["path"], item["why"]) for item in view["others"]] == [
        ("b.txt", "same as a.txt"),
        ("c.png", "unsupported"),
        ("d.txt", "a list"),
    ]


def test_what_people_keep_follows_the_content_and_not_the_name(world: World) -> None:
    first = run(world, old=[b"nda", analysis()])
    [row] = read(world, first)["contracts"]
    beside = Beside(first, DocumentId(row["document"]))
    annotate(beside, {"Owner": "ada"}, store=world.store, clock=world.clock)

    [later] = read(world, run(world, new=[b"nda", analysis()]))["contracts"]

    assert (later["own"], later["own_version"]) == ({"Owner": "ada"}, 1)
    assert (row["own"], row["own_version"]) == ({}, 0)
    assert later["key"] == row["key"]


def test_a_rejected_fact_is_named_and_stands_in_no_cell(world: World) -> None:
    job_id = run(world, nda=analysis(facts={"title": "NOT A TITLE"}))
    [row] = read(world, job_id)["contracts"]
    review_finding(
        Place(job_id, DocumentId(row["document"]), "f1"),
        Opinion(Verdict.REJECTED),
        store=world.store,
        clock=world.clock,
        new_id=lambda: "r1",
    )

    [row] = read(world, job_id)["contracts"]

    assert (row["facts"]["title"], row["rejected"]["title"]) == ([], ["NOT A TITLE"])


def test_a_run_is_compared_with_the_last_one_that_completed(world: World) -> None:
    first = run(world, a=analysis(), b=analysis())
    second = run(world, a=[b"another", analysis(facts={"title": "X"})])

    view = read(world, second)

    assert view["since"] == {"job": first, "ended_at": "2026-03-03T12:00:00+00:00"}
    assert [(item["change"], item["path"]) for item in view["changes"]] == [
        ("changed", "a.txt"),
        ("gone", "b.txt"),
    ]
    assert view["changes"][0]["differs"][0] == {
        "fact": "title",
        "before": "SUPPLY AGREEMENT",
        "after": "X",
    }


def test_what_stands_there_unchanged_is_not_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run before may be as large as this one."""
    first = run(world, a=analysis(), b=analysis(), c=analysis())
    second = run(world, a=analysis(), b=[b"another", analysis()], copy=[b"a", analysis()])
    read_before: list[str] = []

    def reading(job_id: JobId, **options: Any) -> Any:
        for entry in read_report(job_id, **options):
            if job_id == first:
                read_before.append(entry.path)
            yield entry

    monkeypatch.setattr(subject, "read_report", reading)

    told = [
        (item["change"], item["path"], item["other"]) for item in read(world, second)["changes"]
    ]

    assert read_before == ["b.txt", "c.txt"]
    assert told == [
        ("changed", "b.txt", None),
        ("gone", "c.txt", None),
        ("new", "copy.txt", "a.txt"),
    ]


def test_a_job_that_still_runs_is_compared_with_nothing(world: World) -> None:
    """What has not been read yet is not gone."""
    run(world, a=analysis(), b=analysis())
    [waiting] = world.submit("a.txt")

    view = read(world, world.document(waiting).job_id)

    assert (view["since"], view["changes"], view["contracts"]) == (None, [], [])


def test_a_large_job_is_read_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "BATCH", 2)

    job_id = run(world, a=analysis(), b=analysis(), c=analysis())

    assert len(read(world, job_id)["contracts"]) == 3


def test_there_is_no_register_without_a_job(world: World) -> None:
    with pytest.raises(JobNotFound):
        read(world, JobId("gone"))
