"""A playbook is data: what it may say, what it is told when it says something else."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.deadline import Deadline, Severity
from contractsai.pipeline.playbook.checks import CHECKS
from contractsai.pipeline.playbook.model import FactTest, Length, Playbook, Rule
from contractsai.pipeline.playbook.nodes import MAX_BYTES, MAX_PROBLEMS
from contractsai.pipeline.playbook.reader import (
    PlaybookError,
    default_playbook,
    default_text,
    read_playbook,
)

RULE = """
  - id: no_cap
    finding: missing.cap_on_liability
    severity: high
    says: No cap
    when: {absent: cuad.cap_on_liability}
"""
HEAD = "name: ours\nrules:\n"


def rule(when: str, finding: str = "risk.x", more: str = "") -> str:
    return (
        f"{HEAD}  - id: x\n    finding: {finding}\n    severity: low\n    says: X\n"
        f"    when: {when}\n{more}"
    )


def problems(text: str) -> list[str]:
    with pytest.raises(PlaybookError) as refused:
        read_playbook(text, source="ours.yaml")
    return str(refused.value).splitlines()


def test_a_rule_is_read_as_it_is_written() -> None:
    text = f"""{HEAD}
  - id: long_renewal
    finding: risk.long_renewal
    severity: medium
    says: Renews for long
    for: [supply, nda]
    review_reason: low_confidence
    when:
      present: [cuad.renewal_term, clause.renewal]
      absent: cuad.termination_for_convenience
      fact:
        - {{name: renewal_term, more_than: 2 years}}
        - {{name: governing_law, is: [DE, AT], is_not: NO}}
      no_fact: notice_period
      check: blank_placeholders
      usual: 30 %
usual:
  cuad.termination_for_convenience: {{all: 36 %, supply: 25 %}}
