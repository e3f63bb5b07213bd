"""Cross-validate the model of clauses with the code that ships.

For each fold a model is trained on the others; the pipeline analyses the fold with it, and
writes a report that the evaluation kit scores:
``python -m training.evaluate --data ../shared/data --out /tmp/report``.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from threadpoolctl import threadpool_limits

from contractsai.adapters.reports.jsonl import write_jsonl
from contractsai.application.report import ReportEntry, report_lines
from contractsai.domain.lifecycle import State
from contractsai.pipeline.clauses.model.clauses import ClauseModel
from contractsai.pipeline.clauses.model.store import load_model
from contractsai.pipeline.pipeline import ContractPipeline
from training.base import Base, fit_base
from training.clauses import FOLDS, FitBase, train, write_model
from training.corpus import Contract, read_contracts
from training.descriptions import Texts, texts_of
from training.second import Second, Seen, fit_second

SET: Final = "cuad"


def remembering(texts: Texts) -> FitBase:
    """Return `fit_base` that trains once on equal contracts: folds share their inner models."""
    known: dict[tuple[str, ...], Base] = {}

    def fit(contracts: Sequence[Contract]) -> Base:
        key = tuple(contract.id for contract in contracts)
        if key not in known:
            known[key] = fit_base(contracts, texts=texts)
            print(f"{len(known)} first stages", flush=True)
        return known[key]

    return fit


def entries(contracts: Sequence[Contract], pdfs: Path, model: ClauseModel) -> Iterator[ReportEntry]:
    """Yield the analysis of each contract, of its PDF where there is one."""
    pipeline = ContractPipeline(model=model)
    for contract in contracts:
        pdf = pdfs / f"{contract.id}.pdf"
        content = pdf.read_bytes() if pdf.exists() else contract.raw.encode()
        name = f"{contract.id}{pdf.suffix if pdf.exists() else '.txt'}"
        analyses = pipeline.analyse(content, checkpoint=lambda _: None)
        digest = hashlib.sha256(content).hexdigest()
        yield ReportEntry(name, State.COMPLETED, analyses[0].outcome, None, digest, analyses)


def fast_second(
    contracts: Sequence[Contract], folds: Mapping[str, int], without: int, fit: FitBase
) -> Second:
    """Return a second stage that learned from all folds but one, by the scores of five models."""
    seen: list[Seen] = []
    for fold in sorted(set(folds.values()) - {without}):
        base = fit([contract for contract in contracts if folds[contract.id] != fold])
        held = [contract for contract in contracts if folds[contract.id] == fold]
        seen += [Seen(contract, fold, base.scores(contract), base.priors) for contract in held]
    return fit_second(seen)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write ``fold-K.jsonl`` and the model of each fold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds cuad")
    parser.add_argument("--out", type=Path, required=True, help="folder of models and reports")
    parser.add_argument("--text-only", action="store_true", help="texts even where PDFs exist")
    parser.add_argument(
        "--fast",
        action="store_true",
        help="let the second stage of a fold learn from first stages that had seen that fold: "
        "5 of them instead of 15; no stage sees what it is scored on",
    )
    parser.add_argument("--keep-models", action="store_true", help="use the models that are there")
    options = parser.parse_args(arguments)
    folds = json.loads(FOLDS.read_text("utf-8"))
    contracts = read_contracts(options.data / SET)
    pdfs = options.data / SET / ("none" if options.text_only else "pdf")
    fit = remembering(texts_of(options.data / SET))
    (options.out / SET).mkdir(parents=True, exist_ok=True)
    for fold in sorted(set(folds.values())):
        folder = options.out / f"model-{fold}"
        if not (options.keep_models and folder.exists()):
            others = [contract for contract in contracts if folds[contract.id] != fold]
            with threadpool_limits(1):
                if options.fast:
                    write_model(folder, fit(others), fast_second(contracts, folds, fold, fit))
                else:
                    write_model(folder, *train(others, folds, fit=fit))
        held = [contract for contract in contracts if folds[contract.id] == fold]
        with (options.out / SET / f"fold-{fold}.jsonl").open("wb") as stream:
            lines = report_lines(
                entries(held, pdfs, load_model(folder)), with_text=True, with_candidates=True
            )
            write_jsonl(lines, stream)
    return 0


if __name__ == "__main__":
    sys.exit(main())
