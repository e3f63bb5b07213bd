"""A workbook that somebody else made: looked at before it is opened, and bounded in every way."""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from contractsai.domain.errors import NotARegister

MAX_FILE: Final = 64 * 1024 * 1024  # bytes
MAX_UNPACKED: Final = 256 * 1024 * 1024  # of all parts together
MAX_PARTS: Final = 1_000
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 300
_CONTENTS: Final = "[Content_Types].xml"
_CHUNK: Final = 256 * 1024
_DTDS: Final = (b"<!DOCTYPE", b"<!ENTITY")
_OLE: Final = b"\xd0\xcf\x11\xe0"
# What damaged archives, parts and references make of zipfile, the XML parsers and openpyxl.
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, SyntaxError,
    NotImplementedError, RuntimeError, EOFError, KeyError, IndexError, ValueError, TypeError,
    AttributeError, ArithmeticError, AssertionError,
)  # fmt: skip


@contextmanager
def opened_workbook(stream: BinaryIO) -> Iterator[Any]:
    """Yield the workbook, row by row and values only.

    Raises:
        NotARegister: it is none, damaged, locked, or made to do harm; also from inside the block,
            for what is only met on the way.
    """
    try:
        _look_at(stream)
        stream.seek(0)
        with warnings.catch_warnings():  # of styles and rules that it does not read anyway
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except OSError as error:  # openpyxl's own word for a book without its main part has no number
        if error.errno is not None:
            raise
        raise NotARegister("the file holds no workbook: save it as .xlsx") from error
    except _DAMAGE as error:
        raise NotARegister(
            "the file is damaged: open it in a spreadsheet and save it anew"
        ) from error


def bounded_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - a sheet of openpyxl
    """Yield the values of each row.

    Raises:
        NotARegister: there are too many.
    """
    sheet.reset_dimensions()  # what a file says of its size is a stranger's word
    rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise NotARegister(f"the sheet {sheet.title} has more than {MAX_ROWS} rows")
        yield row


def _look_at(stream: BinaryIO) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if stream.read(len(_OLE)) == _OLE:
        raise NotARegister("the file is locked by a password or an old .xls: save it as .xlsx")
    if size > MAX_FILE:
        raise NotARegister(f"the file is larger than {MAX_FILE // 1024**2} MiB")
    if not zipfile.is_zipfile(stream):
        raise NotARegister("the file is no workbook: save it as .xlsx")
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        # No more of a part is unpacked than its directory says, so that this bounds the memory.
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise NotARegister("the file unpacks to more than any register does")
        names = {part.filename for part in parts}
        if _CONTENTS not in names:  # a sheet of another program, or a folder that was packed
            raise NotARegister("the file is no workbook: save it as .xlsx")
        if len(names) < len(parts):
            raise NotARegister("the file holds two parts of one name")
        for part in parts:
            _refuse_entities(archive, part)


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that defines entities: no spreadsheet writes any."""
    before = b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            seen = before + chunk.replace(b"\0", b"")  # UTF-16 is UTF-8 with NULs between
            if any(mark in seen for mark in _DTDS):
                raise NotARegister("the file defines entities, as no spreadsheet does")
            before = seen[-16:]
