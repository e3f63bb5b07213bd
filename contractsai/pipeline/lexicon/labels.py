"""What people write beside the boxes of a form: who fills them in, and what is asked for."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from contractsai.pipeline.lexicon.foreign_labels import foreign_label
from contractsai.pipeline.lexicon.key_labels import KEYS
from contractsai.pipeline.lexicon.questions import asked

_I: Final = re.IGNORECASE
_ROLES: Final = (
    r"(?:service\s+|software\s+|cloud\s+)?(?:provider|supplier|vendor|contractor|customer|client)"
    r"|(?:rental|leasing|hire|letting|trading|transport|management)\s+company|sub-?contractor|company|partner|licen[sc]or|licen[sc]ee|buyer|seller|purchaser|consultant"
    r"|landlord|tenant|lessor|lessee|sub-?tenant|discloser|recipient|(?:disclosing|receiving)\s+party"
    r"|distributor|reseller|dealer|wholesaler|importer|exporter|franchisor|franchisee|agency|agent"
    r"|principal|manufacturer|producer|publisher|author|developer|(?:brand\s+|product\s+|site\s+)?owner|landowner|operator|manager|employer"
    r"|employee|lender|borrower|guarantor|investor|issuer|assignor|assignee|transferor|transferee"
    r"|grantor|grantee|donor|sponsor|institution|investigator|organi[sz]er|exhibitor|hirer|carrier"
    r"|shipper|broker|consignee|consignor|insurer|insured|processor|controller|data\s+(?:im|ex)porter"
    r"|counterparty|subscriber|end\s+user|merchant|mandator|mandatary|advis[eo]r|architect|builder"
    r"|freelancer|trainer|host|guest|artist|promoter|sender|executive|bank|shareholder"
    r"|advertiser|participant|grower|charterer|trustee|creditor|debtor|pledgor|pledgee|bailor|bailee"
    r"|renter|occupant|occupier|outsourcer|integrator|installer|retailer|studio|photographer|designer"
    r"|depositor|warehouse\s?keeper|storer|packer|collector|commissioner|commissionee|undertaker"
    r"|(?:ordering|contracting|commissioning|appointing|engaging|instructing|procuring|granting)"
    r"\s+(?:party|entity|authority)|translator|cleaner|haulier|freight\s+forwarder|warehouse\s+keeper|(?:out)?licensing\s+party"
    r"|service\s+recipient|(?:first|second|third|other)\s+party|party\s+(?:[a-d]|[1-4]|one|two|three)"
    r"|auftragnehmer(?:in)?|auftraggeber(?:in)?|lieferant(?:in)?|kund(?:e|in)|k\u00e4ufer(?:in)?"
    r"|verk\u00e4ufer(?:in)?|vermieter(?:in)?|mieter(?:in)?|lizenz(?:geber|nehmer)(?:in)?"
    r"|anbieter(?:in)?|dienstleister(?:in)?|besteller(?:in)?|arbeit(?:geber|nehmer)(?:in)?"
    r"|partei\s+(?:[a-d]|[1-4]|eins|zwei)"
)
_NAME: Final = (
    r"(?:(?:(?:full|legal|registered|official|business|company|corporate|trade|trading|entity"
    r"|organi[sz]ation)\s+){0,3}names?(?:\s*(?:and|&|/|,)\s*(?:[a-z]+\s+)?(?:address|office|seat|domicile|country|place\s+of\s+business))?"
    r"|(?:full\s+)?(?:legal|business|corporate|contracting)\s+(?:entity|person)(?:\s+name)?"
    r"|(?:firmen|unternehmens)?name|firma|unternehmen|company|firm|entity|business)"
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
    r"|town|village|city|municipality|county|state|province|region|district|prefecture|country|post(?:al)?\s?code"
    r"|zip(?:\s?code)?|pin(?:\s?code)?|eircode|p\.?\s?o\.?\s+box|stra\u00dfe|strasse|hausnummer|hausnr\.?|nr\.?|plz"
    r"|postleitzahl|ort|stadt|land)"
)
_ABOUT: Final = r"(?:details|information|particulars|data|party|entity|side)"
_NOUNS: Final = (
    (
        "name",
        re.compile(
            rf"{_NAME}|company\s*/\s*entity|name\s+of\s+(?:the\s+)?(?:party|company|entity|organi[sz]ation|firm)",
            _I,
        ),
    ),
    (
        "address_part",
        re.compile(rf"{_PART}(?:(?:\s*[/,&]\s*|\s+(?:and|und|or)\s+){_PART}){{0,3}}", _I),
    ),
    ("address", re.compile(_ADDRESS, _I)),
    ("party", re.compile(_ABOUT, _I)),
)
_ROLE: Final = re.compile(rf"(?:the\s+)?(?P<role>{_ROLES})s?", _I)
# "Supplier's address", "Supplier (name)"; "Address of the Supplier", "Name (Supplier)".
_WHOSE: Final = re.compile(
    rf"(?:the\s+)?(?P<role>{_ROLES})(?:[\u2019']?s?\s*[-\u2013\u2014/:,(]\s*|[\u2019']?s?\s+)(?P<noun>[^()]+)\)?",
    _I,
)
_NOUN_OF: Final = re.compile(
    rf"(?P<noun>[^()]+?)(?:\s+(?:of|for)\s+(?:the\s+)?|\s*[-\u2013\u2014/,(]\s*(?:of\s+|the\s+){{0,2}})(?P<role>{_ROLES})\)?",
    _I,
)
_ALTERNATIVES: Final = re.compile(r"\s+[/|\u2013-]\s+|/|\s+(?:and|&|und)\s+")
_ASKED: Final = re.compile(
    r"(?:about|(?P<notice>if\s+to|notices?\s+to))\s+"
    rf"(?:the\s+)?(?P<role>{_ROLES})",
    _I,
)
_WE_AND_YOU: Final = frozenset({"we", "you"})
_THEY: Final = frozenset({"it", "they"})
_ALL: Final = {
    "parties": "parties", "the parties": "parties", "between": "parties", "party": "name",
    "entity": "name",
}  # fmt: skip
# What may be the one who signs, or any firm: no role unless a party has it.
UNSPECIFIC: Final = frozenset({"company", "principal", "agency", "institution", "bank", "partner"})
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
    "vill whol with zip abou adve alka anzu appo arra avta bail basi char clea coac come comi "
    "cove cred curr debt deed desi droi ente es fech first frei geba grow grun haul how if ikra "
    "inga inst inte kest legg ley loi loop lovv occu orde outs phot pled prim reta sove "
    "stud subj supp take till toep tota trus unde vari ware when whic who wirk co-o coop entr gjel "
    "is outl side what wher whos live bill deli sold remi bran site invo brok "
    "rent leas hire lett tran mana depo stor pack coll unde inst appo work conc gran let main"
)
_BEGINNINGS: Final = frozenset((*_FIRST_LETTERS.split(), "p o"))
_ADDRESSES: Final = (
    "address", "office", "seat", "domicile", "headquarters", "place", "location", "residence",
    "anschrift", "adresse", "sitz",
)  # fmt: skip
_NUMBER: Final = re.compile(
    r"^(?:(?:item|part|section|clause|box|field|line|no\.?|\u00a7)\s+\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[a-z])[.):]?(?:\s*[-\u2013\u2014:])?"
    r"|\(?\d{1,2}(?:\.\d{1,2}){0,2}[.):]?(?:\s*[-\u2013\u2014])?|\(?(?:[a-z]|i{1,3}|iv|vi{0,3})[.)]|[-\u2013\u2022>*])\s+",
    _I,
)
_HINT: Final = re.compile(r"\s*\((?P<hint>[^()]{0,80})\)$")
# Where goods and bills go: a column of its own beside those of the parties, and none's name.
_ELSEWHERE: Final = re.compile(
    r"(?:ship(?:ped)?|bill(?:ed)?|sold|deliver(?:ed|y)?|invoices?|remit|send)\s*-?\s*to(?:\s+address)?"
    r"|(?:delivery|shipping|billing|invoice|site)\s+(?:address|location)",
    _I,
)
ELSEWHERE: Final = "elsewhere"
_MIN_LABEL: Final = 3  # characters
_MAX_LABEL: Final = 70  # characters


@dataclass(frozen=True, slots=True)
class Label:
    """What a label asks for.

    Attributes:
        kind: ``party`` (a role whose bearer is named), ``notice`` (where to write to one),
            ``parties`` (all of them), ``name``, ``address`` (or one part of it,
            ``address_part``), ``elsewhere`` (where goods and bills go), or a fact's name.
        role: whose, in small letters, where it says so.
    """

    kind: str
    role: str | None = None


@lru_cache(maxsize=4_096)
def label_of(written: str) -> Label | None:
    """Return what *written* asks for, None if it is no label that anybody knows."""
    if not _MIN_LABEL <= len(written) <= _MAX_LABEL:
        return None
    label = " ".join(written.strip(" \t*#_:.\u2022").split())
    label = _NUMBER.sub("", label, count=1).rstrip(" :*")
    foreign = foreign_label(label)
    if foreign is not None:
        return Label(*foreign)
    if not _may_ask(label):
        return None
    found = _label_of(label)
    hint = _HINT.search(label) if found is None else None
    if hint is not None:
        found = _label_of(label[: hint.start()]) or _key_of(hint["hint"])
        foreign = foreign_label(hint["hint"]) if found is None else None
        found = Label(*foreign) if foreign is not None else found
    return found if found is not None else _of_several(label, has_lines="  " in written.strip())


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


def _of_several(label: str, *, has_lines: bool) -> Label | None:
    """Return what a label in two languages, or for two things, asks for first.

    What has lines has its answer on the second, unless all of it is known.
    """
    parts = _ALTERNATIVES.split(label)
    if len(parts) == 1 or ":" in label:  # it has its answer behind it
        return None
    named = [_label_of(part) for part in parts]
    told = [one for one in named if one is not None]
    if len(told) < len(named) and (has_lines or named[0] is None or named[0].kind == "party"):
        return None
    return next((one for one in told if one.kind == "term"), told[0])


def _key_of(label: str) -> Label | None:
    key = next((name for name, pattern in KEYS if pattern.fullmatch(label)), None)
    return Label(key) if key is not None else None


def _label_of(label: str) -> Label | None:
    known = _key_of(label) or _of_question(label)
    if known is not None:
        return known
    foreign = foreign_label(label)
    if foreign is not None:
        return Label(*foreign)
    if _ELSEWHERE.fullmatch(label):
        return Label(ELSEWHERE)
    role = _ROLE.fullmatch(label)
    if role is not None:
        return Label("party", _plain(role["role"]))
    kind = _noun(label)
    if kind is not None and kind != "party":
        return Label(kind)
    plain = label.casefold()
    return Label(_ALL[plain]) if plain in _ALL else _of_role(label)


def _of_role(label: str) -> Label | None:
    """Return what a label asks of somebody whose role it names: ``Address of the Supplier``."""
    asked = _ASKED.fullmatch(label)
    if asked is not None:
        return Label("notice" if asked["notice"] else "party", _plain(asked["role"]))
    for pattern in (_WHOSE, _NOUN_OF):
        match = pattern.fullmatch(label)
        noun = _noun(match["noun"]) if match else None
        if match and noun is not None:
            return Label("party" if noun == "name" else noun, _plain(match["role"]))
    return None


def _of_question(label: str) -> Label | None:
    """Return what a question asks for, unless it asks it of something that is no party."""
    kind, whom = asked(label) or (None, None)
    if kind is None:
        return None
    role = _plain(whom) if whom is not None else None
    is_party = role is None or role in _WE_AND_YOU or _ROLE.fullmatch(role)
    return Label(kind, role) if is_party else Label(kind) if role in _THEY else None


def _noun(written: str) -> str | None:
    return next((kind for kind, pattern in _NOUNS if pattern.fullmatch(written)), None)


def _plain(role: str) -> str:
    return " ".join(role.casefold().split()).removeprefix("the ")
