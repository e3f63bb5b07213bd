"""A pipeline for another kind of document, as a stranger would write and install it."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from cli_bench import Bench
from support import strangers

INVOICES = {
    "january": "Invoice number: RE-7\nInvoice date: 31 January 2026\nTotal: EUR 1,190.00\n",
    "february": "Invoice number: RE-8\nInvoice date: 28 February 2026\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return strangers.install("contractsai-invoices", tmp_path_factory.mktemp("invoices"))


@pytest.fixture
def bench(tmp_path: Path, site: Path) -> Iterator[Bench]:
    with closing(Bench(tmp_path / "bench")) as bench:
        bench.env |= {
            "PYTHONPATH": strangers.environment(site)["PYTHONPATH"],
            "CONTRACTSAI_PIPELINE": "invoices",
        }
        yield bench


def test_it_passes_the_suite_of_pipelines(site: Path) -> None:
    """The kit is imported from our package by tests that are not ours."""
    ran = strangers.own_tests("contractsai-invoices", site)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_reports_and_reviews_understand_its_facts(bench: Bench, tmp_path: Path) -> None:
    """None of our modules knows an invoice: all that follows comes from three rows of a table."""
    folder = bench.folder_of(**INVOICES)
    files = {ending: tmp_path / f"report.{ending}" for ending in ("jsonl", "csv", "xlsx", "html")}
    reports = [word for file in files.values() for word in ("--report", str(file))]

    ran = bench.run("analyze", str(folder), "--json", "--quiet", *reports)

    assert ran.returncode == 0, ran.stderr
    february, january = map(json.loads, files["jsonl"].read_text().splitlines())
    schema = json.loads(bench.run("report-schema").stdout)
    jsonschema.validate(january, schema)
    total = next(item for item in january["findings"] if item["name"] == "invoice_total")
    broken = json.loads(json.dumps(january).replace('"1190.00"', '"a lot"'))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)
    place = total["evidence"][0]
    assert place["quote"] == "Total: EUR 1,190.00"
    assert INVOICES["january"][place["start"] : place["end"]] == place["quote"]
    assert february["review_reasons"] == ["low_confidence"]
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text("utf-8-sig"))))
    assert ("invoice_total", "EUR 1,190.00") in {(row["name"], row["value"]) for row in rows}
    book = openpyxl.load_workbook(files["xlsx"])
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert {"invoice_number", "invoice_date", "EUR 1,190.00", "Total: EUR 1,190.00"} <= cells
    page = files["html"].read_text()
    assert "<td>Total</td>" in page  # what the table calls it, beside how many say it
    assert 'aria-label="Total: sure in 1, to check in 0 of 2"' in page

    [job] = bench.jobs()
    refused = bench.run("review", job["id"], "january.txt", total["id"], "correct", "a lot")
    corrected = bench.run(
        *("review", job["id"], "january.txt", total["id"], "correct"),
        *("--normal", '{"money": {"amount": "1290.00", "currency": "EUR"}}'),
    )
    again = bench.run("jobs", "report", job["id"])

    assert refused.returncode != 0
    assert "The value of invoice_total has to be" in refused.stderr
    assert corrected.returncode == 0, corrected.stderr
    [now] = (
        item
        for line in map(json.loads, again.stdout.splitlines())
        for item in line["findings"]
        if item["name"] == "invoice_total"
    )
    assert now["normal"]["money"]["amount"] == "1290.00"
    assert now["review"]["state"] == "corrected"


def test_a_pipeline_of_ours_stays_as_it_is_beside_it(bench: Bench) -> None:
    """Who installs a plug-in has not chosen it yet."""
    folder = bench.folder_of(nda="This Agreement is governed by the laws of New York.\n")

    ran = bench.run(
        *("analyze", str(folder), "--json", "--quiet"), CONTRACTSAI_PIPELINE="contracts"
    )

    assert ran.returncode == 0, ran.stderr
    [job] = bench.jobs()
    assert job["state"] == "COMPLETED"


def test_a_plug_in_that_does_not_load_is_named_with_the_way_out(
    bench: Bench, site: Path, tmp_path: Path
) -> None:
    """Its facts are asked for by whoever makes a report, so the name must not be left to guess."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "half_done.py").write_text("import no_such_library\n")
    info = broken / "half_done-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: half-done\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[contractsai.facts]\nhalf = half_done:FACTS\n")

    ran = bench.run("jobs", "list", PYTHONPATH=str(broken))

    assert ran.returncode != 0
    assert "'half' of contractsai.facts" in ran.stderr
    assert "no_such_library" in ran.stderr
    assert "pip uninstall half-done" in ran.stderr
    assert "Traceback" not in ran.stderr
