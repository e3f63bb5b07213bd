"""A broker over TLS has to be who the URL says, and a refusal says how to trust it."""

import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import trustme
from stack import Stack
from support.tls_front import tls_front

from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.lifecycle import State

SCHEMES = {"redis": "rediss", "amqp": "amqps"}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority that no machine trusts, as a company's own."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(file)
    return file


@pytest.fixture(params=["redis_url", "rabbitmq_url"])
def plain_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def secure_url(plain_url: str, authority: trustme.CA, host: str) -> Iterator[str]:
    """The same broker over TLS, with a certificate for *host*, reached as localhost."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    parts = urlsplit(plain_url)
    user, at, _ = parts.netloc.rpartition("@")
    assert parts.hostname
    with tls_front(context, parts.hostname, parts.port or 0) as port:
        netloc = f"{user}{at}localhost:{port}"
        yield urlunsplit(parts._replace(scheme=SCHEMES[parts.scheme], netloc=netloc))


@pytest.fixture
def host() -> str:
    return "localhost"


def refused_worker(stack: Stack) -> str:
    """Return what a worker says that does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "contractsai.celery_app", "worker"],
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def stack_on(make_stack: Callable[..., Stack], plain_url: str) -> Callable[[str], Stack]:
    """Return what makes a stack on a URL of the one broker; the other way in is to clear it up."""

    def make(url: str) -> Stack:
        urls = {"CELERY_BROKER_URL": url}
        if url.startswith("rediss"):
            urls["CELERY_RESULT_BACKEND"] = url
        return make_stack(broker_url=plain_url, **urls)

    return make


def test_a_broker_that_nobody_vouches_for_is_refused_and_the_named_ways_out_work(
    stack_on: Callable[[str], Stack], secure_url: str, ca_file: Path
) -> None:
    """Whoever answers in the broker's place would learn each id, and decide what is delivered."""
    stack = stack_on(secure_url)

    with pytest.raises(QueueUnavailable, match="not trusted") as refusal:
        stack.submit(a="ok")
    said = refused_worker(stack)

    for words in (str(refusal.value), said):
        assert "?ssl_ca_certs=" in words
        assert "?ssl_cert_reqs=none" in words
    assert "CELERY_BROKER_URL" in said
    stack_on(f"{secure_url}?ssl_cert_reqs=none").submit(a="ok")
    trusting = stack_on(f"{secure_url}?ssl_ca_certs={ca_file}")
    trusting.worker()
    assert trusting.wait(trusting.submit(a="ok")).state is State.COMPLETED


@pytest.mark.parametrize("host", ["elsewhere.example"])
def test_a_certificate_for_another_host_is_refused(
    stack_on: Callable[[str], Stack], secure_url: str, ca_file: Path
) -> None:
    """The authority also signed for others."""
    stack = stack_on(f"{secure_url}?ssl_ca_certs={ca_file}")

    with pytest.raises(QueueUnavailable, match="not trusted"):
        stack.submit(a="ok")
    assert "not trusted" in refused_worker(stack)
