"""A calendar file, read by a library that knows the standard."""

import io
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.lines import line

from contractsai.adapters.reports.ics import write_ics
from contractsai.application.diary import Diary, Entry, What, diary
from contractsai.application.folder_overview import Reference
from contractsai.application.schedules import Ground
from contractsai.domain.names import shown

DAY = date(2026, 11, 28)
A_TXT = {"sha256": "bytes of a.txt"}
LONG_AGO = datetime(2026, 11, 1, 10, 20, 30, tzinfo=UTC)
YEAR = {"n": 1, "unit": "year"}
RENEWS = {
    "title": "SUPPLY AGREEMENT",
    "party": "Acme, Inc.",
    "effective_date": "2025-03-03",
    "term": {"n": 2, "unit": "year"},
    "renewal_term": {**YEAR, "successive": True},
    "notice_period": {"n": 60, "unit": "day"},
}


def written(found: Diary, changed_at: datetime = LONG_AGO) -> bytes:
    stream = io.BytesIO()
    write_ics(found, stream, changed_at=changed_at)
    return stream.getvalue()


def of(
    *lines: dict[str, Any], as_of: date = DAY, changed_at: datetime = LONG_AGO
) -> list[icalendar.Event]:
    return events(written(diary(lines, as_of=as_of), changed_at))


def events(raw: bytes) -> list[icalendar.Event]:
    """Return the events of a calendar, which has to be one."""
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar.errors == []
    found = list(calendar.walk("VEVENT"))
    assert [event.errors for event in found] == [[]] * len(found)
    return found


def test_every_deadline_is_an_event_of_a_whole_day() -> None:
    notice, end = of(line(**RENEWS))

    assert (notice.start, end.start) == (date(2027, 1, 1), date(2027, 3, 3))
    assert notice["SUMMARY"] == "Last day to stop the renewal · SUPPLY AGREEMENT · Acme, Inc."
    assert end["SUMMARY"] == "Term ends, contract goes on · SUPPLY AGREEMENT · Acme, Inc."
    assert [str(name) for name in notice["CATEGORIES"].cats] == ["Contracts", "Notice"]
    assert notice["TRANSP"] == "TRANSPARENT"


def test_an_event_tells_how_it_was_counted_and_from_which_words() -> None:
    [notice, _] = of(line(**RENEWS))

    assert str(notice["DESCRIPTION"]).split("\n") == [
        "Last day to stop the renewal.",
        "File: a.txt",
        "Counted: 2027-01-01 = 2027-03-03 (2 years from 2025-03-03), less one day, less 60 days.",
        "Effective date: effective_date of a.txt",
        "Term: term of a.txt",
        "Renewal: renewal_term of a.txt",
        "Notice to stop a renewal: notice_period of a.txt",
    ]


def test_a_term_that_goes_on_says_until_when_it_can_be_stopped() -> None:
    _, before = of(line(**RENEWS))
    _, after, _ = of(line(**RENEWS), as_of=date(2027, 1, 2))

    assert before["DESCRIPTION"].startswith(
        "Term ends, contract goes on. Unless stopped by 2027-01-01."
    )
    assert after["DESCRIPTION"].startswith(
        "Term ends, contract goes on. The last day to stop it was 2027-01-01."
    )


