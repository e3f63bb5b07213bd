"""The examples of Extending are all that it takes, as long as the page says."""

from pathlib import Path
from types import ModuleType

import pytest

from contractsai.domain.facts import FACTS
from contractsai.domain.findings import Finding
from contractsai.pipeline.pipeline import ContractPipeline

DOCS = Path(__file__).resolve().parents[3] / "docs"
CONTRACT = (
    b"SERVICES AGREEMENT\n\nThe Client shall pay each invoice within 30 days of its receipt.\n"
)


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import examples

    return examples


def test_a_fact_is_a_row_a_place_in_the_list_and_what_people_may_write(
    examples: ModuleType,
) -> None:
    """Each module that the table of steps names, and no other."""
    modules = [file.relative_to(DOCS.parent).as_posix() for file, _ in examples.fact_lines()]
    page = (DOCS / "extending.md").read_text(encoding="utf-8")

    assert modules == [
        "contractsai/application/register_columns.py",
        "contractsai/domain/facts.py",
        "contractsai/domain/written.py",
        "contractsai/pipeline/facts/__init__.py",
    ]
    assert [module for module in modules if f"| `{module}` |" not in page] == []


def test_that_fact_is_found_by_what_the_page_shows(examples: ModuleType) -> None:
    """The finder and the list of finders are those of the pipeline that runs."""
    [analysis] = ContractPipeline().analyse(CONTRACT, checkpoint=lambda _: None)

    [found] = [
        each
        for each in analysis.findings
        if isinstance(each, Finding) and each.name == "payment_term"
    ]
    assert found.normal == {"n": 30, "unit": "day"}
    assert FACTS["payment_term"].label == "Payment"
    assert examples.FINDER.is_file()


def test_every_kind_of_plug_in_has_an_example_and_its_length(examples: ModuleType) -> None:
    rows = list(examples.lengths())

    assert {group for _, groups, *_ in rows for group in groups.split(", ")} == {
        "-",
        *(
            f"`contractsai.{kind}`"
            for kind in ("brokers", "facts", "pipelines", "sources", "stores")
        ),
    }
    assert all(int(code.partition(" ")[0]) > 0 and int(tests) > 0 for *_, code, _, tests in rows)
