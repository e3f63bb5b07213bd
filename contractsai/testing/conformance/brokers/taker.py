"""Another process that takes messages and then holds still, to be killed."""

import json
import sys
from typing import Any

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports import prepare_worker
from contractsai.broker_url import BrokerUrl
from contractsai.testing.conformance.brokers.receiver import Receiver


def main() -> None:
    """Obey the order of the first line of the input; leave when the input ends."""
    order = json.loads(sys.stdin.readline())
    prepare_worker()
    receiver = Receiver(make_celery(options_of(order["options"])), prefetch=order["count"])
    held = [receiver.take, receiver.hold][not order["acks"]](order["count"])
    sys.stdout.write("taken\n")
    sys.stdout.flush()
    sys.stdin.read()
    del held


def options_of(values: dict[str, Any]) -> CeleryOptions:
    """Return the options that were written as JSON."""
    address = values.pop("broker")
    options = tuple((name, value) for name, value in address["options"])
    return CeleryOptions(**values, broker=BrokerUrl(address["url"], None, options))


if __name__ == "__main__":
    main()
