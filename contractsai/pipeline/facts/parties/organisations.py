"""Names of organisations in running text: capitalised words up to a legal form."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Span, squeezed
from contractsai.pipeline.facts.parties.names import behind_leads, is_name
from contractsai.pipeline.lexicon.legal_forms import LEGAL_FORM, SAFE_LEGAL_FORM
from contractsai.pipeline.lexicon.places import place_code
from contractsai.pipeline.matching import matches

_RUN: Final = re.compile(
    r"(?<![^\W_])(?<![.&])[A-Z0-9][\w.,&\u2019'()/-]{0,40}"
    r"(?:[ \n]{1,3}(?:[A-Z0-9&(][\w.,&\u2019'()/-]{0,40}"
    r"|of|and|for|the|de|du|der|und|incorporated|limited|corporation|company|plc)){0,24}"
)
_CAPITALS: Final = r"(?:INC|LTD|LIMITED|INCORPORATED|CORP|PLC|GMBH)\b\.?"
_CAPITAL_WORDS: Final = (
    r"(?:CORPORATION|COMPANY|PARTNERSHIP|PARTNERS|HOLDINGS?|GROUP|TRUST|BANK|FOUNDATION|UNIVERSITY"
    r"|ASSOCIATION|FUND|INSTITUTE|AUTHORITY)\b"
)
_SAFE: Final = re.compile(rf"(?<![A-Za-z])(?:{SAFE_LEGAL_FORM}|{_CAPITALS})(?![A-Za-z])")
_FORM: Final = re.compile(
    rf"(?<![A-Za-z])(?:{LEGAL_FORM}|{_CAPITALS}|{_CAPITAL_WORDS})(?![A-Za-z]|\s{{0,2}}:)"
)
_NEXT_LABEL: Final = re.compile(r"[ \t]{0,2}:")  # "Company:", which the end of a run would hide
_NEXT_FORM: Final = re.compile(rf",?[ \n]{{1,3}}(?:{SAFE_LEGAL_FORM}|{_CAPITALS})(?![A-Za-z])")
_SENTENCE: Final = re.compile(
    r"(?<=[a-z]{3})(?<!Corp)\.\s+(?=[A-Z])"
    r"|(?<=[A-Z]{3})(?<!INC)(?<!LTD)(?<!CORP)\.\s+(?=[A-Z]{2})|\n\s*\n"
)
_NUMBERS: Final = re.compile(
    r"(?:(?:\d{1,3}\.\d{1,3}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,3} of \d{1,3})\s+){1,9}"
)
_GOES_ON: Final = re.compile(r"\s+(?:of|OF)\b")
_FORMS_ONLY: Final = re.compile(
    rf"(?:{LEGAL_FORM}(?![A-Za-z])|[\s,.&]){{0,30}}+", re.IGNORECASE
)  # possessive: a form and its parts are told apart once
_OFFICE: Final = re.compile(
    r"\b(?:Authori[sz]ed|Signator(?:y|ies)|Managing|Director|President|CEO|CFO|COO|Chief"
    r"|Executive|Operating|Financial|Officer|Vice|Senior|Secretary|Treasurer|Chairman|Chairperson"
    r"|Member|Manager|Counsel|Representative|Employee|Employer|Agent|Buyer|Seller|Licens(?:or|ee)"
    r"|Distributor|Supplier|Customer|Client|Consultant|Contractor|Discloser|Recipient|Purchaser"
    r"|By|Name|Title|Its|Date|Agreed(?:\s+to)?|Accepted(?:\s+by)?|Acknowledged|For|Attest|Witness"
    r"|Sincerely|Yours|Regards|Execution\s+(?:Copy|Version)|Involving"
    r"|(?:Board|Committee)(?:\s+of(?:\s+the)?\s+(?:Board|Directors|Trustees|Managers)){0,2}+\s+of(?:\s+the)?"
    r"|Attention|Attn|Re|Whereof|Agreement|Page|Exhibit|Company(?=:))\b[\s:.,;/&-]*"
    rf"(?!{LEGAL_FORM}(?![A-Za-z]))",
    re.IGNORECASE,
)
_FULL_LINE: Final = 30  # characters
_SMALL: Final = re.compile(r"(?:(?:of|and|for|the|de|du|der|und|&)[ \n]+){1,4}(?=\S)")


def organisations(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the organisations named between *start* and *end*, in order."""
    for run in matches(_RUN, text, start, end):
        position = run.start()
        while (stop := _end_of_name(text, position, run.end())) is not None:
            begin = _beginning(text, position, stop)
            if begin is not None:
                yield begin, stop
            position = stop


def _end_of_name(text: str, start: int, end: int) -> int | None:
    """Return where the first name ends: at an unmistakable form, else at the last other one."""
    position = start
    while (safe := _SAFE.search(text, position, end)) is not None:
        if not _FORMS_ONLY.fullmatch(text, start, safe.start()):
            stop = safe.end()
            while (further := _NEXT_FORM.match(text, stop, end)) is not None:
                stop = further.end()
            return stop
        position = safe.end()
    others = list(_FORM.finditer(text, start, end))
    words = [
        form
        for form in others
        if not _FORMS_ONLY.fullmatch(text, start, form.start())
        and not _NEXT_LABEL.match(text, form.end())
    ]
    return words[-1].end() if words else None


def _behind_short_lines(text: str, start: int, end: int) -> int:
    """Return where the name's own lines begin: only a line that is full goes on in the next."""
    line = text.rfind("\n", 0, start) + 1
    while (stop := text.find("\n", max(line, start), end)) >= 0:
        if stop - line < _FULL_LINE and not _FORMS_ONLY.fullmatch(text, stop, end):
            start = stop + 1
        line = stop + 1
    return start


def _beginning(text: str, start: int, end: int) -> int | None:
    """Return where the name that ends at *end* begins, behind offices and sentences before it."""
    start = _behind_short_lines(text, start, end)
    for pattern in (_SENTENCE, _OFFICE):
        for match in pattern.finditer(text, start, end):
            if not _FORMS_ONLY.fullmatch(text, match.end(), end):
                start = match.end()
    numbers = _NUMBERS.match(text, start, end)
    start = behind_leads(text, numbers.end() if numbers else start, end)
    small = _SMALL.match(text, start, end)
    start = small.end() if small and not text.startswith(("The ", "THE "), start) else start
    name = squeezed(text[start:end])
    core = name.rpartition(" ")[0].strip(" ,")
    is_kind = place_code(core) is not None or (name.endswith("AS") and _GOES_ON.match(text, end))
    return start if name and not is_kind and is_name(name) else None
