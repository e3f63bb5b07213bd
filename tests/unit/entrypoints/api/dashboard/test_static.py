"""The files that pages load."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest
from support.dashboard import Dashboard

from contractsai.entrypoints.api.dashboard.static import TYPES, address_of, file_of

FOLDER = files("contractsai.entrypoints.api.dashboard") / "static"
NOTICE = Path(__file__).parents[5] / "NOTICE"


def test_files_of_others_are_as_their_packages_hold_them() -> None:
    """The list beside them says which, and under which licence."""
    listed = re.findall(
        r"^\| `(\S+)` \| `(\S+)` ([\d.]+) .*`(\S+LICENSE\S*)` \| `([0-9a-f]{64})` \|$",
        (FOLDER / "VENDORED.md").read_text(),
        re.MULTILINE,
    )

    notice = NOTICE.read_text()
    for name, package, version, licence, digest in listed:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest
        assert (FOLDER / licence).is_file()
        assert f"{package} {version}" in notice
    assert {name for name, *_ in listed} == {it for it in TYPES if ".min." in it}


@pytest.mark.parametrize("name", TYPES)
def test_a_file_may_be_kept_while_it_is_the_same(dashboard: Dashboard, name: str) -> None:
    kept = dashboard.client.get(address_of("", name))
    other = dashboard.client.get(f"/dashboard/static/{name}?v=older")

    assert kept.status_code == 200
    assert kept.headers["Content-Type"] == TYPES[name]
    assert "immutable" in kept.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "no-store"
    assert kept.content == other.content == file_of(name).content


@pytest.mark.parametrize("name", ["VENDORED.md", "..%2Fpages.py", "nothing.js"])
def test_nothing_else_is_a_file(dashboard: Dashboard, name: str) -> None:
    assert dashboard.client.get(f"/dashboard/static/{name}").status_code == 404


def test_a_file_is_sent_plain_to_those_who_cannot_unpack(dashboard: Dashboard) -> None:
    headers = {"Accept-Encoding": "identity"}
    response = dashboard.client.get("/dashboard/static/htmx.min.js", headers=headers)

    assert "Content-Encoding" not in response.headers
    assert response.content == file_of("htmx.min.js").content


def test_the_style_asks_nobody_else() -> None:
    for name in TYPES:
        if name.endswith(".css"):
            text = file_of(name).content.decode()
            assert "url(" not in text
            assert "@import" not in text
