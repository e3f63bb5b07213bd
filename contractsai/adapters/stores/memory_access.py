"""The tables of callers in memory: keys, the seal, and what was done at whose wish."""

from collections.abc import Callable
from dataclasses import dataclass, field

from contractsai.adapters.stores.memory_table import Table, merged
from contractsai.domain.access import AccessKey
from contractsai.domain.audit import Entry
from contractsai.domain.ids import EntryId, KeyId


@dataclass
class AccessRows:
    """What was committed of them."""

    keys: dict[KeyId, AccessKey] = field(default_factory=dict)
    seals: dict[str, bytes] = field(default_factory=dict)
    audit: dict[EntryId, Entry] = field(default_factory=dict)


class AccessTables:
    """What a unit of work sees of them."""

    def __init__(self, rows: Callable[[], AccessRows]) -> None:
        self.keys = Table(lambda: rows().keys)
        self.seals = Table(lambda: rows().seals)
        self.audit = Table(lambda: rows().audit)

    def above(self, rows: AccessRows) -> AccessRows:
        """Return the rows after a commit."""
        return AccessRows(
            merged(rows.keys, self.keys),
            merged(rows.seals, self.seals),
            merged(rows.audit, self.audit),
        )
