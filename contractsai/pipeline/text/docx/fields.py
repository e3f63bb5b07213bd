"""Fields: what Word computes or asks for, between a begin and an end that runs hold."""

import re
from dataclasses import dataclass, field
from typing import Final

from contractsai.pipeline.text.docx.markup import (
    Element,
    attribute,
    child,
    children,
    number,
    switch,
    value,
)
from contractsai.pipeline.text.docx.symbols import CROSSED_BOX, EMPTY_BOX

BLANK: Final = "[____]"  # something is to be filled in here
_MAX_INSTRUCTION: Final = 2_000  # characters
_WORDS: Final = re.compile(r"\"([^\"]{0,200})\"|(\S+)")
_UNMERGED: Final = re.compile(r"[\u00ab<]{1,2}[^\u00ab\u00bb<>\n]{1,100}[\u00bb>]{1,2}")
_MAX_NAME: Final = 100


@dataclass(slots=True)
class Field:
    """A field that has begun.

    Attributes:
        at: how many pieces of its paragraph come before it.
        form: what a form field offers; None for any other.
        instruction: what it computes, as far as it has been read.
        shows: whether its result has begun: the text before that is no text.
    """

    at: int
    form: Element | None = None
    instruction: list[str] = field(default_factory=list)
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands for a field instead of its result, and whether that is a gap to fill in."""

    text: str
    is_blank: bool = False


def filled(item: Field, result: str) -> Filled | None:
    """Return what a person sees of a field, None where that is its *result*."""
    words = [
        quoted or plain
        for quoted, plain in _WORDS.findall("".join(item.instruction)[:_MAX_INSTRUCTION])
    ]
    kind = words[0].upper() if words else ""
    if kind == "FORMCHECKBOX":
        return Filled(_box(child(item.form, "checkBox")))
    if kind == "FORMDROPDOWN":
        chosen = _chosen(child(item.form, "ddList"))
        return Filled(chosen) if chosen else Filled(BLANK, is_blank=True)
    if kind == "FORMTEXT" and not result.strip():
        return Filled(BLANK, is_blank=True)
    if kind == "MERGEFIELD" and (not result.strip() or _UNMERGED.fullmatch(result.strip())):
        name = (words[1] if len(words) > 1 else result.strip("\u00ab\u00bb<> "))[:_MAX_NAME]
        return Filled(f"[{name}]" if name else BLANK, is_blank=True)
    if kind == "MACROBUTTON" and not result.strip():
        prompt = " ".join(words[2:])[:_MAX_NAME].strip("[]")
        return Filled(f"[{prompt}]" if prompt.strip() else BLANK, is_blank=True)
    return None


def _box(box: Element | None) -> str:
    """Return a box as it is ticked, or as it comes where nobody has touched it."""
    ticked = switch(child(box, "checked"))
    if ticked is None:
        ticked = switch(child(box, "default"))
    return CROSSED_BOX if ticked else EMPTY_BOX


def _chosen(drop_down: Element | None) -> str:
    entries = [attribute(item, "val") or "" for item in children(drop_down, "listEntry")]
    place = number(value(drop_down, "result"))
    if place is None:
        place = number(value(drop_down, "default"), 0) or 0
    return entries[place].strip() if place < len(entries) else ""
