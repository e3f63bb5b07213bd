"""The forms of what ended lately, for the OpenAPI document, and how it is told."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from contractsai.application.ports import Ended
from contractsai.application.trend import Trend
from contractsai.entrypoints.api.models import CountsOut, Instant, Parameters
from contractsai.entrypoints.views import counts_view, instant

By = Literal["hour", "day"]


class StatsQuery(Parameters):
    """How fine a series."""

    by: By = Field("hour", description="The last 24 hours, or the last 30 days, in UTC.")


class EndedOut(BaseModel):
    """What ended in a stretch of time."""

    jobs: int = Field(description="Those that had begun to run; a cancel may come before that.")
    documents: CountsOut = Field(description="Of all jobs that ended, by their states.")
    mean_seconds: float = Field(description="From a job's start to its end, on average.")
    longest_seconds: float = Field(description="Of the job that took longest.")


class StretchOut(EndedOut):
    """What ended in an hour, or on a day."""

    begins_at: Instant


class StatsOut(BaseModel):
    """What ended lately, the oldest stretch first; the last one has begun and is not over."""

    by: By
    series: list[StretchOut]
    whole: EndedOut = Field(description="All of them together.")


def stats_view(by: By, trend: Trend) -> dict[str, Any]:
    """Return the public form of what ended lately."""
    return {
        "by": by,
        "series": [
            {"begins_at": instant(stretch.begins), **_ended_view(stretch.ended)}
            for stretch in trend.stretches
        ],
        "whole": _ended_view(trend.whole),
    }


def _ended_view(ended: Ended) -> dict[str, Any]:
    return {
        "jobs": ended.jobs,
        "documents": counts_view(ended.counts),
        "mean_seconds": round(ended.mean.total_seconds(), 3),
        "longest_seconds": round(ended.longest.total_seconds(), 3),
    }
