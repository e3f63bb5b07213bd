"""Where the name of a party begins and ends, and what cannot be one."""

import re
from typing import Final

from contractsai.pipeline.draft import Span, squeezed
from contractsai.pipeline.lexicon.legal_forms import (
    LEGAL_FORM,
    SAFE_LEGAL_FORM,
    ends_in_legal_form,
    starts_with_legal_form,
)
from contractsai.pipeline.lexicon.places import place_code

_MIN_NAME: Final = 2  # characters
_MAX_NAME: Final = 120
_MAX_WORDS: Final = 14
_MAX_TITLE: Final = 12  # characters of "Professor" and a blank
_MAX_LEADS: Final = 6  # words such as "and", "(1)", "Party A:" before a name

_LEAD: Final = re.compile(
    r"[\s,;:.|*_\u2013—-]*(?:(?:and|by|among|between|amongst|&"
    r"|both|or|each\s+of|of\s+the\s+(?:first|second|third|one"
    r"|other)\s+part"
    r"|on\s+(?:the\s+)?(?:one|other)\s+(?:part|hand|side)|party\s+(?:[a-d]"
    r"|[1-4]|one|two)(?:\s*\([^()]{0,30}\))?|first\s+party|second\s+party"
    r"|the\s+following\s+parties|in\s+favou?r\s+of|for\s+the\s+benefit\s+of|(?:together\s+)?with"
    r"|EX-[\d.]{1,6}(?:\([A-Za-z0-9]{1,3}\)){0,3}[.\w]{0,4}\s+\d{1,3}\s+[\w.-]{1,40}\.(?:htm|txt)"
    r"|(?:a\s+)?(?:contractual\s+)?(?:joint\s+venture|consortium)\s+comprised\s+of"
    r"|of|involving|the\s+(?:undersigned|parties)|on\s+behalf\s+of|messrs?\.?|mr\.?|mrs\.?|ms\.?)(?![\w\u2019'@/])"
    r"|\(?(?:[a-h]|[1-9]|i{1,3}|iv|v)\s*[).](?=[\s(A-Z]))[\s,;:.|\u2013—-]*",
    re.IGNORECASE,
)
_TERM_LEAD: Final = re.compile(
    r"\s*(?P<term>[A-Z][A-Za-z]{3,20}(?:\s[A-Z][a-z]{3,15})?)\s*:\s+(?=[A-Z0-9])"
)
# Where a name ends, besides a comma that no legal form follows.
_NAME_END: Final = re.compile(
    r"\s*\((?!(?-i:[A-Z])[A-Za-z. ]{1,20}\)\s+(?!AND\b)(?-i:[A-Z]))"
    r"|\s*[;|\"“”]|\s*:\s|\s+(?:an?|the)\s+(?:\w+\s+){0,4}(?:corporation"
    r"|company|partnership|individual|limited|bank|trust|national"
    r"|person|citizen|resident|entity|association|proprietorship"
    r"|firm)\b"
    r"|\s+(?:having|with\s+(?:an?|its|offices?|principal|registered"
    r"|the)|whose|located|residing|organi[sz]ed|incorporated\s+(?:in"
    r"|under|and)|existing|duly|acting|hereinafter|hereafter|herein"
    r"|a\s+(?:[A-Z][a-z]+)|an\s+[A-Z]|of\s+(?:the\s+(?:one|other"
    r"|first|second)|\d)|on\s+(?:behalf|the\s+(?:one|other))|for\s+(?:itself"
    r"|and|the)|doing\s+business|d/?b/?a|f/?k/?a|formerly|through"
    r"|together|registered|"
    r"as\s+(?:the\s+)?[a-z]|as\s+(?:of|the)\b|is\b|are\b|whereby"
    r"|which|who\b|in\s+(?:its|consideration)|including|whereas"
    r"|dated|effective|regarding|under|at\s+\d|to\s+(?:the|be)"
    r"|shall|entered|sets?\s+forth|wherein|in\s+(?:order|connection)"
    r"|party\s+[ab]\b|address\b|(?:Suite|Room|Unit|Floor|P\.?O\.?)\s+(?:No\.?\s?)?[\w\d]"
    r"|\d{1,3}(?:st|nd|rd|th)\s+(?:Floor|Street|Ave)|and/or|and\s+(?:its|his|her|their|the|any|all|each)\s+(?-i:[a-z])"
    r"|(?:collectively|individually|jointly)\b|(?:may|are)\s|[\u2019'](?:s)?\s+(?:with|and)\b|\.?\s*Source:)"
    r"|\s+(?:company\s+|registration\s+|reg(?:istered|n)?\.?\s+)(?:no\b|number\b|nr\b)"
    r"|\n[ \t]*(?:of|at)\s"
    r"|\n\s*\n|\n[^\n:]{2,24}:(?=\s)|\s+\d{2,6}\s+[A-Z]|\s*[\u2013—]\s|\s-{1,2}\s|\s+/s/|_{3,}|\[\*"
    r"|(?<=\w)\.\s+(?:The|This|If|In|Each|It|Both|For|All|Any|These|Whereas|By)\b",
    re.IGNORECASE,
)
# "Hogg, Stone & Reedy, LLP": surnames in a row, the last two joined, and the form of a firm.
_FIRM: Final = re.compile(
    r"[A-Z][\w\u2019'-]+(?:\s[A-Z][\w\u2019'.-]*){0,2}(?:,\s[A-Z][\w\u2019'-]+){1,5},?\s(?:&|and)\s"
    rf"[A-Z][\w\u2019'-]+(?:\s[A-Z][\w\u2019'.-]*){{0,2}}?,?\s{LEGAL_FORM}(?![A-Za-z])"
)
_REDACTED: Final = re.compile(r"\bX{3,}\b|\*{2,}|[\u2588\u25a0]{2,}|\bredacted\b", re.IGNORECASE)
_PAPER: Final = re.compile(
    r"\b(?:cover\s+(?:page|sheet)|order\s+form|key\s+terms|signature\s+(?:page|block)|statement\s+of"
    r"\s+work|particulars|schedule)\b",
    re.IGNORECASE,
)
_BAD: Final = re.compile(
    r"^(?:this|that|these|who|where|when|the\s+(?:parties|company|agreement|date"
    r"|effective)|it|party|parties|agreement|article|section|exhibit"
    r"|whereas|witnesseth|source|page|date|effective|each|such"
    r"|certain|its|by|january|february"
    r"|march|april|may|june|july|august|september|october|november"
    r"|december|schedule|address|attn|attention|tel|fax|name|title"
    r"|on|in|for|as|a|an|of|or|if|all|any|no|table|subsidiar|affiliate"
    r"|collectively|background|recitals?|delaware|state)\b(?!\s+(?-i:[A-Z]).*(?-i:"
    r"Inc|INC|LLC|L\.L\.C|Ltd|LTD|Corp|CORP|Limited|LIMITED))"
    r"|^(?:an?|the\s+(?:parties|company|agreement|date|agent|bank"
    r"|association|holding\s+company))\b(?!\s\S+\s(?-i:Inc|INC"
    r"|LLC|L\.L\.C|Ltd|LTD))"
    r"|^as\s|^(?:room|suite|unit|floor)\s|\bparty\s+or\s+parties\b|^ex-\d|\.htm\b|^(?:we|i|you|our|your)\s"
    r"|\blimited\s+liability\s+(?:company|partnership)\b|\bplan$|^release\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\s+\d"
    r"|^(?:confidential\s+information|ladies|gentlemen|dear|mutual|fully)\b"
    r"|@|https?:|\b(?:agreement|terms|version|conditions)\b|\bhereby\b|\b(?:shall|will|hereinafter"
    r"|hereto|thereof|effective date)\b|\[|_{2,}|^\W*$|^(?:corporation"
    r"|company|inc|llc|ltd|limited|partnership)\W*$",
    re.IGNORECASE,
)
_TITLE: Final = (
    r"(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof(?:essor)?|Sir|Dame|Rev|Hon|Herr|Frau|Monsieur|Madame|Mme|Dipl\.?-Ing|Ing|Eng"
    r"|Capt(?:ain)?|Judge)\b\.?"
)
_TITLED: Final = re.compile(rf"(?:{_TITLE}\s+)(?=[A-Z])")
_TITLE_BEFORE: Final = re.compile(rf"{_TITLE}\s+$")
_DEGREE: Final = (
    r"(?:,?\s*(?:M\.?D|Ph\.?\s?D|Esq|Jr|Sr|MBA|CPA|J\.?D|D\.?D\.?S|R\.?N|LL\.?M|QC|KC|OBE)\b\.?)"
)
_DEGREED: Final = re.compile(rf"{_DEGREE}$")
_DEGREE_AFTER: Final = re.compile(_DEGREE)
_PERSON_AFTER: Final = re.compile(
    rf"{_DEGREE}{{0,3}}"
    r"\W{0,3}\s*(?:an?\s+(?:individual|natural\s+person|citizen|resident|adult|married|single"
    r"|unmarried|sole\s+(?:trader|proprietor))|residing|resident\s+(?:at|in)|born|domiciled"
    r"|whose\s+(?:home|residence)|(?:holder|bearer)\s+of|identified\s+by|aged\b"
    r"|of\s+legal\s+age|with\s+(?:passport|identity))",
    re.IGNORECASE,
)
_ROLE: Final = (
    r"(?:company|buyer|seller|supplier|customer|client|consultant|contractor|distributor|licensor"
    r"|licensee|agent|vendor|provider|purchaser|lessor|lessee|landlord|tenant|employee|employer"
    r"|executive|franchisor|franchisee|owner|manager|lender|borrower|sponsor|recipient|discloser"
    r"|reseller|developer|manufacturer|shipper|transporter|undersigned|trust|operator|affiliates?"
    r"|confidentiality|services?|affiliate|subsidiary|receiving|disclosing|party|(?:the|and|or|on)\b)"
)
_ROLES_ONLY: Final = re.compile(
    rf"(?>{_ROLE})(?:[\s.,]+(?>{_ROLE})){{0,12}}+[\s.,]*", re.IGNORECASE
)
_PERSON: Final = re.compile(
    r"[A-Z][\w\u2019'-]*\.?(?:\s(?:[A-Z][\w\u2019'-]*\.?|de|van|von|der|la)){1,4}(?:,\s(?:Jr|Sr|M\.?D)\.?)?"
)
# "Acme GmbH of Am Graben 12", but "Acme Corporation of America".
_OF_PLACE: Final = re.compile(
    rf"(?P<name>(?<![A-Za-z]){SAFE_LEGAL_FORM})\s+of\s+(?P<of>(?!America|Europe|Asia)[^,\n\d(]{{1,40}})"
    r"(?:,\s)?(?=\d)"
)
_STREET: Final = 60  # characters in which the number of a street stands
_WHOLE: Final = re.compile(rf"(?<![A-Za-z]){SAFE_LEGAL_FORM}[\s,]*$")
_LOWER_NAME: Final = re.compile(
    r"[a-z0-9]{1,20}[.-][a-z][\w.-]*(?:\s[\w.&-]+){0,3}$"
)  # ebix.com, i-on media


