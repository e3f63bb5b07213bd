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


def _clause(value: str, heading: str, cue: str) -> HeadedClause:
    return HeadedClause(value, re.compile(rf"\b(?:{heading})"), re.compile(rf"\b(?:{cue})"))


HEADED_CLAUSES: Final[Mapping[str, HeadedClause]] = {
    "clause.confidentiality": _clause(
        "Confidentiality",
        r"confidential|non-?disclosure|secrecy\b|proprietary information",
        r"confiden|disclos|secre|proprietary",
    ),
    "clause.indemnity": _clause(
        "Indemnity",
        r"indemni(?:ty|ties|f)|hold harmless",
        r"indemn|hold harmless|held harmless",
    ),
    "clause.force_majeure": _clause(
        "Force majeure",
        r"force majeure|acts? of god|excusable delays?|excused performance",
        r"force majeure|act(?:s)? of god|beyond (?:the|its|their|his)?\s?(?:reasonable )?control",
    ),
    "clause.payment": _clause(
        "Payment",
        r"payments?\b|(?<!attorneys' )(?<!attorney )(?<!legal )fees?\b|compensation\b|invoic"
        r"|prices?\b|pricing\b|royalt|consideration\b",
        r"pay|paid|invoice|fee|price|royalt",
    ),
    "clause.dispute_resolution": _clause(
        "Dispute resolution",
        r"disputes?\b|arbitrat|mediat",
        r"disput|arbitrat|mediat|controvers",
    ),
    "clause.data_protection": _clause(
        "Data protection",
        r"data (?:protection|privacy|security|processing)|privacy\b|personal (?:data|information)",
        r"privacy|personal|data protection|data security|process",
    ),
    "clause.termination_for_cause": _clause(
        "Termination for cause",
        r"terminat\w{1,5} (?:for|upon|on|by) (?:\w{1,12} ){0,2}(?:cause|breach|default)"
        r"|events? of default\b|defaults?\b|breach\b",
        r"terminat\w{1,5}\b[^.]{0,300}\b(?:breach|default|fail|cause|insolven|bankrupt)"
        r"|(?:breach|default|fail|insolven|bankrupt)\w{0,8}\b[^.]{0,300}\bterminat",
    ),
}
GENERAL_TERMINATION: Final = re.compile(r"\btermination\b")
