"""What stands apart on a page without being a block: by its style, or as a label's value."""

from typing import Final

from lxml import html as lxml_html

from contractsai.pipeline.text.html.styles import Look

_INLINE: Final = frozenset({"span", "label", "b", "strong", "em", "i", "small", "output"})
_SHORTEST: Final = 3  # letters of a label


def edge(look: Look, *, is_spread: bool) -> str:
    """Return what parts an inline element from its neighbours: a line break, a tab, or nothing."""
    return look.parts or ("\n" if is_spread else "")


def is_glued(element: lxml_html.HtmlElement) -> bool:
    """Return whether an element follows another without a blank, as the value of a label does.

    "Company" and "Acme Ltd" then have a margin between them; the halves of one word, of which the
    second begins with a capital, have not been seen.
    """
    before = element.getprevious()
    if before is None or before.tail or element.tag not in _INLINE or before.tag not in _INLINE:
        return False
    label = "".join(map(str, before.itertext()))[-80:]
    value = (element.text or "")[:1]
    ends = label[-1:].islower() or label[-1:] in ")."
    return len(label) >= _SHORTEST and ends and (value.isupper() or value.isdigit())


def is_answer(element: lxml_html.HtmlElement) -> bool:
    """Return whether a field stands right behind, or in, the label that asks for it."""
    before, above = element.getprevious(), element.getparent()
    if before is not None:
        return bool(before.tag == "label")
    return above is not None and above.tag == "label" and bool((above.text or "").strip())
