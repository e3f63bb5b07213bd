"""What people keep beside a contract: an owner, a tag, a note, and columns of their own.

It is about content, as reviews are: another job and another name of the file meet it again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from contractsai.domain.errors import InvalidAnnotation
from contractsai.domain.ids import AnnotationId
from contractsai.domain.texts import is_text

OWN_FIELDS: Final = ("Owner", "Tag", "Note")
"""The fields that every register has; people may add more."""

MAX_FIELDS: Final = 30  # of one contract
MAX_NAME: Final = 60  # characters
MAX_VALUE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """The fields that people filled in for one content; the last to write holds.

    Attributes:
        sha256: of the file.
        member: the document inside the file; None for the file itself.
        fields: by the name that people gave; none is empty.
        by: who wrote last, as they call themselves.
        at: when that was.
        version: raised by the store with every save; 0 before the first.
    """

    sha256: str
    member: str | None
    at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    version: int = 0

    @property
    def id(self) -> AnnotationId:
        """Name it by content."""
        return content_id(self.sha256, self.member)

    def fields_with(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        """Return the fields after *changes*, in which None or an empty text takes one away.

        Raises:
            InvalidAnnotation: a name or a text is too long or no text, or there are too many.
        """
        for name, text in changes.items():
            check_field(name, text or "")
        changed = {name: (text or "").strip() for name, text in changes.items()}
        fields = {name: text for name, text in {**self.fields, **changed}.items() if text}
        if len(fields) > MAX_FIELDS:
            raise InvalidAnnotation(f"a contract has {MAX_FIELDS} fields of people's own at most")
        return fields


def content_id(sha256: str, member: str | None) -> AnnotationId:
    """Return what names the content of a document, wherever it lies: 32 hexadecimal digits."""
    key = json.dumps([sha256, member], separators=(",", ":"))
    return AnnotationId(hashlib.sha256(key.encode()).hexdigest()[:32])


def check_field(name: str, text: str) -> None:
    """Refuse a field that cannot be kept.

    Raises:
        InvalidAnnotation: the message says what can be.
    """
    is_name = name.isprintable() and name == " ".join(name.split())
    if not (is_name and 0 < len(name) <= MAX_NAME):
        raise InvalidAnnotation(f"a field's name is a line of 1 to {MAX_NAME} characters")
    if len(text.strip()) > MAX_VALUE:
        raise InvalidAnnotation(f"{name} holds {MAX_VALUE} characters at most")
    if not is_text(text):
        raise InvalidAnnotation(f"{name} holds NUL or half a character: write it as text")
