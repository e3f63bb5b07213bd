"""The flat form of a report: a row a finding, a row for each document without any."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

COLUMNS: Final = (
    "path",
    "member",
    "document_id",
    "outcome",
    "reason",
    "duplicate_of",
    "language",
    "pages",
    "review_reasons",
    "kind",
    "name",
    "value",
    "normal",
    "confidence",
    "band",
    "method",
    "page",
    "section",
    "quote",
)
_FORMULA_STARTS: Final = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")  # full-width too


def flat_rows(line: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of one line; a finding's first place stands for all."""
    document = (
        line["path"],
        line["member"] or "",
        line["document_id"],
        line["outcome"],
        line["reason"] or "",
        line["duplicate_of"] or "",
        line["language"] or "",
        "" if line["pages"] is None else str(line["pages"]),
        " ".join(line["review_reasons"]),
    )
    for finding in line["findings"]:
        yield tuple(safe_cell(cell) for cell in (*document, *_finding_cells(finding)))
    if not line["findings"]:
        blanks = ("",) * (len(COLUMNS) - len(document))
        yield tuple(safe_cell(cell) for cell in (*document, *blanks))


def safe_cell(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula (CWE-1236).

    A cell that begins like a formula gets an apostrophe in front.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _finding_cells(finding: Mapping[str, Any]) -> tuple[str, ...]:
    place: Mapping[str, Any] = next(iter(finding["evidence"]), {})
    page = place.get("page")
    return (
        finding["kind"],
        finding["name"],
        finding["value"],
        json.dumps(finding["normal"], ensure_ascii=False),
        f"{finding['confidence']:.4f}",
        finding["band"],
        finding["method"],
        "" if page is None else str(page),
        place.get("section") or "",
        " ".join(str(place.get("quote", "")).split()),
    )
