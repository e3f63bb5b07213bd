"""Keys of callers, the seal, and what was done at whose wish, on a `Store`."""

from dataclasses import replace
from datetime import timedelta

from contractsai.application.ports import AuditFilter, Store
from contractsai.domain.access import AccessKey, Scope
from contractsai.domain.audit import Change, Entry, Outcome, entry_id
from contractsai.domain.ids import EntryId, KeyId
from contractsai.testing.builders import NOW
from contractsai.testing.conformance.steps import SECOND, at_once

KEY = AccessKey(KeyId("1f"), "Ada", Scope.WRITE, "d" * 64, NOW)
SESSION = replace(KEY, id=KeyId("2f"), parent=KEY.id, expires_at=NOW + SECOND)
ENTRY = Entry(
    id=entry_id(NOW, "0" * 16),
    at=NOW,
    who="Ada",
    action="POST /jobs/{job_id}/cancel",
    target="/jobs/3e/cancel",
    subject="3e",
    request_id="request",
    outcome=Outcome.DONE,
    changes=(Change("job 3e", "RUNNING", None), Change("job 4e", None, "PENDING")),
)


class AccessConformance:
    """Every test starts with an empty `store`."""

    def test_a_key_comes_back_as_it_was(self, store: Store) -> None:
        add_key(store, KEY)
        add_key(store, SESSION)

        with store.snapshot() as work:
            assert work.keys.get(KEY.id) == KEY
            assert work.keys.get(SESSION.id) == SESSION
            assert work.keys.get(KeyId("3f")) is None

    def test_sessions_are_no_keys_that_people_were_given(self, store: Store) -> None:
        later = replace(KEY, id=KeyId("0f"), created_at=NOW + SECOND)
        add_key(store, SESSION)
        with store.snapshot() as work:
            assert not work.keys.has_any()
        add_key(store, later)
        add_key(store, KEY)

        with store.snapshot() as work:
            assert work.keys.has_any()
            assert list(work.keys.given()) == [KEY, later]

    def test_a_key_is_revoked_once_and_stays_to_be_seen(self, store: Store) -> None:
        add_key(store, KEY)

        revoked = []
        for _ in range(2):
            with store.begin() as work:
                revoked.append(work.keys.revoke(KEY.id, NOW + SECOND))
                assert not work.keys.revoke(KeyId("nobody"), NOW)
                work.commit()

        assert revoked == [True, False]
        with store.snapshot() as work:
            assert list(work.keys.given()) == [replace(KEY, revoked_at=NOW + SECOND)]

    def test_a_use_is_noted(self, store: Store) -> None:
        add_key(store, KEY)
        with store.begin() as work:
            work.keys.note_use(KEY.id, NOW + SECOND)
            work.keys.note_use(KeyId("nobody"), NOW)
            work.commit()

        with store.snapshot() as work:
            assert work.keys.get(KEY.id) == replace(KEY, used_at=NOW + SECOND)

    def test_sessions_that_ended_go_and_keys_stay(self, store: Store) -> None:
        add_key(store, replace(KEY, expires_at=NOW))
        for number in range(3):
            add_key(store, replace(SESSION, id=KeyId(f"{number}")))
        add_key(store, replace(SESSION, id=KeyId("young"), expires_at=NOW + 2 * SECOND))

        gone = []
        for _ in range(3):
            with store.begin() as work:
                gone.append(work.keys.delete_sessions(NOW + 2 * SECOND, limit=2))
                work.commit()

        assert gone == [2, 1, 0]
        with store.snapshot() as work:
            assert work.keys.get(KEY.id)
            assert work.keys.get(KeyId("young"))

    def test_all_who_ask_for_the_seal_at_once_get_the_same(self, store: Store) -> None:
        """Else one replica would refuse what another has sealed."""

        def ask(number: int) -> bytes:
            with store.begin() as work:
                secret = work.keys.seal(bytes([number]) * 32)
                work.commit()
            return secret

        assert len(set(at_once(ask))) == 1

    def test_entries_come_back_as_they_were_the_latest_first(self, store: Store) -> None:
        entries = [numbered(number) for number in range(3)]
        for entry in entries:
            add_entry(store, entry)

        assert page(store, AuditFilter()) == entries[::-1]
        assert page(store, AuditFilter(), limit=2) == entries[:0:-1]
        assert page(store, AuditFilter(), after=entries[1].id) == [entries[0]]

    def test_entries_are_found_by_who_and_what_and_when(self, store: Store) -> None:
        first = numbered(0)
        second = replace(numbered(1), who="Grace", subject="4e")
        for entry in (first, second):
            add_entry(store, entry)

        assert page(store, AuditFilter(who="Grace")) == [second]
        assert page(store, AuditFilter(subject="3e")) == [first]
        assert page(store, AuditFilter(who="Grace", subject="3e")) == []
        assert page(store, AuditFilter(since=second.at)) == [second]
        assert page(store, AuditFilter(until=second.at)) == [first]

    def test_old_entries_go_up_to_the_limit(self, store: Store) -> None:
        for number in range(4):
            add_entry(store, numbered(number))

        gone = []
        for _ in range(3):
            with store.begin() as work:
                gone.append(work.audit.delete(NOW + timedelta(seconds=3), limit=2))
                work.commit()

        assert gone == [2, 1, 0]
        assert page(store, AuditFilter()) == [numbered(3)]


def numbered(number: int) -> Entry:
    """Return an entry of so many seconds later."""
    at = NOW + number * SECOND
    return replace(ENTRY, id=entry_id(at, "0" * 16), at=at)


def add_key(store: Store, key: AccessKey) -> None:
    """Insert the key and commit."""
    with store.begin() as work:
        work.keys.add(key)
        work.commit()


def add_entry(store: Store, entry: Entry) -> None:
    """Append the entry and commit."""
    with store.begin() as work:
        work.audit.add(entry)
        work.commit()


def page(
    store: Store, wanted: AuditFilter, *, limit: int = 10, after: EntryId | None = None
) -> list[Entry]:
    """Return a page as committed."""
    with store.snapshot() as work:
        return list(work.audit.page(limit=limit, wanted=wanted, after=after))
