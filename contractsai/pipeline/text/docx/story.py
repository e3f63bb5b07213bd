"""What all parts of a Word document share while it is being read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from contractsai.pipeline.text.docx.controls import Data
from contractsai.pipeline.text.docx.numbering import Numbering
from contractsai.pipeline.text.docx.package import Package, Target
from contractsai.pipeline.text.docx.pictures import Pictures
from contractsai.pipeline.text.docx.styles import Styles
from contractsai.pipeline.text.reading import Attachment, Reading
from contractsai.pipeline.text.struck import Marks

ReadOther = Callable[[bytes], Reading | None]


@dataclass(slots=True)
class Story:
    """The document around the part that is being read.

    Attributes:
        related: what that part points at.
        marks: what was struck, of all parts.
        prompting: how many content controls around the place only ask to be filled in.
        has_blanks: whether something is left to be filled in.
        is_whole: whether nothing was passed over.
        put_document: returns the text of a Word document that is shown within this one; None
            within such a one.
        read_other: reads what is neither that nor HTML nor text; None within such a one, too.
    """

    package: Package
    styles: Styles
    numbering: Numbering
    data: Data
    pictures: Pictures = field(default_factory=Pictures)
    marks: Marks = field(default_factory=Marks)
    related: dict[str, Target] = field(default_factory=dict)
    carried: list[Attachment] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    prompting: int = 0
    has_blanks: bool = False
    is_whole: bool = True
    put_document: Callable[[bytes], str] | None = None
    read_other: ReadOther | None = None
