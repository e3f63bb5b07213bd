"""Which server a test gets, as pure choice: nothing is started here."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from contractsai.testing.providers import (
    Choice,
    Provider,
    Service,
    Unprovided,
    choose,
    describe,
    need_docker,
)

REDIS_URL = "redis://user:secret@cache.example:6379/3"


def test_a_given_url_comes_before_everything() -> None:
    """Whoever names a server wants that one, in CI too."""
    environ = {"CONTRACTSAI_TEST_REDIS_URL": REDIS_URL, "CI": "true"}

    assert choose(Service.REDIS, environ) == Choice(Provider.URL, REDIS_URL)


def test_what_is_forced_and_missing_is_not_replaced() -> None:
    """A run that was told to use a URL must not quietly test something else."""
    with pytest.raises(Unprovided):
        choose(Service.POSTGRES, {"CONTRACTSAI_TEST_PROVIDER": "url"})


def test_an_unknown_provider_is_refused() -> None:
    with pytest.raises(ValueError, match="cloud"):
        choose(Service.REDIS, {"CONTRACTSAI_TEST_PROVIDER": "cloud"})


def test_ci_tests_the_images_that_users_run() -> None:
    environ = {"DOCKER_HOST": "tcp://engine.example:2375", "CI": "true"}

    assert choose(Service.POSTGRES, environ).provider is Provider.DOCKER


def test_the_header_names_a_given_server_without_its_password() -> None:
    """Headers end up in public logs."""
    header = describe({"CONTRACTSAI_TEST_REDIS_URL": REDIS_URL})

    assert "redis: url (cache.example)" in header
    assert "secret" not in header


def test_rabbitmq_comes_from_its_image_or_a_url() -> None:
    """It is no program that one finds on PATH and starts in a folder."""
    engine = {"DOCKER_HOST": "tcp://engine.example:2375"}
    url = {"CONTRACTSAI_TEST_RABBITMQ_URL": "amqp://user:secret@mq.example//"}

    assert choose(Service.RABBITMQ, engine).provider is Provider.DOCKER
    assert choose(Service.RABBITMQ, engine | url).provider is Provider.URL
    with pytest.raises(Unprovided):
        choose(Service.RABBITMQ, {"CONTRACTSAI_TEST_PROVIDER": "local"})


def test_the_header_names_every_service() -> None:
    """Whoever reads a log sees at once what was tested on what."""
    header = describe({"CONTRACTSAI_TEST_RABBITMQ_URL": "amqp://user:secret@mq.example//"})

    assert all(f"{service}: " in header for service in Service)
    assert "rabbitmq: url (mq.example)" in header
    assert "secret" not in header


@pytest.fixture(params=["no socket", "a socket that nobody listens on", "no port"])
def no_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a Docker Engine that does not run, on a machine with its program."""
    with contextlib.ExitStack() as held:
        if request.param == "no port":
            with socket.create_server(("127.0.0.1", 0)) as listener:
                address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        else:
            path = tmp_path / "docker.sock"
            address = f"unix://{path}"
            if request.param != "no socket":
                held.enter_context(socket.socket(socket.AF_UNIX)).bind(str(path))
        yield address


def test_an_engine_that_does_not_run_leaves_nothing_open(no_engine: str) -> None:
    """The skip of one test would be the failure of the next: the library leaves its socket."""
    before = psutil.Process().num_fds()

    with pytest.raises(Unprovided, match="no Docker Engine") as refused:
        need_docker({"DOCKER_HOST": no_engine})

    assert psutil.Process().num_fds() == before, refused.traceback
