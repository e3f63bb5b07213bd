"""The suite of brokers, on a real HTTP server that speaks SQS."""

from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from contractsai.testing.conformance.brokers import BrokerConformance, BrokerUnderTest


class Service:
    """Amazon, as far as SQS goes: what it holds stays while nobody can reach it."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self.start()
        _, self.port = self._server.get_host_and_port()
        self.url = f"sqs://key:secret@127.0.0.1:{self.port}"
        self.client = boto3.client(
            "sqs",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        """Close the port, and keep it for the next start."""
        self._server.stop()
        self._server = ThreadedMotoServer("127.0.0.1", self.port, verbose=False)

    def put_raw(self, queue: str, item: bytes) -> None:
        url = self.client.get_queue_url(QueueName=queue)["QueueUrl"]
        self.client.send_message(QueueUrl=url, MessageBody=item.decode())


class TestSqs(BrokerConformance):
    burst = 200  # a real HTTP server in Python, one request a message

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls) -> Iterator[BrokerUnderTest]:
        service = Service()
        yield BrokerUnderTest(
            service.url, kill=service.stop, start=service.start, put_raw=service.put_raw
        )
        service.client.close()
        service.stop()
