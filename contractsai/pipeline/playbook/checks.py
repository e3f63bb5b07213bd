"""What a playbook may have checked in the text and among the facts themselves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from contractsai.domain.findings import Finding
from contractsai.domain.normals import amount_of
from contractsai.pipeline.draft import Draft, Span, squeezed
from contractsai.pipeline.matching import matches

_MAX_SPANS: Final = 5
_SURE: Final = 0.9  # of what a pattern finds that means nothing else
_LIKELY: Final = 0.5  # of what may refer to another document, or be used in an exhibit

# A line to be filled in by hand when signing says nothing about the text; [***] is a redaction.
_SIGNING: Final = re.compile(
    r"(?:^|[\s|])(?:by|name|title|its|dated?|signature|signed|witness|print(?:ed)? name)\s*:\s*$",
    re.IGNORECASE,
)
_SIGNING_ALONE: Final = frozenset({"by", "name", "title", "its", "date", "signature", "witness"})
# Each begins with what a search can skip to.
_BLANKS: Final = (
    re.compile(r"____+"),
    re.compile(
        r"\[\s*(?:date|name|amount|address|number|place|insert|tbd|to be |company|title|●|•|_)"
        r"[^\[\]\n]{0,60}\]",
        re.IGNORECASE,
    ),
    re.compile(r"\{\{?[ ]?[A-Za-z][A-Za-z0-9_. ]{0,40}\}\}?"),
)
_BEFORE: Final = 40  # characters of a line that say what a blank is for
_TOP_LEVEL: Final = re.compile(r"\d{1,2}")
_REFERENCE: Final = re.compile(  # behind the S, which may be small
    r"ections?[ \u00a0](?P<number>\d{1,2})(?:\.\d{1,2}){0,3}(?![\d.]*\w)"
    r"(?!(?:\([a-z0-9]{1,3}\)){0,3},?[ \n](?:of|under|in)[ \n](?:the|that|such|any|an?|its)\b"
    r"(?![ \n](?:Agreement|Contract)\b))"
)
_FEW: Final = 5  # numbered sections: fewer may be a list
_DEFINED: Final = re.compile(
    r"\((?:the|each|an?|collectively|hereinafter)?,?[ ]?(?:the )?"
    r"[\"“](?P<term>[A-Z][\w' -]{2,40})[\"”]\)"
)
_MAX_TERMS: Final = 100
_PUNCTUATION: Final = re.compile(r"[\W_]+")


class Found:
    """The findings of a document by name, the surest first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._by_name: dict[str, list[Finding]] = {}
        for finding in sorted(findings, key=lambda item: -item.confidence):
            self._by_name.setdefault(finding.name, []).append(finding)

    def all(self, name: str) -> Sequence[Finding]:
        """Return the findings of that name, mere candidates too."""
        return self._by_name.get(name, ())

    def answers(self, name: str) -> Sequence[Finding]:
        """Return those that the product stands by."""
        return [finding for finding in self.all(name) if finding.is_answer]

    def answer(self, name: str) -> Finding | None:
        """Return the surest of them."""
        return next(iter(self.answers(name)), None)


@dataclass(frozen=True, slots=True)
class Signal:
    """What a check came upon: places of its own, findings it follows from, or both."""

    confidence: float
    spans: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()


Check: TypeAlias = Callable[[Draft, Found], Signal | None]


def blank_placeholders(draft: Draft, found: Found) -> Signal | None:  # noqa: ARG001 - every check's signature
    """Find blanks that nobody filled in, but for those where people sign."""
    spans = sorted(match.span() for pattern in _BLANKS for match in matches(pattern, draft.text))
    return _signal(_SURE, (span for span in spans if not _is_for_signing(draft.text, span[0])))


def broken_references(draft: Draft, found: Found) -> Signal | None:  # noqa: ARG001 - every check's signature
    """Find references to a section behind the last one of this document."""
    numbers = [
        int(match[0]) for heading in draft.headings if (match := _TOP_LEVEL.match(heading.name))
    ]
    if len(numbers) < _FEW:
        return None
    last = max(numbers)
    referring = (match for match in matches(_REFERENCE, draft.text) if int(match["number"]) > last)
    begins = ((match, draft.text[max(0, match.start() - 2) : match.start()]) for match in referring)
    return _signal(
        _LIKELY,
        (
            (match.start() - 1, match.end())
            for match, before in begins
            if before[-1:] in {"S", "s"} and not before[:-1].isalpha()
        ),
    )


