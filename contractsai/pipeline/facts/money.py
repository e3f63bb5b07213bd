"""What a contract is worth, and the most that somebody is liable for."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.money import Coins, MoneyMention, find_money
from contractsai.pipeline.lexicon.numbers import NUMBER_WORD, number_of
from contractsai.pipeline.matching import Cue, Near, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_LIABLE: Final = re.compile(r"\bliab(?:ility|ilities|le)\b", _I)
_CAP: Final = Cue(
    re.compile(
        r"\b(?:not|n[o']t|never|in\s+no\s+event)\b[^.;]{0,160}?\b(?:exceed|be\s+(?:greater|more)\s+than"
        r"|in\s+excess\s+of)\b|\b(?:limited|capped|restricted)\s+(?:to|at)\b"
        r"|\bmaximum\s+(?:aggregate\s+|total\s+)?liability\b[^.;]{0,60}?\b(?:is|of|shall\s+be)\b",
        _I,
    ),
    ("not", "n't", "never", "in", "limited", "capped", "restricted", "maximum"),
    holds=("exceed", "greater", "more", "excess", "limited", "capped", "restricted", "maximum"),
    within=300,
)
_CAP_ROW: Final = Near(
    re.compile(
        r"^[ \t|*]*(?:(?:general\s+)?cap\s+amount|(?:liability|general)\s+cap"
        r"|limit(?:ation)?\s+of\s+liability|increased\s+cap\s+amount)\b[^\n|]{0,80}\|(?P<value>[^\n]{2,400})$",
        _I | re.MULTILINE,
    ),
    ("|",),
)
_NOT_CAP: Final = re.compile(r"\b(?:insurance|deductible|basket|per\s+occurrence|premium)\b", _I)
_BASIS: Final = re.compile(
    r"(?:(?:\d+|one|two|three)(?:\s*\(\d+\))?\s*(?:times|x|\u00d7|%|percent)\s*(?:\(\d+%?\)\s*)?)?"
    r"(?:of\s+)?(?:the\s+)?(?:total|aggregate|actual|annual|net|sum\s+of)?\s*(?:of\s+)?(?:the\s+|all\s+)?"
    r"(?:amounts?|fees?|sums?|monies|payments?|price|commissions?|royalt(?:y|ies)|compensation"
    r"|purchase\s+price|consideration|revenues?)\s+"
    r"[^.;\n]{0,60}?\b(?:paid|payable|received|owed|due|actually|invoiced|earned|collected)\b"
    r"[^.;]{0,140}",
    _I,
)
_BASIS_ENDS: Final = re.compile(
    r",?\s+(?:except|provided|regardless|whether|notwithstanding|and\s+(?:neither|in\s+no|shall)"
    r"|if\b|unless)|\n\s*\n", _I
)  # fmt: skip
_VALUE: Final = Cue(
    re.compile(
        r"\b(?P<basis>(?:total|aggregate|fixed|base|lump[\s-]sum|full)\s+(?:(?!principal)\w+\s+){0,2}?"
        r"(?:price|fees?|consideration|value|amount|cost|compensation)|contract\s+(?:price|value|sum"
        r"|amount)|purchase\s+price|annual\s+fees?|license\s+fee|sponsorship\s+fee|base\s+salary)\b"
        r"(?!\s+per\b)",
        _I,
    ),
    (
        "total",
        "aggregate",
        "fixed",
        "base",
        "lump",
        "full",
        "contract",
        "purchase",
        "annual",
        "license",
        "sponsorship",
    ),
)
_MOST_VALUES: Final = 5
_MOST_CAPS: Final = 4
_CAP_SURE: Final = 0.78
_ROW_SURE: Final = 0.9
_VALUE_SURE: Final = 0.6
_OVER: Final = re.compile(r"[.;\n]")
_NAMED_WITHIN: Final = 110  # characters behind "purchase price"
_WITHIN: Final = 320  # characters behind "shall not exceed"
_MAX_BASIS: Final = 200
_IN_DOUBT: Final = 0.6
_DOUBTED: Final = 0.5
_WORDS_BEFORE: Final = 160  # characters before "($5,000)" in which it may be said in words
_IN_WORDS: Final = re.compile(
    rf"\b(?P<number>{NUMBER_WORD}(?:(?:,?\s+|-)(?:and\s+)?{NUMBER_WORD}){{0,12}})\s+"
    r"(?:(?:U\.?S\.?|United\s+States|Canadian|Australian)\s+)?(?:dollars?|euros?|pounds?|rupees"
    r"|francs|yen|yuan)\s*(?:only\s*)?[(\[]\s*$",
    _I,
)
_BEGUN_BEFORE: Final = re.compile(r"(?:\d\)?|\bhalf|\band|cents)\s*$", _I)


def find_money_facts(draft: Draft, coins: Coins) -> list[Fact]:
    """Return liability caps and values of the contract, each once, in the order of the text."""
    text = draft.text
    caps = _distinct(_caps(text, coins))[:_MOST_CAPS]
    return [*caps, *_distinct(_values(text, coins))[:_MOST_VALUES]]


def _caps(text: str, coins: Coins) -> Iterator[Fact]:
    for row in matches(_CAP_ROW, text):
        yield from _cap(text, row.span("value"), coins, _ROW_SURE, "row")
    for match in matches(_CAP, text):
        low, high = sentence_around(text, match.span())
        if not _LIABLE.search(text, low, high) or _NOT_CAP.search(text, low, high):
            continue
        span = (match.end(), min(high, match.end() + _WITHIN))
        yield from _cap(text, span, coins, _CAP_SURE, "not_exceed")


def _cap(text: str, span: Span, coins: Coins, sure: float, rule: str) -> Iterator[Fact]:
    """Yield the amount and the basis of one cap: "the greater of $1,000 and the fees paid"."""
    money = next(iter(find_money(text, *span, coins)), None)
    basis = _BASIS.search(text, *span)
    if money is None and basis is None:
        return
    places: list[Span] = [] if money is None else [(money.start, money.end)]
    words = None
    if basis is not None:
        stop = _BASIS_ENDS.search(text, *basis.span())
        end = min(stop.start() if stop else basis.end(), basis.start() + _MAX_BASIS)
        words = squeezed(text[basis.start() : end]).strip(" ,")
        places.append((basis.start(), end))
    shown = " / ".join(part for part in (_shown(money), words) if part)
    normal: JsonValue = {"money": _normal(money), "basis": words}
    sure = min(sure, _IN_DOUBT) if _is_doubtful(text, money) else sure
    yield Fact("liability_cap", shown, normal, sure, f"rule:cap.{rule}", tuple(sorted(places)))


def _values(text: str, coins: Coins) -> Iterator[Fact]:
    for match in matches(_VALUE, text):
        behind = find_money(text, match.end(), match.end() + _NAMED_WITHIN, coins)[:1]
        between = text[match.end() : behind[0].start] if behind else "."
        if not _OVER.search(between):
            money = behind[0]
            basis = squeezed(match["basis"]).lower()
            normal: JsonValue = {"money": _normal(money), "basis": basis}
            shown = f"{_shown(money)} ({basis})"
            span = (money.start, money.end)
            sure = _DOUBTED if _is_doubtful(text, money) else _VALUE_SURE
            yield Fact("contract_value", shown, normal, sure, "rule:value.named", (span,))


def _is_doubtful(text: str, money: MoneyMention | None) -> bool:
    """Return whether an amount can be read otherwise, or the words before it say another one."""
    return money is not None and (not money.certain or words_differ(text, money))


def words_differ(text: str, money: MoneyMention) -> bool:
    """Return whether words and figures disagree: "fifty thousand dollars ($5,000)"."""
    before = _IN_WORDS.search(text, max(0, money.start - _WORDS_BEFORE), money.start)
    if before is None or _BEGUN_BEFORE.search(text, max(0, before.start() - 9), before.start()):
        return False
    said = number_of(before["number"])
    return said is not None and Decimal(money.amount) not in {Decimal(said), Decimal(said) / 100}


def _distinct(facts: Iterator[Fact]) -> list[Fact]:
    best: dict[str, Fact] = {}
    for fact in facts:
        key = str(fact.normal)
        if key not in best or fact.confidence > best[key].confidence:
            best[key] = fact
    return sorted(best.values(), key=lambda fact: fact.spans[0])


def _normal(money: MoneyMention | None) -> JsonValue:
    return None if money is None else {"amount": money.amount, "currency": money.currency}


def _shown(money: MoneyMention | None) -> str:
    return "" if money is None else f"{money.currency} {money.amount}"
