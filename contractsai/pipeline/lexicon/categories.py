"""The 41 clause categories of CUAD (Hendrycks et al. 2021, CC BY 4.0) and how usual they are."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Category(NamedTuple):
    """A category of clauses.

    Attributes:
        label: its name in the data.
        value: what a person reads.
    """

    label: str
    value: str


# The first five are facts too: they have candidates, but no decision on their presence.
CATEGORIES: Final[Mapping[str, Category]] = {
    "cuad.document_name": Category("Document Name", "Document name"),
    "cuad.parties": Category("Parties", "Parties"),
    "cuad.agreement_date": Category("Agreement Date", "Agreement date"),
    "cuad.effective_date": Category("Effective Date", "Effective date"),
    "cuad.expiration_date": Category("Expiration Date", "Expiration date"),
    "cuad.renewal_term": Category("Renewal Term", "Renewal term"),
    "cuad.notice_period_to_terminate_renewal": Category(
        "Notice Period to Terminate Renewal", "Notice period to terminate renewal"
    ),
    "cuad.governing_law": Category("Governing Law", "Governing law"),
    "cuad.most_favored_nation": Category("Most Favored Nation", "Most favoured nation"),
    "cuad.non_compete": Category("Non-Compete", "Non-compete"),
    "cuad.exclusivity": Category("Exclusivity", "Exclusivity"),
    "cuad.no_solicit_of_customers": Category(
        "No-Solicit of Customers", "No solicitation of customers"
    ),
    "cuad.competitive_restriction_exception": Category(
        "Competitive Restriction Exception", "Competitive restriction exception"
    ),
    "cuad.no_solicit_of_employees": Category(
        "No-Solicit of Employees", "No solicitation of employees"
    ),
    "cuad.non_disparagement": Category("Non-Disparagement", "Non-disparagement"),
    "cuad.termination_for_convenience": Category(
        "Termination for Convenience", "Termination for convenience"
    ),
    "cuad.rofr_rofo_rofn": Category(
        "Rofr/Rofo/Rofn", "Right of first refusal, offer or negotiation"
    ),
    "cuad.change_of_control": Category("Change of Control", "Change of control"),
    "cuad.anti_assignment": Category("Anti-Assignment", "Anti-assignment"),
    "cuad.revenue_profit_sharing": Category("Revenue/Profit Sharing", "Revenue or profit sharing"),
    "cuad.price_restrictions": Category("Price Restrictions", "Price restrictions"),
    "cuad.minimum_commitment": Category("Minimum Commitment", "Minimum commitment"),
    "cuad.volume_restriction": Category("Volume Restriction", "Volume restriction"),
    "cuad.ip_ownership_assignment": Category("IP Ownership Assignment", "IP ownership assignment"),
    "cuad.joint_ip_ownership": Category("Joint IP Ownership", "Joint IP ownership"),
    "cuad.license_grant": Category("License Grant", "Licence grant"),
    "cuad.non_transferable_license": Category(
        "Non-Transferable License", "Non-transferable licence"
    ),
    "cuad.affiliate_license_licensor": Category(
        "Affiliate License-Licensor", "Affiliate licence, licensor"
    ),
    "cuad.affiliate_license_licensee": Category(
        "Affiliate License-Licensee", "Affiliate licence, licensee"
    ),
    "cuad.unlimited_all_you_can_eat_license": Category(
        "Unlimited/All-You-Can-Eat-License", "Unlimited licence"
    ),
    "cuad.irrevocable_or_perpetual_license": Category(
        "Irrevocable or Perpetual License", "Irrevocable or perpetual licence"
    ),
    "cuad.source_code_escrow": Category("Source Code Escrow", "Source code escrow"),
    "cuad.post_termination_services": Category(
        "Post-Termination Services", "Post-termination services"
    ),
    "cuad.audit_rights": Category("Audit Rights", "Audit rights"),
    "cuad.uncapped_liability": Category("Uncapped Liability", "Uncapped liability"),
    "cuad.cap_on_liability": Category("Cap on Liability", "Cap on liability"),
    "cuad.liquidated_damages": Category("Liquidated Damages", "Liquidated damages"),
    "cuad.warranty_duration": Category("Warranty Duration", "Warranty duration"),
    "cuad.insurance": Category("Insurance", "Insurance"),
    "cuad.covenant_not_to_sue": Category("Covenant Not to Sue", "Covenant not to sue"),
    "cuad.third_party_beneficiary": Category("Third Party Beneficiary", "Third party beneficiary"),
}

# Share of the 408 development contracts of CUAD that hold such a clause: without a model,
# the honest confidence that a contract does.
BASE_RATES: Final[Mapping[str, float]] = {
    "cuad.renewal_term": 0.3456,
    "cuad.notice_period_to_terminate_renewal": 0.2230,
    "cuad.governing_law": 0.8554,
    "cuad.most_favored_nation": 0.0539,
    "cuad.non_compete": 0.2304,
    "cuad.exclusivity": 0.3529,
    "cuad.no_solicit_of_customers": 0.0613,
    "cuad.competitive_restriction_exception": 0.1642,
    "cuad.no_solicit_of_employees": 0.1152,
    "cuad.non_disparagement": 0.0735,
    "cuad.termination_for_convenience": 0.3603,
    "cuad.rofr_rofo_rofn": 0.1667,
    "cuad.change_of_control": 0.2549,
    "cuad.anti_assignment": 0.7206,
    "cuad.revenue_profit_sharing": 0.3309,
    "cuad.price_restrictions": 0.0270,
    "cuad.minimum_commitment": 0.3431,
    "cuad.volume_restriction": 0.1642,
    "cuad.ip_ownership_assignment": 0.2451,
    "cuad.joint_ip_ownership": 0.0833,
    "cuad.license_grant": 0.5049,
    "cuad.non_transferable_license": 0.2672,
    "cuad.affiliate_license_licensor": 0.0441,
    "cuad.affiliate_license_licensee": 0.1225,
    "cuad.unlimited_all_you_can_eat_license": 0.0245,
    "cuad.irrevocable_or_perpetual_license": 0.1348,
    "cuad.source_code_escrow": 0.0221,
    "cuad.post_termination_services": 0.3456,
    "cuad.audit_rights": 0.4240,
    "cuad.uncapped_liability": 0.2206,
    "cuad.cap_on_liability": 0.5392,
    "cuad.liquidated_damages": 0.1152,
    "cuad.warranty_duration": 0.1446,
    "cuad.insurance": 0.3260,
    "cuad.covenant_not_to_sue": 0.2010,
    "cuad.third_party_beneficiary": 0.0686,
}
