"""Which words of an OpenDocument text are struck out or hidden by style, and what forms hold."""

from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.text.xml_parts import Element, attribute, local

_MOST_PARENTS: Final = 32  # styles above a style; more are a circle
_TICKED: Final = frozenset({"checked", "true"})


class Hides:
    """The styles whose words are no part of the text, and the deletions that were tracked."""

    def __init__(self, roots: list[Element]) -> None:
        """Read the styles of all parts."""
        self._own: dict[str, bool] = {}
        self._parents: dict[str, str] = {}
        self.deleted: dict[str, Element] = {}
        for root in roots:
            for style in root.iter("{*}style"):
                self._take(style)
            for region in root.iter("{*}changed-region"):
                for change in region:
                    if local(change) == "deletion":
                        self.deleted[attribute(region, "id") or ""] = change

    def _take(self, style: Element) -> None:
        name = attribute(style, "name")
        if name is None:
            return
        parent = attribute(style, "parent-style-name")
        if parent:
            self._parents[name] = parent
        for properties in style:
            if local(properties) in {"text-properties", "section-properties"}:
                verdict = _verdict(properties)
                if verdict is not None:
                    self._own[name] = verdict

    def hides(self, style: str | None) -> bool | None:
        """Return whether a style takes its words out of the text; None if it says nothing."""
        for _ in range(_MOST_PARENTS):
            if style is None:
                return None
            if style in self._own:
                return self._own[style]
            style = self._parents.get(style)
        return None


def _verdict(properties: Element) -> bool | None:
    """Return whether properties strike or hide; None if they say nothing of it."""
    lines = [attribute(properties, f"text-line-through-{word}") for word in ("style", "type")]
    display = attribute(properties, "display")
    said = [line for line in (*lines, display) if line is not None]
    if not said:
        return None
    return display in {"none", "true"} or any(line not in {None, "none"} for line in lines)


def controls(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the id of each form's control with what was filled in."""
    for form in root.iter("{*}form"):
        for control in form:
            identity = attribute(control, "id")
            if identity is not None:
                yield identity, _value(control)


def _value(control: Element) -> str:
    kind = local(control)
    if kind in {"checkbox", "radio"}:
        is_ticked = (attribute(control, "current-state") or attribute(control, "state")) in _TICKED
        is_ticked = is_ticked or attribute(control, "current-selected") == "true"
        label = attribute(control, "label") or ""
        return f"{'☒' if is_ticked else '☐'} {label}".strip()
    if kind == "listbox":
        chosen = [
            attribute(option, "label") or attribute(option, "value") or ""
            for option in control.iter("{*}option")
            if attribute(option, "current-selected") == "true"
        ]
        return ", ".join(chosen)
    return attribute(control, "current-value") or attribute(control, "value") or ""
