"""Pages of jobs: which of them, in which order, by which index."""

from sqlalchemy import Row, Select, func, literal, select, tuple_

from contractsai.adapters.stores.sql.rows import path_key
from contractsai.adapters.stores.sql.tables import HAS_FAILURES, job_labels, jobs
from contractsai.adapters.stores.sql.types import PathText
from contractsai.application.ports import JobFilter
from contractsai.domain.texts import ascii_lower


def page_of_jobs(wanted: JobFilter, last: Row[tuple[object, ...]] | None) -> Select[tuple[object]]:
    """Return the statement for what is behind the row *last*, or from the beginning."""
    query, age = select(jobs), (jobs.c.created_at, jobs.c.id)
    if wanted.label is not None:
        query = query.join(job_labels, job_labels.c.job_id == jobs.c.id)
        query = query.where(job_labels.c.label == wanted.label)
        age = (job_labels.c.created_at, job_labels.c.job_id)  # the same, by the label's index
    if last is not None:
        place, behind = tuple_(*age), tuple_(last.created_at, last.id)
        query = query.where(place > behind if wanted.oldest_first else place < behind)
    query = query.order_by(*(it.asc() if wanted.oldest_first else it.desc() for it in age))
    if wanted.state is not None:
        query = query.where(jobs.c.state == wanted.state.value)
    if wanted.has_failures:
        query = query.where(HAS_FAILURES)
    if wanted.folder is not None:
        key = jobs.c.folder_key == path_key(wanted.folder)
        query = query.where(key, jobs.c.folder == wanted.folder)
    if wanted.created_after is not None:
        query = query.where(age[0] > wanted.created_after)
    if wanted.created_before is not None:
        query = query.where(age[0] < wanted.created_before)
    if wanted.text is not None:
        text = literal(ascii_lower(wanted.text), PathText)
        # Replacing every occurrence is what both databases spell alike; of capitals, lower() of
        # SQLite and of collation C knows A to Z, as `ascii_lower` does.
        folder = func.lower(jobs.c.folder)
        query = query.where(func.replace(folder, text, "") != folder)
    return query
