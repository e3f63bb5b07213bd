"""Where uploads are kept, for how long, and what they may hold."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings

from contractsai.settings.kinds import Amount, Seconds


class UploadSettings(BaseSettings):
    """The settings of uploads."""

    upload_dir: Path | None = Field(
        default=None,
        description="Where uploads are kept. API and workers have to see the same there, also on "
        "several machines: see [Uploads](operations.md#uploads). "
        "Unset: `uploads` in the data directory.",
    )
    upload_hours: Amount = Field(
        default=24,
        description="An upload that belongs to no job is deleted by the first cleanup after that; "
        "one that does lives as long as its jobs.",
    )
    upload_mb: Amount = Field(default=512, description="What may be sent in one upload.")
    upload_files: Amount = Field(
        default=5000, description="Files in one upload, those in its archives included."
    )
    upload_unpacked_mb: Amount = Field(
        default=2048, description="The files of one upload together, its archives unpacked."
    )
    upload_ratio: Amount = Field(
        default=200,
        description="How many times larger than a ZIP archive its files may be together.",
    )
    upload_seconds: Seconds = Field(
        default=900, description="How long a caller may take to send an upload."
    )

    @property
    def upload_keep(self) -> timedelta:
        """How long an upload waits for a job."""
        return timedelta(hours=self.upload_hours)
