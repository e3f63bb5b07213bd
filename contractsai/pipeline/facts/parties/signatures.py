"""Who signed, for whom, and whether anybody did."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Fact, Span, squeezed, trimmed
from contractsai.pipeline.facts.parties.organisations import organisations
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.matching import Cue, matches

_I: Final = re.IGNORECASE
_MOST: Final = 60  # signatures of one contract
_GAP: Final = 3_000  # characters: marks farther apart are signatures under different papers
_BEFORE: Final = 260  # characters above a mark in which its organisation stands
_BELOW: Final = 260  # characters below it with name, title and date
_LINE_ABOVE: Final = 130
_TAIL: Final = 160
_SURE_OF_TWO: Final = 0.93
_SURE_OF_ONE: Final = 0.8
_PARTLY: Final = 0.65
_UNSIGNED: Final = 0.88
_UNKNOWN: Final = 0.4

_SIGNED: Final = Cue(
    re.compile(
        r"/s/|\((?:signature|signed)\)|\b(?:DocuSigned|electronically\s+signed|digitally\s+signed)"
        r"\s+by\b:?",
        _I,
    ),
    ("/s/", "(sign", "docusigned", "electronically", "digitally"),
)
_BLANK: Final = Cue(
    re.compile(
        r"(?:^|(?<=[\s|]))(?:By|BY|Per|Sign(?:ed|ature)?(?:\s+of\s+\w+)?|Authori[sz]ed\s+[Ss]ignature"
        r"|SIGNATURE)(?:[ \t]*[:|][ \t|]*|[ \t]+(?=[_-]{5}))"
        r"(?:_{3,}|\.{5,}|-{5,}|(?=\n|$)|(?=(?:Print(?:ed)?\s+)?(?:Name|NAME|Title|TITLE|Its|Date)\b))",
        re.MULTILINE,
    ),
    ("by", "per", "sign", "authori"),
)
_IS_SIGNED: Final = re.compile(r"[\s_|.-]{0,80}(?:Name:?\s{0,10})?(?:/s/|\(?illegible)", _I)
_CAPITALISED: Final = r"[A-Z](?:[^\W_]|[\u2019'-])*\.?"
_PERSON: Final = re.compile(
    rf"[\s_|:]*(?P<name>{_CAPITALISED}(?:[ ]{{1,2}}(?:{_CAPITALISED}|de|van|von|der|la|del)"
    r"(?![^\W_])){1,4})"
)
_NOT_A_PERSON: Final = re.compile(
    r"\s*[,(]|\s+(?:By|BY|Name|NAME|Title|TITLE|Its|ITS|Date|DATE|Print|Printed|President|PRESIDENT"
    r"|Chief|CHIEF|Vice|VICE|Director|DIRECTOR|Chairman|CHAIRMAN|CEO|CFO|Managing|Executive"
    r"|Senior|General|Authori[sz]ed|Secretary|Treasurer|Signature|Manager|Member|Witness)\b"
)
_NAME: Final = re.compile(r"\b(?:Print(?:ed)?\s+)?(?:Name|NAME)[ \t]*[:|]")
_TITLE: Final = re.compile(
    r"\b(?:Title|TITLE|Its|ITS)[ \t]*[:|][ \t_|-]*(?P<title>[A-Z][^\n|:_]{2,60}?)"
    r"(?=\s*(?:\n|$|\||_{2}|\b(?:Date|By|Name|Title|Its|Address)\b|\s{3}|/s/))"
)
_ACTING: Final = re.compile(r"(?:\b(?:By|BY|Per)\s*:?|\bits)\s*$")
_OWN_BEHALF: Final = re.compile(r"(?:By|BY|Per|PER)\s*:?\s*$")


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign.

    Attributes:
        mark: what stands there: ``/s/ Jane Doe``, or ``By: ____``.
        is_signed: whether somebody did.
        for_another: whether the signer acts for an organisation, as "By:" tells.
        above: all organisations named since the mark before.
    """

    mark: Span
    is_signed: bool
    for_another: bool
    person: Span | None = None
    organisation: Span | None = None
    above: tuple[Span, ...] = ()
    title: str | None = None
    date: str | None = None


def signatures(text: str, *, day_first: bool | None = None) -> list[Signature]:
    """Return the places to sign under the contract itself, in order.

    The first group with a signature is the contract's; forms attached to it have empty ones.
    Dates beside them are read with the day first, or last, as `find_dates` is told.
    """
    marks = sorted([*_signed(text), *_blank(text)])
    groups: list[list[tuple[Span, bool]]] = []
    for mark, is_signed in marks:
        if groups and mark[0] - groups[-1][-1][0][1] < _GAP:
            groups[-1].append((mark, is_signed))
        else:
            groups.append([(mark, is_signed)])
    if not groups:
        return []
    own = next((group for group in groups if any(signed for _, signed in group)), None)
    chosen = own or next((group for group in groups if len(group) > 1), groups[0])
    ends = [mark[0] for mark, _ in chosen[1:]] + [len(text)]
    starts = [0] + [mark[1] for mark, _ in chosen[:-1]]
    read = [
        _read(text, mark, (low, high), is_signed=is_signed, day_first=day_first)
        for (mark, is_signed), low, high in zip(chosen, starts, ends, strict=True)
    ]
    return _paired(read[:_MOST])


