"""`contractsai search` on a database, without any service."""

import contextlib
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.settings import Settings
from contractsai.testing.builders import a_contract
from contractsai.testing.fakes import FakeQueue, ScriptedHost

Run = Callable[..., Any]
TEXT = "This lease of land ends some day. The law of New York governs it, and no other law does."
FACTS = (
    ("title", "Lease [bold]of Land"),
    ("document_type", {"type": "land_lease", "group": "property"}),
    ("party", {"name": "ACME \x1b[31mCorp."}),
    ("governing_law", {"code": "US-NY", "name": "New York"}),
    ("expiration_date", "2027-06-29"),
)


@pytest.fixture
def job_id(tmp_path: Path, data_dir: Path) -> JobId:
    """Return a job with two analysed documents."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    with contextlib.closing(build_services(Settings(), queue=FakeQueue())) as services:
        services.upgrade_database()
        host = ScriptedHost()
        services.__dict__["host"] = host
        for name in ("a.txt", "b.txt"):
            (folder / name).write_text(name)
            digest = hashlib.sha256(name.encode()).hexdigest()
            contract = a_contract(f"{TEXT} {name}", *FACTS)
            stored = StoredAnalysis.of([contract], sha256=digest, pipeline=ScriptedHost.pipeline)
            host.endings[name].append(stored)
        job = services.submit_job(str(folder)).job
        for document in services.read_documents(job.id, limit=2):
            services.deliver_document(document.id, quantum=timedelta(0))
        return job.id


def test_a_hit_is_shown_with_its_sentence(run: Run, job_id: JobId) -> None:
    ended = run("search", "governs", "--law", "US", "--ends-before", "2027-06-30")

    assert (ended.code, ended.err) == (0, "")
    path, facts, sentence = ended.out.split("\n\n")[1].strip().splitlines()
    assert path == f"a.txt  job {job_id}"
    assert facts == ("Lease [bold]of Land; land lease; US-NY; ends 2027-06-29; ACME \\x1b[31mCorp.")
    assert sentence == f"{TEXT[TEXT.index('The law') :]} a.txt"


def test_for_programs_it_is_the_form_of_the_api(run: Run, job_id: JobId) -> None:
    hits = json.loads(run("search", '"lease of land"', "--party", "acme", "--json").out)

    assert [hit["documents"][0]["path"] for hit in hits] == ["b.txt", "a.txt"]
    assert hits[0]["documents"][0]["job_id"] == job_id


def test_more_than_was_asked_for_is_told(run: Run, job_id: JobId) -> None:
    ended = run("search", "lease", "--limit", "1", "--type", "property")

    assert "b.txt" in ended.out
    assert "a.txt  job" not in ended.out
    assert (
        ended.err
        == "There is more than 1. Give more words, or: contractsai search --limit 100 ...\n"
    )


def test_nothing_names_the_next_thing_to_try(run: Run, job_id: JobId) -> None:
    ended = run("search", "nowhere")

    assert (ended.code, ended.out) == (0, "")
    assert ended.err.endswith("contractsai jobs list\n")


@pytest.mark.parametrize("arguments", [("!?",), ("x", "--law", "Narnia"), ("a*",)])
def test_what_means_nothing_is_refused_with_where_to_look(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ended = run("search", *arguments)

    assert ended.code == 1
    assert ended.err.endswith("See what a search takes: contractsai search --help\n")
