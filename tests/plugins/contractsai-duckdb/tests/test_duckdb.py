"""The suite of stores, on a DuckDB file; and what such a file cannot do."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest
from contractsai_duckdb import CALLERS, COUNTERS, TABLES, DuckDB, DuckStore

from contractsai.adapters.stores.memory import Rows
from contractsai.adapters.stores.memory_access import AccessRows
from contractsai.application.ports import AuditFilter, Store
from contractsai.domain.errors import StoreDamaged, StoreUnavailable, UnsafeConfiguration
from contractsai.testing.builders import a_document, a_job, a_review, an_analysis, an_annotation
from contractsai.testing.conformance.access import ENTRY, KEY
from contractsai.testing.conformance.stores import StoreConformance


class TestDuckStore(StoreConformance):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with closing(DuckStore(tmp_path / "contracts.duckdb")) as store:
            yield store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contracts.duckdb"


def test_what_was_committed_is_there_when_it_is_opened_again(file: Path) -> None:
    """Also names that no text can hold, and bytes that are none."""
    job = a_job()
    document = a_document(job, path="caf\udce9 \u5951.pdf")
    analysis, review, kept = an_analysis(payload=b'["\xff"]'), a_review(), an_annotation()
    with closing(DuckStore(file)) as store, store.begin() as work:
        work.jobs.add(job, [document])
        work.analyses.add(analysis)
        work.reviews.add(review)
        work.annotations.save(kept)
        work.keys.add(KEY)
        seal = work.keys.seal(b"\xff" * 32)
        work.audit.add(ENTRY)
        work.commit()

    with closing(DuckStore(file)) as store, store.snapshot() as work:
        assert work.jobs.get(job.id) == job
        assert list(work.documents.page(job.id)) == [document]
        assert work.analyses.get(analysis.id) == analysis
        assert list(work.reviews.of_subject(review.subject.id)) == [review]
        assert len(work.annotations.of_contents({kept.sha256})) == 1
        assert work.keys.get(KEY.id) == KEY
        assert work.keys.seal(b"\x00" * 32) == seal
        assert list(work.audit.page(limit=9, wanted=AuditFilter())) == [ENTRY]


def test_the_file_has_all_that_memory_has() -> None:
    """Whoever adds a table in memory is told here; else it would be lost with the process."""
    assert {field.name for field in fields(Rows)} == {*TABLES, *COUNTERS, "access"}
    assert {field.name for field in fields(AccessRows)} == {*CALLERS}


def test_what_it_told_of_is_told_after_it_was_opened_again(file: Path) -> None:
    """Readers of events go on from a number that they have seen."""
    job = a_job()
    with closing(DuckStore(file)) as store:
        with store.begin() as work:
            work.jobs.add(job, [a_document(job)])
            work.commit()
        before = store._rows

    with closing(DuckStore(file)) as store:
        assert store._rows == before
        assert store._rows.commits == 1
        assert store._rows.last_event == len(store._rows.events) > 0


def test_what_was_not_committed_is_not(file: Path) -> None:
    job = a_job()
    with closing(DuckStore(file)) as store, store.begin() as work:
        work.jobs.add(job, [])

    with closing(DuckStore(file)) as store, store.snapshot() as work:
        assert work.jobs.page(limit=10) == []


def test_a_second_process_is_refused(file: Path) -> None:
    """What it cannot do: so a service of API and workers needs another store."""
    code = (
        "import sys; from pathlib import Path; from contractsai_duckdb import DuckStore\n"
        "from contractsai.domain.errors import UnsafeConfiguration\n"
        "try: DuckStore(Path(sys.argv[1]))\n"
        "except UnsafeConfiguration as error: print(error)"
    )
    with closing(DuckStore(file)):
        told = subprocess.run(
            [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True
        ).stdout

    assert "another process has" in told
    assert "sqlite:///" in told


def test_a_commit_that_the_file_refuses_has_not_happened(file: Path) -> None:
    """Memory never runs ahead of the file."""
    job = a_job()
    store = DuckStore(file)
    with store.begin() as work:
        work.jobs.add(job, [])
        store.close()
        with pytest.raises(StoreUnavailable):
            work.commit()

    with store.snapshot() as work:
        assert work.jobs.page(limit=10) == []


def test_a_file_that_is_none_is_damaged(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)

    with pytest.raises(StoreDamaged):
        DuckStore(file)


def test_a_file_of_a_stranger_runs_nothing(file: Path) -> None:
    """A row is read as what it is, or not at all."""
    DuckStore(file).close()
    with closing(duckdb.connect(str(file))) as stranger:
        stranger.execute("INSERT INTO jobs VALUES ('x', ?)", [pickle.dumps(("x", print))])

    with pytest.raises(StoreDamaged, match=r"builtins\.print"):
        DuckStore(file)


@pytest.mark.parametrize("url", ["duckdb://host/file", "duckdb:///", "duckdb:file", "other:///x"])
def test_a_url_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(UnsafeConfiguration, match="duckdb:////path"):
        DuckDB().open(url)


def test_a_file_in_no_folder_takes_no_job(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'new' / 'contracts.duckdb'}"

    with pytest.raises(StoreUnavailable):
        DuckDB().check(url)
    DuckDB().prepare(url)
    DuckDB().check(url)
