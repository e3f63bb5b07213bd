"""Training: the same data gives the same model, and a model that learns what it is shown."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs the extra 'training'")

from contractsai.pipeline.clauses.model.store import load_model
from contractsai.pipeline.lexicon.categories import CATEGORIES
from contractsai.pipeline.text.units import units_of
from training import clauses as training
from training.corpus import CONTRACTS, read_contracts
from training.descriptions import DESCRIPTIONS

ASSIGNMENT = "Neither party may assign this Agreement without the prior written consent of {}."
INSURANCE = "{} shall maintain commercial general liability insurance at its own expense."
NAMES = ("Acme", "Borealis", "Cobalt", "Dynamo", "Equinox", "Fulmar", "Garnet", "Halcyon")


def contract(number: int) -> dict[str, object]:
    """Return a contract that has a clause on assignment, and every other one on insurance."""
    name = NAMES[number % len(NAMES)]
    clauses = {"Anti-Assignment": ASSIGNMENT.format(name)}
    if number % 2:
        clauses["Insurance"] = INSURANCE.format(name)
    filler = [f"{index}. {name} shall deliver the goods to the buyer." for index in range(4, 10)]
    text = "\n\n".join(["SUPPLY AGREEMENT", *clauses.values(), *filler])
    labels = {
        label: {"answer": "Yes", "spans": [[text.index(clause), text.index(clause) + len(clause)]]}
        for label, clause in clauses.items()
    }
    return {"id": f"c{number:02}", "text": text, "labels": labels}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cuad")
    rows = [contract(number) for number in range(24)]
    with gzip.open(folder / CONTRACTS, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    described = [
        f"Category: {category.label},Description: Is there one?,Answer Format: -,Group: -"
        for category in CATEGORIES.values()
    ]
    lines = ["Category (incl. context and answer),Description,Answer Format,Group", *described]
    (folder / DESCRIPTIONS).write_text("\n".join(lines), "utf-8")
    folds = {str(row["id"]): number % 3 for number, row in enumerate(rows)}
    (folder / "folds.json").write_text(json.dumps(folds), "utf-8")
    return folder


def train(data: Path, out: Path) -> Path:
    arguments = ["--data", str(data), "--out", str(out), "--folds", str(data / "folds.json")]
    assert training.main([*arguments, "--log", str(out) + ".log.json"]) == 0
    return out


def test_two_runs_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    """Whoever doubts the model can make it again and compare."""
    one, other = train(data, tmp_path / "one"), train(data, tmp_path / "other")

    assert {file.name: file.read_bytes() for file in one.iterdir()} == {
        file.name: file.read_bytes() for file in other.iterdir()
    }
    assert (tmp_path / "one.log.json").read_text() == (tmp_path / "other.log.json").read_text()


def test_a_trained_model_finds_what_it_was_shown(data: Path, tmp_path: Path) -> None:
    text = f"SUPPLY AGREEMENT\n\n{ASSIGNMENT.format('Acme')}\n\n7. Acme shall deliver the goods."
    model = load_model(train(data, tmp_path / "model"))

    found = model.find(text, units_of(text))

    best = next(item for item in found.candidates if item.category == "cuad.anti_assignment")
    assert text[slice(*best.span)] == ASSIGNMENT.format("Acme")


def test_a_fold_that_is_left_out_is_not_read(data: Path, tmp_path: Path) -> None:
    """A figure on contracts that were trained on means nothing."""
    arguments = ["--data", str(data), "--folds", str(data / "folds.json"), "--without-fold", "1"]
    log = tmp_path / "log.json"

    training.main([*arguments, "--out", str(tmp_path / "model"), "--log", str(log)])

    read = json.loads(log.read_text("utf-8"))["contracts"]
    assert read == [f"c{number:02}" for number in range(24) if number % 3 != 1]


def test_labels_follow_the_text_as_it_is_normalised(tmp_path: Path) -> None:
    """Offsets of the data count blanks and breaks that the pipeline drops."""
    clause = ASSIGNMENT.format("Acme")
    text = f"A\u00a0B   \r\n\r\n\r\n\r\n\r\nFirst sentence here.  {clause}  Last sentence here."
    start = text.index(clause)
    spans = [[start, start + len(clause)]]
    row = {"id": "c", "text": text, "labels": {"Anti-Assignment": {"answer": "", "spans": spans}}}
    with gzip.open(tmp_path / CONTRACTS, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(row))

    [read] = read_contracts(tmp_path)

    [marked] = np.flatnonzero(read.target.any(axis=1))
    unit = read.units[marked]
    assert read.text[unit.start : unit.end] == clause
