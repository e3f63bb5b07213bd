"""One pipeline run again, elsewhere, on damaged files, and broken off: `PipelineConformance`."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest

from contractsai.application.ports import Pipeline
from contractsai.domain.findings import Analysis
from contractsai.domain.stored_analysis import StoredAnalysis

LONGEST_STAGE = 80  # characters that an error report passes on
LONG = 200_000  # characters
HOSTILE = {
    "one line without end": b"a" * LONG,
    "lines without words": b"\n" * LONG,
    "words without end": b"number " * (LONG // 7),
    "open brackets": b"(" * LONG,
    "open tags": b"<a>" * (LONG // 3),
    "digits": b"1" * LONG,
    "colons": b"Total: " * (LONG // 7),
    "combining marks": b"e" + "\u0301".encode() * (LONG // 2),
    "text from right to left": "\u202e\u05d0\u2066".encode() * 1000,
    "a mark at the beginning": b"\xef\xbb\xbf" + b"Total: EUR 1\n" * 100,
    "UTF-16": "Total: EUR 1\n".encode("utf-16") * 100,
    "half a character": b"caf\xc3",
    "a surrogate": b"\xed\xa0\x80 surrogate",
    "controls": bytes(range(1, 32)) * 100,
    "NUL in the midst": b"Total: EUR 1\0\n",
    "old line ends": b"Total: EUR 1\rTotal: EUR 2\r",
}


def analysed(pipeline: Pipeline, content: bytes) -> tuple[Analysis, ...]:
    """Return what *pipeline* makes of *content*."""
    return pipeline.analyse(content, checkpoint=lambda _: None)


def stored(pipeline: Pipeline, found: Sequence[Analysis]) -> StoredAnalysis:
    """Return what would be stored."""
    return StoredAnalysis.of(found, sha256="00" * 32, pipeline=pipeline.version)


def as_json(found: Sequence[Analysis]) -> list[dict[str, Any]]:
    """Return an analysis without what depends on the clock and the machine."""
    return [item.to_json() | {"run": None} for item in found]


def damaged(content: bytes, *, times: int) -> Iterator[bytes]:
    """Yield the file cut short, and with some of its bytes changed; the same each time."""
    chance = random.Random(len(content))  # noqa: S311 - no secret
    for part in (1, 2, 3):
        yield content[: len(content) * part // 4]
    for _ in range(times):
        changed = bytearray(content)
        for _ in range(1 + len(changed) // 200):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)


class StopError(Exception):
    """What a worker raises at a checkpoint: a cancel, a shutdown, a limit."""


class PipelineRuns:
    """Every test has a new `pipeline`, and the suite its samples."""

    samples: ClassVar[tuple[bytes, ...]] = ()
    damages: ClassVar[int] = 5
    """How many damaged forms of each sample are tried."""

    def contents(self) -> tuple[bytes, ...]:
        raise NotImplementedError

    # Determinism

    def test_the_same_bytes_give_the_same_analysis(self, pipeline: Pipeline) -> None:
        """One analysis is stored per content; a second would have to be equal."""
        for content in self.contents():
            first, second = (as_json(analysed(pipeline, content)) for _ in range(2))

            assert first == second

    def test_what_came_before_changes_nothing(self, pipeline: Pipeline) -> None:
        """A process analyses hundreds of documents, in an order that nobody chooses."""
        contents = self.contents()
        forwards = [as_json(analysed(pipeline, content)) for content in contents]
        backwards = [as_json(analysed(pipeline, content)) for content in reversed(contents)]

        assert forwards == backwards[::-1]

    def test_threads_say_the_same(self, pipeline: Pipeline) -> None:
        """Nothing may be kept between two calls that another one could see."""
        contents = [*self.samples, *self.samples]
        alone = [as_json(analysed(pipeline, content)) for content in contents]
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda each: as_json(analysed(pipeline, each)), contents))

        assert together == alone

    @pytest.mark.skipif(not hasattr(time, "tzset"), reason="no time zone to set on this system")
    def test_an_analysis_does_not_depend_on_where_it_is_made(
        self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Of fifty machines each has its own settings; a date must be the same on all."""
        here = [as_json(analysed(pipeline, content)) for content in self.samples]
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        time.tzset()
        try:
            there = [as_json(analysed(pipeline, content)) for content in self.samples]
        finally:
            monkeypatch.undo()
            time.tzset()

        assert here == there

    def test_it_leaves_no_file(
        self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """What a document says is nowhere but in the rows."""
        monkeypatch.chdir(tmp_path)
        for name in ("TMPDIR", "TEMP", "TMP"):
            monkeypatch.setenv(name, str(tmp_path))
        for content in self.samples:
            analysed(pipeline, content)

        assert list(tmp_path.iterdir()) == []

    # Hostile files

    @pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
    def test_a_hostile_file_is_an_outcome(self, pipeline: Pipeline, content: bytes) -> None:
        """Anybody may have written it; what takes for ever the suite's own limit ends."""
        found = analysed(pipeline, content)

        assert stored(pipeline, found).analyses() == found

    def test_damaged_samples_are_outcomes(self, pipeline: Pipeline) -> None:
        """A file that was cut short, or changed on its way."""
        for sample in self.samples:
            for content in damaged(sample, times=self.damages):
                found = analysed(pipeline, content)

                assert stored(pipeline, found).analyses() == found

    # Checkpoints

    def test_it_names_its_stages_in_the_same_order_each_time(self, pipeline: Pipeline) -> None:
        """An error report says how far a document came."""
        for content in self.contents():
            first, second = (stages_of(pipeline, content) for _ in range(2))

            assert first == second
            assert all(0 < len(stage) <= LONGEST_STAGE for stage in first)
            assert all(isinstance(stage, str) for stage in first)

    def test_a_document_of_its_kind_passes_a_checkpoint(self, pipeline: Pipeline) -> None:
        """Else nobody could stop it but by force."""
        for sample in self.samples:
            assert stages_of(pipeline, sample)

    def test_whatever_stops_it_at_a_checkpoint_comes_out(self, pipeline: Pipeline) -> None:
        """A checkpoint is where a cancel and a time limit come in: at each of them."""
        for sample in self.samples:
            for at in range(len(stages_of(pipeline, sample))):
                with pytest.raises(StopError):
                    pipeline.analyse(sample, checkpoint=_stopping(at))

    def test_what_was_stopped_leaves_nothing_behind(self, pipeline: Pipeline) -> None:
        """The next document is analysed by the same object."""
        for sample in self.samples:
            before = as_json(analysed(pipeline, sample))
            with pytest.raises(StopError):
                pipeline.analyse(sample, checkpoint=_stopping(len(stages_of(pipeline, sample)) - 1))

            assert as_json(analysed(pipeline, sample)) == before


def stages_of(pipeline: Pipeline, content: bytes) -> list[str]:
    """Return the stages that the analysis of *content* passes."""
    stages: list[str] = []
    pipeline.analyse(content, checkpoint=stages.append)
    return stages


def _stopping(at: int) -> Callable[[str], None]:
    """Return a checkpoint that stops the analysis at its stage number *at*."""
    left = at

    def checkpoint(stage: str) -> None:
        nonlocal left
        if not left:
            raise StopError(stage)
        left -= 1

    return checkpoint