def signature_facts(text: str, found: Sequence[Signature]) -> list[Fact]:
    """Return whether the contract is signed, and by whom."""
    return [_status(text, found), *_signatories(text, found)]


def _signed(text: str) -> Iterator[tuple[Span, bool]]:
    for match in matches(_SIGNED, text):
        yield match.span(), True


def _blank(text: str) -> Iterator[tuple[Span, bool]]:
    for match in matches(_BLANK, text):
        if not _IS_SIGNED.match(text, match.end()):
            yield trimmed(text, match.span()), False


def _read(
    text: str, mark: Span, between: Span, *, is_signed: bool, day_first: bool | None
) -> Signature:
    low, high = max(between[0], mark[0] - _BEFORE), min(between[1], mark[1] + _BELOW)
    person = _person(text, mark[1], high) if is_signed else _printed_name(text, mark[1], high)
    title = _TITLE.search(text, mark[1], high)
    dates = find_dates(text, mark[1], high, day_first=day_first)
    return Signature(
        mark=(mark[0], person[1] if person and is_signed else mark[1]),
        is_signed=is_signed,
        for_another=not is_signed or bool(_OWN_BEHALF.search(text, max(0, mark[0] - 8), mark[0])),
        person=person,
        above=_organisations(text, low, mark[0]),
        title=squeezed(title["title"]).strip(" ,.;-") if title else None,
        date=dates[0].iso if dates else None,
    )


def _person(text: str, start: int, end: int) -> Span | None:
    match = _PERSON.match(text, start, end)
    if match is None:
        return _printed_name(text, start, end)
    stop = _NOT_A_PERSON.search(text, *match.span("name"))
    span = (match.start("name"), stop.start() if stop else match.end("name"))
    return span if " " in squeezed(text[slice(*span)]) else _printed_name(text, start, end)


def _printed_name(text: str, start: int, end: int) -> Span | None:
    label = _NAME.search(text, start, end)
    match = _PERSON.match(text, label.end(), end) if label else None
    if match is None:
        return None
    stop = _NOT_A_PERSON.search(text, *match.span("name"))
    span = (match.start("name"), stop.start() if stop else match.end("name"))
    return span if " " in squeezed(text[slice(*span)]) else None


def _organisations(text: str, low: int, high: int) -> tuple[Span, ...]:
    """Return the organisations right above a mark, but not those that act for one."""
    return tuple(
        span
        for span in organisations(text, low, high)
        if not _ACTING.search(text, max(low, span[0] - 12), span[0])
    )


def _paired(found: Sequence[Signature]) -> list[Signature]:
    """Give each of several marks in a row its organisation: two columns read as one."""
    paired = list(found)
    for index, item in enumerate(found):
        names = item.above
        row = [index]
        while len(row) < len(names) and row[-1] + 1 < len(found) and not found[row[-1] + 1].above:
            row.append(row[-1] + 1)
        for place, name in zip(row, names[-len(row) :] if names else (), strict=False):
            paired[place] = replace(paired[place], organisation=name)
    return paired


def _status(text: str, found: Sequence[Signature]) -> Fact:
    signed = [item for item in found if item.is_signed]
    empty = [item for item in found if not item.is_signed and not _is_filled_above(item, signed)]
    if not found:
        span = trimmed(text, (max(0, len(text.rstrip()) - _TAIL), len(text)))
        return _status_fact("unknown", _UNKNOWN, "no_mark", (span,))
    if not signed:
        sure = _UNSIGNED if len(empty) > 1 else _UNSIGNED - 0.1
        return _status_fact("unsigned", sure, "blank_line", (empty[0].mark,))
    if empty:
        return _status_fact("partly_signed", _PARTLY, "some", (signed[0].mark, empty[0].mark))
    sure = _SURE_OF_TWO if len(signed) > 1 else _SURE_OF_ONE
    return _status_fact("signed", sure, "mark", tuple(item.mark for item in signed[:2]))


def _is_filled_above(item: Signature, signed: Sequence[Signature]) -> bool:
    """Return whether a name in the line above is that of this line."""
    return any(
        not other.for_another and 0 <= item.mark[0] - other.mark[1] < _LINE_ABOVE
        for other in signed
    )


def _status_fact(status: str, sure: float, rule: str, spans: tuple[Span, ...]) -> Fact:
    shown = status.replace("_", " ")
    return Fact("signature_status", shown, status, sure, f"rule:signature.{rule}", spans)


def _signatories(text: str, found: Sequence[Signature]) -> Iterator[Fact]:
    for item in found:
        if item.person is None:
            continue
        name = squeezed(text[slice(*item.person)])
        party = squeezed(text[slice(*item.organisation)]) if item.organisation else None
        normal: JsonValue = {"name": name, "title": item.title, "party": party, "date": item.date}
        sure = 0.85 if item.is_signed else 0.7
        yield Fact("signatory", name, normal, sure, "rule:signature.name", (item.person,))
