"""The container of a Word document: its parts, how they point at each other, and their limits."""

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from contractsai.domain.reasons import Reason
from contractsai.pipeline.text.docx.markup import Element, attribute, children, parsed
from contractsai.pipeline.text.reading import Attachment, Unreadable, failed

# What damaged offsets, lengths and streams make of zipfile, beside its own error.
_DAMAGE: Final = (
    zipfile.BadZipFile, ValueError, OSError, EOFError, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError,  # a compression that nobody else uses
    KeyError,  # no such part
)  # fmt: skip
_MAX_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Target:
    """What a relationship points at: a part of the container, or something outside of it."""

    kind: str
    name: str
    is_outside: bool


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked, over all containers inside one file."""

    left: int


class Package:
    """A ZIP container whose parts share one budget of unpacked bytes."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Open the container.

        Raises:
            Unreadable: it is broken.
        """
        self._budget = budget
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self.names = frozenset(self._archive.namelist())
        except _DAMAGE as error:
            raise failed("corrupt") from error

    def read(self, name: str) -> bytes:
        """Return a part without believing its declared size.

        Raises:
            Unreadable: it is damaged, locked or missing, or all parts unpack to too much.
        """
        return self._unpacked(name, self._budget.left + 1)

    def head(self, name: str, length: int) -> bytes:
        """Return the first bytes of a part; as `read`."""
        return self._unpacked(name, min(length, self._budget.left + 1))

    def _unpacked(self, name: str, most: int) -> bytes:
        try:
            with self._archive.open(name) as member:
                content = member.read(most)
        except _DAMAGE as error:
            raise failed("corrupt") from error
        except RuntimeError as error:  # zipfile's way to say that a password is needed
            raise failed("encrypted") from error
        if len(content) > self._budget.left:
            raise failed("too_large")
        self._budget.left -= len(content)
        return content

    def inner(self, content: bytes) -> "Package":
        """Return a container inside this one, on the same budget; raises as the first."""
        return Package(content, self._budget)

    def xml(self, name: str) -> Element:
        """Return the root of a part; as `read`."""
        try:
            return parsed(self.read(name))
        except etree.XMLSyntaxError as error:
            raise failed("corrupt") from error

    def related(self, name: str) -> dict[str, Target]:
        """Return what the part *name* points at, by the ids that it uses; as `read`."""
        folder, _, last = name.rpartition("/")
        relations = f"{folder}/_rels/{last}.rels"
        if relations not in self.names:
            return {}
        found = {}
        for item in children(self.xml(relations), "Relationship"):
            target = attribute(item, "Target") or ""
            is_outside = attribute(item, "TargetMode") == "External"
            place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (attribute(item, "Type") or "").rpartition("/")[2]
            identity = attribute(item, "Id") or ""
            found[identity] = Target(kind, target if is_outside else place, is_outside)
        return found

    def carried(self, name: str) -> Attachment:
        """Return a part as a document of its own; one that cannot be had says why."""
        shown = shown_name(name)
        try:
            return Attachment(shown, self.read(name))
        except Unreadable as error:
            return Attachment(shown, None, error.reason)


def outside(target: Target) -> Attachment:
    """Return what the document takes from a file beside it, which is not here."""
    return Attachment(shown_name(target.name), None, Reason.MISSING)


def shown_name(name: str) -> str:
    """Return a part's name without its folders, as a person may read it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:_MAX_NAME] or "part"
