"""Which of the laws that a contract names is its own: one, several, or none for certain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span
from contractsai.pipeline.lexicon.georgia import is_georgia, which_georgia
from contractsai.pipeline.lexicon.places import place_name

_MOST: Final = 3
OPEN: Final = 0.6  # one of several, of which nobody has chosen one
_CHOSEN: Final = 0.92  # from here on a passage chooses a law for this contract
_RIVALLED: Final = 0.7  # at most, where another passage chooses another law
_RIVAL: Final = 0.45
_SECOND: Final = 0.35  # of its own weight, for what is not the first
_UNMEASURED: Final = frozenset({"chosen", "decided_under"})  # no contract learned from says it so
_SAME_PAPER: Final = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """A law that a passage chooses.

    Attributes:
        is_open: whether another one stands beside it that may be chosen just as well.
    """

    code: str
    place: Span
    match: Span
    rule: str
    confidence: float
    is_open: bool = False


def weighed(draft: Draft, choices: Iterable[Choice]) -> list[Fact]:
    """Return the law; where several were chosen, each of them, and none of them sure."""
    best: dict[str, Choice] = {}
    found = list(_settled(draft, choices))
    in_doubt = {choice.place for choice in found if choice.is_open}
    for choice in found:
        if choice.place in in_doubt and not choice.is_open:
            continue
        held = best.get(choice.code)
        if held is None or choice.confidence > held.confidence:
            best[choice.code] = choice
    ranked = sorted(best.values(), key=lambda choice: (-choice.confidence, choice.place))[:_MOST]
    return [_beside(choice, rank, ranked) for rank, choice in enumerate(ranked)]


def _beside(choice: Choice, rank: int, ranked: Sequence[Choice]) -> Fact:
    """Return a choice as sure as it is beside the others: a rival leaves both in doubt."""
    if choice.is_open:
        return _fact(choice, choice.confidence, is_open=True)
    rivals = any(other is not choice and _are_rivals(choice, other) for other in ranked)
    if rivals:
        return _fact(choice, _RIVAL if rank else _RIVALLED, is_open=True)
    is_open = choice.rule in _UNMEASURED
    return _fact(choice, choice.confidence * (_SECOND if rank else 1.0), is_open=is_open)


def _are_rivals(one: Choice, other: Choice) -> bool:
    """Return whether two laws are said to govern the same contract; exhibits have their own."""
    return (
        min(one.confidence, other.confidence) >= _CHOSEN
        and not _contains(one.code, other.code)
        and abs(one.place[0] - other.place[0]) < _SAME_PAPER
    )


def _contains(one: str, other: str) -> bool:
    """Return whether one place is a part of the other: a state's law is its country's, too."""
    return one in other or other in one


def _settled(draft: Draft, choices: Iterable[Choice]) -> Iterator[Choice]:
    """Yield the choices, each "Georgia" as the state or the country that the text speaks of."""
    georgia = None
    for choice in choices:
        if is_georgia(draft.text[slice(*choice.place)]):
            georgia = georgia or which_georgia(draft.text)
            code, is_clear = georgia
            known = replace(choice, code=code)
            yield known if is_clear else replace(known, confidence=OPEN, is_open=True)
        else:
            yield choice


def _fact(choice: Choice, confidence: float, *, is_open: bool = False) -> Fact:
    name = place_name(choice.code)
    normal: JsonValue = {"code": choice.code, "name": name}
    return Fact(
        "governing_law",
        name,
        normal,
        round(confidence, 4),
        f"rule:law.{choice.rule}",
        (choice.place,),
        is_open=is_open,
    )