def name_at(text: str, start: int, end: int, *, defined: bool = False) -> Span | None:
    """Return the name that *text* begins with between *start* and *end*.

    Args:
        text: the contract.
        start: where a name may begin, behind words such as "and" or "(1)".
        end: where it must have ended.
        defined: whether a defined term follows, so that even "ebix.com" is a name.
    """
    start = behind_leads(text, start, end)
    limit = min(end, start + _MAX_NAME)
    firm = _FIRM.match(text, start, limit)
    if firm is not None:
        return firm.span()
    stop = _NAME_END.search(text, start, limit)
    name_end = _comma_end(text, start, stop.start() if stop else limit)
    written = text[start:name_end].rstrip(" ,;:-\n\t")
    placed = _OF_PLACE.search(text, start, name_end + _STREET)
    if placed is not None and placed.end("name") < name_end and not place_code(placed["of"]):
        written = text[start : placed.end("name")]
    first, _, below = written.partition("\n")
    stands_alone = start == 0 or text[start - 1] == "\n"
    is_other = stands_alone or any(letter.isdigit() for letter in below)
    if is_other and _WHOLE.search(first) and not starts_with_legal_form(below):
        written = first.rstrip(" ,;:-\t")  # its address begins on the next line
    if not is_name(squeezed(written), defined=defined):
        return None
    return start, start + len(written)


