"""The matrix tells of runs that were green, and of brokers as they are."""

import json
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture
def matrix(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import matrix

    return matrix


def a_run(matrix: ModuleType, file: Path, *, child: str = "", less: int = 0) -> Path:
    """Write what pytest writes of one case a cell, and of one that is no cell."""
    cases = [
        f'<testcase classname="tests.{name}" name="test_a" time="1.6">{child}</testcase>'
        for name in list(matrix.BROKERS | matrix.STORES)[less:]
    ]
    other = '<testcase classname="tests.TestOther" name="test_b" time="9"><failure/></testcase>'
    file.write_text(f"<testsuites><testsuite>{''.join(cases)}{other}</testsuite></testsuites>")
    return file


def test_a_run_is_counted_by_cell(matrix: ModuleType, tmp_path: Path) -> None:
    run = a_run(matrix, tmp_path / "run.xml")

    found = matrix.recorded([run, run], {})

    assert list(found) == ["brokers", "stores", "main path"]
    assert len(found["brokers"]) == len(matrix.BROKERS)
    assert found["brokers"]["Redis 8"] == {"cases": 2, "seconds": 3}
    assert found["stores"]["SQLite"] == {"cases": 2, "seconds": 3}


def test_a_pair_of_the_main_path_is_a_cell(matrix: ModuleType, tmp_path: Path) -> None:
    run = a_run(matrix, tmp_path / "run.xml")
    name = "test_a_folder_goes_in_and_a_report_comes_out_though[redis-sqlite]"
    run.write_text(
        run.read_text().replace('name="test_b"', f'name="{name}"').replace("<failure/>", "")
    )

    found = matrix.recorded([run], {})["main path"]

    assert found == {"redis and sqlite": {"cases": 1, "seconds": 9}}


@pytest.mark.parametrize(
    ("module", "test", "cell"),
    [
        (
            "test_main_path",
            "test_a_broker_within_one_process_is_refused_before_work_begins[memory-up --port 0]",
            "memory and any",
        ),
        (
            "test_sqs",
            "test_a_folder_goes_in_and_a_report_comes_out_though_a_worker_is_killed",
            "Amazon SQS, on moto's server and sqlite",
        ),
        (
            "test_duckdb",
            "test_a_folder_goes_in_and_a_report_comes_out_through_a_kill",
            "none: `contractsai analyze` and DuckDB, a stranger's",
        ),
    ],
)
def test_so_is_a_refusal_and_a_strangers_main_path(
    matrix: ModuleType, tmp_path: Path, module: str, test: str, cell: str
) -> None:
    run = a_run(matrix, tmp_path / "run.xml")
    run.write_text(
        run.read_text()
        .replace('"tests.TestOther" name="test_b"', f'"tests.{module}" name="{test}"')
        .replace("<failure/>", "")
    )

    assert matrix.recorded([run], {})["main path"] == {cell: {"cases": 1, "seconds": 9}}


def test_every_broker_is_on_the_main_path_or_refused_there(matrix: ModuleType) -> None:
    rows = list(matrix.path_rows())
    refused = {broker for broker, *_, refuses in rows if refuses != "-"}

    assert refused == {"memory", "fakeredis"}
    assert {broker for broker, *_ in rows} == refused | {
        *("redis", "valkey", "rabbitmq", "embedded", "embedded in Python"),
        *("Amazon SQS, on moto's server", "none: `contractsai analyze`"),
    }


@pytest.mark.parametrize("child", ["<failure/>", "<skipped/>", "<error/>"])
def test_a_run_that_was_not_green_is_not_recorded(
    matrix: ModuleType, tmp_path: Path, child: str
) -> None:
    with pytest.raises(ValueError, match="not all passed"):
        matrix.recorded([a_run(matrix, tmp_path / "run.xml", child=child)], {})


def test_a_cell_that_was_never_run_is_missed(matrix: ModuleType, tmp_path: Path) -> None:
    """Those that are in no file keep what an earlier run has shown."""
    run = a_run(matrix, tmp_path / "run.xml", less=1)

    with pytest.raises(ValueError, match=r"no case of .*Redis 8"):
        matrix.recorded([run], {})
    earlier = {"cases": 65, "seconds": 4}

    assert (
        matrix.recorded([run], {"brokers": {"Redis 8": earlier}})["brokers"]["Redis 8"] == earlier
    )


def test_what_is_recorded_is_all_there_is_and_of_one_suite(matrix: ModuleType) -> None:
    record = json.loads(matrix.RECORD.read_text(encoding="utf-8"))

    assert list(record["brokers"]) == list(matrix.refusals())
    assert list(record["stores"]) == [cell for cell, _ in matrix.STORES.values()]
    assert len({found["cases"] for found in record["brokers"].values()}) == 1, "one suite for all"
    assert all(found["cases"] >= 60 for found in record["stores"].values())


def test_the_server_in_python_is_the_one_that_forgets(matrix: ModuleType) -> None:
    refused = matrix.refusals()

    assert refused["embedded"] == []
    assert refused["embedded, the server in Python"] == ["durable"]
    assert refused["`fakeredis://`"] == ["shared", "durable"]
