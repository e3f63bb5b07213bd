"""Once: carry a request out one time, however often and wherever it is sent."""

from dataclasses import dataclass, replace

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.errors import RequestDiffers
from contractsai.domain.ids import ReplyId
from contractsai.domain.reply import Reply


@dataclass(frozen=True, slots=True)
class Taken:
    """A request, and whether the caller is to carry it out."""

    reply: Reply
    is_ours: bool


def take_on(reply_id: ReplyId, fingerprint: str, *, store: Store, clock: Clock) -> Taken:
    """Return the request as it is known now; of several that ask at once, one is to carry it out.

    One that somebody took on who never answered is carried out again.

    Raises:
        RequestDiffers: the first request under this key said something else.
    """
    now = clock.now()
    wanted = Reply(reply_id, fingerprint, now, now)
    with store.begin() as work:
        known = work.replies.add(wanted)
        if known is not None and known.is_forgotten(now):
            known = _instead(known, wanted, work)
        elif known is not None and known.fingerprint == fingerprint and known.is_abandoned(now):
            wanted = replace(wanted, at=known.at)
            known = _instead(known, wanted, work)
        work.commit()
    if known is None:
        return Taken(wanted, is_ours=True)
    if known.fingerprint != fingerprint:
        raise RequestDiffers("the key was used for a request that says something else")
    return Taken(known, is_ours=False)


def _instead(known: Reply, wanted: Reply, work: UnitOfWork) -> Reply | None:
    """Take the place of *known*, or return it if somebody else did."""
    return None if work.replies.replace(known, wanted) else known


def read_reply(reply_id: ReplyId, *, store: Store) -> Reply | None:
    """Return what is known of the request, or None if it was given up."""
    return store.ask(lambda work: work.replies.get(reply_id))


def answer(reply_id: ReplyId, content: bytes, *, store: Store) -> None:
    """Keep what the request was answered with."""
    with store.begin() as work:
        work.replies.answer(reply_id, content)
        work.commit()


def give_up(reply_id: ReplyId, *, store: Store) -> None:
    """Forget the request: it was not carried out, and may be tried again."""
    with store.begin() as work:
        work.replies.delete(reply_id)
        work.commit()
