"""The document types, their groups, and how people write them."""

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "alliance": ("collaboration", "development", "joint_venture", "strategic_alliance"),
    "construction": ("construction",),
    "distribution": ("affiliate", "agency", "distributor", "franchise", "reseller"),
    "employment": ("employment", "retirement_plan", "severance"),
    "finance": ("credit",),
    "licensing": ("intellectual_property", "license", "software_license"),
    "marketing": ("co_branding", "endorsement", "marketing", "promotion", "sponsorship"),
    "restriction": ("non_compete",),
    "service": ("consulting", "hosting", "maintenance", "outsourcing", "service", "transportation"),
    "supply": ("manufacturing", "supply"),
}
GROUP_OF: Final[Mapping[str, str]] = {
    kind: group for group, kinds in GROUPS.items() for kind in kinds
}
OTHER_GROUP: Final = "other"

# What a title says of its type; the first that matches is the surest, so the special comes first.
TITLE_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("nda", r"non-?\s?disclosure|confidentiality|\bnda\b|\bmnda\b|geheimhaltung"),
    (
        "severance",
        (
            r"severance|separation\s+(?:and\s+release|agreement\s+and)"
            r"|change\s+(?:of|in)\s+control"
        ),
    ),
    ("retirement_plan", r"retirement|pension|401\s?\(?k|deferred\s+compensation|\bserp\b"),
    ("maintenance", r"maintenance|support\s+(?:services?\s+)?agreement"),
    (
        "software_license",
        (
            r"s[o0]ftware\s+(?:\w+\s+){0,2}licen[sc]|software\s+as\s+a\s+service"
            r"|source\s+code\s+licen[sc]e"
        ),
    ),
    ("employment", r"employment|executive\s+agreement|offer\s+letter|anstellung|arbeitsvertrag"),
    (
        "construction",
        (
            r"construction|building\s+contract|design[\s-]build|engineering,?\s+procuremen"
            r"t"
        ),
    ),
    ("credit", r"credit|loan|revolving|facility\s+agreement|darlehen"),
    ("co_branding", r"co-?\s?brand"),
    ("joint_venture", r"joint\s+(?:venture|filing)|shareholders?[\u2019']?\s+agreement"),
    ("non_compete", r"non-?\s?compet|non-?\s?solicit|restrictive\s+covenant|standstill"),
    ("strategic_alliance", r"alliance"),
    ("reseller", r"resell|re-?sale|value[\s-]added|channel\s+partner"),
    ("franchise", r"franchis|area\s+develop"),
    ("sponsorship", r"sponsor"),
    ("endorsement", r"endors|celebrity|spokesperson"),
    ("outsourcing", r"outsourc"),
    ("hosting", r"hosting|colocation|web\s?site\s+(?:design|development)"),
    ("promotion", r"promotion|advertising"),
    ("affiliate", r"affiliate|affiliation"),
    ("transportation", r"transport|freight|shipping|carriage|charter|pipeline|haul"),
    ("agency", r"agency|agent|underwriting|placement"),
    ("distributor", r"distribut"),
    ("marketing", r"marketing|sales\s+representa|referral"),
    ("manufacturing", r"manufactur|fabricat|production"),
    (
        "supply",
        (
            r"supply|purchase|procurement|sales?\s+(?:of\s+goods|agreement)"
            r"|lieferung|liefervertrag"
        ),
    ),
    ("consulting", r"consult|advisory|adviser|advisor"),
    ("collaboration", r"collaborat|cooperat|co-operat|partnership|partnering"),
    ("development", r"develop|research"),
    ("license", r"licen[sc]|sublicen[sc]|content"),
    (
        "intellectual_property",
        (
            r"intellectual\s+property|patent|trade\s?mark|trade\s?name"
            r"|copyright|technology\s+transfer|\bip\b"
        ),
    ),
    ("lease", r"\blease|\brent|tenancy|miet"),
    (
        "service",
        (
            r"servic|statement\s+of\s+work|professional|management|administration"
            r"|dienstleistung"
        ),
    ),
)
# How often the body uses a type's own words, per hit; for documents without a telling title.
BODY_WORDS: Final[Mapping[str, str]] = {
    "affiliate": "affiliate",
    "agency": "agent",
    "co_branding": "co-branded",
    "collaboration": "collaboration",
    "consulting": "consultant",
    "development": "development",
    "distributor": "distributor",
    "endorsement": "endorsement",
    "franchise": "franchisee",
    "hosting": "hosting",
    "intellectual_property": "intellectual property",
    "joint_venture": "joint venture",
    "license": "licensee",
    "maintenance": "maintenance",
    "manufacturing": "manufacture",
    "marketing": "marketing",
    "non_compete": "compete",
    "outsourcing": "outsourcing",
    "promotion": "promotion",
    "reseller": "reseller",
    "service": "services",
    "sponsorship": "sponsor",
    "strategic_alliance": "alliance",
    "supply": "supplier",
    "transportation": "transportation",
    "construction": "contractor",
    "credit": "borrower",
    "employment": "employee",
    "retirement_plan": "participant",
    "severance": "severance",
    "software_license": "software",
    "nda": "confidential information",
    "lease": "tenant",
}


def group_of(kind: str) -> str:
    """Return the group of a type; what is in no other is ``other``."""
    return GROUP_OF.get(kind, OTHER_GROUP)


def label_of(kind: str) -> str:
    """Return what a person reads: "Joint venture agreement"."""
    special = {
        "nda": "Non-disclosure agreement",
        "retirement_plan": "Retirement plan",
        "lease": "Lease",
        "other": "Other agreement",
        "co_branding": "Co-branding agreement",
        "non_compete": "Non-compete agreement",
    }
    return special.get(kind, f"{kind.replace('_', ' ').capitalize()} agreement")
