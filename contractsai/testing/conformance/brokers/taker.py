"""Another process that takes messages and then holds still, to be killed."""

import json
import sys

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports import prepare_worker
from contractsai.broker_url import BrokerUrl
from contractsai.testing.conformance.brokers.receiver import Receiver


def main() -> None:
    """Obey the order of the first line of the input; leave when the input ends."""
    order = json.loads(sys.stdin.readline())
    values = order["options"]
    address = values.pop("broker")
    options = [tuple(each) for each in address["options"]]
    broker = BrokerUrl(address["url"], None, tuple((name, value) for name, value in options))
    prepare_worker()
    receiver = Receiver(
        make_celery(CeleryOptions(**{**values, "broker": broker})), prefetch=order["count"]
    )
    held = [receiver.take, receiver.hold][not order["acks"]](order["count"])
    sys.stdout.write("taken\n")
    sys.stdout.flush()
    sys.stdin.read()
    del held


if __name__ == "__main__":
    main()
