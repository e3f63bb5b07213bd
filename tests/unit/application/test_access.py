"""Keys are given out once, opened with, and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contractsai.application.access import (
    COMMAND_LINE,
    SESSION,
    Made,
    admit,
    create_key,
    end_session,
    has_keys,
    list_keys,
    open_session,
    revoke_key,
    seal,
)
from contractsai.application.ports import AuditFilter
from contractsai.domain.access import USE_NOTED_EVERY, Scope
from contractsai.domain.errors import InvalidKey, KeyNotFound, StoreUnavailable
from contractsai.domain.ids import KeyId
from contractsai.testing.world import World


def chances() -> Callable[[int], bytes]:
    """Return chance that a test can foresee."""
    numbers = iter(range(1, 255))
    return lambda count: bytes([next(numbers)] * count)


@pytest.fixture
def chance() -> Callable[[int], bytes]:
    return chances()


def make(
    world: World,
    chance: Callable[[int], bytes],
    scope: Scope = Scope.WRITE,
    lifetime: timedelta | None = None,
) -> Made:
    return create_key(
        "Ada", scope, lifetime=lifetime, store=world.store, clock=world.clock, chance=chance
    )


def test_a_key_is_shown_once_and_kept_as_a_digest(
    world: World, chance: Callable[[int], bytes]
) -> None:
    assert not has_keys(store=world.store)

    made = make(world, chance)

    [kept] = list_keys(store=world.store)
    assert has_keys(store=world.store)
    assert kept == made.key
    assert kept.fits(made.text)
    assert made.text.startswith(f"cai_{kept.id}_")


def test_a_key_needs_a_name(world: World, chance: Callable[[int], bytes]) -> None:
    with pytest.raises(InvalidKey):
        create_key(
            " ", Scope.READ, lifetime=None, store=world.store, clock=world.clock, chance=chance
        )

    assert not has_keys(store=world.store)


def test_a_key_opens_until_it_is_over(world: World, chance: Callable[[int], bytes]) -> None:
    made = make(world, chance, lifetime=timedelta(days=1))

    found = admit(made.text, store=world.store, clock=world.clock)
    world.clock.advance(timedelta(days=1))

    assert found
    assert (found.name, found.scope) == ("Ada", Scope.WRITE)
    assert admit(made.text, store=world.store, clock=world.clock) is None


def test_what_is_no_key_opens_nothing(world: World, chance: Callable[[int], bytes]) -> None:
    made = make(world, chance)
    other = make(world, chances())
    stranger = make(World(), chance)

    for text in ("", made.text[:-1] + "_", stranger.text):
        assert admit(text, store=world.store, clock=world.clock) is None
    assert admit(other.text, store=world.store, clock=world.clock)


def test_a_revoked_key_opens_nothing_and_its_sessions_neither(
    world: World, chance: Callable[[int], bytes]
) -> None:
    made = make(world, chance)
    session = open_session(made.key, store=world.store, clock=world.clock, chance=chance)
    assert admit(session.text, store=world.store, clock=world.clock)

    for _ in range(2):
        revoke_key(made.key.id, store=world.store, clock=world.clock, chance=chance)

    assert admit(made.text, store=world.store, clock=world.clock) is None
    assert admit(session.text, store=world.store, clock=world.clock) is None


def test_only_a_key_that_was_given_can_be_revoked(
    world: World, chance: Callable[[int], bytes]
) -> None:
    session = open_session(
        make(world, chance).key, store=world.store, clock=world.clock, chance=chance
    )

    for key_id in (KeyId("nobody"), session.key.id):
        with pytest.raises(KeyNotFound):
            revoke_key(key_id, store=world.store, clock=world.clock, chance=chance)


def test_a_session_ends_with_its_time_or_that_of_its_key(
    world: World, chance: Callable[[int], bytes]
) -> None:
    brief = make(world, chance, lifetime=timedelta(hours=1)).key
    lasting = make(world, chance).key
    made = {
        name: open_session(key, store=world.store, clock=world.clock, chance=chance)
        for name, key in (("brief", brief), ("lasting", lasting))
    }

    assert made["brief"].key.expires_at == brief.expires_at
    assert made["lasting"].key.expires_at == world.clock.now() + SESSION
    world.clock.advance(SESSION)
    assert admit(made["lasting"].text, store=world.store, clock=world.clock) is None


def test_a_session_whose_key_is_gone_opens_nothing(
    world: World, chance: Callable[[int], bytes]
) -> None:
    made = make(World(), chance)
    session = open_session(made.key, store=world.store, clock=world.clock, chance=chance)

    assert admit(session.text, store=world.store, clock=world.clock) is None


def test_a_session_can_be_ended_and_a_key_is_none(
    world: World, chance: Callable[[int], bytes]
) -> None:
    made = make(world, chance)
    session = open_session(made.key, store=world.store, clock=world.clock, chance=chance)

    for text in ("nothing", made.text, session.text[:-1] + "_", session.text):
        end_session(text, store=world.store, clock=world.clock)

    assert admit(made.text, store=world.store, clock=world.clock)
    assert admit(session.text, store=world.store, clock=world.clock) is None


def test_its_use_is_written_every_few_minutes(world: World, chance: Callable[[int], bytes]) -> None:
    made = make(world, chance)
    first = world.clock.now()

    for _ in range(3):
        admit(made.text, store=world.store, clock=world.clock)
        world.clock.advance(USE_NOTED_EVERY / 3)
    assert list_keys(store=world.store)[0].used_at == first
    admit(made.text, store=world.store, clock=world.clock)

    assert list_keys(store=world.store)[0].used_at == world.clock.now()


def test_a_key_opens_where_the_database_takes_no_writes(
    world: World, chance: Callable[[int], bytes]
) -> None:
    made = make(world, chance)

    class ReadOnly:
        ask = staticmethod(world.store.ask)
        snapshot = staticmethod(world.store.snapshot)
        now = staticmethod(world.store.now)

        def begin(self, *, lasting: bool = True) -> object:
            raise StoreUnavailable(f"read only, {lasting}")

    assert admit(made.text, store=ReadOnly(), clock=world.clock)  # type: ignore[arg-type]  # it never begins


def test_all_seal_with_the_first_secret(world: World, chance: Callable[[int], bytes]) -> None:
    first = seal(store=world.store, chance=chance)

    assert len(first) == 32
    assert seal(store=world.store, chance=chance) == first


def test_giving_and_taking_back_is_in_the_audit(
    world: World, chance: Callable[[int], bytes]
) -> None:
    made = make(world, chance)
    world.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        revoke_key(made.key.id, store=world.store, clock=world.clock, chance=chance)

    with world.store.snapshot() as work:
        taken, given = work.audit.page(limit=9, wanted=AuditFilter(subject=made.key.id))
    assert [taken.action, given.action] == ["keys revoke", "keys create"]
    assert given.who == COMMAND_LINE
    assert [change.after for change in given.changes] == ["write for Ada"]
    assert [change.before for change in taken.changes] == ["write for Ada"]
