"""Another process that counts what waits, by nothing but the URL."""

import json
import sys

from contractsai.adapters.brokers.administration import Administration
from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.testing.conformance.brokers.taker import options_of
from contractsai.testing.eventually import eventually


def main() -> None:
    """Obey the order of the input: write how many wait; once some do, if it says so."""
    order = json.load(sys.stdin)
    options = options_of(order["options"])
    app = make_celery(options)

    def count() -> int:
        return Administration(app).depth(options.queue)

    waiting = eventually(count, what="a message that waits") if order["waits"] else count()
    sys.stdout.write(f"{waiting}\n")
    app.close()


if __name__ == "__main__":
    main()
