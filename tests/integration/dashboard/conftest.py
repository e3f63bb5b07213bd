"""A real browser on a real server, whose worker is the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Site
from playwright.sync_api import Browser, sync_playwright
from support.api_world import ApiServices

from contractsai.settings import Settings
from contractsai.testing.leaks import LeakWatch

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program of Debian's package; in CI it has to be there."""
    program = shutil.which("chromium")
    if program is None:
        reason = "no chromium on PATH (Debian's package chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


@pytest.fixture(scope="session")
def browser(chromium: str, leak_watch: LeakWatch) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        leak_watch.accept()
        yield made
        made.close()


@pytest.fixture
def make_site(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Return a factory of servers with a browser's windows on them."""
    made: list[Site] = []

    def make(**settings: object) -> Site:
        root = tmp_path / "contracts"
        root.mkdir(exist_ok=True)
        chosen = Settings(data_dir=tmp_path / "data", allowed_roots=(root,), **settings)  # type: ignore[arg-type]  # whatever a test sets
        site = Site(ApiServices(chosen), browser, root)
        made.append(site)
        return site

    yield make
    for site in made:
        site.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()
