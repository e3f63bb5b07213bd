"""Key-terms tables and cover pages: what was filled in beside a label."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.entries import entries
from contractsai.pipeline.facts.rows import bare
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.german import german_period
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.matching import Near, matches

_I: Final = re.IGNORECASE
_MAX_VALUE: Final = 400  # characters
# "Effective Date | 3 May 2024" and "**Effective Date:** 3 May 2024", a hint allowed in the label.
_ROW: Final = Near(
    re.compile(
        r"^[ \t|*#]*(?P<label>[A-Za-z][^\n|:]{2,90}?)[ \t*]*(?:\||:[ \t*]*\|?)"
        r"[ \t|*]*(?P<value>[^\n]{1,400})$",
        re.MULTILINE,
    ),
    (":", "|"),
)
_LABELS: Final = tuple(
    (name, re.compile(pattern, _I))
    for name, pattern in (
        ("effective_date", r"(?:effective|commencement|start)\s+date\b"),
        (
            "agreement_date",
            r"(?:agreement\s+date|date\s+of\s+(?:this\s+)?(?:agreement|contract)|contract\s+date)\b",
        ),
        (
            "expiration_date",
            r"(?:expir(?:y|ation)(?:\s+date)?|end\s+date|termination\s+date)\b",
        ),
        (
            "renewal_term",
            r"(?:(?:auto(?:matic)?\s+)?renewal(?:\s+(?:term|period))?)\b(?!\s+notice)",
        ),
        ("notice_period", r"(?:non-?renewal\s+notice|notice\s+period|renewal\s+notice)\b"),
        (
            "governing_law",
            (
                r"(?:(?:governing|applicable|proper|controlling|chosen)\s+law|choice\s+of\s+law|law"
                r"(?:\s+that\s+governs|\s+of\s+(?:the\s+)?(?:agreement|contract))?)\b(?!s)"
            ),
        ),
        (
            "term",
            (
                r"(?:(?:initial|mnda|nda|agreement|contract|subscription|license)\s+)?"
                r"(?:term|subscription\s+period)(?:\s+of\s+(?:the\s+)?(?:nda|mnda|agreement))?\b"
                r"(?!\s+of\s+confid)"
            ),
        ),
    )
)
_NAMES: Final = frozenset(name for name, _ in _LABELS)
_DATES: Final = frozenset({"effective_date", "agreement_date", "expiration_date"})
_BOX: Final = re.compile(
    r"[\[(][ \t]?(?P<mark>[xX\u2713\u2714\u2612\u2611]?)[ \t]?[\])](?=[ \t])"
    r"|(?P<ticked>[\u2611\u2612\u2713\u2714\u2705\u25c9])|[\u2610\u25a1\u25cb]"
)
_SURE: Final = 0.95
_UNTICKED: Final = 0.45  # filled in, but beside an empty box
_CANDIDATE: Final = 0.3
_IN_DOUBT: Final = 0.6
_UNIT: Final = re.compile(r"(?:\bin\s+|\()(?P<unit>year|month|week|day)s?\b", _I)
_FROM: Final = re.compile(
    r"(?:\b|_)(?:from(?:\s+and\s+including)?|commenc(?:ing|es)(?:\s+on)?|start(?:ing|s)(?:\s+on)?"
    r"|begin(?:ning|s)(?:\s+on)?|ab|seit)(?=[\s_]+(?:the\s+)?\d|[\s_]+[A-Z])",
    _I,
)
_COUNT: Final = re.compile(r"[1-9]\d{0,2}")
_NOTE: Final = re.compile(r"\]|<!--")
_LONG_LABEL: Final = 45
_SHORT_VALUE: Final = 60  # characters behind "Label:"


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A row: which fact its label names, and the spans of its values, the ticked ones first.

    Attributes:
        unit: of time, where the label says in which the value counts.
    """

    name: str
    options: tuple[tuple[Span, bool], ...]
    span: Span
    unit: str | None = None


@lru_cache(maxsize=1)  # stage after stage asks for the same text
def key_terms(text: str) -> tuple[KeyTerm, ...]:
    """Return the rows and boxes whose label names a fact, in order."""
    found = {row.options[0][0]: row for row in _rows(text)}
    for entry in entries(text):
        name = entry.label.kind
        is_short = entry.is_row or entry.value[1] - entry.value[0] <= _SHORT_VALUE
        if name in _NAMES and is_short:
            options = tuple(_options(text, entry.value))
            unit = _UNIT.search(text, entry.row, options[0][0][0])
            span = (entry.row, entry.value[1])
            row = KeyTerm(name, options, span, unit["unit"].lower() if unit else None)
            held = found.get(options[0][0])
            if held is None or row.unit:
                found[options[0][0]] = row
    return tuple(sorted(found.values(), key=lambda row: row.span))


