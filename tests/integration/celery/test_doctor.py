"""`contractsai doctor` on real brokers that a person has set wrongly."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from own_broker import OwnBroker
from stack import Stack

from contractsai.bootstrap.doctor.broker import broker
from contractsai.bootstrap.doctor.diagnosis import Patient

WRONG = {
    "eviction": {"maxmemory-policy": "allkeys-lru"},
    "aof-off": {"appendonly": "no"},
    "broker-full": {"maxmemory": "1mb"},
}


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[OwnBroker]:
    server = OwnBroker(tmp_path / "broker")
    (tmp_path / "broker").mkdir()
    server.start()
    yield server
    server.close()


@pytest.mark.parametrize("check", WRONG)
def test_a_redis_that_is_set_wrongly_is_found(
    make_stack: Callable[..., Stack], own_broker: OwnBroker, check: str
) -> None:
    services = make_stack(broker_url=own_broker.server.url).services
    patient = Patient(services.settings, services)
    assert list(broker(patient)) == []

    with own_broker.client as client:
        for name, value in WRONG[check].items():
            client.config_set(name, value)

    [found] = broker(patient)
    assert found.check == check
    assert found.mend.startswith("redis-cli CONFIG SET ")


def test_a_rabbitmq_is_well(make_stack: Callable[..., Stack], rabbitmq_url: str) -> None:
    services = make_stack(broker_url=rabbitmq_url).services

    assert list(broker(Patient(services.settings, services))) == []
