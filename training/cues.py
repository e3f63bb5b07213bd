"""Words and word pairs that are cues of a category; ``*`` stands for any ending.

They follow the definitions of the categories (category_descriptions.csv of CUAD), and help where
a dozen labelled clauses are too few to learn from.
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from contractsai.pipeline.clauses.model.cues import Cues
from contractsai.pipeline.clauses.model.rows import Vocabulary
from contractsai.pipeline.lexicon.categories import CATEGORIES

CUES: Final[Mapping[str, str]] = {
    "cuad.effective_date": ("effective date; effective as"),
    "cuad.expiration_date": (
        "initial term; shall expire; will expire; expires on; expire on; shall continue; remain "
        "in; until terminated; unless terminated; earlier terminated; period of; term of; shall "
        "commence"
    ),
    "cuad.renewal_term": (
        "renew*; automatically renew*; successive; additional terms; renewal term*; shall renew; "
        "extended for; extend the; evergreen; automatically extend*"
    ),
    "cuad.notice_period_to_terminate_renewal": (
        "not renew; non renewal; nonrenewal; renew*; intention not; intent not; prior to; desire "
        "not; elects not; prior written"
    ),
    "cuad.governing_law": ("laws of; governed by; construed in; conflict* of; governing law"),
    "cuad.most_favored_nation": (
        "most favored; favored nation*; favored customer*; no less; less favorable; more "
        "favorable; as favorable; lowest price*; better terms; favorable than; lower price*; "
        "lower than; best price*; no greater"
    ),
    "cuad.non_compete": (
        "compet*; not compete; compete with; competing; competitive; directly or; noncompet*; "
        "engage in; any competing"
    ),
    "cuad.exclusivity": (
        "exclusiv*; sole and; exclusive right*; exclusive supplier; exclusive distributor; "
        "exclusively from; solely from; not sell; all of; its requirements; requirements for"
    ),
    "cuad.no_solicit_of_customers": (
        "solicit*; customers of; not solicit; divert*; solicit any; any customer*; induce any; "
        "interfere*"
    ),
    "cuad.competitive_restriction_exception": (
        "shall not; notwithstanding the; nothing in; provided however; not prohibit*; not "
        "prevent*; except as; may continue; shall prevent; restrict*; exclusiv*; not apply; "
        "excluding; other than"
    ),
    "cuad.no_solicit_of_employees": (
        "solicit*; employee*; hire*; not solicit; solicit or; employees of; employment of; "
        "induce*; entice*"
    ),
    "cuad.non_disparagement": (
        "disparag*; derogatory; defam*; negative statement*; reflect adversely; reputation; "
        "detrimental; disrepute; denigrate*"
    ),
    "cuad.termination_for_convenience": (
        "without cause; any reason; for convenience; no reason; at any; any time; terminate this; "
        "may terminate; days prior; without penalty; sole discretion; upon #2; written notice"
    ),
    "cuad.rofr_rofo_rofn": (
        "first refusal; first offer; first negotiation; right of; first right; match; matching; "
        "offered to; offer notice; negotiate exclusively; option to"
    ),
    "cuad.change_of_control": (
        "change of; change in; of control; in control; merger; acquired by; acquisition; "
        "substantially all; consolidation; sale of; operation of; all assets; ownership of"
    ),
    "cuad.anti_assignment": (
        "assign*; not assign; assign this; prior written; written consent; transfer*; assigned; "
        "successor*; delegate*; assignable"
    ),
    "cuad.revenue_profit_sharing": (
        "royalt*; net sales; net revenue*; gross revenue*; commission*; revenue share; percent "
        "of; of net; share of; percentage of; profit*; revenues"
    ),
    "cuad.price_restrictions": (
        "price increase*; increase the; prices shall; not increase; increase in; increase prices; "
        "raise; price*; price index; not exceed; cpi; adjustment*; reduce the"
    ),
    "cuad.minimum_commitment": (
        "minimum; minimum annual; minimum purchase*; at least; no less; not less; less than; "
        "minimum order; minimum of; guaranteed; minimum royalt*; shortfall; purchase commitment*"
    ),
    "cuad.volume_restriction": (
        "in excess; excess of; exceed*; maximum; up to; no more; more than; not exceed; limited "
        "to; not more; additional fee*; per month"
    ),
    "cuad.ip_ownership_assignment": (
        "hereby assigns; assigns to; right title; title and; work made; made for; for hire; shall "
        "own; sole property; exclusive property; intellectual property; property of; vest*; "
        "assign all; solely own"
    ),
    "cuad.joint_ip_ownership": (
        "jointly own*; joint own*; jointly by; owned jointly; co own*; joint invention*; jointly; "
        "undivided; joint property; joint patent*"
    ),
    "cuad.license_grant": (
        "grants to; hereby grants; license to; grant*; right to; non exclusive; nonexclusive; "
        "royalty free; exclusive license; sublicens*; right and"
    ),
    "cuad.non_transferable_license": (
        "non transferable; nontransferable; not transferable; non assignable; nonassignable; not "
        "transfer; non sublicens*; nonsublicens*; transferable"
    ),
    "cuad.affiliate_license_licensor": (
        "its affiliates; affiliates hereby; affiliates grant*; and affiliates; grants to; behalf "
        "of; affiliates license; license*; affiliate*"
    ),
    "cuad.affiliate_license_licensee": (
        "its affiliates; affiliates a; and affiliates; affiliate*; grants to; license*; to "
        "sublicense; their affiliates"
    ),
    "cuad.unlimited_all_you_can_eat_license": (
        "unlimited; enterprise wide; enterprise license; unlimited number; unrestricted; any "
        "number; site license"
    ),
    "cuad.irrevocable_or_perpetual_license": (
        "irrevocable; perpetual; perpetually; irrevocable perpetual; perpetual irrevocable; in "
        "perpetuity; fully paid; license*"
    ),
    "cuad.source_code_escrow": (
        "escrow*; source code; escrow agent; escrow agreement; deposit*; release condition*"
    ),
    "cuad.post_termination_services": (
        "upon termination; after termination; following termination; upon expiration; expiration "
        "or; after the; termination or; transition*; wind down; sell off; shall return; remaining "
        "inventory; upon any; survive*"
    ),
    "cuad.audit_rights": (
        "audit*; books and; inspect*; records; examine; audit the; right to; business hours; "
        "books of; reasonable notice"
    ),
    "cuad.uncapped_liability": (
        "gross negligence; willful misconduct; not apply; shall limit; no limit*; unlimited; "
        "except for; liability for; limit*; limitation*; fraud; death or; excluding; indemnif*"
    ),
    "cuad.cap_on_liability": (
        "shall exceed; not exceed; aggregate liability; total liability; liable for; in no; no "
        "event; consequential*; indirect; special; punitive; incidental; liability shall; limited "
        "to; maximum liability; damages"
    ),
    "cuad.liquidated_damages": (
        "liquidated; liquidated damages; penalty; termination fee*; early termination; break up; "
        "cancellation fee*; as liquidated; buyout; termination payment; per day; late delivery"
    ),
    "cuad.warranty_duration": (
        "warranty period*; warrants that; warranty; defect*; from defects; months from; "
        "workmanship; days from; free from; months after; year from; period of"
    ),
    "cuad.insurance": (
        "insurance; insured; liability insurance; additional insured; coverage; certificate*; "
        "policies; polic*; per occurrence; workers"
    ),
    "cuad.covenant_not_to_sue": (
        "not challenge; challenge; contest; not contest; covenant not; not sue; sue; validity of; "
        "attack; release*; waive*; claim*; dispute the; goodwill; not to; ownership of; impair*"
    ),
    "cuad.third_party_beneficiary": (
        "third party; party beneficiar*; beneficiar*; intended third; benefit of; enforce*; no "
        "third; party beneficiaries"
    ),
}


def cues_of(vocabulary: Vocabulary) -> Cues:
    """Return the columns of *vocabulary* that are cues."""
    names = names_of(vocabulary)
    speaks = np.zeros((len(names), len(CATEGORIES)), np.int8)
    for index, category in enumerate(CATEGORIES):
        if category in CUES:
            known = cue_pattern(CUES[category])
            speaks[[i for i, name in enumerate(names) if known.fullmatch(name)], index] = 1
    columns = np.flatnonzero(speaks.any(axis=1))
    return Cues(columns.astype(np.int32), speaks[columns])


def names_of(vocabulary: Vocabulary) -> list[str]:
    """Return what each column of a unit counts: the words, then the pairs."""
    words = vocabulary.listed
    pairs = (divmod(key, len(words)) for key in vocabulary.pairs.tolist())
    return [*words, *(f"{words[first]} {words[second]}" for first, second in pairs)]


def cue_pattern(cues: str) -> re.Pattern[str]:
    """Return what matches the words and pairs of a list of cues."""
    escaped = (re.escape(cue).replace(r"\*", r"\w*") for cue in cues.split("; "))
    return re.compile("|".join(escaped))
