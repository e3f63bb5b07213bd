"""Brokers come as plug-ins, ours among them; one that is broken is named."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contractsai import broker_plugins
from contractsai.broker_plugins import GROUP, installed, owner_of
from contractsai.domain.errors import UnsafeConfiguration

ROOT = Path(__file__).resolve().parents[2]
A_BROKER = """
from dataclasses import replace
from contractsai.adapters.brokers.transports.redis import REDIS
from contractsai.broker_plugins import Scheme
BROKER = replace(REDIS, name="Other", schemes={"other": Scheme(kombu="redis")})
OWN = replace(BROKER, schemes={"other": Scheme(kombu="others-transport")})
TWIN = REDIS
NONE = 5
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return how to have a package with an entry point, as an installer leaves it."""

    def put(name: str, target: str) -> None:
        (tmp_path / "a_broker_of_others.py").write_text(A_BROKER)
        info = tmp_path / "a_broker_of_others-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: a-broker-of-others\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {target}\n")
        monkeypatch.syspath_prepend(tmp_path)
        installed.cache_clear()

    yield put
    installed.cache_clear()


def test_ours_are_registered_as_everybodys_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert set(project["entry-points"][GROUP]) <= set(installed())


def test_anothers_broker_is_found_by_its_scheme(install: Callable[..., None]) -> None:
    install("other", "a_broker_of_others:BROKER")

    broker = owner_of("other")

    assert broker is not None
    assert broker.name == "Other"
    assert owner_of("nobodys") is None


def test_a_broker_is_found_by_what_kombu_calls_it_too(install: Callable[..., None]) -> None:
    """An application's URL is spelled for kombu; who takes the word as it stands comes first."""
    install("other", "a_broker_of_others:OWN")

    broker, redis = owner_of("others-transport"), owner_of("redis")

    assert broker is not None
    assert broker.name == "Other"
    assert redis is not None
    assert "redis" in redis.schemes


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("no_such_module_at_all:BROKER", "'other'.*cannot be loaded: No module named"),
        ("a_broker_of_others:MISSING", "'other'.*cannot be loaded"),
        ("a_broker_of_others:NONE", "'other'.*is no broker"),
        ("a_broker_of_others:TWIN", r"two brokers take redis://, 'other' and 'redis'"),
    ],
)
def test_a_plug_in_that_does_not_load_is_named(
    install: Callable[..., None], target: str, says: str
) -> None:
    """To go on without it would be to tell its user that there is no such scheme."""
    install("other", target)

    with pytest.raises(UnsafeConfiguration, match=says):
        installed()


def test_an_installation_that_is_older_than_its_code_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broker_plugins, "GROUP", "contractsai.nothing_is_here")
    installed.cache_clear()

    try:
        with pytest.raises(UnsafeConfiguration, match=r"pip install -e \."):
            installed()
    finally:
        installed.cache_clear()