def unused_definitions(draft: Draft, found: Found) -> Signal | None:  # noqa: ARG001 - every check's signature
    """Find defined terms that occur nowhere else."""
    return _signal(_LIKELY, _unused(draft.text))


def law_foreign_to_all_parties(draft: Draft, found: Found) -> Signal | None:  # noqa: ARG001 - every check's signature
    """Find a governing law that is none of the parties' own; each of them has to have a country."""
    law = found.answer("governing_law")
    parties = found.answers("party")
    countries = {_text(party.normal, "country") for party in parties}
    home = _text(law.normal, "code")[:2] if law else ""
    if law is None or not home or len(parties) < 2 or "" in countries or home in countries:  # noqa: PLR2004 - two sides
        return None
    return _of_findings((law, *parties))


def cap_below_value(draft: Draft, found: Found) -> Signal | None:  # noqa: ARG001 - every check's signature
    """Find a cap on liability under the contract's value, where both are in one currency."""
    cap, value = found.answer("liability_cap"), found.answer("contract_value")
    if cap is None or value is None:
        return None
    capped, valued = amount_of(cap.normal), amount_of(value.normal)
    if capped is None or valued is None or capped[1] != valued[1] or capped[0] >= valued[0]:
        return None
    return _of_findings((cap, value))


def party_name_differs(draft: Draft, found: Found) -> Signal | None:  # noqa: ARG001 - every check's signature
    """Find a signatory who signs for a name that is neither a party's nor a part of one."""
    parties = found.answers("party")
    names = {_plain(_text(party.normal, "name")) for party in parties} - {""}
    roles = {_plain(_text(party.normal, "role")) for party in parties} - {""}
    strangers = [
        finding
        for finding in found.answers("signatory")
        if (signed := _plain(_text(finding.normal, "party")))
        and signed not in roles
        and not any(signed in name or name in signed for name in names)
    ]
    return _of_findings(strangers) if names and strangers else None


CHECKS: Final[Mapping[str, Check]] = {
    check.__name__: check
    for check in (
        blank_placeholders,
        broken_references,
        cap_below_value,
        law_foreign_to_all_parties,
        party_name_differs,
        unused_definitions,
    )
}
"""By the name that a playbook uses."""


def _signal(confidence: float, spans: Iterable[Span]) -> Signal | None:
    kept = tuple(islice(spans, _MAX_SPANS))
    return Signal(confidence, kept) if kept else None


def _of_findings(findings: Sequence[Finding]) -> Signal:
    return Signal(min(finding.confidence for finding in findings), findings=tuple(findings))


def _is_for_signing(text: str, start: int) -> bool:
    """Return whether what stands before a blank on its line, if anything, asks to be signed."""
    if text[start] != "_":
        return False
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - _BEFORE) : start]
    words = before.strip().lower() if line >= start - _BEFORE else before
    return not words or words in _SIGNING_ALONE or bool(_SIGNING.search(before))


def _unused(text: str) -> Iterator[Span]:
    """Yield definitions whose term, in whatever case and number, occurs nowhere else."""
    plain = ""  # made for the first term that is not found at once
    seen: set[str] = set()
    for match in islice(matches(_DEFINED, text), _MAX_TERMS):
        term, end = match["term"], match.end()
        if term in seen or text.find(term, end) >= 0:
            continue
        seen.add(term)
        plain = plain or " ".join(text.split()).lower()  # quicker than `squeezed`
        stem = squeezed(term).lower().removesuffix("s").removesuffix("ie").removesuffix("y")
        if plain.count(stem) < 2:  # noqa: PLR2004 - one is the definition's own
            yield match.span()


def _text(normal: object, key: str) -> str:
    value = normal.get(key) if isinstance(normal, dict) else None
    return value if isinstance(value, str) else ""


def _plain(name: str) -> str:
    return _PUNCTUATION.sub(" ", squeezed(name)).strip().casefold()
