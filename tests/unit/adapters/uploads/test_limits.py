"""What an upload may hold at the most."""

import pytest

from contractsai.adapters.uploads.limits import FREE_BYTES, MEBIBYTE, Limits
from contractsai.domain.errors import UploadTooLarge

LIMITS = Limits(sent_bytes=MEBIBYTE, files=2, bytes=2 * MEBIBYTE, ratio=10)


def test_what_is_at_a_limit_is_let_through() -> None:
    LIMITS.check_sent(MEBIBYTE)
    LIMITS.check_files(2)
    LIMITS.check_bytes(2 * MEBIBYTE)
    LIMITS.check_ratio(FREE_BYTES, 1)
    LIMITS.check_ratio(FREE_BYTES * 10, FREE_BYTES)


def test_what_is_above_says_which_setting_moves_the_limit() -> None:
    with pytest.raises(UploadTooLarge, match=r"1 MiB.*CONTRACTSAI_UPLOAD_MB"):
        LIMITS.check_sent(MEBIBYTE + 1)
    with pytest.raises(UploadTooLarge, match=r"2 files.*CONTRACTSAI_UPLOAD_FILES"):
        LIMITS.check_files(3)
    with pytest.raises(UploadTooLarge, match=r"2 MiB.*CONTRACTSAI_UPLOAD_UNPACKED_MB"):
        LIMITS.check_bytes(2 * MEBIBYTE + 1)
    with pytest.raises(UploadTooLarge, match=r"10 times.*CONTRACTSAI_UPLOAD_RATIO"):
        LIMITS.check_ratio(FREE_BYTES + 1, 1)
