"""XML that somebody else wrote: parsed without entities, network or endless depth."""

from typing import TypeAlias

from lxml import etree

from contractsai.pipeline.text.reading import failed

Element: TypeAlias = etree._Element  # noqa: SLF001 - the class has no other name


def parsed(xml: bytes) -> Element:
    """Return the root.

    Raises:
        Unreadable: it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise failed("corrupt") from error


def local(element: Element) -> str:
    """Return the name without its namespace; empty for a comment."""
    tag: object = element.tag  # a function, for comments
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Return the first attribute of that local name."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
