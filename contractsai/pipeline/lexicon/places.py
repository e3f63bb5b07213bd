"""Places whose law may govern: ISO 3166-1 countries, ISO 3166-2 states with a law of their own."""

import re
from collections.abc import Iterable
from typing import Final

_COUNTRIES: Final = """
AF=Afghanistan; AL=Albania; DZ=Algeria; AS=American Samoa; AD=Andorra; AO=Angola; AI=Anguilla
AG=Antigua and Barbuda; AR=Argentina; AM=Armenia; AW=Aruba; AU=Australia; AT=Austria
AZ=Azerbaijan; BS=Bahamas; BH=Bahrain; BD=Bangladesh; BB=Barbados; BY=Belarus; BE=Belgium
BZ=Belize; BJ=Benin; BM=Bermuda; BT=Bhutan; BO=Bolivia; BA=Bosnia and Herzegovina; BW=Botswana
BR=Brazil; VG=British Virgin Islands; BN=Brunei; BG=Bulgaria; BF=Burkina Faso; BI=Burundi
KH=Cambodia; CM=Cameroon; CA=Canada; CV=Cape Verde; KY=Cayman Islands; CF=Central African Republic
TD=Chad; CL=Chile; CN=China; CO=Colombia; KM=Comoros; CG=Congo; CK=Cook Islands; CR=Costa Rica
HR=Croatia; CU=Cuba; CW=Curacao; CY=Cyprus; CZ=Czechia; CD=Democratic Republic of the Congo
DK=Denmark; DJ=Djibouti; DM=Dominica; DO=Dominican Republic; EC=Ecuador; EG=Egypt; SV=El Salvador
GQ=Equatorial Guinea; ER=Eritrea; EE=Estonia; SZ=Eswatini; ET=Ethiopia; FO=Faroe Islands; FJ=Fiji
FI=Finland; FR=France; GA=Gabon; GM=Gambia; GE=Georgia; DE=Germany; GH=Ghana; GI=Gibraltar
GR=Greece; GL=Greenland; GD=Grenada; GU=Guam; GT=Guatemala; GG=Guernsey; GN=Guinea
GW=Guinea-Bissau; GY=Guyana; HT=Haiti; VA=Holy See; HN=Honduras; HK=Hong Kong; HU=Hungary
IS=Iceland; IN=India; ID=Indonesia; IR=Iran; IQ=Iraq; IE=Ireland; IM=Isle of Man; IL=Israel
IT=Italy; CI=Ivory Coast; JM=Jamaica; JP=Japan; JE=Jersey; JO=Jordan; KZ=Kazakhstan; KE=Kenya
XK=Kosovo; KW=Kuwait; KG=Kyrgyzstan; LA=Laos; LV=Latvia; LB=Lebanon; LS=Lesotho; LR=Liberia
LY=Libya; LI=Liechtenstein; LT=Lithuania; LU=Luxembourg; MO=Macao; MG=Madagascar; MW=Malawi
MY=Malaysia; MV=Maldives; ML=Mali; MT=Malta; MH=Marshall Islands; MR=Mauritania; MU=Mauritius
MX=Mexico; MD=Moldova; MC=Monaco; MN=Mongolia; ME=Montenegro; MA=Morocco; MZ=Mozambique
MM=Myanmar; NA=Namibia; NR=Nauru; NP=Nepal; NL=Netherlands; NZ=New Zealand; NI=Nicaragua; NE=Niger
NG=Nigeria; KP=North Korea; MK=North Macedonia; NO=Norway; OM=Oman; PK=Pakistan; PS=Palestine
PA=Panama; PG=Papua New Guinea; PY=Paraguay; PE=Peru; PH=Philippines; PL=Poland; PT=Portugal
PR=Puerto Rico; QA=Qatar; RO=Romania; RU=Russia; RW=Rwanda; KN=Saint Kitts and Nevis
LC=Saint Lucia; VC=Saint Vincent and the Grenadines; WS=Samoa; SM=San Marino; SA=Saudi Arabia
SN=Senegal; RS=Serbia; SC=Seychelles; SL=Sierra Leone; SG=Singapore; SK=Slovakia; SI=Slovenia
SB=Solomon Islands; SO=Somalia; ZA=South Africa; KR=South Korea; SS=South Sudan; ES=Spain
LK=Sri Lanka; SD=Sudan; SR=Suriname; SE=Sweden; CH=Switzerland; SY=Syria; TW=Taiwan; TJ=Tajikistan
TZ=Tanzania; TH=Thailand; TL=Timor-Leste; TG=Togo; TO=Tonga; TT=Trinidad and Tobago; TN=Tunisia
TR=Turkey; TM=Turkmenistan; TC=Turks and Caicos Islands; UG=Uganda; UA=Ukraine
AE=United Arab Emirates; GB=United Kingdom; US=United States; VI=United States Virgin Islands
UY=Uruguay; UZ=Uzbekistan; VU=Vanuatu; VE=Venezuela; VN=Vietnam; YE=Yemen; ZM=Zambia; ZW=Zimbabwe
"""
_STATES: Final = """
US-AL=Alabama; US-AK=Alaska; US-AZ=Arizona; US-AR=Arkansas; US-CA=California; US-CO=Colorado
US-CT=Connecticut; US-DE=Delaware; US-DC=District of Columbia; US-FL=Florida; US-GA=Georgia
US-HI=Hawaii; US-ID=Idaho; US-IL=Illinois; US-IN=Indiana; US-IA=Iowa; US-KS=Kansas; US-KY=Kentucky
US-LA=Louisiana; US-ME=Maine; US-MD=Maryland; US-MA=Massachusetts; US-MI=Michigan; US-MN=Minnesota
US-MS=Mississippi; US-MO=Missouri; US-MT=Montana; US-NE=Nebraska; US-NV=Nevada
US-NH=New Hampshire; US-NJ=New Jersey; US-NM=New Mexico; US-NY=New York; US-NC=North Carolina
US-ND=North Dakota; US-OH=Ohio; US-OK=Oklahoma; US-OR=Oregon; US-PA=Pennsylvania
US-RI=Rhode Island; US-SC=South Carolina; US-SD=South Dakota; US-TN=Tennessee; US-TX=Texas
US-UT=Utah; US-VT=Vermont; US-VA=Virginia; US-WA=Washington; US-WV=West Virginia; US-WI=Wisconsin
US-WY=Wyoming; CA-AB=Alberta; CA-BC=British Columbia; CA-MB=Manitoba; CA-NB=New Brunswick
CA-NL=Newfoundland and Labrador; CA-NS=Nova Scotia; CA-ON=Ontario; CA-PE=Prince Edward Island
CA-QC=Quebec; CA-SK=Saskatchewan; GB-EAW=England and Wales; GB-NIR=Northern Ireland
GB-SCT=Scotland; AU-ACT=Australian Capital Territory; AU-NSW=New South Wales
AU-NT=Northern Territory; AU-QLD=Queensland; AU-SA=South Australia; AU-TAS=Tasmania
AU-VIC=Victoria; AU-WA=Western Australia; AE-DU=Dubai International Financial Centre
AE-AZ=Abu Dhabi Global Market
"""
# How contracts write them besides; the first name of a code is the one shown.
_ALSO: Final = """
US=United States of America; US=U.S.A.; US=USA; US=U.S.; GB=UK; GB=U.K.; GB=Great Britain
CN=People's Republic of China; CN=PRC; CN=P.R.C.; CN=P.R. China; CN=Mainland China; CN=Beijing
CN=Shanghai; HK=Hong Kong SAR; HK=Hong Kong Special Administrative Region; HK=Hongkong
TW=Republic of China; KR=Republic of Korea; KR=Korea; NL=The Netherlands; NL=Holland
CZ=Czech Republic; RU=Russian Federation; AE=UAE; AE=U.A.E.; VN=Viet Nam; TR=Türkiye; MO=Macau
VG=BVI; US-DC=Washington, D.C.; US-DC=Washington D.C.; CA-QC=Québec; GB-EAW=England
GB-EAW=Wales; GB-EAW=England & Wales; GB-EAW=England and/or Wales; US-MA=Massachussets
US-CA=Calif.; IE=Republic of Ireland; DE=Federal Republic of Germany; CH=Swiss Confederation
AE-DU=DIFC; AE-AZ=ADGM; AE-DU=Dubai International Financial Center; AE=Dubai; AE=Abu Dhabi
HK=HKSAR; HK=Hong Kong S.A.R.; SK=Slovak Republic; GE=Republic of Georgia; MX=United Mexican States
GB-EAW=England, Wales; SA=Kingdom of Saudi Arabia; IN=Republic of India; ID=Republic of Indonesia
BR=Federative Republic of Brazil; ZA=Republic of South Africa; IT=Italian Republic
FR=French Republic; PL=Republic of Poland; AT=Republic of Austria; ES=Kingdom of Spain
SE=Kingdom of Sweden; DK=Kingdom of Denmark; BE=Kingdom of Belgium; TR=Republic of Turkey
SG=Republic of Singapore; US-NY=N.Y. ; CI=Cote d'Ivoire
"""
_ADJECTIVES: Final = """
GB-EAW=English; DE=German; CH=Swiss; FR=French; NL=Dutch; SE=Swedish; JP=Japanese; IL=Israeli
CN=Chinese; CN=PRC; IT=Italian; ES=Spanish; BE=Belgian; AT=Austrian; DK=Danish; NO=Norwegian
FI=Finnish; TR=Turkish; IE=Irish; IN=Indian; US-NY=New York; US-DE=Delaware; US-CA=California
GB-SCT=Scottish; LU=Luxembourg; SG=Singapore; HK=Hong Kong; PL=Polish; CA=Canadian
GB-SCT=Scots; GB-EAW=English and Welsh; LU=Luxembourgish; SG=Singaporean; MX=Mexican; BR=Brazilian
AR=Argentine; AR=Argentinian; CL=Chilean; CO=Colombian; PE=Peruvian; UY=Uruguayan; VE=Venezuelan
EC=Ecuadorian; BO=Bolivian; PY=Paraguayan; CR=Costa Rican; PA=Panamanian; CU=Cuban; PR=Puerto Rican
PT=Portuguese; GR=Greek; CY=Cypriot; MT=Maltese; HU=Hungarian; CZ=Czech; SK=Slovak; SI=Slovenian
SI=Slovene; HR=Croatian; RS=Serbian; RO=Romanian; BG=Bulgarian; UA=Ukrainian; RU=Russian
BY=Belarusian; EE=Estonian; LV=Latvian; LT=Lithuanian; IS=Icelandic; LI=Liechtenstein; GE=Georgian
AM=Armenian; AZ=Azerbaijani; KZ=Kazakh; UZ=Uzbek; AE=Emirati; AE=UAE; SA=Saudi; SA=Saudi Arabian
QA=Qatari; KW=Kuwaiti; BH=Bahraini; OM=Omani; EG=Egyptian; MA=Moroccan; TN=Tunisian; DZ=Algerian
JO=Jordanian; LB=Lebanese; IQ=Iraqi; IR=Iranian; ZA=South African; NG=Nigerian; KE=Kenyan
GH=Ghanaian; TZ=Tanzanian; UG=Ugandan; ET=Ethiopian; KR=Korean; KR=South Korean; TW=Taiwanese
TH=Thai; VN=Vietnamese; MY=Malaysian; ID=Indonesian; PH=Philippine; PH=Filipino; PK=Pakistani
BD=Bangladeshi; LK=Sri Lankan; NP=Nepalese; AU=Australian; US=American; BM=Bermudian
GB=British; AE-DU=DIFC; AE-AZ=ADGM; NZ=New Zealand; MU=Mauritian; CN=Mainland Chinese
"""
_STATE_LETTERS: Final = frozenset(
    {
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN",
        "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH",
        "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT",
        "VT", "VA", "WA", "WV", "WI", "WY",
    }
)  # fmt: skip


