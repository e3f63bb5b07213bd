"""The service in memory, as those use it who test their own pipelines: the examples of the docs."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contractsai.application.ports import Pipeline
from contractsai.domain.errors import AnalysisFailed, FileUnreadable
from contractsai.domain.findings import Analysis
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.retry import RetryPolicy
from contractsai.testing.pipelines import EchoPipeline
from contractsai.testing.service import ServiceInMemory


# begin of the example: run
def test_a_folder_is_analysed(contractsai_service: ServiceInMemory) -> None:
    job = contractsai_service.submit({"nda.txt": "an agreement", "lease.txt": "a lease"})

    contractsai_service.assert_enqueued("nda.txt", "lease.txt")
    contractsai_service.run_until_idle()

    contractsai_service.assert_states(job, {"nda.txt": "COMPLETED", "lease.txt": "COMPLETED"})
    assert [line["path"] for line in contractsai_service.report(job)] == ["lease.txt", "nda.txt"]


# end of the example: run


# begin of the example: crash
def test_a_document_outlives_the_worker_that_had_it(contractsai_service: ServiceInMemory) -> None:
    service = contractsai_service
    job = service.submit({"nda.txt": "an agreement"})
    service.crash_worker("nda.txt", at="echo")

    service.run()
    service.assert_states(job, {"nda.txt": "RUNNING"})  # nobody knows yet that it died
    service.advance(timedelta(minutes=1))
    service.tick()
    service.assert_states(job, {"nda.txt": "RETRYING"})
    service.run_until_idle()

    service.assert_states(job, {"nda.txt": "COMPLETED"})
    assert service.documents(job)["nda.txt"].crashes == 1


# end of the example: crash


# begin of the example: broker
def test_nothing_is_lost_with_the_brokers_data(contractsai_service: ServiceInMemory) -> None:
    job = contractsai_service.submit({"nda.txt": "an agreement"})

    assert contractsai_service.lose_messages() == 1
    contractsai_service.assert_enqueued()
    contractsai_service.run_until_idle()

    contractsai_service.assert_states(job, {"nda.txt": "COMPLETED"})


# end of the example: broker


def test_a_job_is_taken_while_the_broker_is_away(contractsai_service: ServiceInMemory) -> None:
    with contractsai_service.broker_down():
        job = contractsai_service.submit({"nda.txt": "an agreement"})
        contractsai_service.assert_enqueued()
    contractsai_service.run_until_idle()

    contractsai_service.assert_states(job, {"nda.txt": State.COMPLETED})


def test_a_failed_attempt_is_tried_again_and_a_hopeless_one_is_not(
    contractsai_service: ServiceInMemory,
) -> None:
    job = contractsai_service.submit({"a.txt": "one", "b.txt": "two"})
    contractsai_service.fail("a.txt", AnalysisFailed("once"))
    contractsai_service.fail("b.txt", FileUnreadable("closed"))

    contractsai_service.run_until_idle()

    contractsai_service.assert_states(job, {"a.txt": "COMPLETED", "b.txt": "FAILED"})
    assert contractsai_service.documents(job)["a.txt"].failures == 1
    assert contractsai_service.job(job).counts == Counts(completed=1, failed=1)


def test_what_a_pipeline_raises_is_a_failed_attempt() -> None:
    """As in production, where its process ends with it."""

    class Broken(EchoPipeline):
        def analyse(
            self, content: bytes, *, checkpoint: Callable[[str], None]
        ) -> tuple[Analysis, ...]:
            checkpoint("begin")
            raise KeyError("a defect")

    service = ServiceInMemory(Broken(), policy=RetryPolicy(max_failures=2))
    job = service.submit({"a.txt": b"one"})

    service.run_until_idle()

    service.assert_states(job, {"a.txt": "FAILED"})
    assert service.documents(job)["a.txt"].failures == 2


def test_a_cancelled_job_can_be_tried_again(contractsai_service: ServiceInMemory) -> None:
    job = contractsai_service.submit({"a.txt": "one"})

    contractsai_service.cancel(job)
    contractsai_service.run_until_idle()
    contractsai_service.assert_states(job, {"a.txt": "CANCELLED"})
    contractsai_service.retry(job)
    contractsai_service.run_until_idle()

    contractsai_service.assert_states(job, {"a.txt": "COMPLETED"})


def test_another_folder_takes_the_place_of_the_one_before(
    contractsai_service: ServiceInMemory,
) -> None:
    first = contractsai_service.submit({"a.txt": "one"})
    contractsai_service.run_until_idle()
    second = contractsai_service.submit({"b.txt": "two"})
    contractsai_service.run_until_idle()

    contractsai_service.assert_states(first, {"a.txt": "COMPLETED"})
    contractsai_service.assert_states(second, {"b.txt": "COMPLETED"})


def test_a_job_that_never_ends_is_told_of(contractsai_service: ServiceInMemory) -> None:
    """A test that waits for it would hang."""
    contractsai_service.submit({"a.txt": "one"})
    contractsai_service.lose_messages()

    with (
        contractsai_service.broker_down(),
        pytest.raises(AssertionError, match=r"no end after .*'a.txt': 'PENDING'"),
    ):
        contractsai_service.run_until_idle()


def test_a_stage_that_is_never_passed_is_a_mistake_of_the_test(
    contractsai_service: ServiceInMemory,
) -> None:
    """Else it would believe that something had crashed there."""
    job = contractsai_service.submit({"a.txt": "one"})
    contractsai_service.crash_worker("a.txt", at="no such stage")

    contractsai_service.run()

    assert contractsai_service.documents(job)["a.txt"].failures == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda service, _: service.assert_enqueued(),
        lambda service, _: service.assert_enqueued("a.txt", "a.txt"),
        lambda service, job: service.assert_states(job, {}),
        lambda service, job: service.assert_states(job, {"a.txt": "RUNNING"}),
        lambda service, job: service.assert_states(job, {"b.txt": "PENDING"}),
    ],
)
def test_its_assertions_can_fail(
    contractsai_service: ServiceInMemory, wrong: Callable[[ServiceInMemory, JobId], None]
) -> None:
    job = contractsai_service.submit({"a.txt": "one"})

    with pytest.raises(AssertionError, match=r"a\.txt"):
        wrong(contractsai_service, job)


# begin of the example: pipeline
class TestWithAPipelineOfYourOwn:
    @pytest.fixture
    def contractsai_pipeline(self) -> Pipeline:
        return EchoPipeline()  # yours

    def test_it_is_the_one_that_runs(self, contractsai_service: ServiceInMemory) -> None:
        job = contractsai_service.submit({"nda.txt": "an agreement"})
        contractsai_service.run_until_idle()

        [line] = contractsai_service.report(job)
        assert line["versions"]["pipeline"] == "echo 1"


# end of the example: pipeline
