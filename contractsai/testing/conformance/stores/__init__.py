"""What every `Store` must do: subclass `StoreConformance` and give it a fixture `store`.

class TestMyStore(StoreConformance):
    @pytest.fixture
    def store(self) -> Store:
        return MyStore(...)   # empty
"""

from contractsai.testing.conformance.stores.lists import Lists
from contractsai.testing.conformance.stores.races import Races
from contractsai.testing.conformance.stores.rows import Rows
from contractsai.testing.conformance.stores.transactions import Transactions


class StoreConformance(Rows, Transactions, Lists, Races):
    """The suite; every test starts with an empty `store`."""
