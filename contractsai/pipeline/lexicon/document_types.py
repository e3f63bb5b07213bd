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
