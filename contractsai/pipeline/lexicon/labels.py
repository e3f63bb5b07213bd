"""What people write beside the boxes of a form: who fills them in, and what is asked for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_I: Final = re.IGNORECASE
_ROLES: Final = (
    r"(?:service\s+|software\s+|cloud\s+)?(?:provider|supplier|vendor|contractor|customer|client)"
    r"|sub-?contractor|company|partner|licen[sc]or|licen[sc]ee|buyer|seller|purchaser|consultant"
    r"|landlord|tenant|lessor|lessee|sub-?tenant|discloser|recipient|(?:disclosing|receiving)\s+party"
    r"|distributor|reseller|dealer|wholesaler|importer|exporter|franchisor|franchisee|agency|agent"
    r"|principal|manufacturer|producer|publisher|author|developer|owner|operator|manager|employer"
    r"|employee|lender|borrower|guarantor|investor|issuer|assignor|assignee|transferor|transferee"
    r"|grantor|grantee|donor|sponsor|institution|investigator|organi[sz]er|exhibitor|hirer|carrier"
    r"|shipper|consignee|consignor|insurer|insured|processor|controller|data\s+(?:im|ex)porter"
    r"|counterparty|subscriber|end\s+user|merchant|mandator|mandatary|advis[eo]r|architect|builder"
    r"|freelancer|trainer|host|guest|artist|promoter|sender|executive|bank|shareholder"
    r"|service\s+recipient|(?:first|second|third|other)\s+party|party\s+(?:[a-d]|[1-4]|one|two|three)"
    r"|auftragnehmer(?:in)?|auftraggeber(?:in)?|lieferant(?:in)?|kund(?:e|in)|k\u00e4ufer(?:in)?"
    r"|verk\u00e4ufer(?:in)?|vermieter(?:in)?|mieter(?:in)?|lizenz(?:geber|nehmer)(?:in)?"
    r"|anbieter(?:in)?|dienstleister(?:in)?|besteller(?:in)?|arbeit(?:geber|nehmer)(?:in)?"
    r"|partei\s+(?:[a-d]|[1-4]|eins|zwei)"
)
_WHOSE: Final = rf"(?:the\s+)?(?P<role>{_ROLES})"
_NAME: Final = (
    r"(?:(?:(?:full|legal|registered|official|business|company|corporate|trade|trading|entity"
    r"|organi[sz]ation)\s+){0,3}names?(?:\s+(?:and|&)\s+(?:[a-z]+\s+)?(?:address|office))?"
    r"|(?:full\s+)?(?:legal|business|corporate|contracting)\s+(?:entity|person)(?:\s+name)?"
    r"|(?:firmen|unternehmens)?name|firma|unternehmen)"
)
# Any address but one that goods, bills or mails are sent to, or where the work is.
_ADDRESS: Final = (
    r"(?:(?!(?:e-?mail|web|ip|url|delivery|shipping|billing|invoice|site|property|premises|wallet"
    r"|project|installation|collection)\b)[a-z-]{2,15}\s+){0,3}"
    r"(?:address(?:\s+(?:line|for\s+notices?|of\s+record))?|office(?:\s+address)?|seat|domicile"
    r"|headquarters|place\s+of\s+business|location\s+of\s+(?:office|business)|residence"
    r"|(?:firmen|gesch\u00e4fts)?(?:anschrift|adresse|sitz))"
)
# What some forms ask for one by one.
_PART: Final = (
    r"(?:address\s+(?:line\s*)?(?:\d|one|two|three)|line\s+\d|(?:street|road)"
    r"(?:\s+(?:name|and\s+(?:number|no\.?)))?|(?:house|building|unit|suite|flat)(?:\s+(?:name|number|no\.?))?|suburb|locality"
    r"|town|village|city|municipality|county|state|province|region|district|prefecture|territory|country|post(?:al)?\s?code"
    r"|zip(?:\s?code)?|pin(?:\s?code)?|eircode|p\.?\s?o\.?\s+box|stra\u00dfe|strasse|hausnummer|hausnr\.?|nr\.?|plz"
    r"|postleitzahl|ort|stadt|land)"
)
_OF: Final = rf"(?:\s+(?:of|for)\s+(?:the\s+)?(?P<of>{_ROLES}))?"
_ABOUT: Final = r"(?:details|information|particulars|data)"
_PARTY: Final = re.compile(
    rf"(?:{_ABOUT}\s+of\s+)?{_WHOSE}(?:\s+{_ABOUT}|\s*[-\u2013/(,]\s*{_NAME}\)?|[\u2019']?s?\s+{_NAME})?",
    _I,
)
_NAME_OF: Final = re.compile(
    rf"(?:{_NAME}|parties|party|entity|company\s*/\s*entity)"
    rf"(?:\s+(?:of|for)\s+(?:the\s+)?(?:party|company|entity|organi[sz]ation|(?P<of>{_ROLES})))?",
    _I,
)
_PARTS: Final = re.compile(
    rf"(?:{_WHOSE}[\u2019']?s?\s+)?{_PART}(?:(?:\s*[/,&]\s*|\s+(?:and|und|or)\s+){_PART}){{0,3}}{_OF}",
    _I,
)
_ADDRESS_OF: Final = re.compile(rf"(?:{_WHOSE}[\u2019']?s?\s+)?{_ADDRESS}{_OF}", _I)
_PAPER: Final = (
    r"(?:\s+of\s+(?:the\s+|this\s+)?(?:agreement|contract|lease|licen[sc]e|m?nda|engagement"
    r"|cooperation|co-operation|services?|hire|employment|appointment|validity|subscription|deed))?"
)
_KEYS: Final = tuple(
    (name, re.compile(rf"(?:the\s+)?(?:{pattern})", _I))
    for name, pattern in (
        (
            "effective_date",
            (
                r"(?:effective|commencement|start(?:ing)?|beginning|go-live)\s+(?:date|day)"
                rf"{_PAPER}|(?:effective|valid|runs|starts|in\s+force|commencing)\s+(?:from|on|as\s+of)"
                rf"|(?:commencement|start|beginning){_PAPER}"
                r"|(?:date|day)\s+of\s+(?:effect|entry\s+into\s+force"
                rf"|(?:the\s+)?(?:commencement|start|beginning){_PAPER})"
                r"|(?:contract|service|services|lease|term|agreement|licen[sc]e|subscription)\s+"
                r"(?:start|commencement|begins|effective)(?:\s+date)?|with\s+effect\s+from"
                r"|(?:(?:the\s+)?(?:licen[sc]e|lease|agreement|contract|term|services?|it)\s+)?"
                r"(?:commences|starts|begins)(?:\s+on)?|inception(?:\s+date)?|go-live"
                r"|(?:vertrags|miet|leistungs)?beginn(?:\s+(?:des\s+vertrag(?:e?s)|der\s+laufzeit))?"
                r"|inkrafttreten|g\u00fcltig\s+(?:ab|von)|datum\s+des\s+inkrafttretens"
            ),
        ),
        (
            "agreement_date",
            (
                r"(?:agreement|contract|execution|signing|signature)\s+date|date\s+of\s+(?:the\s+|this\s+)?"
                r"(?:agreement|contract|signing|signature|execution|lease|order)"
            ),
        ),
        (
            "expiration_date",
            (
                r"expir(?:y|ation)(?:\s+date)?|(?:end|termination|completion)\s+date|expires(?:\s+on)?"
                r"|(?:vertrags|miet)ende|ende\s+(?:des\s+vertrag(?:e?s)|der\s+laufzeit)"
                r"|(?:valid\s+)?until|end\s+of\s+(?:the\s+)?(?:term|contract|lease|agreement)"
            ),
        ),
        ("renewal_term", r"(?:auto(?:matic)?\s+)?renewal(?:\s+(?:term|period))?"),
        (
            "notice_period",
            r"non-?renewal\s+notice|notice\s+period|renewal\s+notice|k\u00fcndigungsfrist",
        ),
        (
            "governing_law",
            (
                r"(?:governing|applicable|proper|controlling|chosen)\s+law(?:\s*(?:,|/|and|&)\s*"
                r"(?:courts?|jurisdiction|venue|forum))?|choice\s+of\s+law|law(?:\s+that\s+governs"
                rf"|\s+governing\s+\w+(?:\s+\w+)?|{_PAPER})(?:\s+and\s+(?:courts?|jurisdiction))?"
                r"|laws?\s+of|(?:state|national|country\u2019s)\s+law|law\s+and\s+courts|(?:agreement|contract)?\s?governed\s+by(?:\s+the\s+laws?\s+of)?"
                r"|this\s+(?:agreement|contract)\s+is\s+governed\s+by(?:\s+the\s+laws?\s+of)?"
                r"|(?:anwendbares|geltendes|ma\u00dfgebliches)\s+recht|rechtswahl"
            ),
        ),
        (
            "term",
            (
                r"(?:(?:initial|minimum|fixed|contract|licen[sc]e|lease|engagement|rental|hire|service"
                r"|subscription|agreement|m?nda|full|committed|commitment)\s+){0,2}"
                rf"(?:term|duration|length)(?:\s+\(?in\s+\w+\)?)?{_PAPER}"
                r"|(?:(?:initial|minimum|fixed|contract|licen[sc]e|lease|engagement|rental|hire|service"
                r"|subscription|agreement|commitment|committed)\s+){1,2}period"
                r"|(?:vertrags|mindest|miet|erst)?(?:laufzeit|dauer)(?:\s+des\s+vertrag(?:e?s))?"
                r"|(?:contract|agreement|licen[sc]e)\s+length|(?:(?:the\s+\w+|it)\s+)?(?:runs|lasts)\s+for"
                rf"|period{_PAPER}|validity(?:\s+period)?"
            ),
        ),
    )
)
# What a label begins with, other than an address: its first letters, four or all of a short word.
_FIRST_LETTERS: Final = (
    "addr advi agen agre anbi anwe appl arbe arch arti assi auft auth auto bank begi best "
    "borr buil busi buye carr choi chos city clie clou comm comp cons cont corp coun cust "
    "data date datu daue day deal deta deve dien disc dist dono dura effe eirc empl end "
    "enga enti erst exec exhi expi expo firm firs fixe flat fran free full gelt go gran "
    "guar gues haus hire host hous impo in issu it kund land last lauf law leas lega leis "
    "lend leng less lice lief line lize loca mana mand manu merc miet mind mini mnda muni "
    "name nati nda non noti nr offi oper orga ort othe owne p. part peri pin plz po pref "
    "prin proc prod prom prop prov publ purc rece rech reci regi rene rent rese road runs "
    "seco sell send serv shar ship sign soft spon stad star stat stra stre sub suit supp "
    "tena term terr the thir this town trad trai tran unit unte unti vali vend verm vert "
    "vill whol with zip"
)
_BEGINNINGS: Final = frozenset((*_FIRST_LETTERS.split(), "p o"))
_ADDRESSES: Final = (
    "address", "office", "seat", "domicile", "headquarters", "place", "location", "residence",
    "anschrift", "adresse", "sitz",
)  # fmt: skip
_NUMBER: Final = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|\(?[a-z][.)])\s+", _I)
_HINT: Final = re.compile(r"\s*\([^()]{0,80}\)$")
_MIN_LABEL: Final = 3  # characters
_MAX_LABEL: Final = 70  # characters


@dataclass(frozen=True, slots=True)
class Label:
    """What a label asks for.

    Attributes:
        kind: ``party`` (a role whose bearer is named), ``name``, ``address`` (or one
            part of it, ``address_part``), or a fact's name.
        role: whose, in small letters, where it says so.
    """

    kind: str
    role: str | None = None


@lru_cache(maxsize=4_096)
def label_of(written: str) -> Label | None:
    """Return what *written* asks for, None if it is no label that anybody knows."""
    if not _MIN_LABEL <= len(written) <= _MAX_LABEL:
        return None
    label = " ".join(written.strip(" \t*#_:").split())
    label = _NUMBER.sub("", label, count=1).rstrip(" :*")
    if not _may_ask(label):
        return None
    found = _label_of(label)
    if found is None and label.endswith(")"):
        found = _label_of(_HINT.sub("", label))
    return found


def _may_ask(label: str) -> bool:
    """Tell most lines of text from labels, before all patterns are tried in vain."""
    small = label.lower()
    return (
        small[:4] in _BEGINNINGS
        or small[:3] in _BEGINNINGS
        or small[:2] in _BEGINNINGS
        or any(word in small for word in _ADDRESSES)
        or not small.isascii()
    )


def _label_of(label: str) -> Label | None:
    for name, pattern in _KEYS:
        if pattern.fullmatch(label):
            return Label(name)
    part = _PARTS.fullmatch(label)
    if part:
        role = part["role"] or part["of"]
        return Label("address_part", _plain(role) if role else None)
    party = _PARTY.fullmatch(label)
    if party:
        return Label("party", _plain(party["role"]))
    for kind, pattern in (("name", _NAME_OF), ("address", _ADDRESS_OF)):
        match = pattern.fullmatch(label)
        if match:
            role = match.groupdict().get("role") or match["of"]
            if kind == "address" and label.casefold().startswith("principal "):
                role = match["of"]  # the chief one of its offices, not the one who has an agent
            return Label(kind, _plain(role) if role else None)
    return None


def _plain(role: str) -> str:
    return " ".join(role.casefold().split())
