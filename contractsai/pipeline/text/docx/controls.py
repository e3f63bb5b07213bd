"""Content controls: what was filled in, what was not, and the data behind them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from contractsai.pipeline.text.docx.markup import (
    Element,
    attribute,
    child,
    children,
    local,
    switch,
)
from contractsai.pipeline.text.docx.package import Package
from contractsai.pipeline.text.docx.symbols import CROSSED_BOX, EMPTY_BOX
from contractsai.pipeline.text.reading import Unreadable

_MOST_BINDINGS: Final = 1_000  # that are followed, each along all its siblings
_MOST_DATA: Final = 50  # parts of data of one document
_STEP: Final = re.compile(r"(?:[^/:\[\]]{1,100}:)?([^/:\[\]@]{1,100})(?:\[([0-9]{1,3})\])?")
_MOST_STEPS: Final = 30
_MAX_VALUE: Final = 10_000  # characters
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.Z+-]{0,30})?")


@dataclass(frozen=True, slots=True)
class Control:
    """A content control.

    Attributes:
        box: a box to tick as it is; None for any other control.
        is_prompt: whether its content only asks to be filled in.
        data: what it is bound to, as a person would see it; empty if nothing.
        data_wins: whether Word shows the data in the place of another content.
    """

    box: str | None = None
    is_prompt: bool = False
    data: str = ""
    data_wins: bool = False


class Data:
    """The parts of data beside a document, by the ids that its controls use."""

    def __init__(self, package: Package) -> None:
        """Take the container; its parts are read when the first control asks."""
        self._package = package
        self._roots: dict[str, Element] | None = None
        self._followed = 0

    def bound(self, binding: Element | None) -> str:
        """Return the value at the other end of a binding; empty if there is none."""
        if binding is None or self._followed >= _MOST_BINDINGS:
            return ""
        self._followed += 1
        if self._roots is None:
            self._roots = dict(self._stores())
        root = self._roots.get((attribute(binding, "storeItemID") or "").lower())
        return _at(root, attribute(binding, "xpath") or "")

    def _stores(self) -> Iterator[tuple[str, Element]]:
        names = sorted(name for name in self._package.names if name.startswith("customXml/item"))
        for name in [name for name in names if "Props" not in name][:_MOST_DATA]:
            properties = name.replace("customXml/item", "customXml/itemProps", 1)
            if properties in self._package.names:
                try:
                    identity = attribute(self._package.xml(properties), "itemID") or ""
                    yield identity.lower(), self._package.xml(name)
                except Unreadable:  # data that nobody can read fills in nothing
                    continue


def control_of(content_control: Element, data: Data) -> Control:
    """Return what a control holds beside its content."""
    properties = child(content_control, "sdtPr")
    if properties is None:
        return Control()
    kinds: Mapping[str, Element] = {local(item): item for item in properties}
    box = kinds.get("checkbox")
    if box is not None:
        return Control(box=CROSSED_BOX if switch(child(box, "checked")) else EMPTY_BOX)
    bound = data.bound(kinds.get("dataBinding"))
    choices = kinds.get("dropDownList", kinds.get("comboBox"))
    if choices is not None:
        bound = _shown(choices, bound)
    is_prompt = bool(switch(kinds.get("showingPlcHdr")))
    if (date := kinds.get("date")) is not None:
        picked = "" if is_prompt else attribute(date, "fullDate") or ""
        bound = _day(bound) or _day(picked)
    wins = bool(bound) and (is_prompt or "text" in kinds)
    return Control(is_prompt=is_prompt and not bound, data=bound, data_wins=wins)


def _shown(choices: Element, chosen: str) -> str:
    for item in children(choices, "listItem"):
        if chosen and attribute(item, "value") == chosen:
            return attribute(item, "displayText") or chosen
    return chosen


def _day(written: str) -> str:
    match = _DAY.fullmatch(written.strip())
    return match[1] if match else written.strip()[:_MAX_VALUE]


def _at(root: Element | None, path: str) -> str:
    """Follow a plain path of names and places; anything else that XPath can say is not asked."""
    steps = path.strip().strip("/").split("/")
    if root is None or not 0 < len(steps) <= _MOST_STEPS:
        return ""
    at: Element | None = None
    for depth, step in enumerate(steps):
        if step.startswith("@") and at is not None:
            return (attribute(at, step.rpartition(":")[2].lstrip("@")) or "")[:_MAX_VALUE].strip()
        match = _STEP.fullmatch(step)
        if match is None:
            return ""
        place = max(0, int(match[2] or 1) - 1)
        among = iter([root]) if depth == 0 else children(at, match[1])
        at = next(islice(among, place, None), None)
        if at is None or local(at) != match[1]:
            return ""
    return _words(at)


def _words(element: Element | None) -> str:
    found: list[str] = []
    length = 0
    for words in element.itertext() if element is not None else ():
        found.append(str(words))
        length += len(words)
        if length > _MAX_VALUE:
            break
    return "".join(found)[:_MAX_VALUE].strip()
