"""One stack for all end-to-end tests; it is down, volumes and all, when they are over."""

import os
from collections.abc import Iterator

import pytest
from deployment import Deployment, run

GIVEN_IMAGE = os.environ.get("CONTRACTSAI_TEST_IMAGE", "")
BUILT_IMAGE = "contractsai:test"


@pytest.fixture(scope="session")
def image() -> str:
    """The image under test: ``CONTRACTSAI_TEST_IMAGE``, or one built from this folder."""
    _need_docker()
    if GIVEN_IMAGE:
        return GIVEN_IMAGE
    built = run(["docker", "build", "--tag", BUILT_IMAGE, "."], timeout=900)
    assert built.returncode == 0, f"the image was not built:\n{built.stdout}\n{built.stderr}"
    return BUILT_IMAGE


@pytest.fixture(scope="session")
def stack(image: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The services, up and well; the real pipeline analyses."""
    contracts = tmp_path_factory.mktemp("contracts")
    contracts.chmod(0o755)  # read by the container's user
    secrets = tmp_path_factory.mktemp("secrets")
    deployment = Deployment(contracts, secrets, image=image)
    try:
        deployment.up()
        yield deployment
    finally:
        deployment.down()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """Show, beside a failure, what the services said."""
    report: pytest.TestReport = yield
    deployment = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(deployment, Deployment):
        report.sections.append(("what the services said", deployment.logs()))
    return report


def _need_docker() -> None:
    """Skip where there is no Docker with Compose; in CI there has to be one."""
    for command in (["docker", "compose", "version"], ["docker", "info"]):
        problem = _problem(command)
        if problem and os.environ.get("CI"):
            pytest.fail(f"CI needs Docker: {problem}", pytrace=False)
        if problem:
            pytest.skip(f"no Docker: {problem}")


def _problem(command: list[str]) -> str:
    try:
        done = run(command, timeout=30)
    except OSError as error:
        return str(error)
    return done.stderr.strip() or f"{command} failed" if done.returncode else ""
