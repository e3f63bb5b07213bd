"""`StoreKind` of the two databases that come with this package, by the scheme of their URLs."""

from contractsai.adapters.stores.sql import migrate
from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.domain.errors import UnsafeConfiguration


class Server:
    """`StoreKind` of a PostgreSQL server: a person says when its schema changes."""

    def open(self, url: str) -> SqlStore:
        """Return the rows of the database at *url*."""
        return SqlStore(make_engine(url))

    def upgrade(self, url: str) -> None:
        """Bring the database to the newest schema, all the way or not at all."""
        migrate.upgrade(url)

    def prepare(self, url: str) -> None:
        """Return if the schema is this version's, or a newer one."""
        if not migrate.is_up_to_date(url):
            raise UnsafeConfiguration(
                "the database does not have this version's schema; run: contractsai db upgrade"
            )

    def check(self, url: str) -> None:
        """Return if a write has a chance."""
        migrate.check(url)


class File(Server):
    """`StoreKind` of an SQLite file: whoever comes first brings it up to date."""

    def prepare(self, url: str) -> None:
        """Bring the file to the newest schema."""
        migrate.upgrade(url)
