"""Pipelines with a fault, and the case of the suite that catches each."""

import hashlib
import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from support import planted

from contractsai.application.ports import Pipeline
from contractsai.domain.findings import (
    Analysis,
    Band,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Outcome,
    Versions,
)
from contractsai.testing.conformance.pipelines import PipelineConformance

Checkpoint = Callable[[str], None]


class Sound:
    """`Pipeline` that takes the first line for the title."""

    version = "first line 1"
    fact = "title"

    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        checkpoint("read")
        line = content.decode(errors="replace").replace("\0", " ").strip().partition("\n")[0]
        checkpoint("title")
        title = line.strip()[:100]
        return (
            Analysis(
                *(None, hashlib.sha256(content).hexdigest(), "text/plain", Outcome.ANALYSED, None),
                Versions(self.version, "none", "none"),
                language="und",
                text=title,
                findings=(self.found(title),) if title else (),
            ),
        )

    def found(self, title: str) -> Finding:
        return Finding(
            *("f1", Kind.FACT, self.fact, title, self.normal(title), 0.9, Band.SURE, "rule:first"),
            evidence=(Evidence(None, 0, len(title), title),),
        )

    def normal(self, title: str) -> JsonValue:
        return title


class SaysOtherThingsTheSecondTime(Sound):
    def __init__(self) -> None:
        self._calls = itertools.count()

    def found(self, title: str) -> Finding:
        return replace(super().found(title), value=f"{title} {next(self._calls)}")


class RemembersTheLast(Sound):
    last = ""

    def found(self, title: str) -> Finding:
        before, self.last = self.last, title
        return replace(super().found(title), value=f"{title}, after {before}")


class ReadsTheClockOnTheWall(Sound):
    def found(self, title: str) -> Finding:
        return replace(super().found(title), value=f"{title} ({time.strftime('%Z')})")


class LeavesFiles(Sound):
    def found(self, title: str) -> Finding:
        Path("scratch.txt").write_text(title)
        return super().found(title)


class HasEvidenceElsewhere(Sound):
    def found(self, title: str) -> Finding:
        place = Evidence(None, 1, len(title) + 1, title)
        return replace(super().found(title), evidence=(place,))


class FindsWhatNobodyKnows(Sound):
    fact = "heading"


class HasAFormOfItsOwn(Sound):
    def normal(self, title: str) -> JsonValue:
        return {"title": title}


class FindsNothing(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=checkpoint)
        return (replace(found, findings=()),)


