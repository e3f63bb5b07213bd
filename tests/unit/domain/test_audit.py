"""Entries of the audit sort by time."""

from datetime import timedelta

from contractsai.domain.audit import entry_id
from contractsai.testing.builders import NOW


def test_ids_sort_by_time_and_have_the_chance_behind() -> None:
    ids = [
        entry_id(NOW + timedelta(microseconds=step), chance)
        for step in (0, 1, 10**9)
        for chance in ("", "0" * 16, "f" * 16)
    ]

    assert ids == sorted(ids)
    assert {len(each) for each in ids} == {16, 32}
