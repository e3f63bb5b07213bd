"""Parts of the page for a browser that stand in other pages, too."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from contractsai.adapters.reports.deadlines_page import deadlines_page
from contractsai.adapters.reports.html import environment
from contractsai.adapters.reports.overview import for_people
from contractsai.application.amended import amended
from contractsai.application.diary import diary
from contractsai.application.folder_overview import Reference


def deadlines_fragment(
    lines: Iterable[Mapping[str, Any]], *, as_of: date, link: Callable[[Reference], str]
) -> str:
    """Return the sections on deadlines and on amendments; every value of a document is escaped.

    Args:
        lines: of a report.
        as_of: the day by which dates are near or past.
        link: where a document is shown.
    """
    held = list(for_people(lines))
    values = {
        "as_of": as_of,
        "link": link,
        "deadlines": deadlines_page(diary(held, as_of=as_of)),
        "families": amended(held, as_of=as_of),
    }
    made = environment()
    names = ("deadlines.html", "families.html")
    return "".join(made.get_template(name).render(values) for name in names)


def deadlines_style() -> str:
    """Return the style sheet of the fragment; its colours are variables of the page around it."""
    return environment().get_template("deadlines.css").render()