class BreaksOnNothing(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        assert content[0] is not None
        return super().analyse(content, checkpoint=checkpoint)


class BreaksOnHalfACharacter(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        content.decode()
        return super().analyse(content, checkpoint=checkpoint)


class SwallowsWhatStopsIt(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        def deaf(stage: str) -> None:
            try:
                checkpoint(stage)
            except Exception:  # noqa: BLE001 - that is the fault
                return

        return super().analyse(content, checkpoint=deaf)


class CannotBeStopped(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        return super().analyse(content, checkpoint=lambda _: None)


class ShufflesItsStages(Sound):
    def __init__(self) -> None:
        self._stages = itertools.cycle(["read", "title", "third"])

    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        return super().analyse(content, checkpoint=lambda _: checkpoint(next(self._stages)))


class StaysStopped(Sound):
    is_stopped = False

    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=self._noting(checkpoint))
        return (replace(found, findings=()) if self.is_stopped else found,)

    def _noting(self, checkpoint: Checkpoint) -> Checkpoint:
        def noting(stage: str) -> None:
            try:
                checkpoint(stage)
            except Exception:
                self.is_stopped = True
                raise

        return noting


class PutsAMemberFirst(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=checkpoint)
        return (replace(found, member="inner"), found)


class NamesMembersAlike(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=checkpoint)
        return (found, replace(found, member="a"), replace(found, member="a"))


class KeepsSilentOfWhatItDidNotRead(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=checkpoint)
        unread = Analysis("a", None, None, Outcome.FAILED, "corrupt", found.versions)
        return (found, unread)


class HashesSomethingElse(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=checkpoint)
        return (replace(found, sha256=hashlib.sha256(content.strip()).hexdigest()),)


class PassesNulOn(Sound):
    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        [found] = super().analyse(content, checkpoint=checkpoint)
        return (replace(found, text=f"{found.text}\0"),)


class ChangesItsVersion(Sound):
    def __init__(self) -> None:
        self._numbers = itertools.count()

    @property
    def version(self) -> str:  # type: ignore[override] - that is the fault
        return f"version {next(self._numbers)}"


class LimitsInWords(Sound):
    max_bytes = "10 MB"


class TakesAnyPlaybook(Sound):
    def with_playbook(self, text: str) -> Pipeline:
        return self


class Suite(PipelineConformance):
    samples: ClassVar[tuple[bytes, ...]] = (b"SUPPLY AGREEMENT\nof 2026", b"NDA\n", b"\r\nLEASE ")


CASES: list[tuple[type[Sound], Callable[..., None]]] = [
    (SaysOtherThingsTheSecondTime, Suite.test_the_same_bytes_give_the_same_analysis),
    (SaysOtherThingsTheSecondTime, Suite.test_threads_say_the_same),
    (RemembersTheLast, Suite.test_what_came_before_changes_nothing),
    (ReadsTheClockOnTheWall, Suite.test_an_analysis_does_not_depend_on_where_it_is_made),
    (LeavesFiles, Suite.test_it_leaves_no_file),
    (HasEvidenceElsewhere, Suite.test_evidence_is_the_text_at_its_place),
    (FindsWhatNobodyKnows, Suite.test_facts_are_in_the_table_and_have_their_form),
    (HasAFormOfItsOwn, Suite.test_facts_are_in_the_table_and_have_their_form),
    (FindsNothing, Suite.test_it_finds_something_in_its_samples),
    (BreaksOnNothing, Suite.test_bad_input_is_an_outcome),
    (BreaksOnHalfACharacter, Suite.test_damaged_samples_are_outcomes),
    (SwallowsWhatStopsIt, Suite.test_whatever_stops_it_at_a_checkpoint_comes_out),
    (CannotBeStopped, Suite.test_a_document_of_its_kind_passes_a_checkpoint),
    (ShufflesItsStages, Suite.test_it_names_its_stages_in_the_same_order_each_time),
    (StaysStopped, Suite.test_what_was_stopped_leaves_nothing_behind),
    (PutsAMemberFirst, Suite.test_the_file_itself_comes_first_and_once),
    (NamesMembersAlike, Suite.test_members_can_be_told_apart),
    (KeepsSilentOfWhatItDidNotRead, Suite.test_nothing_is_left_unread_in_silence),
    (HashesSomethingElse, Suite.test_the_files_digest_is_of_its_bytes),
    (PassesNulOn, Suite.test_what_was_stored_is_text),
    (ChangesItsVersion, Suite.test_its_version_is_a_name_that_stays),
    (LimitsInWords, Suite.test_a_limit_of_its_own_is_a_number_of_bytes),
    (TakesAnyPlaybook, Suite.test_who_goes_by_a_playbook_says_which_and_refuses_what_is_none),
]


class TestASoundPipeline(Suite):
    """Else the cases would have caught nothing but themselves."""

    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return Sound()


@pytest.mark.parametrize(("pipeline", "case"), CASES, ids=planted.named)
def test_the_suite_catches(
    pipeline: type[Sound],
    case: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A green suite means something only if it can be red."""
    fixtures = {"tmp_path": tmp_path, "monkeypatch": monkeypatch}

    assert planted.fails(case, Suite(), pipeline=pipeline(), **fixtures)


def test_who_says_that_it_finds_nothing_must_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is denied is asserted, not skipped."""
    suite = Suite()
    monkeypatch.setattr(Suite, "finds_nothing", True)

    assert planted.fails(Suite.test_it_finds_something_in_its_samples, suite, pipeline=Sound())


def test_a_fact_that_nothing_finds_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row without a finder is an empty column for ever."""
    from contractsai.domain import forms
    from contractsai.domain.facts import FactRow

    monkeypatch.setattr(Suite, "facts", (FactRow("weight", "Weight", forms.TEXT),))

    assert planted.fails(
        Suite.test_every_fact_of_its_own_is_found_in_a_sample, Suite(), pipeline=Sound()
    )
