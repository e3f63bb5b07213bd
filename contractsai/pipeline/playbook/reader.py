"""Reading a playbook: YAML in, rules out, or every problem with its line."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, TypedDict

from yaml import Node

from contractsai.domain.deadline import Deadline, Severity
from contractsai.domain.facts import IN_DOCUMENTS
from contractsai.domain.findings import REVIEW_REASONS
from contractsai.pipeline.lexicon.categories import BASE_RATES
from contractsai.pipeline.lexicon.document_types import GROUPS, OTHER_GROUP
from contractsai.pipeline.playbook.checks import CHECKS
from contractsai.pipeline.playbook.model import FactTest, Playbook, Rule
from contractsai.pipeline.playbook.nodes import (
    MAX_BYTES,
    MAX_PROBLEMS,
    Problem,
    Walk,
    composed,
    shown,
)

_OTHER_TYPES: Final = ("nda", "lease", "other")
TYPES: Final = (
    *dict.fromkeys((*GROUPS, OTHER_GROUP, *(kind for kinds in GROUPS.values() for kind in kinds))),
    *(kind for kind in _OTHER_TYPES if kind != OTHER_GROUP),
)
"""What ``for`` may name: groups of document types, and types."""

_SEVERITIES: Final = tuple(severity.value for severity in Severity)
_CONDITIONS: Final = ("present", "absent", "fact", "no_fact", "check", "usual", "due")
_RULE: Final = ("id", "finding", "severity", "says", "for", "when", "review_reason")
_TEST: Final = ("name", "is", "is_not", "at_least", "more_than")
_DUE: Final = ("fact", "at_most", "at_least", "unless")
_DATES: Final = ("expiration_date", "notice_deadline", "effective_date", "agreement_date")
_OWN_CATEGORY: Final = re.compile(r"clause\.[a-z][a-z_]{0,60}", re.ASCII)
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_FINDING: Final = re.compile(r"(?:risk|missing)\.[a-z][a-z0-9_]{0,39}", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
_MAX_RULES: Final = 500


class _Due(TypedDict):
    fact: str
    at_most: int
    at_least: int | None
    unless: str | None


class PlaybookError(ValueError):
    """A text is no playbook; `problems` says why, by line."""

    def __init__(self, problems: Sequence[Problem], *, source: str = "playbook") -> None:
        """Take the problems, and how people call what they are in."""
        self.problems = tuple(sorted(problems))
        shown_here = self.problems[:MAX_PROBLEMS]
        lines = [f"{source}:{problem.line}: {problem.text}" for problem in shown_here]
        if len(self.problems) > len(shown_here):
            lines.append(f"{source}: and {len(self.problems) - len(shown_here)} more")
        super().__init__("\n".join(lines))


@cache
def default_playbook() -> Playbook:
    """Return the playbook that comes with this package."""
    return read_playbook(default_text(), source="default.yaml", is_ours=True)


def default_text() -> str:
    """Return the packaged playbook as it is written, to begin one's own with."""
    return files("contractsai.pipeline.playbook").joinpath("default.yaml").read_text("utf-8")


def read_playbook(text: str, *, source: str = "playbook", is_ours: bool = False) -> Playbook:
    """Return the playbook that *text* says.

    Args:
        text: YAML.
        source: how people call it: the file's name.
        is_ours: whether it comes with this package.

    Raises:
        PlaybookError: it is none.
    """
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise PlaybookError([Problem(1, f"it is larger than {MAX_BYTES} bytes")], source=source)
    root = composed(text)
    if isinstance(root, Problem):
        raise PlaybookError([root], source=source)
    reading = _Reading(Walk())
    playbook = reading.playbook(root, is_ours=is_ours)
    if reading.walk.problems:
        raise PlaybookError(reading.walk.problems, source=source)
    return playbook


