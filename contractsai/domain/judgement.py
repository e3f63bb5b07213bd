"""What somebody else may say of a finding."""

from enum import StrEnum


class Answer(StrEnum):
    """The only answers that are taken: free words could be the document's own."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"
