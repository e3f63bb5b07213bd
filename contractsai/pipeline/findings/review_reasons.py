"""Why a person should look at a contract."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import ANSWER, Draft, Fact
from contractsai.pipeline.facts.money import words_differ
from contractsai.pipeline.findings.several import has_several_contracts
from contractsai.pipeline.lexicon.money import find_money
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.lexicon.placeholders import MERGE_FIELD, PROMPT, is_merge_field
from contractsai.pipeline.matching import matches
from contractsai.pipeline.text.language import is_english

_SURE: Final = 0.8
_WEAK: Final = 0.5  # below it the title is a guess
_ENOUGH: Final = 2
_BLANK: Final = re.compile(
    r"\[(?:\u25cf|\u2022|\u00b7|_+|[ \t]{0,5}|\.{2,}|(?:insert|enter|fill\s+in)\b[^\]\n]{0,60}"
    r"|(?:company|party|customer|client|provider|legal|full|your)?\s?(?:name|date|address|amount|title"
    r"|state|country|number|month|year|day|city)s?)\](?!\()"
    # alternatives of which nobody has chosen one
    r"|\[[A-Z][^\[\]/\n]{1,40}(?:/|[ ]or[ ])[A-Z][^\[\]/\n]{1,40}\](?!\()"
    r"|\{\{?[A-Za-z][\w .-]{0,40}\}\}?|<(?:insert|enter)\b[^>\n]{0,40}>",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"_{4,}")
# A party that was made unreadable: "between [***], a Delaware corporation".
_REDACTED: Final = re.compile(
    r"(?:\[[*\u2022\u25cf_. ]{1,20}\]|\*{3,}|\bX{3,}|\[REDACTED\]|\[redacted\]|[\u2588\u25a0]{2,})"
    r"\s*(?:,\s*an?\s|\()"
)
_FIGURES: Final = re.compile(r"[(]\s?\d{1,3}\s?[)](?=[\s-]{1,3}[A-Za-z])")
_SAID_BEFORE: Final = 60  # characters
_UNIT_WITHIN: Final = 30
_IN_BRACKETS: Final = re.compile(
    r"[(](?P<amount>[A-Z.]{0,4}[ ]?[$\u20ac\u00a3\u00a5]?[ ]?\d[\d,. ]{0,20})[)]"
)
_FILLED_IN: Final = re.compile(
    r"(?:By|Per|Name|Title|Its|Date|Sign\w*|Witness|Print\w*|Attest|Address|Tel\w*|Fax|E-?mail|/s/"
    r"[^\n]{0,60})[ \t:|.]*_*$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")
_SMALL_WORDS: Final = frozenset(
    {
        "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "ltd",
        "limited", "plc", "the", "and", "of", "gmbh", "ag", "sa", "nv", "bv", "l", "p", "c", "s",
        "a", "n", "d",
    }
)  # fmt: skip


def review_reasons(draft: Draft, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return the codes that apply, sorted."""
    return tuple(sorted(set(_reasons(draft, [fact for fact in facts if _is_answer(fact)]))))


def _reasons(draft: Draft, facts: Sequence[Fact]) -> Iterator[str]:
    if not is_english(draft.text, draft.language):
        yield "non_english"
    titles = [fact.confidence for fact in facts if fact.name == "title"]
    if not titles or max(titles) < _WEAK or not any(fact.name == "party" for fact in facts):
        yield "low_confidence"
    if any(
        fact.name == "signature_status" and fact.normal in {"unsigned", "partly_signed"}
        for fact in facts
    ):
        yield "unsigned"
    if _dates_conflict(facts):
        yield "date_conflict"
    if _numbers_conflict(draft.text):
        yield "number_conflict"
    if _parties_mismatch(facts):
        yield "party_mismatch"
    if has_several_contracts(draft.text):
        yield "several_contracts"
    if _has_blanks(draft) or _has_prompts(draft):
        yield "blank_placeholders"


def _numbers_conflict(text: str) -> bool:
    """Return whether words and figures disagree somewhere: "thirty (60) days"."""
    return any(
        period.is_open
        for figures in matches(_FIGURES, text)
        for period in find_periods(
            text, max(0, figures.start() - _SAID_BEFORE), figures.end() + _UNIT_WITHIN
        )
    ) or any(
        words_differ(text, money)
        for figures in matches(_IN_BRACKETS, text)
        for money in find_money(text, figures.start("amount"), figures.end())
    )


def _is_answer(fact: Fact) -> bool:
    return fact.confidence >= ANSWER


def _dates_conflict(facts: Sequence[Fact]) -> bool:
    """Return whether a contract ends before it begins, or has two sure beginnings."""
    given: dict[str, list[str]] = {}
    for fact in facts:
        if isinstance(fact.normal, str) and fact.normal[:1].isdigit():
            given.setdefault(fact.name, []).append(fact.normal)
    ends = given.get("expiration_date", [])
    starts = given.get("effective_date", []) or given.get("agreement_date", [])
    if ends and starts and min(ends) < min(starts):
        return True
    sure = {
        str(fact.normal)
        for fact in facts
        if fact.name == "effective_date" and fact.confidence >= _SURE
    }
    return len(sure) > 1


def _parties_mismatch(facts: Sequence[Fact]) -> bool:
    """Return whether somebody signs for an organisation that is none of the parties."""
    parties = [_core(fact.value) for fact in facts if fact.name == "party"]
    signing = [_core(name) for fact in facts if fact.name == "signatory" if (name := _for(fact))]
    if len(parties) < _ENOUGH:
        return False
    return any(core and not any(_same(core, party) for party in parties) for core in signing)


def _for(fact: Fact) -> str | None:
    normal: JsonValue = fact.normal
    party = normal.get("party") if isinstance(normal, dict) else None
    return party if isinstance(party, str) else None


def _core(name: str) -> frozenset[str]:
    plain = re.sub(r"[.'\u2019]", "", name.casefold())
    return frozenset(word for word in _WORD.findall(plain) if word not in _SMALL_WORDS)


def _same(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left & right) and (left <= right or right <= left)


def _has_prompts(draft: Draft) -> bool:
    """Return whether a form of a word processor is not filled in everywhere."""
    return next(matches(PROMPT, draft.text), None) is not None or any(
        is_merge_field(match[0], draft.language) for match in MERGE_FIELD.finditer(draft.text)
    )


def _has_blanks(draft: Draft) -> bool:
    """Return whether something is left to fill in, apart from the lines to sign on."""
    text = draft.text
    if next(matches(_BLANK, text), None) is not None or _REDACTED.search(text, *draft.preamble):
        return True
    return any(
        not _FILLED_IN.search(text, max(0, rule.start() - 80), rule.start())
        and text[text.rfind("\n", 0, rule.start()) + 1 : rule.start()].strip(" _|-\t")
        for rule in matches(_RULE, text)
    )
