"""The forms of uploads, for validation and for the OpenAPI document."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from contractsai.bootstrap.uploads import Arrival
from contractsai.domain.upload import Upload
from contractsai.entrypoints.api.models import Instant
from contractsai.entrypoints.api.uploading import FIELD, MULTIPART
from contractsai.entrypoints.views import instant

EXAMPLE: Final[dict[str, Any]] = {
    "id": "7c9e6679f54b4c0f8f6a0d1b2c3d4e5f",
    "folder": "upload://7c9e6679f54b4c0f8f6a0d1b2c3d4e5f",
    "files": 2,
    "size_bytes": 183402,
    "sent_at": "2026-03-03T12:00:00Z",
    "expires_at": "2026-03-04T12:00:00Z",
    "renamed": [{"name": "../nda.pdf", "path": "nda.pdf"}],
    "left_out": [{"name": "copy of nda.pdf", "reason": "same-content", "same_as": "nda.pdf"}],
}


class UploadOut(BaseModel):
    """Files that were sent, kept for a job of them."""

    id: str
    folder: str = Field(description="What a job of it has for its folder.")
    files: int = Field(description="How many are kept, those of archives included.")
    size_bytes: int
    sent_at: Instant
    expires_at: Instant = Field(description="When it may be deleted, if no job is made of it.")


class RenamedOut(BaseModel):
    """A file whose name could not be kept as it is."""

    name: str
    path: str


class LeftOutOut(BaseModel):
    """A file that is not kept."""

    name: str
    reason: str = Field(description="same-content, or system-file.")
    same_as: str | None = Field(description="The file that holds the same.")


class ReceivedOut(UploadOut):
    """Files that were sent just now, and what became of each that is not kept as it is."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    renamed: list[RenamedOut]
    left_out: list[LeftOutOut]


BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "additionalProperties": False,
                    "properties": {
                        FIELD: {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "format": "binary"},
                            "description": "Each a file; those named .zip are taken apart.",
                        }
                    },
                }
            }
        },
    }
}
"""What OpenAPI is told of the request: FastAPI does not read it, so that it is streamed."""


def upload_view(upload: Upload, *, expires_at: str | None) -> dict[str, Any]:
    """Return the public form of an upload."""
    return {
        "id": upload.id,
        "folder": upload.folder,
        "files": upload.files,
        "size_bytes": upload.size_bytes,
        "sent_at": instant(upload.sent_at),
        "expires_at": expires_at,
    }


def arrival_view(arrival: Arrival) -> dict[str, Any]:
    """Return what became of files that are not kept as they were sent."""
    return {
        "renamed": [{"name": it.name, "path": it.path} for it in arrival.renamed],
        "left_out": [
            {
                "name": it.name,
                "reason": "same-content" if it.same_as else "system-file",
                "same_as": it.same_as,
            }
            for it in arrival.left_out
        ],
    }
