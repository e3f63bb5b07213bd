"""What an upload is called."""

import pytest

from contractsai.domain.ids import UploadId
from contractsai.domain.upload import folder_of, upload_of

ID = UploadId("0123456789abcdef" * 2)


def test_an_upload_is_a_folder_of_a_scheme_of_its_own() -> None:
    assert folder_of(ID) == f"upload://{ID}"
    assert upload_of(folder_of(ID)) == ID


@pytest.mark.parametrize(
    "folder",
    [
        "/contracts",
        "upload://",
        f"upload://{ID}/",
        f"upload://{ID}\n",
        f"upload://../{ID}",
        f"upload://{ID.upper()}",
        f"s3://{ID}",
    ],
)
def test_no_other_folder_is_one(folder: str) -> None:
    """Nor is anything one that a file system would read as a way elsewhere."""
    assert upload_of(folder) is None
