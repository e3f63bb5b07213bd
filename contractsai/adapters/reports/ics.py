"""A calendar file (RFC 5545) of the days that a folder's contracts have.

Written here, not by a library: what it takes is a hundred lines, and tests read it with one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Final

from contractsai.adapters.reports.headlines import (
    counted,
    document_name,
    evidence,
    headline,
    note,
    one_line,
)
from contractsai.application.diary import Diary, Entry, Nearness, What
from contractsai.domain.names import shown

_CATEGORIES: Final = {
    What.NOTICE: "Notice",
    What.MISSED: "Missed",
    What.WINDOW: "Notice",
    What.OPTION: "Option",
    What.RENEWAL: "Renewal",
    What.END: "End",
    What.EXPIRED: "End",
    What.DUTY: "Duty",
}
_ALARMS: Final = {"month": (7,), "quarter": (30, 7)}
"""Days before a duty that recurs: none before the turn that comes first is done."""
_ALL_ALARMS: Final = (60, 30, 7)
_PARTIES: Final = 3  # in a title; a party list of thirty fills no phone
_LONGEST: Final = 200  # characters of a name in a title
_OCTETS: Final = 75  # of a line, RFC 5545 section 3.1
_UID_DIGITS: Final = 32
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LARGEST: Final = 2**31 - 1


def write_ics(diary: Diary, stream: BinaryIO, *, changed_at: datetime) -> None:
    """Write a calendar with an event for each entry; the same input gives the same bytes.

    Args:
        diary: the days.
        stream: where to; it stays open.
        changed_at: when what the days follow from changed last. The later of this and the day
            that is asked about is the calendar's version: DTSTAMP, and SEQUENCE in seconds.
    """
    begins = datetime(diary.as_of.year, diary.as_of.month, diary.as_of.day, tzinfo=UTC)
    version = max(begins, changed_at)
    for line in _calendar(diary, version):
        for part in _folded(line):
            stream.write(part)


def _calendar(diary: Diary, version: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//contractsai//deadlines//EN"
    yield "CALSCALE:GREGORIAN"
    yield "NAME:Contract deadlines"
    yield "X-WR-CALNAME:Contract deadlines"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    yield "X-PUBLISHED-TTL:P1D"
    for entry, uid in _named(diary.entries):
        yield from _event(entry, uid, version)
    yield "END:VCALENDAR"


def _named(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield each entry with an identity that another job, day, or place of the file gives again."""
    seen: Counter[tuple[str, ...]] = Counter()
    for entry in entries:
        key = (entry.content, entry.contract.member or "", entry.slot)
        again = (str(seen[key]),) if seen[key] else ()  # the same bytes in two archives
        seen[key] += 1
        said = "\0".join((*key, *again)).encode(errors="surrogatepass")
        yield entry, f"{hashlib.sha256(said).hexdigest()[:_UID_DIGITS]}@contractsai"


def _event(entry: Entry, uid: str, version: datetime) -> Iterator[str]:
    stamp = _instant(version)
    summary = _text(" · ".join(_title(entry)))
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{min(max(int((version - _EPOCH).total_seconds()), 0), _LARGEST)}"
    yield f"DTSTART;VALUE=DATE:{entry.day.isoformat().replace('-', '')}"
    yield f"SUMMARY:{summary}"
    yield "DESCRIPTION:" + r"\n".join(_text(line) for line in _description(entry))
    yield f"CATEGORIES:Contracts,{_CATEGORIES[entry.what]}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy on that day
    if entry.nearness in {Nearness.SOON, Nearness.LATER}:
        for days in _ALARMS.get(entry.every or "", _ALL_ALARMS):
            yield "BEGIN:VALARM"
            yield "ACTION:DISPLAY"
            yield f"TRIGGER:-P{days}D"
            yield f"DESCRIPTION:{summary}"
            yield "END:VALARM"
    yield "END:VEVENT"


def _title(entry: Entry) -> Iterator[str]:
    yield _short(headline(entry))
    yield _short(entry.contract.title)
    if entry.parties:
        named = ", ".join(_short(party) for party in entry.parties[:_PARTIES])
        yield named if len(entry.parties) <= _PARTIES else f"{named}, …"


def _description(entry: Entry) -> Iterator[str]:
    yield " ".join(part for part in (f"{headline(entry)}.", note(entry)) if part)
    yield f"File: {document_name(entry.contract)}"
    if entry.arithmetic:
        yield f"Counted: {counted(entry)}."
    if not entry.is_sure:
        yield "Please check: something that this day follows from is uncertain."
    yield from evidence(entry)


def _short(text: str) -> str:
    words = one_line(text)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _text(text: str) -> str:
    """Return *text* as a value: no character of it ends the line, the value, or the file."""
    plain = shown(one_line(text))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _instant(at: datetime) -> str:
    """Return an instant in UTC; `strftime` writes years before 1000 without their zeros."""
    return (
        at.astimezone(UTC)
        .isoformat(timespec="seconds")[:19]
        .translate({ord("-"): None, ord(":"): None})
        + "Z"
    )


def _folded(line: str) -> Iterator[bytes]:
    """Yield a line in pieces of 75 octets, no character torn; each but the first begins blank."""
    rest = line.encode()
    room = _OCTETS
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:  # noqa: PLR2004 - a byte in the middle of a character
            end -= 1
        yield rest[:end] + b"\r\n "
        rest, room = rest[end:], _OCTETS - 1
    yield rest + b"\r\n"
