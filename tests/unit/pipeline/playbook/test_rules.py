"""What a playbook makes of facts, clauses and decisions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contractsai.domain.findings import (
    Analysis,
    Band,
    Decision,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Presence,
)
from contractsai.pipeline.draft import Draft, Heading
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.pipeline.playbook.reader import read_playbook
from contractsai.pipeline.playbook.rules import find_risks, risk_reasons

TEXT = "SUPPLY AGREEMENT. The Supplier's liability is not limited. It runs for five years."
DRAFT = Draft(TEXT, None, "en")
ABSENT = Presence(Decision.ABSENT, likely=False, confidence=0.03)
PRESENT = Presence(Decision.PRESENT, likely=True, confidence=0.9)
LOOK = Presence(Decision.LOOK_HERE, likely=True, confidence=0.6)
CAP = "cuad.cap_on_liability"


def found(number: int, name: str, normal: JsonValue = None, **changes: Any) -> Finding:
    kind = Kind.CLAUSE if name.startswith("cuad.") else Kind.FACT
    place = Evidence(None, 18, 57, TEXT[18:57])
    finding = Finding(
        f"f{number}", kind, name, name, normal, 0.9, Band.SURE, "rule:test", evidence=(place,)
    )
    return replace(finding, **changes)


SUPPLY = found(1, "document_type", {"type": "supply", "group": "supply"})


def risks(
    when: str,
    *findings: Finding,
    categories: dict[str, Presence] | None = None,
    name: str = "risk.x",
    more: str = "",
    draft: Draft = DRAFT,
    is_whole: bool = True,
) -> tuple[Finding, ...]:
    text = (
        f"name: ours\nrules:\n  - id: x\n    finding: {name}\n    severity: medium\n"
        f"    says: X\n    when: {when}\n{more}"
    )
    return find_risks(draft, findings, categories or {}, read_playbook(text), is_whole=is_whole)


def test_a_clause_that_is_there_is_a_risk_with_its_evidence() -> None:
    """Nobody believes a risk without seeing the words."""
    clause = found(2, "cuad.uncapped_liability")

    [risk] = risks(
        "{present: cuad.uncapped_liability}",
        SUPPLY,
        clause,
        categories={clause.name: PRESENT},
    )

    assert risk == Finding(
        id="f3",
        kind=Kind.RISK,
        name="risk.x",
        value="X",
        normal={"severity": "medium"},
        confidence=0.9,
        band=Band.SURE,
        method="rule:playbook.x",
        evidence=clause.evidence,
        because=({"finding": "f2"},),
    )


@pytest.mark.parametrize("fact", ["amends", "under"])
def test_a_paper_that_belongs_to_a_contract_misses_nothing(fact: str) -> None:
    """Its contract has the cap on liability; an alarm for each amendment hides those that count."""
    belongs = found(2, fact, "Supply Agreement", confidence=0.5, band=Band.LOOK_HERE)
    hardly = replace(belongs, confidence=0.1, band=Band.UNLIKELY)

    def gaps(finding: Finding) -> tuple[Finding, ...]:
        when = f"{{absent: {CAP}}}"
        return risks(when, SUPPLY, finding, categories={CAP: ABSENT}, name="missing.x")

    assert gaps(belongs) == ()
    assert gaps(hardly) != ()
    assert risks(f"{{fact: {{name: {fact}}}}}", belongs) != ()


def test_a_clause_that_is_missing_is_a_gap_with_its_nearest_miss() -> None:
    """ "There is none" is checked quickest where there might have been one."""
    near = found(2, CAP, confidence=0.03, band=Band.UNLIKELY)
    far = found(3, CAP, confidence=0.02, band=Band.UNLIKELY)

    [gap] = risks(
        f"{{absent: {CAP}}}",
        SUPPLY,
        far,
        near,
        categories={CAP: ABSENT},
        name="missing.cap",
        more="    for: supply\n",
    )

    assert (gap.kind, gap.confidence, gap.band) == (Kind.MISSING, 0.97, Band.SURE)
    assert gap.evidence == ()
    assert gap.because == (
        {"category": CAP},
        {"near_miss": near.evidence[0].to_json()},
        {"finding": "f1"},
    )


@pytest.mark.parametrize("decision", [PRESENT, LOOK, None])
def test_what_was_not_decided_to_be_absent_is_not_missing(decision: Presence | None) -> None:
    """Also where nobody has looked for such clauses at all."""
    categories = {} if decision is None else {CAP: decision}

    assert risks(f"{{absent: {CAP}}}", categories=categories, name="missing.cap") == ()


def test_a_gap_is_only_as_sure_as_its_decision() -> None:
    """Most contracts have a governing law: without a search, its absence is no news."""
    usual = Presence(Decision.ABSENT, likely=False, confidence=0.86)
    common = Presence(Decision.ABSENT, likely=False, confidence=0.5)

    assert risks(f"{{absent: {CAP}}}", categories={CAP: usual}, name="missing.x") == ()
    [gap] = risks(f"{{absent: {CAP}}}", categories={CAP: common}, name="missing.x")
    assert gap.band is Band.LOOK_HERE


def test_what_was_not_read_may_hold_what_is_missing() -> None:
    [gap] = risks(f"{{absent: {CAP}}}", categories={CAP: ABSENT}, name="missing.x", is_whole=False)

    assert gap.band is Band.LOOK_HERE


def test_nothing_is_missing_in_a_language_that_nobody_reads() -> None:
    """A German contract caps its liability in German."""
    german = replace(DRAFT, language="de")

    assert (
        risks(f"{{absent: {CAP}}}", categories={CAP: ABSENT}, name="missing.x", draft=german) == ()
    )
    assert risks("{no_fact: governing_law}", name="missing.x", draft=german) == ()


def test_a_risk_is_no_surer_than_the_least_sure_of_its_grounds() -> None:
    clause = found(2, "cuad.exclusivity", confidence=0.5, band=Band.LOOK_HERE)

    [risk] = risks(
        f"{{present: cuad.exclusivity, absent: {CAP}}}",
        clause,
        categories={clause.name: LOOK, CAP: ABSENT},
    )

    assert (risk.confidence, risk.band) == (0.5, Band.LOOK_HERE)
    assert risk.because == ({"finding": "f2"}, {"category": CAP})


def test_a_candidate_is_no_ground() -> None:
    clause = found(2, "cuad.exclusivity", confidence=0.1, band=Band.UNLIKELY)

    assert risks("{present: cuad.exclusivity}", clause, categories={clause.name: LOOK}) == ()


def test_all_that_a_rule_asks_for_has_to_hold() -> None:
    clause = found(2, "cuad.exclusivity")
    categories = {clause.name: PRESENT, CAP: PRESENT}

    assert (
        risks(f"{{present: cuad.exclusivity, absent: {CAP}}}", clause, categories=categories) == ()
    )


@pytest.mark.parametrize(("types", "told"), [("supply", 1), ("[nda, supply]", 1), ("service", 0)])
def test_a_rule_is_for_its_types_and_groups(types: str, told: int) -> None:
    law = found(2, "governing_law", {"code": "US-OH", "name": "Ohio"})
    typed = replace(SUPPLY, normal={"type": "manufacturing", "group": "supply"})

    assert (
        len(risks("{fact: {name: governing_law}}", typed, law, more=f"    for: {types}\n")) == told
    )


def test_a_rule_for_some_types_needs_to_know_the_type() -> None:
    law = found(2, "governing_law", {"code": "US-OH", "name": "Ohio"})

    assert risks("{fact: {name: governing_law}}", law, more="    for: supply\n") == ()


@pytest.mark.parametrize(
    ("test", "normal", "holds"),
    [
        ("is: US-OH", {"code": "US-OH", "name": "Ohio"}, True),
        ("is: [DE, Ohio]", {"code": "US-OH", "name": "Ohio"}, True),
        ("is: DE", {"code": "US-OH", "name": "Ohio"}, False),
        ("is_not: [DE, US-NY]", {"code": "US-OH", "name": "Ohio"}, True),
        ("is_not: US-OH", {"code": "US-OH", "name": "Ohio"}, False),
        ("is: unsigned", "unsigned", True),
        ("at_least: 90 days", {"n": 3, "unit": "month"}, True),
        ("at_least: 90 days", {"n": 12, "unit": "week"}, False),
        ("at_least: 90 days", {"n": 90, "unit": "day"}, True),
        ("more_than: 3 years", {"n": 36, "unit": "month"}, False),
        ("more_than: 3 years", {"n": 37, "unit": "month"}, True),
        ("more_than: 3 years", "perpetual", True),
        ("more_than: 3 years", "2027-03-03", False),
    ],
)
def test_a_fact_is_held_against_a_value(test: str, normal: JsonValue, *, holds: bool) -> None:
    fact = found(2, "term", normal)

    assert bool(risks(f"{{fact: {{name: term, {test}}}}}", fact)) is holds


def test_a_fact_that_is_missing_is_a_gap() -> None:
    near = found(2, "governing_law", {"code": "US-OH", "name": "Ohio"}, confidence=0.2)
    near = replace(near, band=Band.UNLIKELY)

    [bare] = risks("{no_fact: governing_law}", name="missing.law")
    [gap] = risks("{no_fact: governing_law}", near, name="missing.law")

    assert (bare.band, bare.because) == (Band.LOOK_HERE, ())
    assert gap.because == ({"near_miss": near.evidence[0].to_json()},)
    assert (
        risks("{no_fact: governing_law}", replace(near, band=Band.SURE), name="missing.law") == ()
    )


@pytest.mark.parametrize(
    ("kind", "told"), [("supply", 1), ("nda", 0), ("manufacturing", 1), (None, 0)]
)
def test_what_is_usual_is_asked_of_the_type_then_the_group(kind: str | None, told: int) -> None:
    """Insurance is missed in a supply agreement, and not in an NDA."""
    usual = "usual: {cuad.insurance: {all: 20 %, supply: 40 %, manufacturing: 50 %}}"
    typed = [] if kind is None else [replace(SUPPLY, normal=_typed(kind))]

    gaps = risks(
        "{absent: cuad.insurance, usual: 30 %}",
        *typed,
        categories={"cuad.insurance": ABSENT},
        name="missing.insurance",
        more=usual,
    )

    assert len(gaps) == told


def _typed(kind: str) -> dict[str, JsonValue]:
    return {"type": kind, "group": "other" if kind == "nda" else "supply"}


def test_the_worst_comes_first_and_gaps_come_last() -> None:
    law = found(1, "governing_law", {"code": "US-OH", "name": "Ohio"})
    rules = [("low", "risk"), ("high", "missing"), ("high", "risk"), ("medium", "risk")]
    when = {"risk": "{fact: {name: governing_law}}", "missing": f"{{absent: {CAP}}}"}
    text = "name: ours\nrules:\n" + "".join(
        f"  - {{id: r{at}, finding: {kind}.{severity}, severity: {severity}, says: X, "
        f"when: {when[kind]}}}\n"
        for at, (severity, kind) in enumerate(rules)
    )

    told = find_risks(DRAFT, [law], {CAP: ABSENT}, read_playbook(text))

    assert [(risk.id, risk.name) for risk in told] == [
        ("f2", "risk.high"),
        ("f3", "risk.medium"),
        ("f4", "risk.low"),
        ("f5", "missing.high"),
    ]


def test_a_rule_may_give_a_reason_for_a_review() -> None:
    text = (
        "name: ours\nrules:\n  - {id: x, finding: risk.x, severity: low, says: X, "
        "review_reason: unsigned, when: {fact: {name: signature_status, is: unsigned}}}"
    )
    book = read_playbook(text)
    told = find_risks(DRAFT, [found(1, "signature_status", "unsigned")], {}, book)

    assert risk_reasons(told, book) == ("unsigned",)
    assert risk_reasons((), book) == ()


# Checks of the text


def checked(check: str, text: str, *findings: Finding, **changes: Any) -> list[str]:
    """Return the places that a check points at."""
    told = risks(
        f"{{check: {check}}}", *findings, draft=replace(Draft(text, None, "en"), **changes)
    )
    return [place.quote for risk in told for place in risk.evidence]


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("the price of $______ a unit", ["______"]),
        ("by [Insert Date] at the latest", ["[Insert Date]"]),
        ("Dear {{customer_name}},", ["{{customer_name}}"]),
        ("delivered on [●] to [Name of Buyer]", ["[●]", "[Name of Buyer]"]),
        ("By: ____________\nName: ________", []),
        ("_________________\nThe Supplier", []),
        ("a royalty of [***] percent", []),
        ("as stated in [12] below", []),
    ],
)
def test_blanks_are_found_but_where_people_sign(text: str, blanks: list[str]) -> None:
    """And what the SEC let somebody black out is no blank."""
    assert checked("blank_placeholders", text) == blanks


def outline(*numbers: int) -> tuple[Heading, ...]:
    return tuple(Heading(0, f"{number} Title") for number in numbers)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("as set out in Section 14.2 below", ["Section 14.2"]),
        ("see sections 14 and 2", ["sections 14"]),
        ("Section 14 of this Agreement", ["Section 14"]),
        ("as set out in Section 5.9 below", []),
        ("Section 409A of the Code", []),
        ("Section 14(d) of the Exchange Act", []),
        ("Section 16, of the Act", []),
        ("Subsection 14", []),
    ],
)
def test_a_reference_behind_the_last_section_is_broken(text: str, broken: list[str]) -> None:
    """Unless it leads into a statute."""
    assert checked("broken_references", text, headings=outline(1, 2, 3, 4, 5, 6)) == broken


def test_without_an_outline_no_reference_is_broken() -> None:
    assert checked("broken_references", "see Section 14", headings=outline(1, 2)) == []


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ('the goods (the "Products") are sold', ['(the "Products")']),
        ('the goods (the "Products"). Each Product is new.', []),
        ('the goods (the "Products"). THE PRODUCTS ARE NEW.', []),
        ('Products first, then the goods (the "Products")', []),
        ('the goods ("Licensed  Goods"). The Licensed\nGoods are new.', []),
    ],
)
def test_a_defined_term_that_is_used_nowhere_is_found(text: str, unused: list[str]) -> None:
    assert checked("unused_definitions", text) == unused


def party(number: int, name: str, country: str | None, role: str | None = None) -> Finding:
    return found(number, "party", {"name": name, "role": role, "country": country})


@pytest.mark.parametrize(
    ("law", "countries", "told"),
    [
        ("US-NY", ["DE", "FR"], True),
        ("US-NY", ["DE", "US"], False),
        ("GB-EAW", ["GB", "FR"], False),
        ("US-NY", ["DE", None], False),
        ("US-NY", ["DE"], False),
    ],
)
def test_a_law_is_foreign_if_it_is_no_partys(
    law: str, countries: list[str | None], *, told: bool
) -> None:
    """Who does not know where a party is, does not know what is foreign to it."""
    parties = [party(at, f"P{at}", code) for at, code in enumerate(countries, start=2)]
    governing = found(1, "governing_law", {"code": law, "name": law})

    assert bool(checked("law_foreign_to_all_parties", TEXT, governing, *parties)) is told


@pytest.mark.parametrize(
    ("cap", "value", "told"),
    [
        (("100.00", "EUR"), ("500", "EUR"), True),
        (("500", "EUR"), ("500.00", "EUR"), False),
        (("100", "USD"), ("500", "EUR"), False),
    ],
)
def test_a_cap_is_held_against_the_value_in_one_currency(
    cap: tuple[str, str], value: tuple[str, str], *, told: bool
) -> None:
    def money(number: int, name: str, amount: str, currency: str) -> Finding:
        return found(number, name, {"money": {"amount": amount, "currency": currency}})

    facts = (money(1, "liability_cap", *cap), money(2, "contract_value", *value))

    assert bool(checked("cap_below_value", TEXT, *facts)) is told
    assert checked("cap_below_value", TEXT, facts[0]) == []


@pytest.mark.parametrize(
    ("signs_for", "told"),
    [
        ("ACME, Inc.", False),
        ("Acme Inc., a company", False),
        ("Supplier", False),
        ("Acme Holdings", True),
    ],
)
def test_a_signatory_of_no_party_is_found(signs_for: str, *, told: bool) -> None:
    """The company that signs is often another one of the same group."""
    acme = party(1, "Acme Inc", "US", role="Supplier")
    signs = found(2, "signatory", {"name": "A. Ng", "party": signs_for})

    assert bool(checked("party_name_differs", TEXT, acme, signs)) is told


# In the pipeline


def analyse(text: str, pipeline: ContractPipeline | None = None) -> Analysis:
    return (pipeline or ContractPipeline()).analyse(text.encode(), checkpoint=lambda _: None)[0]


CONTRACT = (
    'SUPPLY AGREEMENT\n\nThis Agreement is made between Acme, Inc. ("Supplier") and Globex LLC'
    ' ("Buyer").\n\nThe Supplier sells the goods for $________ to the Buyer.\n'
)


def test_risks_and_gaps_follow_the_facts_in_the_report() -> None:
    analysis = analyse(CONTRACT)
    kinds = [finding.kind for finding in analysis.findings]

    assert sorted(kinds, key=list(Kind).index) == kinds
    assert [finding.id for finding in analysis.findings] == [f"f{n + 1}" for n in range(len(kinds))]
    assert "blank_placeholders" in analysis.review_reasons


def test_an_analysis_names_its_playbook() -> None:
    """Another playbook makes another analysis, also of a file that cannot be read."""
    ours = ContractPipeline().with_playbook(
        "name: ours\nrules:\n  - {id: x, finding: risk.x, severity: low, says: X, "
        "when: {check: blank_placeholders}}"
    )

    assert ContractPipeline().version.endswith("+default-1")
    assert ours.version.partition("+")[2].startswith("ours-")
    for text in (CONTRACT, ""):
        assert analyse(text, ours).versions.playbook == ours.version.partition("+")[2]
    assert [item.name for item in analyse(CONTRACT, ours).findings if item.kind is Kind.RISK] == [
        "risk.x"
    ]


def test_what_is_no_contract_lacks_nothing(text_of: Callable[[str], str]) -> None:
    """A covering note without a cap on liability is a covering note."""
    mail = "From: a@example.org\nTo: b@example.org\nSubject: Hello\n\nPlease find it attached.\n"

    assert analyse(mail).findings == ()
