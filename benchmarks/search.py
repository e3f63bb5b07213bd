"""Milliseconds from a question to a page of hits, over 10,000 contracts.

``python -m benchmarks.search`` fills a database, by default a file in a folder that it removes, and
asks it questions of every kind through the use case that API and command line call: rows, sentences
and places included. Texts are made of a vocabulary in which words are as unevenly spread as in any
language, with clauses of contracts between them: the same each time. The goal is 200 ms.
"""

import argparse
import hashlib
import itertools
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.application.search import search
from contractsai.domain.findings import JsonValue
from contractsai.domain.job import Counts
from contractsai.domain.search import SearchQuery
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_contract, a_document, a_job

BATCH = 50
VOCABULARY = 30_000
CLAUSES = (
    "This Agreement shall be governed by the laws of the State of New York.",
    "In no event shall the limitation of liability exceed the fees paid hereunder.",
    "Either party may terminate this Agreement for convenience upon written notice.",
    "Neither party may assign this Agreement without the prior written consent of the other party.",
)
LAWS = (("US-NY", "New York"), ("US-DE", "Delaware"), ("DE", "Germany"), ("FR", "France"))
RARE = 997  # one contract in so many

QUESTIONS: dict[str, SearchQuery] = {
    "a word that all hold": SearchQuery.of("agreement"),
    "a word that few hold": SearchQuery.of("zyzzyva"),
    "a word that none holds": SearchQuery.of("unheardof"),
    "four words that all hold": SearchQuery.of("agreement party notice consent"),
    "a phrase that all hold": SearchQuery.of('"limitation of liability"'),
    "a phrase of common words that few hold": SearchQuery.of('"liability of the state"'),
    "a phrase of common words that none holds": SearchQuery.of('"consent of new fees"'),
    "a beginning that all hold": SearchQuery.of("agree*"),
    "a word that all hold, one law in four": SearchQuery.of("agreement", law="US-NY"),
    "a word that all hold, a country": SearchQuery.of("agreement", law="US"),
    "a word that all hold, a law of none": SearchQuery.of("agreement", law="JP"),
    "a word that all hold, a party of few": SearchQuery.of("agreement", party="rare holdings"),
    "a word that all hold, an end that few have": SearchQuery.of(
        "agreement", ends_before=date(2020, 1, 15)
    ),
    "a word that all hold, a type of none": SearchQuery.of("agreement", type="lease"),
    "all filters": SearchQuery.of(
        "agreement", law="US", ends_before=date(2027, 6, 30), party="holdings", type="supply"
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question took, in milliseconds."""

    question: str
    hits: int
    median_ms: float
    worst_ms: float
    next_page_ms: float


def contracts(count: int, words: int) -> Iterator[StoredAnalysis]:
    """Yield analyses of *count* contracts of about *words* words each."""
    chance = random.Random(17)
    letters = "abcdefghilmnoprstu"
    vocabulary = [
        "".join(chance.choices(letters, k=3 + number % 7)) for number in range(VOCABULARY)
    ]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    for number in range(count):
        plain = chance.choices(vocabulary, cum_weights=weights, k=words)
        lines = [" ".join(plain[at : at + 18]).capitalize() + "." for at in range(0, words, 18)]
        for clause in CLAUSES:
            lines.insert(chance.randrange(len(lines)), clause)
        if number % RARE == 0:
            lines.append("The zyzzyva is the liability of the State.")
        yield stored(number, " ".join(lines))


def stored(number: int, text: str) -> StoredAnalysis:
    """Return the analysis of a contract that has every fact there is a filter for."""
    code, name = LAWS[number % len(LAWS)]
    party = f"{'Rare' if number % RARE == 0 else 'Common'} Holdings {number} Inc."
    end = date.fromordinal(date(2020, 1, 1).toordinal() + number % 5_000)
    facts: dict[str, JsonValue] = {
        "title": f"Supply Agreement {number}",
        "document_type": {"type": "supply", "group": "supply"},
        "party": {"name": party},
        "governing_law": {"code": code, "name": name},
        "expiration_date": end.isoformat(),
    }
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    analysis = a_contract(text, *facts.items())
    return StoredAnalysis.of([analysis], sha256=digest, pipeline="benchmark 1")


def fill(store: SqlStore, count: int, words: int) -> float:
    """Store a job of contracts as their analyses end, and return the seconds that storing took."""
    job = a_job(counts=Counts(pending=count))
    documents = [a_document(job) for _ in range(count)]
    with store.begin() as work:
        work.jobs.add(job, documents)
        work.commit()
    seconds = 0.0
    waiting = iter(documents)
    made = contracts(count, words)
    while batch := list(itertools.islice(made, BATCH)):
        begun = time.perf_counter()
        with store.begin() as work:
            for analysis in batch:
                work.analyses.add(analysis)
                document = replace(next(waiting), sha256=analysis.sha256, analysis_id=analysis.id)
                work.documents.save([document])
            work.commit()
        seconds += time.perf_counter() - begun
    return seconds


def answer(store: SqlStore, question: str, rounds: int, limit: int) -> Answer:
    """Ask a question some times, and for its second page."""
    query = QUESTIONS[question]

    def timed(after: int | None = None) -> tuple[float, list[int]]:
        begun = time.perf_counter()
        hits = search(query, store=store, limit=limit, after=after)
        return 1000 * (time.perf_counter() - begun), [hit.place for hit in hits]

    took, places = zip(*(timed() for _ in range(rounds)), strict=True)
    behind = timed(places[0][-1])[0] if places[0] else 0.0
    return Answer(
        question,
        len(places[0]),
        round(statistics.median(took), 1),
        round(max(took), 1),
        round(behind, 1),
    )


def main() -> None:
    """Fill, ask, and print what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=5_000, help="of each contract, about")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--database-url", help="an empty database; by default a file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database_url or f"sqlite:///{Path(folder) / 'search.db'}"
        upgrade(url)
        with closing(SqlStore(make_engine(url))) as store:
            seconds = fill(store, options.contracts, options.words)
            answers = [answer(store, name, options.rounds, options.limit) for name in QUESTIONS]
        files = sum(file.stat().st_size for file in Path(folder).iterdir())
    figures = {
        "contracts": options.contracts,
        "words": options.words,
        "store_ms_each": round(1000 * seconds / options.contracts, 1),
        "file_kb_each": round(files / 1000 / options.contracts, 1) or None,
        "worst_median_ms": max(one.median_ms for one in answers),
        "answers": [asdict(one) for one in answers],
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
