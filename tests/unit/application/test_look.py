"""The service at a glance."""

from datetime import timedelta

from contractsai.application.look import Look, look
from contractsai.application.ports import Load
from contractsai.domain.job import Counts
from contractsai.testing.world import World


def seen_by(world: World) -> Look:
    return look(store=world.store, now=world.clock.now())


def test_nothing_is_under_way_in_an_empty_service(world: World) -> None:
    seen = seen_by(world)

    assert seen.load == Load(jobs=0, counts=Counts())
    assert (list(seen.newest), list(seen.running), list(seen.failed)) == ([], [], [])
    assert not seen.is_untold
    assert not seen.is_abandoned


def test_what_nobody_was_told_of_is_noticed_after_a_while(world: World) -> None:
    """A beat tells of it within seconds; a minute later there is none."""
    world.submit("a.pdf")

    assert not seen_by(world).is_untold
    world.clock.advance(timedelta(minutes=2))

    assert seen_by(world).is_untold
    assert seen_by(world).load == Load(jobs=1, counts=Counts(pending=1))


def test_a_worker_that_went_silent_is_noticed(world: World) -> None:
    [document] = world.submit("a.pdf")
    world.crash_worker_during(document)

    assert not seen_by(world).is_abandoned
    assert [job.id for job in seen_by(world).running] == [world.job_of(document).id]
    world.clock.advance(timedelta(minutes=2))

    assert seen_by(world).is_abandoned
