"""What every `Pipeline` must do: subclass `PipelineConformance` and give it a fixture `pipeline`.

class TestMyPipeline(PipelineConformance):
    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return MyPipeline()

    samples = (b"...", ...)   # documents of its kind, and containers with such inside
"""

from typing import ClassVar

import pytest

from contractsai.application.ports import Pipeline
from contractsai.domain.findings import Analysis
from contractsai.domain.stored_analysis import StoredAnalysis

NO_DOCUMENTS = (
    b"",
    b"\0" * 1000,
    b"\xff\xfe\xfa" * 100,
    b"%PDF-1.7 and nothing behind it",
    b"PK\x03\x04 and nothing behind it",
    b"<html",
    b"From: nobody\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n",
)


class PipelineConformance:
    """That an analysis says the same each time, and says what it did not read."""

    samples: ClassVar[tuple[bytes, ...]] = ()

    def analysed(self, pipeline: Pipeline, content: bytes) -> tuple[Analysis, ...]:
        """Return what *pipeline* makes of *content*."""
        return pipeline.analyse(content, checkpoint=lambda _: None)

    def contents(self) -> tuple[bytes, ...]:
        """Return the pipeline's own samples, and what is no document of anybody's."""
        return (*self.samples, *NO_DOCUMENTS)

    def test_there_are_samples(self) -> None:
        """Else all that follows would hold of nothing."""
        assert self.samples

    def test_the_file_itself_comes_first_and_once(self, pipeline: Pipeline) -> None:
        """Its line is the one that people look at, and the document's outcome."""
        for content in self.contents():
            members = [item.member for item in self.analysed(pipeline, content)]

            assert members[0] is None
            assert None not in members[1:]

    def test_members_can_be_told_apart(self, pipeline: Pipeline) -> None:
        """A member's name is part of its line's identity."""
        for content in self.contents():
            members = [item.member for item in self.analysed(pipeline, content)]

            assert len(set(members)) == len(members)

    def test_nothing_is_left_unread_in_silence(self, pipeline: Pipeline) -> None:
        """Where something inside a file was not read, the file's own outcome says so."""
        for content in self.contents():
            found = self.analysed(pipeline, content)

            stored = StoredAnalysis.of(found, sha256="00" * 32, pipeline=pipeline.version)

            assert stored.outcome is found[0].outcome

    def test_the_same_bytes_give_the_same_analysis(self, pipeline: Pipeline) -> None:
        """One analysis is stored per content; a second would have to be equal."""
        for content in self.contents():
            first, second = (
                [item.to_json() | {"run": None} for item in self.analysed(pipeline, content)]
                for _ in range(2)
            )

            assert first == second

    def test_what_is_stored_comes_back_as_it_was(self, pipeline: Pipeline) -> None:
        """Reports are made of what is stored, possibly by a later version."""
        for content in self.contents():
            found = self.analysed(pipeline, content)

            stored = StoredAnalysis.of(found, sha256="00" * 32, pipeline=pipeline.version)

            assert stored.analyses() == found

    def test_bad_input_is_an_outcome(self, pipeline: Pipeline) -> None:
        """An exception costs an attempt, and a document its neighbours' time."""
        for content in NO_DOCUMENTS:
            assert self.analysed(pipeline, content)

    def test_it_stops_where_it_is_told_to(self, pipeline: Pipeline) -> None:
        """A checkpoint is where a cancel and a time limit come in."""

        class StopError(Exception):
            pass

        def stop(stage: str) -> None:
            raise StopError(stage)

        with pytest.raises(StopError):
            pipeline.analyse(self.samples[0], checkpoint=stop)
