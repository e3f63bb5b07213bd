"""Of several requests under one key, a `Store` has one carried out."""

from dataclasses import replace
from datetime import timedelta

from contractsai.application.ports import Store
from contractsai.domain.ids import ReplyId
from contractsai.domain.reply import Reply
from contractsai.testing.builders import NOW
from contractsai.testing.conformance.steps import SECOND, THREADS, at_once

ASKED = Reply(ReplyId("a" * 64), "f" * 64, NOW, NOW)


class ReplyConformance:
    """Every test starts with an empty `store`."""

    def test_of_many_that_ask_at_once_one_is_the_first(self, store: Store) -> None:
        def ask(number: int) -> Reply | None:
            return add_reply(store, replace(ASKED, taken_at=NOW + number * SECOND))

        known = at_once(ask)

        assert known.count(None) == 1
        [stored] = {reply for reply in known if reply is not None}
        assert known.count(stored) == THREADS - 1

    def test_an_answer_comes_back_as_it_was(self, store: Store) -> None:
        add_reply(store, ASKED)
        with store.begin() as work:
            work.replies.answer(ASKED.id, b"\x00answer")
            work.replies.answer(ReplyId("nobody"), b"lost")
            work.commit()

        assert reply_of(store, ASKED.id) == replace(ASKED, answer=b"\x00answer")
        assert add_reply(store, ASKED) == replace(ASKED, answer=b"\x00answer")
        assert reply_of(store, ReplyId("nobody")) is None

    def test_of_many_that_take_its_place_one_does(self, store: Store) -> None:
        add_reply(store, ASKED)

        def take(number: int) -> bool:
            with store.begin() as work:
                taken = work.replies.replace(
                    ASKED, replace(ASKED, taken_at=NOW + (number + 1) * SECOND)
                )
                work.commit()
            return taken

        assert at_once(take).count(True) == 1

    def test_one_that_was_answered_meanwhile_is_not_replaced(self, store: Store) -> None:
        add_reply(store, ASKED)
        with store.begin() as work:
            work.replies.answer(ASKED.id, b"answer")

            assert not work.replies.replace(ASKED, replace(ASKED, taken_at=NOW + SECOND))
            answered = replace(ASKED, answer=b"answer")
            assert work.replies.replace(answered, replace(ASKED, taken_at=NOW + SECOND))

    def test_a_reply_can_be_given_up(self, store: Store) -> None:
        add_reply(store, ASKED)
        with store.begin() as work:
            work.replies.delete(ASKED.id)
            work.commit()

        assert add_reply(store, ASKED) is None

    def test_old_replies_go_up_to_the_limit(self, store: Store) -> None:
        for number in range(4):
            at = NOW + number * timedelta(hours=1)
            add_reply(store, replace(ASKED, id=ReplyId(f"{number}"), at=at))

        gone = []
        for _ in range(3):
            with store.begin() as work:
                gone.append(work.replies.delete_old(NOW + timedelta(hours=3), limit=2))
                work.commit()

        assert gone == [2, 1, 0]
        assert reply_of(store, ReplyId("3")) is not None


def add_reply(store: Store, reply: Reply) -> Reply | None:
    """Take the request on, commit, and return what was there already."""
    with store.begin() as work:
        known = work.replies.add(reply)
        work.commit()
    return known


def reply_of(store: Store, reply_id: ReplyId) -> Reply | None:
    """Return the reply as committed."""
    with store.snapshot() as work:
        return work.replies.get(reply_id)
