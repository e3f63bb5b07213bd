"""An upload while it arrives."""

import io
import zipfile
from pathlib import Path

import pytest

from contractsai.adapters.uploads.arrival import FILES, Arrival, LeftOut, Renamed
from contractsai.adapters.uploads.limits import MEBIBYTE, Limits
from contractsai.domain.errors import UploadRefused, UploadsUnavailable, UploadTooLarge

LIMITS = Limits(sent_bytes=MEBIBYTE, files=4, bytes=MEBIBYTE, ratio=100)


def arriving(tmp_path: Path, limits: Limits = LIMITS) -> Arrival:
    return Arrival(tmp_path / "arriving", limits)


def send(arrival: Arrival, name: str, content: bytes) -> None:
    arrival.begin(name)
    arrival.write(content[:2])
    arrival.write(content[2:])
    arrival.end()


def send_all(tmp_path: Path, *files: tuple[str, bytes]) -> None:
    with arriving(tmp_path) as arrival:
        for name, content in files:
            send(arrival, name, content)


def kept(arrival: Arrival) -> dict[str, bytes]:
    base = arrival.folder / FILES
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in base.rglob("*")
        if path.is_file()
    }


def archive_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_files_are_kept_under_safe_names(tmp_path: Path) -> None:
    with arriving(tmp_path) as arrival:
        send(arrival, "nda.pdf", b"an NDA")
        send(arrival, "../nda.pdf", b"another")

        assert kept(arrival) == {"nda.pdf": b"an NDA", "nda (2).pdf": b"another"}
        assert arrival.renamed == [Renamed("../nda.pdf", "nda (2).pdf")]
        assert (arrival.files, arrival.size_bytes) == (2, 13)
        assert {path.name for path in arrival.folder.iterdir()} == {FILES}


def test_the_same_content_is_kept_once_and_told(tmp_path: Path) -> None:
    with arriving(tmp_path) as arrival:
        send(arrival, "nda.pdf", b"an NDA")
        send(arrival, "copy of nda.pdf", b"an NDA")

        assert kept(arrival) == {"nda.pdf": b"an NDA"}
        assert arrival.left_out == [LeftOut("copy of nda.pdf", same_as="nda.pdf")]


def test_an_archive_is_taken_apart(tmp_path: Path) -> None:
    """What systems put beside the files is no document."""
    files = {"a/nda.pdf": b"an NDA", "__MACOSX/nda.pdf": b"x", "b.zip": b"one inside"}
    with arriving(tmp_path) as arrival:
        send(arrival, "all.ZIP", archive_of(**files))

        assert kept(arrival) == {"a/nda.pdf": b"an NDA", "b.zip": b"one inside"}
        assert arrival.left_out == [LeftOut("__MACOSX/nda.pdf")]


def test_the_same_files_have_the_same_digest_in_any_order(tmp_path: Path) -> None:
    digests = []
    for names in (("a", "b"), ("b", "a")):
        with arriving(tmp_path) as arrival:
            for name in names:
                send(arrival, name, f"content of {name}".encode())
            digests.append(arrival.digest)
    with arriving(tmp_path) as arrival:
        send(arrival, "a", b"content of b")
        digests.append(arrival.digest)

    assert digests[0] == digests[1]
    assert digests[2] != digests[0]


@pytest.mark.parametrize("content", [b"no archive", archive_of(**{"../a": b"x"})])
def test_a_broken_upload_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UploadRefused):
        send_all(tmp_path, ("nda.pdf", b"an NDA"), ("all.zip", content))

    assert list(tmp_path.iterdir()) == []


def test_a_caller_who_hangs_up_leaves_nothing(tmp_path: Path) -> None:
    with arriving(tmp_path) as arrival:
        arrival.begin("nda.pdf")
        arrival.write(b"an N")

    assert list(tmp_path.iterdir()) == []


def test_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UploadTooLarge, match="together"):
        send_all(tmp_path, ("a", b"x" * MEBIBYTE), ("b", b"y"))
    with arriving(tmp_path) as arrival:
        arrival.receive(MEBIBYTE)
        with pytest.raises(UploadTooLarge, match="sent"):
            arrival.receive(1)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["{}.pdf", "{}/.DS_Store"])
def test_files_that_are_left_out_count_too(tmp_path: Path, name: str) -> None:
    """Or an upload of a million of them would be listed in an answer."""
    same = [(name.format(number), b"the same") for number in range(LIMITS.files + 1)]

    with pytest.raises(UploadTooLarge, match="files"):
        send_all(tmp_path, *same)


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(UploadsUnavailable), Arrival(tmp_path / "file" / "x", LIMITS):
        raise AssertionError("entered")
