"""What people write beside the boxes for dates, lengths of time and laws."""

import re
from typing import Final

_I: Final = re.IGNORECASE
_PAPER: Final = (
    r"(?:agreement|contract|deal|lease|licen[sc]e|m?nda|engagement|co-?operation|services?|hire|rental|employment"
    r"|appointment|validity|subscription|deed|term|arrangement|order|p\.?o\.?|tenancy|assignment|cover|supply|franchise|charter(?:\s?party)?|storage|maintenance|works?)"
)
_OF: Final = rf"(?:\s+(?:of|for)\s+(?:the\s+|this\s+|initial\s+){{0,2}}(?:[a-z]+\s+)?{_PAPER})?"
_WHAT: Final = rf"(?:(?:the|this)\s+)?(?:initial\s+)?{_PAPER}\s+"
_STARTS: Final = (
    r"(?:commencement|commenc(?:es|ing)|commence|start(?:s|ing)?|beginning|begin(?:s)?|inception|go-live"
    r"|(?:comes|coming|entry)\s+into\s+(?:force|effect)|takes\s+effect|enters\s+into\s+force|operative)"
)
_LASTS: Final = r"(?:term|duration|length|period)"
_KIND: Final = (
    r"(?:(?:initial|minimum|fixed|basic|committed|commitment|full|total|agreed|contractual|current|first|primary"
    rf"|{_PAPER})\s+)"
)
_LAWS: Final = r"(?:governing|applicable|proper|controlling|chosen|substantive|contract|national)"
_COURTS: Final = (
    r"(?:courts?|jurisdiction|venue|forum|arbitration|disputes?(?:\s+resolution)?"
    r"|place\s+of\s+jurisdiction)"
)

KEYS: Final = tuple(
    (name, re.compile(rf"(?:the\s+)?(?:{pattern})", _I))
    for name, pattern in (
        (
            "effective_date",
            (
                rf"(?:{_WHAT})?(?:effective|{_STARTS})(?:\s+(?:date|day))?{_OF}"
                rf"|(?:{_WHAT})?(?:effective|valid|runs|in\s+(?:force|effect)|{_STARTS})\s+(?:from|on|as\s+(?:of|from))"
                rf"|(?:date|day)\s+(?:of|on\s+which|from\s+which)\s+(?:{_WHAT})?(?:effect(?:iveness)?|{_STARTS})(?:\s+on)?{_OF}"
                rf"|(?:first\s+)?(?:date|day)\s+(?:(?:the|this)\s+)?{_PAPER}\s+{_STARTS}|first\s+day{_OF}"
                rf"|with\s+effect\s+(?:from|on)|date\s+effective"
                r"|(?:vertrags|miet|leistungs|lizenz|laufzeit)?beginn(?:\s+(?:des\s+vertrag(?:e?s)|der\s+laufzeit))?"
                r"|inkrafttreten|g\u00fcltig\s+(?:ab|von)|datum\s+des\s+inkrafttretens|wirksam\s+(?:ab|zum)"
                r"|date\s+d[\u2019'](?:effet|entr\u00e9e\s+en\s+vigueur)|ingangsdatum|startdatum|fecha\s+de\s+inicio"
                r"|ikrafttr\u00e6delsesdato|startdato|alkamisp\u00e4iv\u00e4|data\s+di\s+(?:decorrenza|inizio)"
            ),
        ),
        (
            "agreement_date",
            (
                r"(?:agreement|contract|execution|signing|signature)\s+date|date\s+of\s+(?:the\s+|this\s+)?"
                r"(?:agreement|contract|signing|signature|execution|lease|order|deed)|vertragsdatum"
            ),
        ),
        (
            "expiration_date",
            (
                r"expir(?:y|ation)(?:\s+date)?|(?:end|termination|completion)\s+date|expires(?:\s+on)?"
                r"|(?:vertrags|miet)ende|ende\s+(?:des\s+vertrag(?:e?s)|der\s+laufzeit)"
                r"|(?:valid\s+)?until|end\s+of\s+(?:the\s+)?(?:term|contract|lease|agreement)"
                rf"|{_WHAT}(?:ends|expires)(?:\s+on)?"
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
                rf"(?:{_LAWS}\s+laws?|choice\s+of\s+law|law\s+of\s+choice)(?:\s*(?:,|/|and|&)\s*{_COURTS})?"
                rf"|law(?:\s+(?:that\s+|which\s+)?(?:governs|governing|applied|applies|applicable|chosen)(?:\s+to)?(?:\s+\w+){{0,2}}|{_OF})"
                rf"(?:\s*(?:and|&|/|,)\s*{_COURTS})?"
                r"|laws?\s+of|laws?\s+(?:that|which)\s+(?:shall\s+)?(?:govern|apply|controls?)|governing\s+jurisdiction|(?:state|country\u2019s)\s+law|legal\s+system|(?:(?:the|this)\s+)?(?:agreement|contract)?\s?"
                r"(?:is\s+)?(?:governed\s+by|subject\s+to)(?:\s+the\s+laws?(?:\s+of)?)?|under\s+the\s+laws?\s+of"
                r"|(?:anwendbares|geltendes|ma\u00dfgebliches|anzuwendendes)\s+recht|rechtswahl|droit\s+applicable|loi\s+applicable"
                r"|toepasselijk\s+recht|ley\s+aplicable|legge\s+applicabile|lovvalg|gjeldende\s+rett|till\u00e4mplig\s+lag"
                r"|sovellettava\s+laki|es\s+gilt"
            ),
        ),
        (
            "term",
            (
                rf"{_KIND}{{0,3}}{_LASTS}(?:\s+\(?in\s+\w+\)?)?{_OF}(?<!\bperiod)|{_KIND}{{1,3}}period{_OF}"
                rf"|period{_OF}|(?:concluded|agreed|granted|entered\s+into|let)\s+for(?:\s+an?\s+(?:term|period)\s+of)?|validity(?:\s+period)?|disclosure\s+period"
                rf"|(?:(?:the\s+\w+|it|{_WHAT})\s*)?(?:(?:runs|lasts|continues)(?:\s+for)?)"
                r"|(?:vertrags|mindest|miet|erst|grund|mindestvertrags)?(?:laufzeit|dauer)(?:\s+des\s+vertrag(?:e?s))?"
                r"|dur\u00e9e(?:\s+du\s+contrat)?|looptijd|duraci\u00f3n|durata|varighed|varighet|l\u00f6ptid|avtalstid|kesto"
            ),
        ),
    )
)