def _rows(text: str) -> Iterator[KeyTerm]:
    for row in matches(_ROW, text):
        label = row["label"].strip()
        if "|" not in row[0] and len(_NOTE.split(row["value"])[0]) > _SHORT_VALUE:
            continue  # a sentence behind a run-in heading: the other rules read those
        for name, pattern in _LABELS:
            match = pattern.match(label)
            if match and (match.end() == len(label) or "|" in row[0] or len(label) < _LONG_LABEL):
                yield KeyTerm(
                    name, tuple(_options(text, bare(text, row.span("value")))), row.span()
                )
                break


def find_key_terms(draft: Draft) -> list[Fact]:
    """Return the facts that rows of key terms state."""
    facts: dict[str, Fact] = {}
    for row in key_terms(draft.text):
        if row.name == "governing_law":
            continue  # it is weighed beside what the sentences say
        fact = _date(draft, row) if row.name in _DATES else _period(draft.text, row)
        if fact is not None and row.name not in facts:
            facts[row.name] = fact
    if "effective_date" not in facts:
        starts = [start for row in key_terms(draft.text) if (start := _start(draft, row))]
        facts |= {start.name: start for start in starts[:1]}
    return list(facts.values())


def _start(draft: Draft, row: KeyTerm) -> Fact | None:
    """Return the day from which a term runs, if its own box says so: "1 year from 1 May 2024"."""
    if row.name != "term":
        return None
    said = _FROM.search(draft.text, *row.options[0][0])
    place = (said.end(), row.options[0][0][1]) if said else (0, 0)
    return _date(draft, replace(row, name="effective_date", options=((place, True),)))


def preferring_rows(rows: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Return all facts, those of the running text only as candidates where a row speaks."""
    stated = {row.name: row for row in rows}
    kept = []
    for fact in others:
        row = stated.get(fact.name)
        if row is None:
            kept.append(fact)
        elif fact.normal != row.normal:
            kept.append(replace(fact, confidence=min(fact.confidence, _CANDIDATE)))
    return [*rows, *kept]


def in_doubt(fact: Fact) -> Fact:
    """Return a fact that can be read otherwise, so that a person looks at it."""
    return replace(fact, confidence=min(fact.confidence, _IN_DOUBT), is_open=True)


def _options(text: str, value: Span) -> Iterator[tuple[Span, bool]]:
    """Yield the alternatives of a value, the ticked ones first; all of it where none is."""
    boxes = list(_BOX.finditer(text, *value))
    if not any(box["mark"] or box["ticked"] for box in boxes):
        yield value, True
        return
    ends = [box.start() for box in boxes[1:]] + [value[1]]
    spans = [
        ((box.end(), end), bool(box["mark"] or box["ticked"]))
        for box, end in zip(boxes, ends, strict=True)
    ]
    yield from sorted(spans, key=lambda option: not option[1])


def _date(draft: Draft, row: KeyTerm) -> Fact | None:
    text = draft.text
    for span, ticked in row.options:
        for mention in find_dates(text[slice(*span)], day_first=draft.day_first)[:1]:
            place = (span[0] + mention.start, span[0] + mention.end)  # "_" is a letter before it
            fact = _fact(row, squeezed(text[slice(*place)]), mention.iso, place, ticked=ticked)
            return in_doubt(fact) if mention.is_open else fact
    return None


def _period(text: str, row: KeyTerm) -> Fact | None:
    for span, ticked in row.options:
        for period in find_periods(text, *span)[:1]:
            normal: dict[str, JsonValue] = {"n": period.n, "unit": period.unit}
            if row.name == "renewal_term":
                normal["successive"] = "successive" in text[slice(*span)].lower()
            fact = _fact(row, period.text, normal, (period.start, period.end), ticked=ticked)
            return in_doubt(fact) if period.is_open else fact
        number = _COUNT.fullmatch(text, *span) if row.unit else None
        if number is not None:
            shown = f"{int(number[0])} {row.unit}{'' if int(number[0]) == 1 else 's'}"
            normal = {"n": int(number[0]), "unit": row.unit}
            return _fact(row, shown, normal, span, ticked=ticked)
        german = german_period(text[slice(*span)])
        if german is not None:
            normal = {"n": german[0], "unit": german[1]}
            shown = f"{german[0]} {german[1]}{'' if german[0] == 1 else 's'}"
            return _fact(row, shown, normal, span, ticked=ticked)
    return None


def _fact(row: KeyTerm, value: str, normal: JsonValue, place: Span, *, ticked: bool) -> Fact:
    sure = _SURE if ticked else _UNTICKED
    rule = "row" if ticked else "unticked"
    return Fact(row.name, value, normal, sure, f"rule:key_terms.{rule}", (place,))
