"""Facts about lengths of time, ranked: what the term and the renewal stages share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Fact
from contractsai.pipeline.lexicon.periods import PeriodMention

_CANDIDATES: Final = 3
_DOUBTED: Final = 0.3  # at most, for what is not the surest
_IN_DOUBT: Final = 0.5  # at most, where words and figures differ
_SENTENCE: Final = 700  # characters behind a cue that are looked at
_STOP: Final = re.compile(r"(?<!\bNo)[.](?=\s+[\"\u201c(]?[A-Z])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period that may be the answer, and by which rule."""

    period: PeriodMention
    rule: str
    confidence: float


def period_facts(name: str, found: Iterable[FoundPeriod]) -> Iterator[Fact]:
    """Yield the surest period, the first one of equals, and two lesser ones as candidates."""
    best: dict[tuple[int, str], FoundPeriod] = {}
    for item in found:
        key = (item.period.n, item.period.unit)
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item
    ranked = sorted(best.values(), key=lambda item: (-item.confidence, item.period.start))
    for rank, item in enumerate(ranked[:_CANDIDATES]):
        confidence = item.confidence if rank == 0 else min(_DOUBTED, item.confidence / 3)
        confidence = min(confidence, _IN_DOUBT) if item.period.is_open else confidence
        normal: dict[str, JsonValue] = {"n": item.period.n, "unit": item.period.unit}
        if item.period.is_business:
            normal["business"] = True
        span = (item.period.start, item.period.end)
        method = f"rule:{name}.{item.rule}"
        yield Fact(
            name,
            item.period.text,
            normal,
            round(confidence, 4),
            method,
            (span,),
            is_open=item.period.is_open,
        )


def sentence_end(text: str, start: int) -> int:
    """Return where the sentence that goes on at *start* ends."""
    limit = min(len(text), start + _SENTENCE)
    stop = _STOP.search(text, start, limit)
    return stop.start() if stop else limit
