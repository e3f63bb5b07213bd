"""Form fields of a page: what was filled in, ticked or chosen, as a person sees it."""

from dataclasses import dataclass
from typing import Final

from lxml import html as lxml_html

EMPTY_BOX: Final = "\u2610"
CROSSED_BOX: Final = "\u2612"
BLANK: Final = "[____]"
FIELDS: Final = frozenset({"input", "select", "textarea"})
_NO_ANSWERS: Final = frozenset(
    {"hidden", "submit", "button", "reset", "image", "file", "password", "search", "range", "color"}
)
_BOXES: Final = frozenset({"checkbox", "radio"})
_MAX_VALUE: Final = 10_000  # characters
_MOST_OPTIONS: Final = 1_000


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What stands in a field, and whether it is still to be filled in."""

    text: str
    is_blank: bool = False


def answer(field: lxml_html.HtmlElement) -> FormAnswer:
    """Return what a person sees in a field of a form."""
    if field.tag == "select":
        return _given(_chosen(field), "")
    prompt = " ".join((field.get("placeholder") or "").split())
    if field.tag == "textarea":
        return _given("".join(map(str, field.itertext())), prompt)
    kind = (field.get("type") or "text").strip().lower()
    if kind in _BOXES:
        return FormAnswer(CROSSED_BOX if field.get("checked") is not None else EMPTY_BOX)
    if kind in _NO_ANSWERS:
        return FormAnswer("")
    return _given(field.get("value") or "", prompt)


def _given(value: str, prompt: str) -> FormAnswer:
    text = " ".join(value[:_MAX_VALUE].split())
    if text.strip("-_. \u2014"):
        return FormAnswer(text)
    shown = prompt[:_MAX_VALUE].strip("[]")
    return FormAnswer(f"[{shown}]" if shown else BLANK, is_blank=True)


def _chosen(select: lxml_html.HtmlElement) -> str:
    """Return the chosen options; of a list of one line the first where none is chosen."""
    options = [
        option for option, _ in zip(select.iter("option"), range(_MOST_OPTIONS), strict=False)
    ]
    chosen = [option for option in options if option.get("selected") is not None]
    if select.get("multiple") is None:
        chosen = chosen[-1:] or options[:1]
    return ", ".join(_words(option) for option in chosen if not _asks(option))


def _asks(option: lxml_html.HtmlElement) -> bool:
    """Return whether an option only asks to choose another."""
    return option.get("value") == "" or (
        option.get("disabled") is not None and option.get("hidden") is not None
    )


def _words(option: lxml_html.HtmlElement) -> str:
    return " ".join("".join(map(str, option.itertext())).split()) or (option.get("label") or "")
