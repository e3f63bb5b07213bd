"""Lines of a report, made of the facts that a test is about."""

from typing import Any


def line(
    path: str = "a.txt", *, member: str | None = None, parties: tuple[str, ...] = (), **facts: Any
) -> dict[str, Any]:
    """Return the line of a contract that says these facts, each by its typed value.

    The words of a fact are its name and the path: ``term of a.txt``.
    """
    named = [*facts.items(), *(("party", name) for name in parties)]
    return {
        "path": path,
        "member": member,
        "document_id": f"id of {path} {member or ''}".strip(),
        "sha256": f"bytes of {path}",
        "outcome": "analysed",
        "findings": [
            {"id": f"f{at}", "name": name, "value": str(normal), "normal": normal}
            | {"band": "sure", "confidence": 0.9, "method": "rule:x"}
            | {"evidence": [{"quote": f"{name} of {path}"}]}
            for at, (name, normal) in enumerate(named, start=1)
        ],
    }
