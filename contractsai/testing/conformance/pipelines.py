"""What every `Pipeline` must do: subclass `PipelineConformance` and give it a fixture `pipeline`.

class TestMyPipeline(PipelineConformance):
    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return MyPipeline()   # a new one for each test

    samples = (b"...", ...)   # documents of its kind, and containers with such inside
    facts = MY_FACTS          # its own rows of the table of facts, if it has any
"""

import hashlib
from collections.abc import Iterator
from typing import ClassVar

import pytest

from contractsai.application.ports import GoesByPlaybook, LimitsSize, Pipeline
from contractsai.domain import facts
from contractsai.domain.facts import FACTS, FactRow
from contractsai.domain.findings import Kind
from contractsai.testing.conformance.pipeline_runs import PipelineRuns, analysed, stored

NO_DOCUMENTS = (
    b"",
    b"\0" * 1000,
    b"\xff\xfe\xfa" * 100,
    b"%PDF-1.7 and nothing behind it",
    b"PK\x03\x04 and nothing behind it",
    b"<html",
    b"From: nobody\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n",
)


class PipelineConformance(PipelineRuns):
    """That an analysis says the same each time, shows where it has it from, and what it left."""

    samples: ClassVar[tuple[bytes, ...]] = ()
    facts: ClassVar[tuple[FactRow, ...]] = ()
    finds_nothing: ClassVar[bool] = False
    """Whether it finds no facts in its samples; who says so must indeed not."""

    @pytest.fixture(autouse=True)
    def own_facts(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Know the pipeline's facts in this test, as a process does that has it installed."""
        monkeypatch.setattr(FACTS, "_rows", dict(FACTS))
        facts.learn(self.facts)
        yield
        monkeypatch.undo()

    def contents(self) -> tuple[bytes, ...]:
        """Return the pipeline's own samples, and what is no document of anybody's."""
        return (*self.samples, *NO_DOCUMENTS)

    def test_there_are_samples(self) -> None:
        """Else all that follows would hold of nothing."""
        assert self.samples

    def test_its_version_is_a_name_that_stays(self, pipeline: Pipeline) -> None:
        """It is part of the identity of all that is stored."""
        assert pipeline.version.strip() == pipeline.version != ""
        assert pipeline.version == pipeline.version

    def test_a_limit_of_its_own_is_a_number_of_bytes(self, pipeline: Pipeline) -> None:
        """The process that reads compares with it, before it has read."""
        if isinstance(pipeline, LimitsSize):
            assert type(pipeline.max_bytes) is int
            assert pipeline.max_bytes >= max(map(len, self.samples))

    def test_who_goes_by_a_playbook_says_which_and_refuses_what_is_none(
        self, pipeline: Pipeline
    ) -> None:
        """Stored analyses are reused by the version; who has no such method takes none."""
        if isinstance(pipeline, GoesByPlaybook):
            with pytest.raises(ValueError):  # noqa: PT011 - in the words of the pipeline
                pipeline.with_playbook("\0: [")
        else:
            assert not hasattr(pipeline, "with_playbook")

    # The lines of a report

    def test_the_file_itself_comes_first_and_once(self, pipeline: Pipeline) -> None:
        """Its line is the one that people look at, and the document's outcome."""
        for content in self.contents():
            members = [item.member for item in analysed(pipeline, content)]

            assert members[0] is None
            assert None not in members[1:]

    def test_members_can_be_told_apart(self, pipeline: Pipeline) -> None:
        """A member's name is part of its line's identity."""
        for content in self.contents():
            members = [item.member for item in analysed(pipeline, content)]

            assert len(set(members)) == len(members)

    def test_the_files_digest_is_of_its_bytes(self, pipeline: Pipeline) -> None:
        """Reviews hang on it."""
        for content in self.contents():
            first = analysed(pipeline, content)[0]

            assert first.sha256 == hashlib.sha256(content).hexdigest()

    def test_nothing_is_left_unread_in_silence(self, pipeline: Pipeline) -> None:
        """Where something inside a file was not read, the file's own outcome says so."""
        for content in self.contents():
            found = analysed(pipeline, content)

            assert stored(pipeline, found).outcome is found[0].outcome

    def test_what_is_stored_comes_back_as_it_was(self, pipeline: Pipeline) -> None:
        """Reports are made of what is stored, possibly by a later version."""
        for content in self.contents():
            found = analysed(pipeline, content)

            assert stored(pipeline, found).analyses() == found

    def test_what_was_stored_is_text(self, pipeline: Pipeline) -> None:
        """No database keeps a NUL in a text, and UTF-8 has no half characters."""
        for content in self.contents():
            payload = stored(pipeline, analysed(pipeline, content)).payload

            assert b"\\u0000" not in payload
            assert payload.decode("utf-8")

    # Facts and their evidence

    def test_it_finds_something_in_its_samples(self, pipeline: Pipeline) -> None:
        """Else its evidence, its facts and their forms would hold of nothing."""
        found = [item for each in self.samples for item in analysed(pipeline, each)]

        assert any(item.findings for item in found) is not self.finds_nothing

    def test_evidence_is_the_text_at_its_place(self, pipeline: Pipeline) -> None:
        """Whoever looks it up has to find the words there."""
        for content in self.contents():
            for item in analysed(pipeline, content):
                for place in (place for one in item.findings for place in one.evidence):
                    assert item.text is not None
                    assert item.text[place.start : place.end].startswith(place.quote)
                    assert place.quote

    def test_facts_are_in_the_table_and_have_their_form(self, pipeline: Pipeline) -> None:
        """Reports, corrections and overviews know of a fact what its row says."""
        for content in self.contents():
            for item in analysed(pipeline, content):
                for one in (one for one in item.findings if one.kind is Kind.FACT):
                    assert one.name in FACTS
                    assert FACTS[one.name].form.fits(one.normal), (one.name, one.normal)

    def test_every_fact_of_its_own_is_found_in_a_sample(self, pipeline: Pipeline) -> None:
        """A row that nothing finds is an empty column for ever."""
        names = {
            one.name
            for each in self.samples
            for item in analysed(pipeline, each)
            for one in item.findings
        }

        assert {row.name for row in self.facts} <= names

    # Bad input

    def test_bad_input_is_an_outcome(self, pipeline: Pipeline) -> None:
        """An exception costs an attempt, and a document its neighbours' time."""
        for content in NO_DOCUMENTS:
            found = analysed(pipeline, content)

            assert stored(pipeline, found).analyses() == found
