"""Write the parts of the documentation that the code knows best: ``python docs/generate.py``.

A page says where a part goes with a pair of comments; the rest of the page is written by hand::

    <!-- generated: settings -->
    <!-- end of generated -->

Drawings and the report's schema are whole files. A unit test fails while a committed file is not
what this script gives.

The API's description is one too, but what takes something away from callers is not written unless
that is asked for: ``python docs/generate.py --break-the-api``.
"""

import inspect
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
import yaml
from alert_table import ALERTS, anchor, rules, runbook
from api_changes import breaking
from dashboard import dashboard
from drawing import Layout, draw
from examples import fact_as_a_change, lengths
from matrix import broker_rows, path_rows, store_rows
from planted import planted
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from contractsai.adapters.brokers import transports
from contractsai.adapters.metrics.table import METRICS
from contractsai.application.report_schema import report_schema
from contractsai.domain.lifecycle import DOCUMENT, ENDED, JOB, State, Step
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.app import create_app
from contractsai.entrypoints.api.openapi import OPEN
from contractsai.entrypoints.api.scopes import SCOPES
from contractsai.entrypoints.cli.main import contractsai
from contractsai.settings import Settings

DOCS: Final = Path(__file__).parent
BLOCK: Final = re.compile(
    r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end of generated -->)", re.DOTALL
)

DOCUMENT_LAYOUT: Final = Layout(
    places={
        State.PENDING: (110, 260),
        State.RUNNING: (430, 260),
        State.RETRYING: (430, 420),
        State.COMPLETED: (760, 260),
        State.FAILED: (760, 110),
        State.CANCELLED: (760, 420),
    },
    bends={
        (State.PENDING, State.RUNNING): 32,
        (State.RUNNING, State.PENDING): 32,
        (State.RUNNING, State.RETRYING): 40,
        (State.RETRYING, State.RUNNING): 40,
        (State.PENDING, State.CANCELLED): -155,
        (State.FAILED, State.PENDING): -140,
        (State.CANCELLED, State.PENDING): 225,
    },
    size=(880, 590),
)
JOB_LAYOUT: Final = Layout(
    places={
        State.PENDING: (110, 290),
        State.RUNNING: (430, 290),
        State.COMPLETED: (760, 290),
        State.FAILED: (760, 120),
        State.CANCELLED: (760, 460),
    },
    bends={
        (State.PENDING, State.FAILED): 75,
        (State.PENDING, State.CANCELLED): -75,
        (State.FAILED, State.PENDING): -165,
        (State.CANCELLED, State.PENDING): 165,
        (State.COMPLETED, State.PENDING): 70,
    },
    size=(880, 580),
)

UNITS: Final = {
    "_seconds": "seconds",
    "_mb": "MiB",
    "_days": "days",
    "_hours": "hours",
    "_documents": "documents",
    "_failures": "attempts",
    "_crashes": "attempts",
    "concurrency": "documents",
    "max_tasks_per_child": "tasks",
    "task_time_limit": "seconds",
    "task_soft_time_limit": "seconds",
    "visibility_timeout": "seconds",
}
COMPUTED_DEFAULTS: Final = {
    "data_dir": "`~/.local/share/contractsai`, or its like on macOS and Windows",
    "allowed_roots": "your home directory",
}


def lifecycle_table(table: Mapping[Any, Step]) -> str:
    """Return a row an event."""
    rows = (
        (event.value, ", ".join(_in_order(sources)), target.value)
        for event, (sources, target) in table.items()
    )
    return _table(("event", "from", "to"), rows)


def transitions(table: Mapping[Any, Step]) -> list[tuple[State, State, str]]:
    """Return every arrow: from, to, label."""
    return [
        (source, target, event.value)
        for event, (sources, target) in table.items()
        for source in _in_order(sources)
    ]


