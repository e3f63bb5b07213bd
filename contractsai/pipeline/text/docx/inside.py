"""Documents within a Word document: those it shows as its own text, and those it only carries."""

from collections.abc import Iterator

from contractsai.pipeline.text.docx.markup import Element, attribute
from contractsai.pipeline.text.docx.package import outside, shown_name
from contractsai.pipeline.text.docx.story import Story
from contractsai.pipeline.text.html import read_html
from contractsai.pipeline.text.identify import Media, Refused, identify
from contractsai.pipeline.text.plain import read_plain
from contractsai.pipeline.text.reading import Reading, Unreadable


def put_in(item: Element, story: Story) -> Iterator[str]:
    """Yield the text of a file that the document shows in this place.

    What cannot be read in place is carried; what nobody reads makes the document less than whole.
    """
    target = story.related.get(attribute(item, "id") or "")
    if target is None:
        story.is_whole = False
    elif target.is_outside or target.name not in story.package.names:
        story.carried.append(outside(target))
    elif target.name not in story.taken:
        story.taken.add(target.name)
        carried = story.package.carried(target.name)
        text = None if carried.content is None else _text(carried.content, story)
        if text is None:
            story.carried.append(carried)
        else:
            yield from text.split("\n\n")


def carry_embedded(story: Story) -> None:
    """Take along every file that lies in the container as a document of its own."""
    for name in sorted(story.package.names - story.taken):
        if "/embeddings/" in name and shown_name(name) and not name.endswith("/"):
            story.taken.add(name)
            story.carried.append(story.package.carried(name))


def _text(content: bytes, story: Story) -> str | None:
    """Return the text of a file that is put into another; None where it is not read in place."""
    media = identify(content, max_bytes=len(content))
    if isinstance(media, Refused):
        story.is_whole = False
        return None
    try:
        if media is Media.DOCX:
            return story.put_document(content) if story.put_document else None
        reading = _reading(media, content, story)
    except Unreadable:  # it is carried, and says for itself what is wrong with it
        return None
    if reading is None:
        return None
    story.carried += reading.attachments
    story.has_blanks |= "blank_placeholders" in reading.review_reasons
    story.is_whole &= reading.reason is None
    return story.marks.taken_in(reading)


def _reading(media: Media, content: bytes, story: Story) -> Reading | None:
    if media is Media.HTML:
        return read_html(content)
    if media is Media.TEXT:
        return read_plain(content)
    return story.read_other(content) if story.read_other else None
