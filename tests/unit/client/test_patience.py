"""What is asked again, and when."""

import pytest

from contractsai.client import ClientError, NotThisService, Patience, Refused, Unreachable
from contractsai.client.patience import may_pass

AWAY = Unreachable("nobody answers")


def problem(status: int, slug: str = "any", retry_after: float | None = None) -> Refused:
    told = {"type": f"/problems/{slug}", "title": "title", "hint": "hint"}
    return Refused(status, told, retry_after)


@pytest.mark.parametrize(
    ("error", "is_asked_again"),
    [
        (AWAY, True),
        *((problem(status), True) for status in (408, 429, 502, 503, 504)),
        (problem(409, "request-under-way"), True),
        (problem(409, "wrong-state"), False),
        *((problem(status), False) for status in (400, 401, 403, 404, 412, 422, 500)),
        (NotThisService("a page"), False),
    ],
)
def test_what_may_pass_by_itself_is_asked_again(
    error: ClientError,
    is_asked_again: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert may_pass(error) is is_asked_again
    assert (Patience().pause(1, error, chance=0) is not None) is is_asked_again


def test_pauses_double_up_to_the_longest_and_are_drawn_at_random() -> None:
    patience = Patience(attempts=100, first_seconds=1, longest_seconds=5)

    longest = [patience.pause(failures, AWAY, chance=1) for failures in (1, 2, 3, 4, 99)]
    half = [patience.pause(failures, AWAY, chance=0.5) for failures in (1, 2, 3)]

    assert longest == [1, 2, 4, 5, 5]
    assert half == [0.5, 1, 2]


def test_patience_has_an_end() -> None:
    patience = Patience(attempts=3)

    assert patience.pause(2, AWAY, chance=0) is not None
    assert patience.pause(3, AWAY, chance=0) is None
    assert Patience(attempts=1).pause(1, AWAY, chance=0) is None


def test_the_service_is_given_the_time_that_it_asks_for() -> None:
    """And a little more, so that those who were refused together do not come back together."""
    patience = Patience(first_seconds=1)

    assert patience.pause(1, problem(429, retry_after=17), chance=0.5) == 17.5


def test_who_asks_for_too_long_is_not_waited_for() -> None:
    """A person is told then, and not kept for an hour."""
    patience = Patience(longest_seconds=10)

    assert patience.pause(1, problem(429, retry_after=11), chance=0) is None
