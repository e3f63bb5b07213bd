"""Headings of the clauses that people look for first and CUAD does not label."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple


class HeadedClause(NamedTuple):
    """A category that is known by its heading.

    Attributes:
        value: what a person reads.
        heading: matches a heading of it, in lower case.
        cue: occurs in its text; a heading over other words is one of a list or of a table.
    """

    value: str
    heading: re.Pattern[str]
    cue: re.Pattern[str]


HEADED_CLAUSES: Final[Mapping[str, HeadedClause]] = {
    "clause.confidentiality": HeadedClause(
        "Confidentiality",
        re.compile(r"\b(?:confidential|non-?disclosure|secrecy\b|proprietary information)"),
        re.compile(r"\b(?:confiden|disclos|secre|proprietary)"),
    ),
    "clause.indemnity": HeadedClause(
        "Indemnity",
        re.compile(r"\b(?:indemni(?:ty|ties|f)|hold harmless)"),
        re.compile(r"\b(?:indemn|hold harmless|held harmless)"),
    ),
    "clause.force_majeure": HeadedClause(
        "Force majeure",
        re.compile(r"\b(?:force majeure|acts? of god|excusable delays?|excused performance)"),
        re.compile(
            r"\b(?:force majeure|act(?:s)? of god|beyond (?:the|its|their"
            r"|his)?\s?(?:reasonable )?control)"
        ),
    ),
    "clause.payment": HeadedClause(
        "Payment",
        re.compile(
            r"\b(?:payments?\b|(?<!attorneys' )(?<!attorney )(?<!legal )fees?\b"
            r"|compensation\b|invoic"
            r"|prices?\b|pricing\b|royalt|consideration\b)"
        ),
        re.compile(r"\b(?:pay|paid|invoice|fee|price|royalt)"),
    ),
    "clause.dispute_resolution": HeadedClause(
        "Dispute resolution",
        re.compile(r"\b(?:disputes?\b|arbitrat|mediat)"),
        re.compile(r"\b(?:disput|arbitrat|mediat|controvers)"),
    ),
    "clause.data_protection": HeadedClause(
        "Data protection",
        re.compile(
            r"\b(?:data (?:protection|privacy|security|processing)|privacy\b|personal (?:data"
            r"|information))"
        ),
        re.compile(r"\b(?:privacy|personal|data protection|data security|process)"),
    ),
    "clause.termination_for_cause": HeadedClause(
        "Termination for cause",
        re.compile(
            r"\b(?:terminat\w{1,5} (?:for|upon|on|by) (?:\w{1,12} ){0,2}(?:cause|breach|default)"
            r"|events? of default\b|defaults?\b|breach\b)"
        ),
        re.compile(
            r"\b(?:terminat\w{1,5}\b[^.]{0,300}\b(?:breach|default|fail|cause|insolven|bankrupt)"
            r"|(?:breach|default|fail|insolven|bankrupt)\w{0,8}\b[^.]{0,300}\bterminat)"
        ),
    ),
}
GENERAL_TERMINATION: Final = re.compile(r"\btermination\b")