def goes_on(text: str, start: int, end: int) -> bool:
    """Return whether what stands there could be the first words of a name with "and" in it.

    "Research" of "Acme Research and Engineering Company" is; "Acme, Inc." and "Acme, a Delaware
    corporation" are whole.
    """
    start = behind_leads(text, start, end)
    firm = _FIRM.match(text, start, min(len(text), end + _MAX_NAME))
    if firm is not None and firm.end() > end:
        return True
    written = squeezed(text[start:end])
    whole = "," in written or ends_in_legal_form(written) or _NAME_END.search(text, start, end)
    return bool(written) and not whole and is_name(written)


def is_name(name: str, *, defined: bool = False) -> bool:
    """Return whether *name*, on one line, can be that of a party."""
    words = name.split()
    if not _MIN_NAME <= len(name) <= _MAX_NAME or not words or len(words) > _MAX_WORDS:
        return False
    first = name.removeprefix("the ")[:1]
    is_word = (first.isalnum() or first.islower()) and any(map(str.isalpha, name))
    if not is_word or name.count("(") != name.count(")"):
        return False
    if any(pattern.search(name) for pattern in (_REDACTED, _PAPER, _BAD)):
        return False
    if place_code(name) or _ROLES_ONLY.fullmatch(name):
        return False
    if first.islower():
        return ends_in_legal_form(name) or (defined and bool(_LOWER_NAME.match(name)))
    return True