"""

    assert read_playbook(text) == Playbook(
        name="ours",
        rules=(
            Rule(
                id="long_renewal",
                finding="risk.long_renewal",
                severity=Severity.MEDIUM,
                says="Renews for long",
                types=("supply", "nda"),
                present=("cuad.renewal_term", "clause.renewal"),
                absent=("cuad.termination_for_convenience",),
                facts=(
                    FactTest("renewal_term", more_than=Length(2, "year")),
                    FactTest("governing_law", values=("DE", "AT"), no_values=("NO",)),
                ),
                no_facts=("notice_period",),
                check="blank_placeholders",
                usual=0.3,
                review_reason="low_confidence",
            ),
        ),
        usual={"cuad.termination_for_convenience": {"all": 0.36, "supply": 0.25}},
    )


def test_a_rule_about_today_is_set_apart() -> None:
    """No analysis may depend on the day it was made."""
    book = read_playbook(
        rule("{due: {fact: notice_deadline, at_most: 60, at_least: -3, unless: renewal_term}}")
    )

    assert book.rules == ()
    assert book.deadlines == (
        Deadline("x", "risk.x", Severity.LOW, "X", "notice_deadline", 60, -3, "renewal_term"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "ours.yaml:1: the file is empty"),
        ("- a", "ours.yaml:1: a playbook has to be a mapping with name, rules or usual"),
        ("name: ours", "ours.yaml:1: a playbook needs rules"),
        (f"{HEAD}  - 7", "ours.yaml:3: a rule has to be a mapping with id, finding"),
        (f"name: Ours!\nrules:{RULE}", 'ours.yaml:1: name "Ours!" has to be small letters'),
        (f"name: a\nname: b\nrules:{RULE}", "ours.yaml:2: a playbook has name twice"),
        (f"name: a\nrules:{RULE}colour: red", 'ours.yaml:8: a playbook has no "colour"'),
        (
            f"name: a\nrules:{RULE}".replace("high", "hihg"),
            'ours.yaml:5: severity "hihg" is unknown; did you mean high?',
        ),
        (
            f"name: a\nrules:{RULE}".replace("severity: high", "severity: [high]"),
            "ours.yaml:5: severity has to be a text of 1 to 200 characters",
        ),
        (
            f"name: a\nrules:{RULE}{RULE}",
            "ours.yaml:9: rule no_cap is there twice, first on line 3",
        ),
        (
            f"name: a\nrules:{RULE}".replace("missing.cap", "cap"),
            'ours.yaml:4: finding "cap_on_liability" has to be risk. or missing.',
        ),
        (
            rule("{absent: cuad.insurence}", "missing.x"),
            'ours.yaml:7: the category "cuad.insurence" is unknown; did you mean cuad.insurance?',
        ),
        (
            rule("{present: cuad.insurance}", more="    for: suply\n"),
            'ours.yaml:8: the document type "suply" is unknown; did you mean supply?',
        ),
        (
            rule("{absent: [[cuad.insurance]]}", "missing.x"),
            "ours.yaml:7: the category has to be a text",
        ),
        (rule("{}"), "ours.yaml:7: when is empty; there is present, absent, fact"),
        (rule("{absent: cuad.insurance}"), "ours.yaml:7: risk.x needs present, fact or check"),
        (
            rule("{present: cuad.insurance}", "missing.x"),
            "ours.yaml:7: missing.x needs absent or no_fact",
        ),
        (rule("{check: spelling}"), 'ours.yaml:7: the check "spelling" is unknown; there is'),
        (rule("{fact: {name: colour}}"), 'ours.yaml:7: the fact "colour" is unknown'),
        (rule("{fact: {is: 7}}"), "ours.yaml:7: fact needs name"),
        (
            rule("{fact: {name: term, at_least: 3 moons}}"),
            'ours.yaml:7: at_least "3 moons" has to be a number of days, weeks, months or years',
        ),
        (
            rule("{absent: cuad.insurance, usual: 0.3}", "missing.x"),
            'ours.yaml:7: usual "0.3" has to be a whole percentage: 30 %',
        ),
        (rule("{check: blank_placeholders, usual: 3 %}"), "ours.yaml:7: usual needs absent"),
        (rule("{due: {fact: title, at_most: 1}}"), 'ours.yaml:7: the date "title" is unknown'),
        (rule("{due: {fact: expiration_date}}"), "ours.yaml:7: due needs at_most"),
        (
            rule("{due: {fact: expiration_date, at_most: soon}}"),
            'ours.yaml:7: at_most "soon" has to be a number of days: 60',
        ),
        (
            rule("{due: {fact: expiration_date, at_most: 1}, check: blank_placeholders}"),
            "ours.yaml:3: due stands alone, since it is applied later; leave out check",
        ),
        (
            rule("{due: {fact: expiration_date, at_most: 1}}", "missing.x"),
            "ours.yaml:3: missing.x has to be a risk",
        ),
        (
            rule("{check: blank_placeholders}", more="usual: {cuad.x: {all: 3 %}}"),
            'ours.yaml:8: the category "cuad.x" is unknown',
        ),
        (
            rule("{check: blank_placeholders}", more="usual: {cuad.insurance: {al: 3 %}}"),
            'ours.yaml:8: usual cuad.insurance has no "al"; did you mean all?',
        ),
        (
            rule(
                "{check: blank_placeholders}",
                more="usual: {cuad.insurance: {all: 3 %}, cuad.insurance: {all: 4 %}}",
            ),
            'ours.yaml:8: usual has "cuad.insurance" twice',
        ),
        (
            rule("{check: blank_placeholders}", more="usual: 3"),
            "ours.yaml:8: usual has to be a map",
        ),
        (f"{HEAD}  - }}", "ours.yaml:3: this is not valid YAML"),
        (
            f"name: a\nrules: {'[' * 50}",
            "ours.yaml:2: this is not a valid playbook: it is nested too",
        ),
        ("name: &n a\nrules: *n", "ours.yaml:2: an alias is not allowed"),
        ("name: a\x07", "ours.yaml:1: this is not valid YAML"),
        ("name: a\n---\nname: b", "ours.yaml:2: this is not valid YAML"),
        ("#" * (MAX_BYTES + 1), f"ours.yaml:1: it is larger than {MAX_BYTES} bytes"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_is_allowed(text: str, told: str) -> None:
    """Whoever writes rules is no programmer."""
    assert any(line.startswith(told) for line in problems(text)), problems(text)


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    """Nobody wants to correct a file as often as it has mistakes."""
    found = problems(f"name: A\nrules:{RULE.replace('high', 'x').replace('cuad.', 'c.')}")

    assert [line.split(":")[1] for line in found] == ["1", "5", "7"]


def test_after_many_problems_the_rest_is_counted() -> None:
    found = problems(f"name: a\nrules: [{'1, ' * (MAX_PROBLEMS + 3)}]")

    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == "ours.yaml: and 3 more"


def test_a_value_is_what_is_written() -> None:
    """YAML takes NO for "false", and Norway would never match."""
    [made] = read_playbook(rule("{fact: {name: governing_law, is: NO}}")).rules

    assert made.facts[0].values == ("NO",)


@given(
    st.text(max_size=200) | st.lists(st.sampled_from([*RULE.split(" "), "\n", "- "])).map("".join)
)
def test_no_text_is_a_defect(text: str) -> None:
    """A playbook comes from outside as much as a document does."""
    with contextlib.suppress(PlaybookError):
        assert read_playbook(text).name


# Its version is part of every analysis' identity


def test_the_packaged_playbook_changes_its_name_with_its_rules() -> None:
    """Analyses are kept by it: whoever sees this fail raises the number in default.yaml too."""
    book = default_playbook()

    assert (book.version, book.digest) == ("default-1", "059c9677a66e")


def test_a_users_playbook_is_known_by_its_name_and_content() -> None:
    text = f"name: ours\nrules:{RULE}"
    book = read_playbook(text)

    assert book.version == f"ours-{book.digest}"
    assert read_playbook(text.replace("high", "low")).version != book.version


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"# ours\n{text}",
        lambda text: text.replace(
            "severity: high\n    says: No cap", "says: No cap\n    severity: high"
        ),
        lambda text: text.replace("\n", "\r\n"),
    ],
)
def test_what_says_the_same_is_the_same(change: Callable[[str], str]) -> None:
    """A comment is no reason to analyse ten thousand contracts again."""
    text = f"name: ours\nrules:{RULE}"

    assert change(text) != text
    assert read_playbook(change(text)).version == read_playbook(text).version


def test_nobody_can_pass_for_the_packaged_playbook() -> None:
    assert read_playbook(default_text()).version != default_playbook().version


# The packaged one


def test_the_packaged_playbook_asks_for_every_check() -> None:
    """A check that no rule asks for is dead code to most users."""
    assert {item.check for item in default_playbook().rules} - {None} == set(CHECKS)


def test_the_packaged_playbook_knows_what_is_usual_wherever_it_asks() -> None:
    book = default_playbook()

    assert all(item.absent[0] in book.usual for item in book.rules if item.usual is not None)
