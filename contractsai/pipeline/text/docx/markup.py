"""WordprocessingML by local names: there are two namespaces for the same words."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 - the only name that lxml has for the type
_OFF: Final = frozenset({"0", "false", "off", "none"})


def parsed(xml: bytes) -> Element:
    """Return the root; entities stay closed, and nothing is fetched.

    Raises:
        etree.XMLSyntaxError: it is no XML, or deeper or longer than libxml2 allows.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser)


def local(element: Element) -> str:
    """Return the name without its namespace; empty for comments and their like."""
    return _local(element.tag)


@lru_cache(maxsize=4_096)  # a document uses a few hundred tags, a million times
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # a function, for comments


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name."""
    return None if element is None else next(element.iterchildren("{*}" + name), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    if element is not None:
        yield from element.iterchildren("{*}" + name)


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute, in whichever namespace it is."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if _local(key) == name:
            return str(value)
    return None


def value(element: Element | None, name: str) -> str | None:
    """Return the ``val`` of a child, as most properties are written."""
    return attribute(child(element, name), "val")


def number(text: str | None, otherwise: int | None = None) -> int | None:
    """Return a whole number that may be anything, within a million; *otherwise* if it is none."""
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return otherwise
    return min(int(digits[:9]), 1_000_000)


def switch(element: Element | None) -> bool | None:
    """Return whether an on-off property is on; None where it is not stated."""
    if element is None:
        return None
    return (attribute(element, "val") or "true").strip().lower() not in _OFF
