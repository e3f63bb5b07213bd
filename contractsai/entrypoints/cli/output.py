"""What commands print: results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

View = Mapping[str, Any]
"""The public form of a job or a document, as the API gives it."""

_WIDE: Final = 200  # columns for a file or a pipe, so that hardly a line is folded
_MEBIBYTE: Final = 1024 * 1024
_FEW: Final = 5  # documents that are named in a sentence
_OTHER_DAYS: Final = {
    "missed": "notice missed",
    "next_notice_by": "next notice by",
    "window_opens": "notice from",
    "option_by": "option by",
}
_RELATIONS: Final = {"amends": "amendment", "under": "part"}
_WHOLE: Final = frozenset({"job", "state", "created"})


def say(message: str, *, quiet: bool = False) -> None:
    """Tell a person something beside the result."""
    if not quiet:
        click.echo(message, err=True)


def print_json(data: object) -> None:
    """Print a result for machines."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def console() -> "Console":
    """Return where results for people go."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDE)


def print_jobs(jobs: Iterable[View]) -> None:
    """Print a line a job."""
    table = _table("job", "state", "done", "created", "folder")
    for job in jobs:
        counts = job["documents"]
        done = counts["completed"] + counts["failed"] + counts["cancelled"]
        failed = f" ({counts['failed']} failed)" if counts["failed"] else ""
        table.add_row(
            job["id"],
            job["state"],
            f"{done}/{counts['total']}{failed}",
            _instant(job["created_at"]),
            _plain(job["folder"]),
        )
    console().print(table)


def print_documents(documents: Iterable[View]) -> None:
    """Print a line a document."""
    table = _table("document", "state", "reason", "attempt")
    for document in documents:
        table.add_row(
            _plain(document["path"]),
            document["state"],
            document["reason"] or "",
            str(document["attempt"]),
        )
    console().print(table)


def print_workers(workers: Iterable[View]) -> None:
    """Print a line a worker."""
    table = _table("worker", "state", "slots", "processor", "memory", "seen", "runs")
    for worker in workers:
        runs = [f"{row['path']} since {_instant(row['since'])}" for row in worker["documents"]]
        table.add_row(
            _plain(worker["name"]),
            worker["state"],
            str(worker["slots"]),
            f"{worker['processor']:.0%}",
            f"{worker['resident_bytes'] / _MEBIBYTE:.0f} MiB",
            _instant(worker["seen_at"]),
            _plain("; ".join(runs)),
        )
    console().print(table)


def print_keys(keys: Iterable[View]) -> None:
    """Print a line a key."""
    table = _table("id", "name", "scope", "state", "created", "last used", "expires")
    for key in keys:
        told = [_instant(key[at] or "") for at in ("created_at", "used_at", "expires_at")]
        table.add_row(key["id"], _plain(key["name"]), key["scope"], key["state"], *told)
    console().print(table)


def print_audit(entries: Iterable[View]) -> None:
    """Print a line a call."""
    table = _table("at", "who", "action", "subject", "outcome", "changes")
    for entry in entries:
        changes = "; ".join(
            f"{it['what']}: {it['before'] or 'nothing'} to {it['after'] or 'nothing'}"
            for it in entry["changes"]
        )
        table.add_row(
            _instant(entry["at"]),
            _plain(entry["who"]),
            entry["action"],
            entry["subject"],
            entry["outcome"],
            _plain(changes),
        )
    console().print(table)


def print_due(deadlines: Iterable[View]) -> None:
    """Print a line a deadline."""
    table = _table("date", "days left", "severity", "what", "document")
    for item in deadlines:
        table.add_row(
            item["date"],
            str(item["days_left"]),
            item["severity"],
            _plain(item["value"]),
            _document(item),
        )
    console().print(table)


def print_schedules(schedules: Iterable[View]) -> None:
    """Print a line a contract: the term that runs, and what can still be done about the next."""
    table = _table("status", "term", "notice by", "other days", "contract")
    for item in schedules:
        whole = [item["term_from"] or "", item["term_to"] or ""]
        table.add_row(
            item["status"].replace("_", " "),
            " to ".join(day for day in whole if day),
            item["notice_by"] or "",
            "; ".join(_other_days(item)),
            _document(item),
        )
    console().print(table)


def print_families(schedules: Sequence[View]) -> None:
    """Print a line a paper that is tied to a contract, then a line a question."""
    table = _table("paper", "is to", "contract", "from", "sure", "why")
    asks: dict[tuple[str, str], View] = {}
    for item in schedules:
        for tie in item["family"]:
            relation = _RELATIONS[tie["relation"]]
            table.add_row(_document(tie), relation, _document(item), *_tie_row(tie))
        for ask in item["asks"]:  # told at both
            asks[str(ask["paper"]), str(ask["contract"])] = ask
    for ask in asks.values():
        relation = f"perhaps {_RELATIONS[ask['relation']]}"
        contract = _document(ask["contract"]) if ask["contract"] else ""
        table.add_row(_document(ask["paper"]), relation, contract, *_tie_row(ask))
    if table.row_count:
        console().print(table)


def _tie_row(told: View) -> Iterator["str | Text"]:
    yield told.get("holds_from") or ""
    yield f"{told['confidence']:.2f}"
    yield _plain(told["why"])


def _document(place: View) -> "Text":
    path, member = place["path"], place["member"]
    return _plain(path if member is None else f"{path}: {member}")


def print_hits(hits: Iterable[View]) -> None:
    """Print a paragraph a document: what and where it is, and the sentence that was found."""
    from rich.text import Text

    out = console()
    for hit in hits:
        first, *others = hit["documents"]
        path = first["path"] if hit["member"] is None else f"{first['path']}: {hit['member']}"
        more = f" and {len(others)} more" if others else ""
        out.print(Text.assemble((str(_plain(path)), "bold"), f"  job {first['job_id']}{more}"))
        facts = [*hit["laws"], f"ends {hit['ends']}" if hit["ends"] else "", *hit["parties"]]
        known = [hit["title"] or "", (hit["type"] or "").replace("_", " "), *facts]
        out.print(_plain("; ".join(one for one in known if one)))
        if place := hit["evidence"]:
            where = f"p. {place['page']}: " if place["page"] else ""
            out.print(_plain(where + " ".join(place["quote"].split())))
        out.print()


def print_near(group: View) -> None:
    """Print a table a document that is nearly the same as the first of its group."""
    from rich.text import Text

    out, first = console(), group["first"]
    for near in group["others"]:
        out.print(
            Text.assemble((str(_document(first)), "bold"), " and ", (str(_document(near)), "bold"))
        )
        table = _table("", "the first has", "the other has")
        for fact in near["facts"]:
            sides = (_plain("; ".join(fact[side])) for side in ("left", "right"))
            table.add_row(fact["name"].replace("_", " "), *sides)
        for found in near["differences"]:
            sides = (_plain(" ".join(found[side]["quote"].split())) for side in ("left", "right"))
            table.add_row("text", *sides)
        if table.row_count:
            out.print(table)
        else:
            known = "no number, date or fact differs" if near["is_compared"] else "not compared"
            out.print(f"  {near['likeness']:.0%} alike, {known}")


def _other_days(schedule: View) -> Iterator[str]:
    for name, words in _OTHER_DAYS.items():
        if schedule[name]:
            yield f"{words} {schedule[name]}"
    for duty in schedule["duties"]:
        yield str(_plain(f"{duty['who']} by {duty['by']}"))


def summary(job: View) -> str:
    """Return a sentence on how a job stands."""
    counts = job["documents"]
    names = ("completed", "failed", "cancelled", "running", "retrying", "pending")
    parts = [f"{counts[name]} {name}" for name in names if counts[name]]
    return f"Job {job['id']} is {job['state']}: {', '.join(parts)} of {counts['total']} documents."


def told_unread(not_whole: Sequence[View]) -> str:
    """Return a sentence that names documents of which something is unread; the first of many."""
    named = [
        f"{document['path']} ({document['reason'] or document['outcome']})"
        for document in not_whole[:_FEW]
    ]
    more = [f"{len(not_whole) - _FEW} more"] if len(not_whole) > _FEW else []
    return f"Not read whole: {', '.join([*named, *more])}."


def _table(*headings: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in _WHOLE)
    return table


def _plain(text: str) -> "Text":
    """Return *text* for a table as it is: a file's name is no markup and no terminal command."""
    from rich.text import Text

    return Text(text.encode("unicode_escape").decode() if not text.isprintable() else text)


def _instant(value: str) -> str:
    """Return month, day and minute of an instant, in UTC."""
    return value[5:16].replace("T", " ")