def alarms(event: icalendar.Event) -> list[int]:
    return [-alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")]


def test_alarms_come_sixty_thirty_and_seven_days_before() -> None:
    assert [alarms(event) for event in of(line(**RENEWS))] == [[60, 30, 7]] * 2


@pytest.mark.parametrize(("every", "days"), [("month", [7]), ("quarter", [30, 7])])
def test_a_duty_that_comes_often_has_no_alarm_before_the_turn_before(
    every: str, days: list[int]
) -> None:
    """Three alarms for each of twelve days a year would be heard by nobody."""
    duty = {"who": "Supplier", "what": "report", "first": "2026-12-15", "after": None}
    found = of(line(duty={**duty, "every": every}))

    assert len(found) > 3
    assert {tuple(alarms(event)) for event in found} == {tuple(days)}
    assert found[0]["SUMMARY"] == "Supplier: report · a.txt"


def test_what_was_missed_is_told_without_an_alarm() -> None:
    """Its time has passed; a calendar that rings on import is muted for good."""
    missed, *_ = of(line(**RENEWS), as_of=date(2027, 1, 2))

    assert missed["SUMMARY"].startswith("Last day to stop the renewal, missed · ")
    assert (missed.start, alarms(missed)) == (date(2027, 1, 1), [])


def test_a_doubtful_day_asks_to_be_checked_and_words_of_other_papers_name_them() -> None:
    contract = Reference("d", "mail.eml", "deal.pdf", "NDA")
    grounds = (Ground("second.pdf", "f1", "term", "x" * 900),)
    entry = Entry(
        What.END, DAY, 0, contract, tuple("ABCD"), "ab", "end", "", grounds, is_sure=False
    )

    [event] = events(written(Diary(DAY, (entry,), ())))

    assert event["SUMMARY"] == "Contract ends · NDA · A, B, C, …"
    assert str(event["DESCRIPTION"]).split("\n")[1:] == [
        "File: mail.eml › deal.pdf",  # noqa: RUF001 - the arrow people know from menus
        "Please check: something that this day follows from is uncertain.",
        f"Term (second.pdf): {'x' * 399}…",
    ]


def taken(*versions: list[icalendar.Event]) -> dict[str, icalendar.Event]:
    """Return what a client holds after it imported *versions*: by identity, the later one."""
    held: dict[str, icalendar.Event] = {}
    for version in versions:
        for event in version:
            before = held.get(event["UID"])
            if before is None or (before["SEQUENCE"], before["DTSTAMP"].dt) < (
                event["SEQUENCE"],
                event["DTSTAMP"].dt,
            ):
                held[event["UID"]] = event
    return held


def days(held: dict[str, icalendar.Event]) -> list[str]:
    return sorted(f"{event.start} {event['CATEGORIES'].cats[1]!s}" for event in held.values())


def test_a_date_that_changed_is_updated_and_not_doubled() -> None:
    """A person corrected the notice, on the same day; the order of imports does not matter."""
    first = of(line(**RENEWS))
    corrected = {**RENEWS, "notice_period": {"n": 90, "unit": "day"}}
    second = of(line(**corrected), changed_at=datetime(2026, 11, 28, 9, tzinfo=UTC))

    assert days(taken(first)) == ["2027-01-01 Notice", "2027-03-03 Renewal"]
    assert days(taken(first, second)) == ["2026-12-02 Notice", "2027-03-03 Renewal"]
    assert days(taken(second, first)) == days(taken(first, second))


def test_the_next_term_moves_its_days_and_keeps_what_was_missed() -> None:
    """A year later, by another job, from another folder."""
    first = of(line(**RENEWS))
    later = of(line("old/a.txt", **RENEWS) | A_TXT, as_of=date(2027, 1, 2))

    assert days(taken(first, later)) == [
        "2027-01-01 Missed",
        "2027-03-03 Renewal",
        "2028-01-02 Notice",
    ]


def test_contracts_of_one_name_in_two_folders_are_two() -> None:
    """By its path alone, one would hide the deadlines of the other."""
    ours, theirs = line(expiration_date="2027-05-05"), line(expiration_date="2027-05-05")
    theirs["sha256"] = "other bytes"

    assert len(taken(of(ours), of(theirs))) == 2


def test_the_same_bytes_in_two_archives_are_two_events() -> None:
    lines = [
        line(path, member="nda.txt", expiration_date="2027-05-05") | A_TXT
        for path in ("a.zip", "b.zip")
    ]

    assert len(taken(of(*lines))) == 2


def test_the_version_is_the_day_asked_about_or_the_last_change() -> None:
    """Whichever is later: so both a later look and a correction are taken."""
    by_day, by_change = (
        of(line(expiration_date="2027-05-05"), changed_at=changed_at)[0]
        for changed_at in (LONG_AGO, datetime(2026, 11, 28, 0, 0, 1, tzinfo=UTC))
    )

    assert by_day["DTSTAMP"].dt == datetime(2026, 11, 28, tzinfo=UTC)
    assert by_change["SEQUENCE"] == by_day["SEQUENCE"] + 1
    assert by_change["LAST-MODIFIED"].dt == by_change["DTSTAMP"].dt


@pytest.mark.parametrize(
    ("as_of", "sequence"), [(date(1, 1, 1), 0), (date(1999, 1, 1), 0), (date.max, 2**31 - 1)]
)
def test_days_far_away_are_written_as_the_standard_wants(as_of: date, sequence: int) -> None:
    found = Diary(as_of, (entry_of("t", day=as_of),), ())

    [event] = events(written(found, datetime(1, 1, 1, tzinfo=UTC)))

    assert (event.start, event["SEQUENCE"]) == (as_of, sequence)
    assert event["DTSTAMP"].dt.date() == as_of


def test_the_same_days_give_the_same_bytes() -> None:
    found = diary([line(**RENEWS)], as_of=DAY)

    assert written(found) == written(found)


def test_a_folder_without_deadlines_is_a_calendar_without_events() -> None:
    assert of() == []


def entry_of(text: str, member: str | None = None, day: date = DAY) -> Entry:
    contract = Reference("d", text, member, text)
    grounds = (Ground(text, "f1", "duty", text),)
    return Entry(
        What.DUTY, day, 0, contract, (text,), "ab", "once", text, grounds, True, text, text
    )


ODD = st.one_of(
    st.text(max_size=300),
    st.text(
        alphabet=st.sampled_from('\r\n;,:\\"=ab \t\x00\x1b\u2028\u202e\U0001f600é'), max_size=300
    ),
    st.sampled_from(
        [
            "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
            r"a\nb\\;,",
            "\udcff\ud800",
            "é" * 200,
            "\U0001f600" * 100,
        ]
    ),
)


@given(texts=st.lists(ODD, min_size=1, max_size=4), member=st.none() | ODD)
@example(texts=["x\r\nATTACH:http://example.org"], member="\n\nEND:VCALENDAR")
def test_whatever_a_document_says_is_text(texts: list[str], member: str | None) -> None:
    """No words of a stranger's become a property, an alarm, or an event of their own."""
    entries = tuple(entry_of(text, member) for text in texts)

    raw = written(Diary(DAY, entries, ()))

    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(each) <= 75 and not {10, 13} & set(each) for each in lines)
    found = events(raw)
    assert [event.start for event in found] == [DAY] * len(texts)
    assert len({event["UID"] for event in found}) == len(texts)
    assert {frozenset(event) for event in found} == {frozenset(PROPERTIES)}
    for event, text in zip(found, texts, strict=True):
        words = " ".join(text.split())
        kept = words if len(words) <= 200 else f"{words[:199]}…"
        assert shown(kept) in str(event["SUMMARY"])
        assert str(event["DESCRIPTION"]).count("\n") == 2 + bool(text)


PROPERTIES = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "SUMMARY", "DESCRIPTION"),
    *("CATEGORIES", "TRANSP"),
}
