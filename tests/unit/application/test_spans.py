"""Spans: drawn where somebody asked for it, and nowhere else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from contractsai.application.spans import HEADER, Kind, Span, Spans

CARRIED = f"00-{'a' * 32}-{'b' * 16}-01"


class Drawn:
    """A span that keeps what it is told."""

    def __init__(self) -> None:
        self.told: dict[str, object] = {}

    def tell(self, **fields: object) -> None:
        self.told |= fields

    def rename(self, name: str) -> None:
        self.told["name"] = name

    def fail(self) -> None:
        self.told["failed"] = True


class Notes:
    """A recorder that notes beginnings and ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.links: list[tuple[str, str]] = []

    @contextmanager
    def span(
        self, name: str, kind: Kind, fields: Mapping[str, object], *, within: str, link: str
    ) -> Iterator[Span]:
        self.lines.append(f"{kind.value} {name} {dict(fields)}")
        self.links.append((within, link))
        try:
            yield Drawn()
        finally:
            self.lines.append(f"end {name}")

    def carried(self) -> str:
        return CARRIED


def test_where_nobody_draws_nothing_is_done() -> None:
    spans = Spans()

    with spans.span("claim", document_id="d1") as span, spans.stages() as begins:
        begins("read")
        span.tell(pages=3)
        span.rename("other")
        span.fail()

    assert spans.carried() == {}


def test_a_span_begins_and_ends_with_its_block() -> None:
    spans, notes = Spans(), Notes()
    spans.record(notes)

    with spans.span("dispatch", Kind.PRODUCER, document_id="d1"):
        assert spans.carried() == {HEADER: CARRIED}
    spans.record(None)
    with spans.span("unseen"):
        pass

    assert notes.lines == ["producer dispatch {'document_id': 'd1'}", "end dispatch"]


def test_a_stage_lasts_until_the_next_or_the_end() -> None:
    """Its name comes from a process that read a stranger's document."""
    spans, notes = Spans(), Notes()
    spans.record(notes)

    def break_down() -> None:
        with spans.stages() as begins:
            begins("read")
            begins("find facts")
            begins("WHEREAS the parties, hereinafter: ...")
            raise ValueError("broke")

    with pytest.raises(ValueError, match="broke"):
        break_down()

    assert [line.removeprefix("internal ") for line in notes.lines] == [
        "stage read {}",
        "end stage read",
        "stage find facts {}",
        "end stage find facts",
        "stage unnamed {}",
        "end stage unnamed",
    ]


@pytest.mark.parametrize(
    "told", [None, 7, "", "x" * 55, CARRIED.replace("00-", "ff-"), f"{CARRIED}\n"]
)
def test_what_leads_nowhere_is_left_out(told: object) -> None:
    """Whoever can write to the broker, or call the API, can write anything there."""
    spans, notes = Spans(), Notes()
    spans.record(notes)

    with spans.span("deliver", Kind.CONSUMER, within=told, link=told):
        pass
    with spans.span("deliver", Kind.CONSUMER, within=CARRIED, link=CARRIED):
        pass

    assert notes.links == [("", ""), (CARRIED, CARRIED)]
