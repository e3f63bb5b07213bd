"""Rules for categories whose words mean the clause only together, by the definitions of CUAD.

The parts of a rule are joined by ``+``: of each, one word or pair has to stand in the unit; of a
part that begins with ``!``, none. ``*`` stands for any ending. What a rule is worth is counted.
"""

from collections.abc import Mapping, Sequence
from typing import Final

_FAVOURABLE: Final = (
    "more favorable; less favorable; as favorable; no less; more favourable; less favourable; "
    "favorable than; favourable than; favorable terms; favorable to; favorable as; better terms; "
    "lower price*; lower than; no greater; equally favorable; favorably than; lowest price*; best "
    "price*; lower rate*"
)
_DISPARAGING: Final = (
    "disparag*; derogat*; defam*; denigrat*; disrepute; slander*; libel*; ridicule; unfavorably; "
    "negative statement*; reflect adversely; adversely reflect*; reflects adversely; discredit*; "
    "embarrass*; scandal*"
)
_EXCEPTING: Final = (
    "except as; except for; except that; except to; except with; exception of; indemnified; "
    "indemnitee*; indemnitees; provided however; notwithstanding; solely for"
)
RULES: Final[Mapping[str, Sequence[str]]] = {
    "cuad.most_favored_nation": (
        "most favored; most favoured; favored nation*; favored customer*; favoured nation",
        (
            f"{_FAVOURABLE} + customer*; licensee*; distributor*; purchaser*; buyer*; reseller*; "
            "carrier*; users; client*; licensees; other person; any other; similarly situated; "
            "third party + price*; pricing; rate*; fee*; royalt*; terms; discount*; charge*"
        ),
        (
            f"{_FAVOURABLE} + customer*; licensee*; distributor*; similarly situated; reseller* + "
            "!offer; negotiat*; unaffiliated; arm"
        ),
        (
            "lowest price*; lowest rate*; best price*; lower price*; price lower; lower royalt*; "
            "lower rate* + any other; other customer*; third party; third parties; customer*"
        ),
    ),
    "cuad.non_compete": (
        (
            "not + compet*; competitive; competing + directly; engage; sell; market; distribute; "
            "business; manufacture; own; promote + !confidential; antitrust"
        ),
    ),
    "cuad.exclusivity": (
        (
            "exclusiv*; sole + right*; supplier; distributor; provider; appoint*; license*; "
            "grant*; purchase; territory + !non exclusive; nonexclusive; jurisdiction; remedy; "
            "sole discretion"
        ),
        (
            "not; exclusively; solely + purchase; sell; license; appoint; grant; enter + other; "
            "third party; third parties; any other + territory; products; exclusive; similar"
        ),
    ),
    "cuad.no_solicit_of_customers": (
        (
            "solicit*; divert*; entice*; induce*; interfere*; lure; persuade + customer*; "
            "client*; account*; subscriber*; merchant*; cardholder*; policyholder* + not; "
            "refrain*; neither; nor; prohibit*"
        ),
        (
            "solicit*; divert*; entice*; induce* + customers of; clients of; any customer*; any "
            "client*; such customer*; of customer*"
        ),
        (
            "solicit*; divert*; entice*; induce*; canvass* + customer*; client*; account*; "
            "subscriber*; merchant* + not; refrain*; nor + !employee*; employment; orders"
        ),
    ),
    "cuad.competitive_restriction_exception": (
        (
            "not apply; nothing in; not prohibit*; not prevent; prevent; except; notwithstanding; "
            "may continue; not restrict*; other than; provided however; not preclude; foregoing "
            "shall; excluding; not limit + compet*; exclusiv*; solicit*; restrict* + may; shall "
            "not; not be; prohibit*; preclude; right to; apply; permitted; entitled + "
            "!confidential*; disclos*; liab*"
        ),
    ),
    "cuad.non_disparagement": (
        f"{_DISPARAGING} + not; nor; refrain; no; neither; avoid; without",
        "disparag*; derogat*; defam*; denigrat*",
        (
            "harm*; injur*; damage*; tarnish*; adversely; impair*; detriment*; diminish*; "
            "prejudic*; dilut* + reputation; goodwill; image; good name + shall not; not; "
            "refrain; nor; agrees not; avoid + !convicted; felony; crime; terminate"
        ),
    ),
    "cuad.termination_for_convenience": (
        (
            "terminate* + any time; without cause; no cause; any reason; convenience; no reason; "
            "sole discretion; for any; prior written; days notice; days prior; written notice + "
            "!breach*; default*; cure*; insolven*; bankrupt*"
        ),
    ),
    "cuad.rofr_rofo_rofn": (
        (
            "right of; first right; first refusal; first offer; first negotiat*; matching; right "
            "to + first; refusal; offer; negotiat*; match* + third party; any other; exercise; "
            "notice; terms; offer"
        ),
    ),
    "cuad.change_of_control": (
        (
            "change of; change in; changes in; sale of; merger; consolidation; acquire* + "
            "control; ownership; substantially all; voting; majority + terminate*; consent; "
            "assign*; notice; termination"
        ),
    ),
    "cuad.revenue_profit_sharing": (
        (
            "%; percent; percentage; share; royalt*; commission* + revenue*; profit*; net sales; "
            "gross; proceeds; sales; receipts; fees + pay; receive; entitled; paid; retain; share"
        ),
    ),
    "cuad.price_restrictions": (
        (
            "increase*; raise; exceed; greater than; adjust*; reduc*; decrease + price*; pricing; "
            "prices; rate; rates; fee; fees + not; no; only; maximum; minimum; once; never; more "
            "than + %; consumer price; cpi; year; anniversary; annum; period; months; days + "
            "!interest; late; lesser; tax*"
        ),
        (
            "resale price*; retail price*; maximum price*; minimum price*; price increase*; "
            "increase prices; increase the; price* increase* + not; no; exceed; only; more than; "
            "maximum; minimum"
        ),
    ),
    "cuad.minimum_commitment": (
        (
            "minimum; at least; no less; not less; guarantee* + purchase*; order*; units; "
            "royalt*; payment*; quantit*; amount; per year; sales; volume; fee*; commit*"
        ),
    ),
    "cuad.volume_restriction": (
        (
            "not exceed; exceed*; no more; more than; maximum; limited to; up to; excess of; "
            "limit + units; volume; quantity; quantities; number of; hours; users; seats; copies; "
            "gallons; barrels; tons; calls; capacity; impressions; times; visits; pages; days + "
            "additional; fee; fees; charge*; not; consent; approval + !liability; damages; "
            "interest; insurance"
        ),
        (
            "maximum number; maximum quantit*; maximum volume; maximum amount; minimum or; not "
            "exceed; up to; not more + units; volume; quantity; quantities; hours; users; copies; "
            "gallons; barrels; persons; tickets; capacity + !liability; damages; insurance"
        ),
    ),
    "cuad.ip_ownership_assignment": (
        (
            "assign*; vest*; property of; work made; own*; owned by; belong* + intellectual; "
            "invention*; work; works; copyright*; improvement*; developed; deliverable*; title + "
            "hereby; shall; exclusive; sole"
        ),
    ),
    "cuad.joint_ip_ownership": (
        (
            "jointly own*; joint own*; co own*; jointly by; joint invention*; joint patent*; "
            "joint intellectual; undivided; jointly owned; joint technology; joint improvement*; "
            "joint development; owned jointly; equal ownership + invention*; patent*; "
            "intellectual; property; developed; improvement*; title; ownership; rights; "
            "copyright*; technology; data"
        ),
    ),
    "cuad.affiliate_license_licensor": (
        (
            "affiliates hereby; affiliates grant*; affiliates shall; cause its; behalf of; cause "
            "each; affiliates a + grant*; license* + affiliate*"
        ),
        (
            "hereby grant*; grants to; grant to; grants + controlled by; owned by; owned or; or "
            "controlled + affiliate*; subsidiar* + license*"
        ),
    ),
    "cuad.affiliate_license_licensee": (
        (
            "hereby grant*; grants to; grants; granted to; grant to + its affiliates; and "
            "affiliates; affiliates a; affiliates the; affiliates to; affiliates an; subsidiaries "
            "a; its subsidiaries; affiliates and + license; right; rights; licenses"
        ),
        (
            "use; used; exercise*; sublicense* + its affiliates; by affiliates; affiliates of + "
            "license*; licensee; sublicens*"
        ),
    ),
    "cuad.unlimited_all_you_can_eat_license": (
        (
            "unlimited; unrestricted; any number; without limit; enterprise + license*; grant*; "
            "use; right; rights; access; copies; users + !without limitation"
        ),
        (
            "unlimited right*; unlimited license; unlimited use; unlimited number; unlimited "
            "access; unlimited copies"
        ),
    ),
    "cuad.post_termination_services": (
        (
            "termination; expiration + after; following; upon; survive; notwithstanding + "
            "continue; sell; inventory; transition; complete; days; assist*; transfer; return; "
            "pay*; wind"
        ),
    ),
    "cuad.uncapped_liability": (
        (
            "except for; except with; except in; not apply; shall limit; limit or; exclusion*; "
            "limitation*; exclude or; unlimited + liab*; damages + gross negligence; indemnif*; "
            "willful; confidential*; fraud; death; personal injury; misconduct; breach of"
        ),
    ),
    "cuad.liquidated_damages": (
        "liquidated damages; as liquidated; liquidated + not; damages; penalty",
        (
            "termination fee; early termination; cancellation fee; termination payment + pay*; "
            "equal to; amount"
        ),
        "penalty; genuine; reasonable estimate; difficult to + damages + pay*; agree",
    ),
    "cuad.warranty_duration": (
        (
            "warrant* + period; days; months; year; years + #1; #2; #3; date; delivery; shipment; "
            "acceptance; from + defect*; free; conform*; warranty"
        ),
    ),
    "cuad.third_party_beneficiary": (
        (
            "party beneficiar*; express beneficiar*; intended beneficiar* + !no; not; nor; "
            "nothing; none"
        ),
        (
            f"party beneficiar*; confer*; benefit of; rights upon; beneficiaries + {_EXCEPTING} + "
            "third party; third parties; any person; person other; any other; person not"
        ),
        (
            "are intended; is intended; be deemed; express third; an intended; a third + party "
            "beneficiar* + !no third; nothing; not intended"
        ),
    ),
}
