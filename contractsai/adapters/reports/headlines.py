"""What people call a day of a contract, in every form that lists days."""

from collections.abc import Iterator
from typing import Final

from contractsai.application.diary import Entry, What
from contractsai.application.folder_overview import Reference
from contractsai.application.schedules import Ground
from contractsai.domain.facts import FACTS

HEADLINES: Final = {
    What.NOTICE: "Last day to stop the renewal",
    What.MISSED: "Last day to stop the renewal, missed",
    What.WINDOW: "Notice counts from this day",
    What.OPTION: "Last day to use the option to extend",
    What.RENEWAL: "Term ends, contract goes on",
    What.END: "Contract ends",
    What.EXPIRED: "Contract has ended",
}
SHORT: Final = {
    What.NOTICE: "notice by",
    What.MISSED: "missed",
    What.WINDOW: "window",
    What.OPTION: "option by",
    What.RENEWAL: "goes on",
    What.END: "ends",
    What.EXPIRED: "ended",
    What.DUTY: "duty",
}
LONGEST_QUOTE: Final = 400  # characters: a day needs the sentence, not the section


def headline(entry: Entry) -> str:
    """Return what a day is for; of a duty, who has to do what."""
    if entry.what is What.DUTY:
        return one_line(f"{entry.who}: {entry.does}")
    return HEADLINES[entry.what]


def note(entry: Entry) -> str:
    """Return what else somebody has to know of a day; empty if that is nothing."""
    stop_by = entry.stop_by
    match entry.what:
        case What.MISSED:
            return f"The next one is {stop_by}." if stop_by else "There is no next one."
        case What.RENEWAL if entry.days_left < 0:
            return "It renews, but for how long was not found."
        case What.RENEWAL if stop_by:
            is_past = (entry.day - stop_by).days > entry.days_left
            return (
                f"The last day to stop it was {stop_by}."
                if is_past
                else f"Unless stopped by {stop_by}."
            )
        case What.DUTY if entry.every:
            return f"Every {entry.every}."
    return ""


def distance(days_left: int) -> str:
    """Return how far a day is, in words."""
    if days_left == 0:
        return "today"
    days = f"{abs(days_left)} day{'' if abs(days_left) == 1 else 's'}"
    return f"in {days}" if days_left > 0 else f"{days} ago"


def counted(entry: Entry) -> str:
    """Return how a day was counted, as a sentence; empty for a duty, which says its day itself."""
    return f"{entry.day} = {entry.arithmetic}" if _is_counted(entry) else entry.arithmetic


def _is_counted(entry: Entry) -> bool:
    """Return whether the arithmetic leads to the day, rather than beginning with it."""
    return bool(entry.arithmetic) and not entry.arithmetic.startswith(str(entry.day))


def document_name(document: Reference) -> str:
    """Return the path, with the document inside the file where there is one."""
    if document.member is None:
        return document.path
    return f"{document.path} › {document.member}"  # noqa: RUF001 - as in `display_name`


def evidence(entry: Entry) -> Iterator[str]:
    """Yield the words of each finding behind a day, under its name, and the paper if another."""
    for ground in entry.grounds:
        where = "" if ground.path == entry.contract.path else f" ({ground.path})"
        yield f"{ground_label(ground)}{where}: {quote(ground)}"


def ground_label(ground: Ground) -> str:
    """Return what a person calls the finding."""
    return FACTS[ground.name].label if ground.name in FACTS else ground.name


def quote(ground: Ground) -> str:
    """Return the words of a finding on one line, and no more of them than a day needs."""
    words = one_line(ground.words)
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"


def one_line(text: str) -> str:
    """Return *text* without line breaks and without runs of spaces."""
    return " ".join(text.split())
