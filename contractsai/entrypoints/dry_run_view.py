"""A dry run as people and programs see it: one form for the API and the CLI."""

from collections import Counter
from typing import Any, Final

from contractsai.application.dry_run import DryRun, Known
from contractsai.domain.names import readable

MOST: Final = 100
"""Files that are told by name, of a kind."""


def dry_run_view(folder: str, found: DryRun) -> dict[str, Any]:
    """Return the public form of what a job of *folder* would hold."""
    reasons = Counter(item.reason for item in found.skipped)
    return {
        "folder": readable(folder),
        "files": found.files,
        "readable": found.readable,
        "size_bytes": found.size_bytes,
        "types": [
            {"ending": readable(it.ending), "files": it.files, "size_bytes": it.size_bytes}
            for it in found.endings[:MOST]
        ],
        "skipped": {
            "files": len(found.skipped),
            "reasons": dict(sorted(reasons.items())),
            "first": [
                {"path": readable(item.path), "reason": item.reason}
                for item in found.skipped[:MOST]
            ],
        },
        "duplicates": {
            "files": len(found.known),
            "first": [_known_view(item) for item in found.known[:MOST]],
        },
        "compared": found.compared,
        "is_whole": found.is_whole,
    }


def _known_view(item: Known) -> dict[str, Any]:
    stored = item.stored
    return {
        "path": readable(item.path),
        "same_as": None if item.of is None else readable(item.of),
        "stored": None
        if stored is None
        else {"job_id": stored.job_id, "id": stored.id, "path": readable(stored.path)},
    }
