"""What people write before and behind a date to say which it is."""

import re
from typing import Final

from contractsai.pipeline.matching import Cue

_I: Final = re.IGNORECASE
FOOTER: Final = re.compile(r"\s*(?:source:|filed\b)", _I)
NOT_OURS: Final = re.compile(
    r"(?:as\s+amended|registration|act\s+of|incorporated\s+on|born|last\s+updated"
    r"|certain\s+\S[^.;]{0,120}(?:dated|effective)|(?:agreements?|plan|letter|note|deed|patent"
    r"|contract|lease|indenture|trust)"
    r"[\"\u201d)]*,?\s+(?:dated|entered\s+into|effective|executed"
    r"|with\s+an?\s+(?:effective|commencement)\s+date\s+of))\s*[^.;]{0,25}$",
    _I,
)
# "This Statement of Work is issued under the Services Agreement dated ...": the date is of the
# paper that "under" leads to.
UNDER_ANOTHER: Final = re.compile(
    r"\b(?:under|pursuant\s+to|subject\s+to|governed\s+by|in\s+accordance\s+with|incorporated\s+into"
    r"|forms?\s+(?:a\s+)?part\s+of|entered\s+into\s+under|issued\s+under|refer(?:s|red)\s+to\s+in)\s+"
    r"(?:and\s+[\w\s]{1,30}\s+)?(?:the|that|a|an)\s+(?!this\b)[^.;]{0,120}"
    r"\b(?:agreement|contract|terms|msa|lease|licen[sc]e|deed)\b[^.;]{0,60}$",
    _I,
)
THIS: Final = re.compile(r"\bthis\b", _I)
OTHER_AFTER: Final = re.compile(
    r"[,\s]*(?:as\s+amended|\((?!this\b)[^()\n]{0,25}[\"\u201c](?:original\s+|existing\s+|prior\s+)?(?:agreement|slcma|distribution\s+agreement)[\"\u201d])",
    _I,
)
_TAKES_EFFECT_PATTERN: Final = (
    r"\b(?:agreement|contract|amendment|term|venture)\b[^.;]{0,80}\b(?:effective"
    r"|commenc\w+|takes?\s+effect|begin\w*)\b[^.;]{0,40}$"
)
TAKES_EFFECT: Final = re.compile(_TAKES_EFFECT_PATTERN, _I)
TAKES_EFFECT_WITHIN: Final = 180  # characters
BEFORE_CUES: Final = tuple(
    (name, re.compile(pattern, _I))
    for name, pattern in (
        (
            "made",
            r"\b(?:dated|made|entered|executed|signed|concluded|agreement\s+date:?)\b[^.;]{0,60}$",
        ),
        ("as_of", r"\b(?:as\s+of|date|on|this)\b[^.;]{0,25}$"),
        (
            "effective_before",
            (
                r"\beffective\b(?:\s+date\b)?[^.;)]{0,35}$|\b(?:commenc(?:e|es|ing)"
                r"|begin(?:s|ning)?|start(?:s|ing)?|ha(?:s|ve|ving)\s+effect)\s+(?:on|upon|as\s+(?:of|from)|from)?\s*(?:the\s+)?$"
            ),
        ),
        ("label", r"(?:^|\n|\s{2}|\|)[ \t*]*(?:date|dated)\s*(?:of\s+\w+\s*)?[:|]?[ \t]*$"),
        (
            "effective_label",
            (
                r"\b(?:effective|commencement|start)\s+date[\"\u201d*]*"
                r"(?:\s*[:|]|\s+(?:means|is|shall\s+(?:mean|be)))[^.;]{0,40}$"
            ),
        ),
        (
            "ends",
            (
                r"\b(?:expir\w*|terminat\w*|until|through|ending|prior\s+to|before|no\s+later)\b"
                r"[^.;]{0,40}$"
            ),
        ),
        (
            "takes_effect",
            _TAKES_EFFECT_PATTERN,
        ),
        (
            "this_agreement",
            (
                r"\bthis\s+(?:\w+\s+){0,4}(?:agreement|amendment|contract|statement\s+of\s+work|sow"
                r"|work\s+order|order\s+form|order|addendum|lease|deed|licen[sc]e|m?nda)\b[^.;]{0,80}$"
            ),
        ),
        ("witness", r"\bwitness\s+whereof\b[^.;]{0,260}$"),
        ("certain", r"\bcertain\s+[^.;]{0,100}$"),
        ("whereas", r"\bwhereas\b[^.;]{0,200}$"),
    )
)
AFTER_CUES: Final = tuple(
    (name, re.compile(pattern, _I))
    for name, pattern in (
        (
            "effective_after",
            (
                r"[,\s]*(?:the\s+|\d{4}\s+)?\(?[^()]{0,30}(?:[\"“]\s*(?:the\s+)?|(?<=\()the\s+"
                r"|(?<=\())(?:effective|commencement|start)\s+date"
            ),
        ),
        (
            "named_date",
            r"[,\s]*\(?[^()]{0,30}[\"“]\s*(?:the\s+)?(?:agreement|execution|signing)\s+date",
        ),
        ("by_parties", r"[^.;]{0,40}\b(?:by\s+and\s+)?(?:between|among)\b"),
        (
            "other_date",
            r"[,\s]*\(?[^()]{0,30}[\"“]\s*(?:the\s+)?(?:closing|termination|expiration)",
        ),
    )
)
LETTER: Final = re.compile(
    r"[^\n]{0,60}\n(?:[^\n]{0,120}\n){0,14}[^\n]{0,40}\b(?:ladies|gentlemen|dear)\b", _I
)
ALONE: Final = re.compile(r"[ \t]*(?:\n|$|\s{3})")
DEFINED: Final = Cue(
    re.compile(
        r"[\"“]?(?:effective|commencement)\s+date[\"”]?\s*(?:means|shall\s+mean|shall\s+be|is|:|\||of\s+this\s+agreement\s+(?:is|shall\s+be))\s*[^.;]{0,60}?",
        _I,
    ),
    ('"', "“", "effective", "commencement"),
)
_ITS_DAY: Final = (
    r"(?:the\s+)?(?:date\s+(?:first\s+)?(?:above|written|hereof|set\s+forth|shown|stated|listed|of\s+this"
    r"|of\s+the\s+agreement|of\s+signing)|day\s+and\s+year|date\s+first)"
)
SAME_DAY: Final = Cue(
    re.compile(
        rf"effective\s+(?:(?:as\s+of|on|upon|from)\s+(?:and\s+after\s+)?)?{_ITS_DAY}"
        r"|(?:commenc|begin|start)\w*\s+(?:on|as\s+of|upon|from)\s+(?:the\s+)?(?:date\s+(?:first|hereof|of\s+this\s+agreement|set\s+forth\s+above|above"
        r"|(?:stated|shown|written|given|set\s+out)\s+(?:on|at)\s+the\s+(?:cover|front|head|top|beginning))|agreement\s+date|execution)"
        rf"|(?:effective|commencement)\s+date[\"\u201d]?\s+(?:means|shall\s+mean|is|shall\s+be)\s+{_ITS_DAY}",
        _I,
    ),
    ("effective", "commenc", "begin", "start"),
)
# "The effective date of this Agreement": no statement, and yet a sign that it has no other.
MENTIONED: Final = re.compile(r"effective\s+date\s+of\b", _I)
# What begins on that day has to be the contract, and not a person's office under it.
ITSELF: Final = re.compile(
    r"\b(?:this|the)\s+(?:[\w-]+\s+){0,3}(?:agreement|contract|amendment|lease|addendum|schedule|license)\b"
    r"|\bterm\b|\b(?:effective|commencement)\s+date",
    _I,
)
LAST_SIGNATURE: Final = Cue(
    re.compile(
        r"(?:date\s+of|last)\s+(?:the\s+)?(?:last\s+)?signature|last\s+(?:party|date)\s+(?:to\s+)?sign"
        r"|later\s+of\s+the\s+(?:two\s+)?(?:signature\s+)?dates|date\s+of\s+execution|upon\s+execution",
        _I,
    ),
    ("date", "last", "later", "upon"),
)
# What makes a contract begin with its last signature, and what says that this is its beginning.
LAST_TO_SIGN: Final = Cue(
    re.compile(
        r"(?:last|latest|later|final)\s+(?:of\s+the\s+(?:two\s+|parties[\u2019']?\s+)?)?(?:signatures?"
        r"|signing|signatory|to\s+sign|signature\s+dates?|dates?\s+(?:of\s+|on\s+which\s+)?(?:signatures?"
        r"|signed|signing|execution|below)|part(?:y|ies)\s+(?:here(?:to|of)\s+)?(?:to\s+)?(?:signs?"
        r"|executes?|signed|has\s+(?:signed|executed)|signature)|party[\u2019']s\s+signature"
        r"|dates?\s+(?:\w+\s+){1,2}(?:on|in|at)\s+the\s+signature)\b"
        r"|(?:date|day)\s+(?:on\s+which\s+|that\s+|when\s+)?(?:of\s+)?(?:it\s+is\s+|this\s+\w+\s+"
        r"(?:is|has\s+been)\s+)?(?:fully\s+)?(?:sign(?:ed|ature|ing)|executed|execution)[^.;]{0,40}?"
        r"\b(?:both|all|last)\b|upon\s+(?:the\s+)?(?:signature|signing|execution)s?\b[^.;]{0,30}?"
        r"\b(?:both|all|last)\b|signing\s+date",
        _I,
    ),
    ("last", "latest", "later", "final", "date", "day", "upon", "signing"),
)
DAY_AFTER: Final = re.compile(
    r"\b(?:day|date)\s+(?:after|following)\s+(?:the\s+)?(?:date\s+of\s+(?:the\s+)?)?$", _I
)
BEGINS: Final = re.compile(
    r"\b(?:effective|effect|force|commenc\w*|begin\w*|starts?|made|dated|entered|binding)\b", _I
)
