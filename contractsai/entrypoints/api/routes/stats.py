"""What ended lately, for charts."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from contractsai.application.trend import DAY, MONTH, Span
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import ServicesOf
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.stats_models import By, StatsOut, StatsQuery, stats_view

router = APIRouter(tags=["jobs"])

SPAN: Final[Mapping[By, Span]] = {"hour": DAY, "day": MONTH}


@router.get("/stats", response_model=StatsOut, responses=responses(kinds.INVALID))
def stats(query: Annotated[StatsQuery, Query()], services: ServicesOf) -> dict[str, Any]:
    """Count the jobs and documents that ended lately, and how long jobs took, stretch by stretch.

    What is past is counted once for all who ask, and looked at again now and then.
    """
    return stats_view(query.by, services.views.trend(SPAN[query.by]))
