"""A packed folder is read as the folder would be."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.limits import Limits

Analyse = Callable[..., tuple[Analysis, ...]]
MakeZip = Callable[[Mapping[str, str | bytes]], bytes]
DEAL = "LICENCE AGREEMENT\n\nThis Agreement is made between Harrow, Inc. and Quill GmbH.\n"


def endings(found: tuple[Analysis, ...]) -> list[tuple[str | None, str, str | None]]:
    return [(item.member, item.outcome.value, item.reason) for item in found]


def test_each_document_in_an_archive_is_one_of_its_own(analyse: Analyse, make_zip: MakeZip) -> None:
    found = analyse(make_zip({"2024/a.txt": DEAL, "b.html": f"<html><p>{DEAL}</p></html>"}))

    assert endings(found) == [
        (None, "analysed", None),
        ("2024/a.txt", "analysed", None),
        ("b.html", "analysed", None),
    ]
    assert found[0].text == "2024/a.txt\nb.html"
    assert found[0].findings == ()


def test_an_archive_in_an_archive_is_opened(analyse: Analyse, make_zip: MakeZip) -> None:
    inner = make_zip({"deal.txt": DEAL})

    found = analyse(make_zip({"more.zip": inner}))

    assert [item.member for item in found] == [None, "more.zip", "more.zip/deal.txt"]


def test_what_systems_put_into_archives_is_left_out(analyse: Analyse, make_zip: MakeZip) -> None:
    """As in a folder: nobody meant those files."""
    found = analyse(
        make_zip(
            {"__MACOSX/._a.txt": b"\x00\x05", ".DS_Store": b"\x01", "~$a.docx": "x", "a.txt": DEAL}
        )
    )

    assert [item.member for item in found] == [None, "a.txt"]


def test_a_locked_file_in_an_archive_is_named(analyse: Analyse, make_zip: MakeZip) -> None:
    raw = bytearray(make_zip({"locked.txt": DEAL, "open.txt": DEAL}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1  # the flag of an encrypted member

    found = analyse(bytes(raw))

    assert endings(found) == [
        (None, "partial", "members_unread"),
        ("locked.txt", "failed", "encrypted"),
        ("open.txt", "analysed", None),
    ]


def test_a_damaged_file_in_an_archive_hurts_no_other(analyse: Analyse) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("broken.txt", "a word that will be changed")
        archive.writestr("whole.txt", DEAL)

    found = analyse(buffer.getvalue().replace(b"changed", b"altered", 1))

    assert endings(found)[1:] == [
        ("broken.txt", "failed", "corrupt"),
        ("whole.txt", "analysed", None),
    ]


def test_what_all_files_unpack_to_together_is_limited(analyse: Analyse, make_zip: MakeZip) -> None:
    """A hundred files of a hundred megabytes each are ten gigabytes."""
    bomb = make_zip({"a.txt": "a" * 60_000, "b.txt": "b" * 60_000, "c.txt": DEAL})

    found = analyse(bomb, Limits(max_expanded_bytes=100_000))

    assert endings(found) == [
        (None, "partial", "members_unread"),
        ("a.txt", "analysed", None),
        ("b.txt", "failed", "too_large"),
        ("c.txt", "analysed", None),
    ]


def test_archives_in_archives_share_that_limit(analyse: Analyse, make_zip: MakeZip) -> None:
    inner = make_zip({"a.txt": "a" * 60_000})

    found = analyse(make_zip({"1.zip": inner, "2.zip": inner}), Limits(max_expanded_bytes=100_000))

    assert endings(found)[1:] == [
        ("1.zip", "analysed", None),
        ("1.zip/a.txt", "analysed", None),
        ("2.zip", "partial", "members_unread"),
        ("2.zip/a.txt", "failed", "too_large"),
    ]


def test_files_beyond_the_limit_are_named_and_not_unpacked(
    analyse: Analyse, make_zip: MakeZip
) -> None:
    found = analyse(make_zip({f"{n}.txt": DEAL for n in range(4)}), Limits(max_members=2))

    assert endings(found)[3:] == [
        ("2.txt", "failed", "member_limit"),
        ("3.txt", "failed", "member_limit"),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/deal.txt", "etc/deal.txt"),
        ("/root/deal.txt", "root/deal.txt"),
        ("C:\\deals\\deal.txt", "deals/deal.txt"),
        ("a\x1b[31m/deal.txt", "a[31m/deal.txt"),
        ("vertr\u00e4ge/deal.txt", "vertr\u00e4ge/deal.txt"),
    ],
)
def test_a_name_leads_nowhere_else(
    analyse: Analyse, make_zip: MakeZip, name: str, shown: str
) -> None:
    """It becomes a path in reports, and people click on paths."""
    assert [item.member for item in analyse(make_zip({name: DEAL}))] == [None, shown]


def test_namesakes_can_be_told_apart(analyse: Analyse, make_zip: MakeZip) -> None:
    found = analyse(make_zip({"a.txt": DEAL, "./a.txt": DEAL}))

    assert [item.member for item in found] == [None, "a.txt", "a.txt (2)"]


def test_a_name_in_utf8_that_does_not_say_so_is_read(analyse: Analyse, make_zip: MakeZip) -> None:
    """Many programs write such names."""
    raw = bytearray(make_zip({"größe.txt": DEAL}))
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        raw[raw.index(signature) + offset] &= ~0x08

    assert analyse(bytes(raw))[1].member == "größe.txt"


def test_a_link_in_an_archive_is_not_followed(analyse: Analyse) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("deal.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert endings(analyse(buffer.getvalue()))[1:] == [("deal.txt", "failed", "not_a_file")]


def test_an_archive_without_a_file_is_empty(analyse: Analyse, make_zip: MakeZip) -> None:
    assert endings(analyse(make_zip({}))) == [(None, "failed", "empty")]
    assert endings(analyse(make_zip({"folder/": ""}))) == [(None, "failed", "empty")]


@pytest.mark.parametrize(
    "names", [("[Content_Types].xml", "a/b.xml"), ("ppt/slides/s.xml",), ("META-INF/MANIFEST.MF",)]
)
def test_a_package_of_another_program_is_no_packed_folder(
    analyse: Analyse, make_zip: MakeZip, names: tuple[str, ...]
) -> None:
    assert endings(analyse(make_zip(dict.fromkeys(names, "<x/>")))) == [
        (None, "skipped", "unsupported")
    ]


def test_a_member_whose_name_says_document_has_failed(analyse: Analyse, make_zip: MakeZip) -> None:
    """What nobody understands is no document, unless somebody calls it one."""
    noise = bytes(range(1, 256)) * 4

    found = analyse(make_zip({"deal.pdf": noise, "data.bin": noise}))

    assert endings(found) == [
        (None, "partial", "members_unread"),
        ("deal.pdf", "failed", "corrupt"),
        ("data.bin", "skipped", "unsupported"),
    ]
