"""What a PDF is read as."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.pipeline import ContractPipeline


class OneWordOcr:
    """`Ocr` that gives the same answer to every picture."""

    version = "fake 1 eng"

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked = 0

    def read(self, _picture: object) -> str | None:
        self.asked += 1
        return self.answer

    def read_file(self, _content: bytes) -> str | None:
        self.asked += 1
        return self.answer


@pytest.fixture
def read() -> Callable[[bytes], Analysis]:
    """Return what a PDF is analysed as, without OCR."""
    return lambda content: ContractPipeline().analyse(content, checkpoint=lambda _: None)[0]


@pytest.fixture
def read_by() -> Callable[[bytes, str | None], tuple[Analysis, OneWordOcr]]:
    """Return what it is analysed as with OCR that answers so, and the OCR."""

    def run(content: bytes, answer: str | None) -> tuple[Analysis, OneWordOcr]:
        ocr = OneWordOcr(answer)
        found = ContractPipeline(ocr=ocr).analyse(content, checkpoint=lambda _: None)[0]
        return found, ocr

    return run
