"""Watch: make a job of what is new in a folder, once it has settled.

What was taken stands in the rows, a bookmark for each file, written in the very transaction that
stores the job; what was not is still in the folder. So nobody's death loses a file or takes it
twice. How long a file has been as it is, each watcher finds out for itself: a new one waits again.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from contractsai.application.ports import Clock, Source, SourceFile, Store, UnitOfWork
from contractsai.application.submit import NewJob, Submission
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.files import is_system_file, is_unfinished

logger = logging.getLogger(__name__)

MakeJob = Callable[[Sequence[SourceFile], datetime], NewJob]

WATCHED: Final = "watch/"
GONE: Final = "gone "
"""Before the state of a file that is not there; the folder may be, too, on a mount that is away."""
REMEMBERED: Final = timedelta(days=30)
"""How long a file that is not there is known; after that it is new."""
LONGEST: Final = 10
"""Times the wait to settle, that a file waits for others which have not settled yet."""


class FolderWatch:
    """One watcher of one folder; any number of them may watch the same."""

    def __init__(
        self,
        folder: str,
        *,
        source: Source,
        store: Store,
        clock: Clock,
        settle: timedelta,
        make_job: MakeJob,
    ) -> None:
        """Take the folder, and what is needed to look.

        Args:
            folder: what to watch; one spelled in another way is another one.
            source: lists it.
            store: the rows.
            clock: the time.
            settle: how long a file must have been as it is, at each look.
            make_job: returns a job of some files as of an instant.
        """
        self._folder = folder
        self._name = f"{WATCHED}{_digest(folder)[:16]}"
        self._source = source
        self._store = store
        self._clock = clock
        self._settle = settle
        self._make_job = make_job
        self._since: dict[str, tuple[str, datetime]] = {}

    @property
    def is_settled(self) -> bool:
        """Whether nothing waited when it was last looked."""
        return not self._since

    def look(self) -> Submission | None:
        """Return the job that was made of what is new and has settled, if there is any.

        Raises:
            FolderNotAllowed: the folder lies under no allowed root.
            FolderNotFound: there is no such folder, now.
            StoreUnavailable: look again later.
        """
        now = self._clock.now()
        rows = {row.name: row for row in self._store.ask(self._rows)}
        # Listed after the rows were read: whatever is taken from now on moves the folder's own row.
        files = {self._name_of(file): file for file in self._source.list(self._folder)}
        taken = self._settled(self._fresh(files, rows), now)
        changes = [*self._came_and_went(files, rows, now)]
        if not taken and not changes:
            return None
        with self._store.begin() as work:
            before = rows.get(self._name)
            turn = work.bookmarks.lock(self._name, now)
            if turn.value != (before.value if before else ""):
                return None  # somebody else was at it; what is left is seen at the next look
            made = self._make_job(taken, now) if taken else None
            if made is not None:
                work.jobs.add(made.job, made.documents)
            for file in taken:
                work.bookmarks.put(Bookmark(self._name_of(file), now, _state_of(file)))
            for row in changes:
                if row.value:
                    work.bookmarks.put(row)
                else:
                    work.bookmarks.forget(row.name)
            work.bookmarks.put(Bookmark(self._name, now, str(int(turn.value or 0) + 1)))
            work.commit()
        for file in taken:
            del self._since[file.path]
        if made is None:
            return None
        fields = {"job_id": made.job.id, "files": len(taken)}
        logger.info("new files taken", extra={"event": "watch.submitted", **fields})
        return Submission(made.job, made.told)

    def _rows(self, work: UnitOfWork) -> Sequence[Bookmark]:
        return work.bookmarks.beginning(self._name)

    def _fresh(
        self, files: Mapping[str, SourceFile], rows: Mapping[str, Bookmark]
    ) -> Iterator[SourceFile]:
        """Yield the files that were never taken as they are now."""
        for name, file in files.items():
            if is_system_file(file.path) or is_unfinished(file.path):
                continue
            row = rows.get(name)
            if row is None or row.value.removeprefix(GONE) != _state_of(file):
                yield file

    def _settled(self, fresh: Iterator[SourceFile], now: datetime) -> list[SourceFile]:
        """Return those to take now: none while others come in beside them, but not for ever."""
        since: dict[str, tuple[str, datetime]] = {}
        settled = []
        for file in fresh:
            state = _state_of(file)
            known = self._since.get(file.path)
            since[file.path] = known if known and known[0] == state else (state, now)
            if since[file.path][1] + self._settle <= now:
                settled.append(file)
        self._since = since
        if len(settled) < len(since):
            oldest = min(at for _, at in since.values())
            if now < oldest + LONGEST * self._settle:
                return []
        return settled

    def _came_and_went(
        self, files: Mapping[str, SourceFile], rows: Mapping[str, Bookmark], now: datetime
    ) -> Iterator[Bookmark]:
        """Yield the rows to write; one without a value is to be forgotten."""
        for name, row in rows.items():
            if name == self._name:
                continue
            file = files.get(name)
            is_gone = row.value.startswith(GONE)
            if file is None and not is_gone:
                yield Bookmark(name, now, f"{GONE}{row.value}")
            elif file is None and row.at + REMEMBERED <= now:
                yield replace(row, value="")
            elif file is not None and row.value == f"{GONE}{_state_of(file)}":
                yield Bookmark(name, now, _state_of(file))

    def _name_of(self, file: SourceFile) -> str:
        return f"{self._name}/{_digest(file.path)[:32]}"


def _state_of(file: SourceFile) -> str:
    return f"{file.size_bytes} {file.version}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
