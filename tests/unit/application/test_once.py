"""A request is carried out one time, however often it is sent."""

from contextlib import contextmanager
from typing import Any

import pytest

from contractsai.application.once import Taken, answer, give_up, read_reply, take_on
from contractsai.domain.errors import RequestDiffers
from contractsai.domain.ids import ReplyId
from contractsai.domain.reply import ABANDONED, KEPT
from contractsai.testing.world import World

KEY = ReplyId("key")


def ask(world: World, fingerprint: str = "body") -> Taken:
    return take_on(KEY, fingerprint, store=world.store, clock=world.clock)


def test_the_first_carries_it_out_and_the_others_are_told(world: World) -> None:
    first, second = ask(world), ask(world)
    answer(KEY, b"done", store=world.store)

    assert (first.is_ours, second.is_ours) == (True, False)
    assert second.reply.answer is None
    assert ask(world).reply.answer == b"done"
    known = read_reply(KEY, store=world.store)
    assert known is not None
    assert known.answer == b"done"


def test_another_request_under_the_same_key_is_refused(world: World) -> None:
    """To answer it as the first would be a lie, to carry it out a surprise."""
    ask(world)

    with pytest.raises(RequestDiffers):
        ask(world, "another body")
    world.clock.advance(ABANDONED)
    with pytest.raises(RequestDiffers):
        ask(world, "another body")


def test_what_was_given_up_may_be_tried_again(world: World) -> None:
    ask(world)
    give_up(KEY, store=world.store)

    assert read_reply(KEY, store=world.store) is None
    assert ask(world).is_ours


def test_what_a_dead_process_left_is_carried_out_by_the_next(world: World) -> None:
    """Under the same seed: what the dead one made of it is found."""
    first = ask(world)
    world.clock.advance(ABANDONED)
    second, third = ask(world), ask(world)

    assert (second.is_ours, third.is_ours) == (True, False)
    assert second.reply.seed == first.reply.seed


def test_a_key_is_free_again_after_a_day(world: World) -> None:
    first = ask(world)
    answer(KEY, b"done", store=world.store)
    world.clock.advance(KEPT)
    second = ask(world, "another body")

    assert second.is_ours
    assert second.reply.seed != first.reply.seed


def test_of_two_that_find_it_left_one_is_told_to(world: World) -> None:
    """The row decides, whatever both have read."""
    ask(world)
    world.clock.advance(ABANDONED)
    store = world.store

    class Outrun:
        """The store, where somebody else is always quicker."""

        @contextmanager
        def begin(self, **options: Any) -> Any:
            with store.begin(**options) as work:
                replies = work.replies
                replies.replace = lambda *_: False  # type: ignore[method-assign]  # the row has changed
                yield work

    taken = take_on(KEY, "body", store=Outrun(), clock=world.clock)  # type: ignore[arg-type]  # a part of one

    assert not taken.is_ours
