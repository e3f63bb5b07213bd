"""Charts of what has ended lately: columns for eyes and the pointer, sentences for everybody."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from contractsai.application.trend import DAY, HOUR, WEEK, Span, Stretch, Trend
from contractsai.entrypoints.api.dashboard.words import duration, plural, rate

HEIGHT: Final = 72  # of a chart, in its own units; a stretch is one wide
NAMES: Final = {HOUR: "1 h", DAY: "24 h", WEEK: "7 days"}
_SHORT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of a chart: where its column stands, how high it is, and what it says."""

    x: float
    y: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure over time.

    Attributes:
        tone: of its columns: ``good``, ``bad`` or ``run``.
        says: what it shows, for those who do not see it, and below it.
    """

    title: str
    tone: str
    says: str
    columns: Sequence[Column]


def charts(trend: Trend) -> list[Chart]:
    """Return throughput, failures and how long jobs ran."""
    whole, span = trend.whole, NAMES[trend.span]
    stretches = trend.stretches
    most = max(it.ended.counts.completed for it in stretches)
    often = rate(whole.counts.completed, trend.span.step * trend.span.count)
    done = plural(whole.counts.completed, "document")
    ended = whole.counts.completed + whole.counts.failed
    share = f", {whole.counts.failed / ended:.1%} of all" if ended else ""
    took = (
        f"{duration(whole.mean)} on average, {duration(whole.longest)} at the most"
        if whole.jobs
        else "no job ended"
    )
    return [
        _chart(
            *("Documents completed", "good"),
            f"{done} in {span}: {often}; {most:,} in the best {_step(trend.span)}",
            trend,
            lambda it: it.ended.counts.completed,
            lambda it: f"{it.ended.counts.completed:,} completed",
        ),
        _chart(
            *("Documents failed", "bad"),
            f"{plural(whole.counts.failed, 'document')} in {span}{share}",
            trend,
            lambda it: it.ended.counts.failed,
            lambda it: f"{it.ended.counts.failed:,} failed",
        ),
        _chart(
            *("How long jobs ran", "run"),
            f"{plural(whole.jobs, 'job')} in {span}: {took}" if whole.jobs else f"In {span} {took}",
            trend,
            lambda it: it.ended.mean.total_seconds(),
            lambda it: f"{duration(it.ended.mean)} on average",
        ),
    ]


def when(stretch: Stretch, span: Span) -> str:
    """Return when a stretch began; with its day where the span has several."""
    begins = stretch.begins
    is_short = span.step * span.count <= _SHORT
    return f"{begins:%H:%M} UTC" if is_short else f"{begins:%a %d %b %H:%M} UTC"


def _step(span: Span) -> str:
    return duration(span.step)


def _chart(  # noqa: PLR0917 - a row of the table above
    title: str,
    tone: str,
    says: str,
    trend: Trend,
    value: Callable[[Stretch], float],
    told: Callable[[Stretch], str],
) -> Chart:
    return Chart(title, tone, says, list(_columns(trend, value, told)))


def _columns(
    trend: Trend, value: Callable[[Stretch], float], told: Callable[[Stretch], str]
) -> Iterator[Column]:
    scale = HEIGHT / (max(map(value, trend.stretches)) or 1)
    for number, stretch in enumerate(trend.stretches):
        height = round(value(stretch) * scale, 2)
        yield Column(
            x=number + 0.12,
            y=round(HEIGHT - height, 2),
            height=height,
            says=f"{when(stretch, trend.span)}: {told(stretch)}",
        )
