"""The dashboard: pages for people over the same use cases as the API, useful without a script."""

from typing import Final

from fastapi import APIRouter

from contractsai.entrypoints.api.dashboard import (
    activity,
    alike,
    contracts,
    documents,
    job,
    jobs,
    new,
    overview,
    queues,
    sheets,
    sign_in,
    static,
    system,
    workers,
)

ROUTERS: Final[tuple[APIRouter, ...]] = tuple(
    module.router
    for module in (
        static,
        sign_in,
        overview,
        jobs,
        new,
        job,
        documents,
        sheets,
        contracts,
        alike,
        workers,
        queues,
        activity,
        system,
    )
)