def settings() -> str:
    """Return a row a setting, in the order of the class.

    Raises:
        ValueError: one has no description.
    """
    fields = Settings.model_fields
    undescribed = [name for name, field in fields.items() if not field.description]
    if undescribed:
        raise ValueError(f"give them a description in contractsai/settings.py: {undescribed}")
    rows = (
        (f"`{_variable(name, field)}`", _default(name, field), field.description or "")
        for name, field in fields.items()
    )
    return _table(("variable", "default", "meaning"), rows)


def commands() -> str:
    """Return a section a command, with its usage, its help and its options."""
    return "\n".join(_command(contractsai, ["contractsai"])).strip() + "\n"


def api_document() -> dict[str, Any]:
    """Return the API's description, as a service on its own machine gives it."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(Settings(data_dir=Path(folder))).openapi()


def write_api(path: Path, document: dict[str, Any], *, is_break_meant: bool) -> bool:
    """Write the API's description, and return whether it has changed.

    Raises:
        SystemExit: it takes something away from callers, and nobody said that this is meant.
    """
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    if known == document:
        return False
    broken = breaking(known, document) if known and not is_break_meant else []
    if broken:
        told = "".join(f"\n- {sentence}" for sentence in broken)
        raise SystemExit(
            f"This takes something away from callers of the API:{told}\n"
            "Give it back; or, if it is meant: python docs/generate.py --break-the-api"
        )
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return True


def endpoints() -> str:
    """Return a row an operation of the API."""
    document = api_document()
    rows = (
        (
            f"`{method.upper()} {path}`",
            operation["description"],
            _successes(operation),
            "none" if path in OPEN else SCOPES[method.upper(), path].value,
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    return _table(("endpoint", "what it does", "answers", "scope"), rows)


def plug_ins() -> str:
    """Return a row an example of what people add: what it is, and how long."""
    return _table(("example", "entry points", "code", "`pyproject.toml`", "tests"), lengths())


def problems() -> str:
    """Return a row a kind of problem."""
    rows = (
        (str(kind.status), f"`{kind.uri}`", f"{kind.title}.", kind.hint)
        for kind in sorted(kinds.ALL.values(), key=lambda kind: (kind.status, kind.slug))
    )
    return _table(("status", "type", "title", "hint"), rows)


def metrics() -> str:
    """Return a row a metric."""
    rows = (
        (
            f"`{metric.name}`",
            metric.kind.value,
            metric.source.value,
            ", ".join(f"`{name}`" for name in metric.labels),
            metric.says,
        )
        for metric in METRICS
    )
    return _table(("metric", "kind", "told by", "labels", "meaning"), rows)


def alert_table() -> str:
    """Return a row an alert."""
    rows = (
        (f"[{each.name}](runbook.md#{anchor(each)})", each.severity, each.says) for each in ALERTS
    )
    return _table(("alert", "severity", "tells"), rows)


def brokers() -> str:
    """Return a row a broker: how its URLs begin, what it can do, and when to take it."""
    every = sorted(transports.brokers(), key=lambda broker: broker.name.lower())
    able = list(every[0].capabilities.table())
    head = ("broker", "URL", *(name.replace("_", " ") for name in able), "take it for")
    rows = (
        (
            broker.name,
            " ".join(f"`{name}://`" for name, each in broker.schemes.items() if not each.refusal),
            *("yes" if can else "no" for can in broker.capabilities.table().values()),
            broker.hint,
        )
        for broker in every
    )
    refused = "".join(
        f"- `{name}://` is refused: {scheme.refusal}.\n"
        for broker in every
        for name, scheme in broker.schemes.items()
        if scheme.refusal
    )
    return f"{_table(head, rows)}\n{refused}"


BLOCKS: Final[Mapping[str, Callable[[], str]]] = {
    "document-events": lambda: lifecycle_table(DOCUMENT),
    "job-events": lambda: lifecycle_table(JOB),
    "settings": settings,
    "commands": commands,
    "endpoints": endpoints,
    "plug-ins": plug_ins,
    "fact": fact_as_a_change,
    "faults": lambda: _table(("in a", "fault", "caught by"), planted()),
    "problems": problems,
    "metrics": metrics,
    "alerts": alert_table,
    "runbook": runbook,
    "brokers": brokers,
    "broker-matrix": lambda: _table(("on", "cases", "seconds", "refuses"), broker_rows()),
    "store-matrix": lambda: _table(("on", "cases", "seconds", "refuses"), store_rows()),
    "path-matrix": lambda: _table(
        ("broker", "database", "cases", "seconds", "refuses"), path_rows()
    ),
}
FILES: Final[Mapping[str, Callable[[], str]]] = {
    "report.schema.json": lambda: json.dumps(report_schema(), indent=2) + "\n",
    "monitoring/alerts.yml": lambda: yaml.safe_dump(rules(), sort_keys=False, width=1000),
    "monitoring/dashboard.json": lambda: json.dumps(dashboard(), indent=2) + "\n",
    "images/document.svg": lambda: draw(
        "The life cycle of a document", transitions(DOCUMENT), DOCUMENT_LAYOUT, ends=ENDED
    ),
    "images/job.svg": lambda: draw(
        "The life cycle of a job", transitions(JOB), JOB_LAYOUT, ends=ENDED
    ),
}


def generated(docs: Path = DOCS) -> dict[Path, str]:
    """Return what every file with a generated part should hold; nothing is written."""
    wanted = {docs / name: make() for name, make in FILES.items()}
    for page in sorted(docs.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        if BLOCK.search(text):
            wanted[page] = BLOCK.sub(_filled, text)
    return wanted


def _filled(match: re.Match[str]) -> str:
    return f"{match[1]}\n{BLOCKS[match[2]]()}\n{match[3]}"


def _in_order(states: frozenset[State]) -> list[State]:
    return [state for state in State if state in states]


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    cells = ([cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _variable(name: str, field: FieldInfo) -> str:
    alias = getattr(field.validation_alias, "choices", None)
    return str(alias[0]) if alias else f"CONTRACTSAI_{name.upper()}"


def _unit(name: str) -> str:
    return next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")


def _default(name: str, field: FieldInfo) -> str:
    if name in COMPUTED_DEFAULTS:
        return COMPUTED_DEFAULTS[name]
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, tuple):
        value = ",".join(value)
    return "none" if value in (None, "") else f"`{value}` {_unit(name)}".strip()


def _command(command: click.Command, path: list[str]) -> Iterator[str]:
    context = click.Context(command, info_name=" ".join(path))
    yield f"### `{' '.join(path)}`\n"
    usage = " ".join([*path, *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```\n"
    yield _literals(command.help or "") + "\n"
    rows = [row for option in command.get_params(context) for row in _option(option)]
    if rows:
        yield _table(("option", "meaning"), iter(rows))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, [*path, name])


def _option(parameter: click.Parameter) -> Iterator[tuple[str, str]]:
    if not isinstance(parameter, click.Option) or "--help" in parameter.opts:
        return
    said = parameter.help or ""
    if parameter.show_default:
        said = f"{said} By default {parameter.default}.".strip()
    if parameter.envvar:
        said = f"{said} Also `{parameter.envvar}`."
    yield f"`{', '.join(parameter.opts)}{_value(parameter)}`", said


def _value(option: click.Option) -> str:
    """Return what an option takes; click's own words for it differ between its versions."""
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return f" {'|'.join(str(choice) for choice in option.type.choices)}"
    is_number = isinstance(option.type, click.types.IntParamType)
    return f" {option.metavar or ('NUMBER' if is_number else 'TEXT')}"


def _literals(text: str) -> str:
    """Return a docstring as Markdown, which writes literals with one backtick."""
    return inspect.cleandoc(text).replace("``", "`")


def _successes(operation: Mapping[str, Any]) -> str:
    return ", ".join(status for status in operation["responses"] if status.startswith("2"))


def main() -> None:
    """Write what has changed, and say so."""
    for path, text in generated().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(DOCS.parent)}")
    is_break_meant = sys.argv[1:] == ["--break-the-api"]
    if write_api(DOCS / "openapi.json", api_document(), is_break_meant=is_break_meant):
        print("wrote docs/openapi.json")


if __name__ == "__main__":
    main()