def is_person(name: str, text: str, end: int) -> bool:
    """Return whether a name, which ends at *end* of *text*, is that of a natural person."""
    if ends_in_legal_form(name):
        return False
    before = text[max(0, end - len(name) - _MAX_TITLE) : max(0, end - len(name))]
    is_named_so = _TITLED.match(name) or _TITLE_BEFORE.search(before) or _DEGREED.search(name)
    is_told = _PERSON_AFTER.match(text, end) or _DEGREE_AFTER.match(text, end)
    return bool(is_named_so or is_told)


def behind_leads(text: str, start: int, end: int) -> int:
    """Return where a name may begin, behind words such as "and" or "(1)"."""
    for _ in range(_MAX_LEADS):
        lead = _LEAD.match(text, start, end) or _TERM_LEAD.match(text, start, end)
        if lead is None or lead.end() == start:
            break
        start = lead.end()
    while start < end and not text[start].isalnum():
        start += 1
    return start


def looks_like_person(name: str) -> bool:
    """Return whether *name* is two to four capitalised words, as people's names are."""
    return bool(_PERSON.fullmatch(name))


def _comma_end(text: str, start: int, end: int) -> int:
    """Return where the name ends: at the first comma that no legal form follows."""
    position = start
    while True:
        comma = text.find(",", position, end)
        if comma < 0:
            return end
        if not starts_with_legal_form(text[comma + 1 : min(end, comma + 30)]):
            return comma
        position = comma + 1
