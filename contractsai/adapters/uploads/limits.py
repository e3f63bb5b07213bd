"""What an upload may hold at the most."""

from dataclasses import dataclass
from typing import Final

from contractsai.domain.errors import UploadTooLarge

FREE_BYTES: Final = 1024 * 1024
"""What an archive may unpack to whatever its ratio is: a small text packs well."""
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one upload, each with the setting that moves it.

    Attributes:
        sent_bytes: of the whole request.
        files: how many, those in archives included.
        bytes: of all files together, archives unpacked.
        ratio: how many times larger than an archive its files may be.
    """

    sent_bytes: int
    files: int
    bytes: int
    ratio: int

    def check_sent(self, sent_bytes: int) -> None:
        """Refuse a request of more than so many bytes.

        Raises:
            UploadTooLarge: it is larger; so for the others below.
        """
        if sent_bytes > self.sent_bytes:
            raise _too_large(
                f"more than {self.sent_bytes // MEBIBYTE} MiB were sent", "CONTRACTSAI_UPLOAD_MB"
            )

    def check_files(self, files: int) -> None:
        """Refuse more than so many files."""
        if files > self.files:
            raise _too_large(f"there are more than {self.files} files", "CONTRACTSAI_UPLOAD_FILES")

    def check_bytes(self, size_bytes: int) -> None:
        """Refuse files that are larger together."""
        if size_bytes > self.bytes:
            raise _too_large(
                f"the files are larger than {self.bytes // MEBIBYTE} MiB together",
                "CONTRACTSAI_UPLOAD_UNPACKED_MB",
            )

    def check_ratio(self, unpacked_bytes: int, packed_bytes: int) -> None:
        """Refuse an archive that unpacks to many times its size."""
        if unpacked_bytes > FREE_BYTES and unpacked_bytes > self.ratio * packed_bytes:
            raise _too_large(
                f"an archive unpacks to more than {self.ratio} times its size",
                "CONTRACTSAI_UPLOAD_RATIO",
            )


def _too_large(what: str, setting: str) -> UploadTooLarge:
    return UploadTooLarge(f"{what}; send less at a time, or raise {setting}")
