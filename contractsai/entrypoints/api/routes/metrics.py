"""What Prometheus asks."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from contractsai.entrypoints.api.deps import NO_QUERY

router = APIRouter(include_in_schema=False)


@router.get("/metrics", dependencies=[NO_QUERY])
def metrics(request: Request) -> Response:
    """Tell what the rows and the broker say now, and what this process has counted."""
    text: bytes = request.app.state.metrics.text()
    return Response(text, media_type=CONTENT_TYPE_LATEST)
