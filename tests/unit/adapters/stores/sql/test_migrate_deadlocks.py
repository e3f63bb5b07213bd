"""A migration takes locks that processes at work hold in another order."""

import pytest

from contractsai.adapters.stores.sql.migrate import DEADLOCKS, until_no_deadlock
from contractsai.domain.errors import StoreUnavailable


class Refusal(Exception):
    """What a driver raises."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def meeting(*states: str) -> list[str]:
    """Run a migration that meets these, one a try, and return what it did not meet."""
    left = list(states)

    def migration() -> None:
        if left:
            raise StoreUnavailable("the database did not answer") from Refusal(left.pop(0))

    until_no_deadlock(migration)
    return left


def test_a_migration_that_met_a_deadlock_runs_again() -> None:
    assert meeting("40P01", "40P01") == []


def test_any_other_outage_is_told_at_once() -> None:
    with pytest.raises(StoreUnavailable):
        meeting("57P01")


def test_deadlocks_without_end_are_given_up() -> None:
    with pytest.raises(StoreUnavailable):
        meeting(*["40P01"] * (DEADLOCKS + 1))
