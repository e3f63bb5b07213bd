"""Pages per core-second, from bytes to stored JSON, beside a pass of PDFium alone.

``python -m benchmarks.pages FOLDER`` takes the PDFs below a folder. Times are processor time, and
both passes take turns document by document, so that a busy machine disturbs both alike: compare
the ratio, not the seconds, between machines.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdfium2 as pdfium

from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.adapters.analysis.limits import AnalysisLimits
from contractsai.application.ports import Pipeline
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.plugins import load_pipeline
from contractsai.testing.opened import analyse_file

MEGABYTE = 1_000_000
LOAD = """
import time
wall, cpu = time.perf_counter(), time.process_time()
from contractsai.plugins import load_pipeline
load_pipeline("contracts")
print(time.perf_counter() - wall, time.process_time() - cpu)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; seconds are processor time, megabytes are millions of bytes."""

    documents: int
    pages: int
    pdfium_seconds: float
    analysis_seconds: float
    seconds_by_stage: dict[str, float]
    load_seconds: float
    resident_mb: float
    peak_mb: float

    @property
    def pages_per_second(self) -> float:
        return self.pages / self.analysis_seconds

    @property
    def pdfium_pages_per_second(self) -> float:
        return self.pages / self.pdfium_seconds

    @property
    def ratio(self) -> float:
        return self.analysis_seconds / self.pdfium_seconds


def read_with_pdfium(content: bytes) -> int:
    """Read the text layer and nothing else; return the number of pages."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return 0
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            text.get_text_range(errors="replace")
            text.close()
            page.close()
        return len(document)
    finally:
        document.close()


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor time that *work* takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def analyse(content: bytes, pipeline: Pipeline, stages: dict[str, float]) -> None:
    """Carry bytes to stored JSON, adding up what each stage took."""
    found = pipeline.analyse(content, checkpoint=lambda _: None)
    StoredAnalysis.of(found, sha256=found[0].sha256 or "", pipeline=pipeline.version)
    for stage, seconds in found[0].run.seconds_by_stage.items():
        stages[stage] = stages.get(stage, 0.0) + seconds


def load_seconds(*, repeat: int = 5) -> float:
    """Return the processor time to import and load the pipeline in a fresh process, the median."""
    runs = []
    for _ in range(repeat):
        ran = subprocess.run(
            [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True
        )
        runs.append(float(ran.stdout.split()[1]))
    return statistics.median(runs)


def memory_of(files: Sequence[Path]) -> tuple[float, float]:
    """Return what an analysis process holds in the end, and the most that it ever held."""
    host = ProcessAnalysisHost(
        "contracts",
        AnalysisLimits(
            seconds=300,
            memory_bytes=1024 * MEGABYTE,
            heartbeat_seconds=1,
            max_documents=len(files) + 1,
            max_idle_bytes=1024 * MEGABYTE,
        ),
    )
    try:
        stored = [analyse_file(host, file) for file in files]
        peaks = [item.analyses()[0].run.peak_memory_mb or 0.0 for item in stored]
        [child] = host._idle  # noqa: SLF001 - the one process that has read them all
        return round(child.held_bytes() / MEGABYTE, 1), max(peaks)
    finally:
        host.close()


def measure(files: Sequence[Path]) -> Figures:
    """Measure everything over *files*, each read once before the clock runs."""
    pipeline = load_pipeline("contracts")
    stages: dict[str, float] = {}
    contents = [file.read_bytes() for file in files]
    read_with_pdfium(contents[0])
    analyse(contents[0], pipeline, {})  # the first pass compiles what is compiled once
    pages, alone, whole = 0, 0.0, 0.0
    for content in contents:
        pages += read_with_pdfium(content)
        alone += seconds_of(lambda content=content: read_with_pdfium(content))
        whole += seconds_of(lambda content=content: analyse(content, pipeline, stages))
    resident, peak = memory_of(files)
    return Figures(
        documents=len(files),
        pages=pages,
        pdfium_seconds=round(alone, 3),
        analysis_seconds=round(whole, 3),
        seconds_by_stage={stage: round(seconds, 3) for stage, seconds in stages.items()},
        load_seconds=round(load_seconds(), 3),
        resident_mb=resident,
        peak_mb=peak,
    )


def told(figures: Figures) -> str:
    """Return the figures as a table."""
    slowest = sorted(figures.seconds_by_stage.items(), key=lambda item: -item[1])
    total = sum(figures.seconds_by_stage.values()) or 1
    rows = [
        ("documents, pages", f"{figures.documents}, {figures.pages}"),
        ("PDFium alone", f"{figures.pdfium_pages_per_second:.0f} pages per core-second"),
        ("bytes to stored JSON", f"{figures.pages_per_second:.0f} pages per core-second"),
        ("ratio", f"{figures.ratio:.2f} times PDFium alone"),
        ("stages", ", ".join(f"{name} {100 * took / total:.0f} %" for name, took in slowest)),
        ("import and load", f"{figures.load_seconds:.2f} s"),
        ("resident, peak", f"{figures.resident_mb:.0f} MB, {figures.peak_mb:.0f} MB"),
    ]
    return "\n".join(f"{name:<22}{value}" for name, value in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="take so many files")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.pdf"))[: options.limit]
    if not files:
        raise SystemExit(f"no PDF below {options.folder}")
    figures = measure(files)
    print(json.dumps(asdict(figures)) if options.json else told(figures))


if __name__ == "__main__":
    main()
