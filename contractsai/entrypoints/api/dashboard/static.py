"""The files that every page loads: packed once, and kept by browsers for as long as they hold."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from contractsai.bootstrap.reports import deadlines_style
from contractsai.entrypoints.api.sign_in import STATIC

router = APIRouter(include_in_schema=False)

DEADLINES: Final = "deadlines.css"  # the report's own, beside its templates
TYPES: Final = {
    DEADLINES: "text/css; charset=utf-8",
    "dashboard.css": "text/css; charset=utf-8",
    "dashboard.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class File:
    """A file, as it is and packed; *version* changes with every byte of it."""

    content: bytes
    packed: bytes
    version: str


@cache
def file_of(name: str) -> File:
    """Return one of the files in `TYPES`."""
    if name == DEADLINES:
        content = deadlines_style().encode()
    else:
        content = (files(__package__) / "static" / name).read_bytes()
    version = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return File(content, gzip.compress(content, mtime=0), version)


def address_of(root: str, name: str) -> str:
    """Return where a page finds the file: another address as soon as it is another file."""
    return f"{root}{STATIC}{name}?v={file_of(name).version}"


def packs(request: Request) -> bool:
    """Return whether the caller can unpack gzip."""
    return "gzip" in request.headers.get("accept-encoding", "")


@router.get(f"{STATIC}{{name}}")
def static(request: Request, name: str) -> Response:
    """Return the file."""
    if name not in TYPES:
        raise HTTPException(404)
    file = file_of(name)
    headers = {"Vary": "Accept-Encoding"}
    if request.query_params.get("v") == file.version:
        headers["Cache-Control"] = _FOR_EVER
    if not packs(request):
        return Response(file.content, media_type=TYPES[name], headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(file.packed, media_type=TYPES[name], headers=headers)