class _Reading:
    def __init__(self, walk: Walk) -> None:
        self.walk = walk

    def playbook(self, root: Node, *, is_ours: bool) -> Playbook:
        walk = self.walk
        found = walk.mapping(
            root,
            what="a playbook",
            required=("name", "rules"),
            allowed=("name", "rules", "usual"),
        )
        usual = self._usual(found.get("usual"))
        rules: list[Rule] = []
        deadlines: list[Deadline] = []
        seen: dict[str, int] = {}
        for node in walk.items(found.get("rules"))[:_MAX_RULES]:
            made = self._rule(node)
            if made is None:
                continue
            line = node.start_mark.line + 1
            if seen.setdefault(made.id, line) != line:
                walk.wrong(node, f"rule {made.id} is there twice, first on line {seen[made.id]}")
            if isinstance(made, Deadline):
                deadlines.append(made)
            else:
                rules.append(made)
        name = self._named(found.get("name"), _NAME, "name", "small letters, digits and hyphens")
        return Playbook(name or "", tuple(rules), tuple(deadlines), usual, is_ours=is_ours)

    def _usual(self, node: Node | None) -> dict[str, dict[str, float]]:
        usual: dict[str, dict[str, float]] = {}
        for category, key, value in self.walk.entries(node, what="usual") if node else ():
            if not self._is_category(category):
                self.walk.choice(key, tuple(BASE_RATES), what="the category")
                continue
            shares = {
                kind: self.walk.share(share, what=f"{category} for {kind}")
                for kind, share in self.walk.mapping(
                    value, what=f"usual {category}", allowed=("all", *TYPES)
                ).items()
            }
            usual[category] = {kind: share for kind, share in shares.items() if share is not None}
        return usual

    def _rule(self, node: Node) -> Rule | Deadline | None:
        walk = self.walk
        before = len(walk.problems)
        found = walk.mapping(
            node,
            what="a rule",
            required=("id", "finding", "severity", "says", "when"),
            allowed=_RULE,
        )
        rule_id = self._named(found.get("id"), _ID, "id", "small letters, digits and underscores")
        name = self._named(
            found.get("finding"), _FINDING, "finding", "risk. or missing. and small letters"
        )
        severity = walk.choice(found.get("severity"), _SEVERITIES, what="severity")
        says = walk.text(found.get("says"), what="says")
        when = (
            walk.mapping(found["when"], what="when", allowed=_CONDITIONS) if "when" in found else {}
        )
        types = walk.choices(found.get("for"), TYPES, what="the document type")
        reason = walk.choice(
            found.get("review_reason"), sorted(REVIEW_REASONS), what="review_reason"
        )
        due = self._due(when)
        present = self._categories(when.get("present"))
        absent = self._categories(when.get("absent"))
        facts = tuple(self._fact(item) for item in walk.items(when.get("fact")))
        no_facts = walk.choices(when.get("no_fact"), IN_DOCUMENTS, what="the fact")
        check = walk.choice(when.get("check"), tuple(CHECKS), what="the check")
        usual = walk.share(when.get("usual"), what="usual")
        if rule_id is None or name is None or severity is None or says is None:
            return None
        if due is not None:
            self._lone_due(node, name, when, found)
            return Deadline(rule_id, name, Severity(severity), says, **due)
        if len(walk.problems) == before:
            self._sense(found["when"], name, when)
        return Rule(
            id=rule_id,
            finding=name,
            severity=Severity(severity),
            says=says,
            types=types,
            present=present,
            absent=absent,
            facts=facts,
            no_facts=no_facts,
            check=check,
            usual=usual,
            review_reason=reason,
        )

    def _sense(self, node: Node, name: str, when: dict[str, Node]) -> None:
        """Tell of a rule that could never hold, or that would have nothing to show for it."""
        if not when:
            self.walk.wrong(node, f"when is empty; there is {', '.join(_CONDITIONS)}")
        elif name.startswith("missing.") and not {"absent", "no_fact"} & set(when):
            self.walk.wrong(node, f"{name} needs absent or no_fact: what is missing?")
        elif name.startswith("risk.") and not {"present", "fact", "check"} & set(when):
            self.walk.wrong(node, f"{name} needs present, fact or check to show evidence of")
        elif "usual" in when and "absent" not in when:
            self.walk.wrong(when["usual"], "usual needs absent: which clause is usual?")

    def _due(self, when: dict[str, Node]) -> _Due | None:
        if "due" not in when:
            return None
        walk = self.walk
        found = walk.mapping(when["due"], what="due", required=("fact", "at_most"), allowed=_DUE)
        return {
            "fact": walk.choice(found.get("fact"), _DATES, what="the date") or "",
            "at_most": walk.number(found.get("at_most"), what="at_most") or 0,
            "at_least": walk.number(found.get("at_least"), what="at_least"),
            "unless": walk.choice(found.get("unless"), IN_DOCUMENTS, what="the fact"),
        }

    def _lone_due(
        self, node: Node, name: str, when: dict[str, Node], found: dict[str, Node]
    ) -> None:
        others = [key for key in when if key != "due"]
        others += [key for key in ("for", "review_reason") if key in found]
        if others:
            self.walk.wrong(
                node, f"due stands alone, since it is applied later; leave out {', '.join(others)}"
            )
        if not name.startswith("risk."):
            self.walk.wrong(node, f"{name} has to be a risk: due is about a date that is there")

    def _fact(self, node: Node) -> FactTest:
        walk = self.walk
        found = walk.mapping(node, what="fact", required=("name",), allowed=_TEST)
        return FactTest(
            name=walk.choice(found.get("name"), IN_DOCUMENTS, what="the fact") or "",
            values=self._values(found.get("is")),
            no_values=self._values(found.get("is_not")),
            at_least=walk.length(found.get("at_least"), what="at_least"),
            more_than=walk.length(found.get("more_than"), what="more_than"),
        )

    def _values(self, node: Node | None) -> tuple[str, ...]:
        read = (self.walk.text(item, what="a value") for item in self.walk.items(node))
        return tuple(value for value in read if value is not None)

    def _categories(self, node: Node | None) -> tuple[str, ...]:
        found = []
        for item in self.walk.items(node):
            name = self.walk.text(item, what="the category")
            if name is None:
                continue
            if self._is_category(name):
                found.append(name)
            else:
                self.walk.choice(item, tuple(BASE_RATES), what="the category")
        return tuple(found)

    def _is_category(self, name: str) -> bool:
        return name in BASE_RATES or bool(_OWN_CATEGORY.fullmatch(name))

    def _named(
        self, node: Node | None, pattern: re.Pattern[str], what: str, form: str
    ) -> str | None:
        value = self.walk.text(node, what=what)
        if node is None or value is None or pattern.fullmatch(value):
            return value
        self.walk.wrong(node, f"{what} {shown(value)} has to be {form}")
        return None
