"""Celery's prefork pool, where it would keep a worker from leaving."""

from typing import Final

from billiard import pool

LEAVING_SECONDS: Final = 1.0


def let_children_leave_quickly() -> None:
    """Let a pool's children leave within moments; call it before they are forked.

    A child that leaves waits half a minute for its parent to have read its last result. A parent
    that shuts down does not read the results of tasks that it had handed over but not seen begin
    (`AsynPool.flush` forgets them), so each would wait for the other. Nobody here needs what is
    waited for: how a document ended is in its row.
    """
    tries = round(LEAVING_SECONDS / pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_INTERVAL)
    pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = tries
