"""Looking for documents of all jobs."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from contractsai.application.ports import UnitOfWork
from contractsai.application.search import PLACES, search
from contractsai.domain.findings import Analysis, Band, Evidence, Finding, Kind
from contractsai.domain.ids import DocumentId
from contractsai.domain.review import Subject, Verdict
from contractsai.domain.search import SearchQuery
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_contract, a_review
from contractsai.testing.world import World

TEXT = (
    "A lease of land made in Albany between two parties and no more of them. "
    "The law of New York governs this Agreement, and the courts there decide. "
    "Nothing else is agreed between the parties, whatever they said before."
)
START = TEXT.index("New York")
NEW_YORK = {"code": "US-NY", "name": "New York"}


def contract(*, pages: tuple[int, ...] | None = None, section: str | None = None) -> Analysis:
    """Return a contract with a law that is an answer, and one that is none."""
    page = None if pages is None else 2
    law = Finding(
        *("f1", Kind.FACT, "governing_law", "New York", NEW_YORK, 0.6, Band.LOOK_HERE, "rule:x"),
        evidence=(Evidence(page, START, START + 8, "New York", section),),
    )
    other = replace(law, id="f2", band=Band.UNLIKELY)
    return replace(
        a_contract(TEXT),
        findings=(law, other),
        page_starts=pages,
        pages=None if pages is None else len(pages),
    )


def sha256_of(path: str) -> str:
    """Return the checksum of a file of the world, which holds its own name."""
    return hashlib.sha256(path.encode()).hexdigest()


def analysed(world: World, path: str, *analyses: Analysis, folder: str = "/a") -> DocumentId:
    [document] = world.submit(path, folder=folder)
    world.analysis_ends(
        document,
        StoredAnalysis.of(analyses, sha256=sha256_of(path), pipeline=world.host.pipeline),
    )
    world.run(document)
    return document


def test_a_hit_says_where_and_why(world: World) -> None:
    document = analysed(world, "a.pdf", contract(pages=(0, 70, 200), section="12 Law"))

    [hit] = search(SearchQuery.of("law courts"), store=world.store, limit=10)

    assert hit.evidence is not None
    assert hit.evidence.quote.startswith("The law of New York")
    assert hit.evidence.quote.endswith("decide.")
    assert (hit.evidence.page, hit.evidence.section) == (2, "12 Law")
    assert [finding.id for finding in hit.findings] == ["f1"]
    assert [(one.id, one.path) for one in hit.documents] == [(document, "a.pdf")]


def test_a_sentence_without_findings_has_no_section(world: World) -> None:
    analysed(world, "a.pdf", contract(section="12 Law"))

    [hit] = search(SearchQuery.of("nothing else"), store=world.store, limit=10)

    assert hit.evidence is not None
    assert (hit.evidence.page, hit.evidence.section, hit.findings) == (None, None, ())


def test_a_hit_is_told_under_peoples_verdicts(world: World) -> None:
    analysed(world, "a.pdf", contract())
    subject = Subject.of(sha256_of("a.pdf"), None, contract().findings[0])
    with world.store.begin() as work:
        work.reviews.add(a_review(subject, verdict=Verdict.REJECTED))
        work.commit()

    [hit] = search(SearchQuery.of("courts"), store=world.store, limit=10)

    assert hit.findings == ()
    assert search(SearchQuery.of("courts", law="US-NY"), store=world.store, limit=10) == []


def test_documents_inside_a_file_are_hits_of_their_own(world: World) -> None:
    inside = [replace(contract(), member=name) for name in ("b.pdf", "c.pdf")]
    analysed(world, "a.zip", a_contract("A letter."), *inside)

    hits = search(SearchQuery.of("lease"), store=world.store, limit=10)

    assert [hit.analysis.member for hit in hits] == ["c.pdf", "b.pdf"]


def test_one_content_in_many_jobs_is_one_hit_with_the_latest_places(world: World) -> None:
    documents = [
        analysed(world, "a.pdf", contract(), folder=f"/{number}") for number in range(PLACES + 1)
    ]

    [hit] = search(SearchQuery.of("lease"), store=world.store, limit=10)

    assert len(hit.documents) == PLACES
    assert {one.id for one in hit.documents} < set(documents)


def test_pages_follow_each_other(world: World) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        analysed(world, name, a_contract(f"A lease of {name}"), folder=f"/{name}")
    query = SearchQuery.of("lease")

    first = search(query, store=world.store, limit=2)
    second = search(query, store=world.store, limit=2, after=first[-1].place)

    assert [[one.documents[0].path for one in page] for page in (first, second)] == [
        ["c.pdf", "b.pdf"],
        ["a.pdf"],
    ]


def test_what_only_the_index_knows_has_no_sentence(world: World) -> None:
    """Another version may have cut words otherwise: to be found is more than to be explained."""
    analysed(world, "a.pdf", contract())
    store = world.store

    class Drifted:
        """`Store` whose index finds everything."""

        begin, now = store.begin, store.now

        @contextmanager
        def snapshot(self) -> Iterator[UnitOfWork]:
            with store.snapshot() as work:
                everything = work.search.find(SearchQuery.of("lease"), limit=1)
                work.search.find = lambda *_, **__: everything  # type: ignore[method-assign]
                yield work

    [hit] = search(SearchQuery.of("unknown"), store=Drifted(), limit=1)

    assert (hit.evidence, hit.findings) == (None, ())
    assert hit.documents
