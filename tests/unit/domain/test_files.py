"""Which files are no documents."""

import pytest

from contractsai.domain.files import is_system_file, is_unfinished


@pytest.mark.parametrize(
    "path",
    [
        ".DS_Store",
        "deals/.DS_Store",
        ".git/config",
        "deals/.hidden/contract.pdf",
        "~$supply.docx",
        "deals/~$supply.docx",
        ".~lock.supply.odt#",
        "Thumbs.db",
        "deals/THUMBS.DB",
        "desktop.ini",
        "__MACOSX/supply.pdf",
    ],
)
def test_hidden_lock_and_system_files_are_no_documents(path: str) -> None:
    """People share whole folders; what an operating system left there is not theirs."""
    assert is_system_file(path)


@pytest.mark.parametrize(
    "path", ["supply.pdf", "a.b/c.pdf", "notes~.txt", "$100 loan.docx", "thumbs.db.pdf", "./a.pdf"]
)
def test_everything_else_is(path: str) -> None:
    assert not is_system_file(path)


def test_a_name_tells_that_a_file_is_not_whole_yet() -> None:
    assert is_unfinished("inbox/lease.pdf.CRDOWNLOAD")
    assert not is_unfinished("inbox/lease.part.pdf")
