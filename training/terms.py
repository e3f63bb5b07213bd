"""The terms that lawyers use for what a category is about.

Written from the definitions of the categories and from how such clauses are usually worded, not
from the labels; `training/descriptions.py` compares them with what units say.
"""

from collections.abc import Mapping
from typing import Final

TERMS: Final[Mapping[str, str]] = {
    "cuad.renewal_term": "renew renewal automatically successive extend additional term",
    "cuad.notice_period_to_terminate_renewal": (
        "notice non-renewal renew prior expiration intention days"
    ),
    "cuad.governing_law": "governed construed laws state accordance governing",
    "cuad.most_favored_nation": (
        "most favored nation customer less favorable lower lowest price more favorable comparable "
        "similarly situated better best terms offered"
    ),
    "cuad.non_compete": (
        "compete competing competitive competition competitor business engage directly indirectly "
        "territory noncompetition"
    ),
    "cuad.exclusivity": "exclusive exclusively exclusivity sole solely requirements other person",
    "cuad.no_solicit_of_customers": (
        "solicit divert induce entice customer client account interfere relationship cease business"
    ),
    "cuad.competitive_restriction_exception": (
        "notwithstanding foregoing except exception nothing prevent prohibit preclude other than "
        "however limit"
    ),
    "cuad.no_solicit_of_employees": (
        "solicit hire recruit employ employee personnel induce leave employment engage"
    ),
    "cuad.non_disparagement": (
        "disparage disparaging derogatory defamatory negative statement reputation goodwill "
        "disrepute adversely image"
    ),
    "cuad.termination_for_convenience": (
        "terminate convenience any reason no without cause days prior written notice time"
    ),
    "cuad.rofr_rofo_rofn": (
        "right first refusal offer negotiation negotiate bona fide match option purchase"
    ),
    "cuad.change_of_control": (
        "change control merger consolidation acquisition acquire sale substantially all assets "
        "stock voting securities majority ownership"
    ),
    "cuad.anti_assignment": (
        "assign assignment assignable transfer delegate without prior written consent successors "
        "void"
    ),
    "cuad.revenue_profit_sharing": (
        "royalty royalties percent percentage net sales gross revenue share profit commission pay"
    ),
    "cuad.price_restrictions": (
        "price prices pricing increase raise reduce exceed maximum percent discount index adjust "
        "adjustment fixed year"
    ),
    "cuad.minimum_commitment": (
        "minimum purchase quantity quantities annual guaranteed guarantee least order units"
    ),
    "cuad.volume_restriction": (
        "exceed exceeds excess volume maximum limit threshold additional fee usage number more than"
    ),
    "cuad.ip_ownership_assignment": (
        "title interest assigns assign hereby work made hire inventions intellectual property "
        "vest owner exclusive developed"
    ),
    "cuad.joint_ip_ownership": "jointly joint owned own ownership undivided co-owned equal",
    "cuad.license_grant": (
        "grants grant hereby license nonexclusive right use royalty-free sublicense"
    ),
    "cuad.non_transferable_license": (
        "nontransferable non-transferable transferable sublicense nonassignable limited license"
    ),
    "cuad.affiliate_license_licensor": (
        "licensor affiliates subsidiaries owned controlled grant license licensors intellectual "
        "property"
    ),
    "cuad.affiliate_license_licensee": (
        "licensee affiliates affiliate subsidiaries grant license sublicense extend"
    ),
    "cuad.unlimited_all_you_can_eat_license": (
        "unlimited enterprise number users copies site license use without limitation"
    ),
    "cuad.irrevocable_or_perpetual_license": (
        "irrevocable perpetual perpetually paid-up royalty-free worldwide license"
    ),
    "cuad.source_code_escrow": "source code escrow agent deposit release object documentation",
    "cuad.post_termination_services": (
        "termination expiration upon continue survive following transition wind-down sell "
        "inventory return destroy period after"
    ),
    "cuad.audit_rights": (
        "audit inspect inspection examine books records accountant auditor reasonable"
    ),
    "cuad.uncapped_liability": (
        "limitation limitations apply not liability indemnification confidentiality gross "
        "negligence willful misconduct except unlimited breach"
    ),
    "cuad.cap_on_liability": (
        "event liable exceed aggregate liability amounts paid consequential indirect special "
        "incidental punitive damages"
    ),
    "cuad.liquidated_damages": (
        "liquidated damages penalty termination fee genuine estimate day delay"
    ),
    "cuad.warranty_duration": (
        "warrants warranty period months days date delivery defects workmanship materials"
    ),
    "cuad.insurance": (
        "insurance maintain coverage policy policies comprehensive general liability insured "
        "certificate insurer"
    ),
    "cuad.covenant_not_to_sue": (
        "challenge contest validity attack covenant sue ownership dispute trademark question "
        "claim release"
    ),
    "cuad.third_party_beneficiary": (
        "third party beneficiary beneficiaries intended enforce benefit rights"
    ),
}