def _entries(table: str) -> list[tuple[str, str]]:
    """Return (name, code) pairs."""
    found = []
    for entry in re.split(r";|\n", table):
        code, separator, name = entry.strip().partition("=")
        if separator:
            found.append((name, code))
    return found


def _key(name: str) -> str:
    return " ".join(name.replace("\u2019", "'").casefold().split()).strip(" .,")


_NAMES: Final = {code: name for name, code in [*_entries(_COUNTRIES), *_entries(_STATES)]}
_CODES: Final = {
    _key(name): code
    for table in (_COUNTRIES, _ALSO, _STATES)  # the later wins: Georgia is the state
    for name, code in _entries(table)
}
_COUNTRY_CODES: Final = {
    _key(name): code
    for table in (_ALSO, _COUNTRIES)
    for name, code in _entries(table)
    if "-" not in code
}
_ADJECTIVE_CODES: Final = {_key(name): code for name, code in _entries(_ADJECTIVES)}


def _pattern(names: Iterable[str]) -> str:
    """Return what finds the longest of *names*: "New York" is not to be read as "York".

    Any white space may stand between words, since names break over lines. Those that begin with the
    same letter stand together: few are then tried in vain.
    """
    by_letter: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]).replace(r"\ ", r"\s+"))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in by_letter.items())


_ALTERNATIVES: Final = _pattern(_CODES)
PLACE: Final = rf"(?<![A-Za-z])(?:{_ALTERNATIVES})(?![A-Za-z])"


def place_code(name: str) -> str | None:
    """Return the code of a state or country by any of its names; "Georgia" is the state."""
    return _CODES.get(_key(name))


def adjective_code(word: str) -> str | None:
    """Return the code of the law that an adjective names: "English" is ``GB-EAW``."""
    return _ADJECTIVE_CODES.get(_key(word))


def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by any of its names."""
    return _COUNTRY_CODES.get(_key(name))


def place_name(code: str) -> str:
    """Return the name that is shown for a code; the code itself if it is unknown."""
    return _NAMES.get(code, code)


def is_us_state(letters: str) -> bool:
    """Return whether *letters* are the post office's for a state: ``OH``."""
    return letters in _STATE_LETTERS
