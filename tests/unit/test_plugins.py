from collections.abc import Callable
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from contractsai import plugins
from contractsai.adapters.sources.folder import FolderSource
from contractsai.domain import forms
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.facts import FactRow
from contractsai.plugins import (
    FACTS,
    PIPELINES,
    SOURCES,
    STORES,
    installed,
    load_facts,
    load_pipeline,
    load_source,
    load_store_kind,
    with_ocr,
)
from contractsai.testing.pipelines import EchoPipeline


class NoPipeline:
    version = 7


class Outer:
    class Inner(EchoPipeline):
        version = "inner 1"


def test_an_entry_point_is_found_by_its_name() -> None:
    """The default of the settings is such a name."""
    assert load_pipeline("contracts").version.startswith("contracts-")


def test_a_dotted_name_needs_no_entry_point() -> None:
    """Somebody who tries a pipeline out has not packaged it yet."""
    assert isinstance(load_pipeline("contractsai.testing.pipelines:EchoPipeline"), EchoPipeline)


def test_an_attribute_may_be_nested() -> None:
    assert load_pipeline(f"{__name__}:Outer.Inner").version == "inner 1"


def test_every_call_makes_a_new_pipeline() -> None:
    """A pipeline may keep state; two processes or threads must not share it by accident."""
    name = "contractsai.testing.pipelines:EchoPipeline"

    assert load_pipeline(name) is not load_pipeline(name)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    """The message is all that somebody with a typo in the environment sees."""
    with pytest.raises(UnsafeConfiguration, match=r"'contarcts'.*contracts"):
        load_pipeline("contarcts")


@pytest.mark.parametrize(
    "name",
    ["no.such.module:Thing", "contractsai.plugins:no_such_thing", "contractsai.plugins:", ":Thing"],
)
def test_what_cannot_be_imported_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(UnsafeConfiguration, match=name):
        load_pipeline(name)


@pytest.mark.parametrize("made", ["NoPipeline", "__name__"])
def test_what_makes_no_pipeline_is_refused(made: str) -> None:
    """Better at start-up than under the first document."""
    with pytest.raises(UnsafeConfiguration, match="does not make a valid pipeline"):
        load_pipeline(f"{__name__}:{made}")


class Ruled(EchoPipeline):
    def with_playbook(self, text: str) -> EchoPipeline:
        if not text.startswith("name"):
            raise ValueError("line 1: no name")
        ruled = Ruled()
        ruled.version = f"ruled by {text}"
        return ruled


def test_a_pipeline_goes_by_the_playbook_it_is_given() -> None:
    """Anybody's pipeline may have rules, and its version tells which."""
    assert load_pipeline(f"{__name__}:Ruled", playbook="name: a").version == "ruled by name: a"
    assert "+ours-" in load_pipeline("contracts", playbook="name: ours\nrules: []").version


def test_a_playbook_that_is_wrong_is_refused_with_its_lines() -> None:
    with pytest.raises(UnsafeConfiguration, match="line 1: no name"):
        load_pipeline(f"{__name__}:Ruled", playbook="")


def test_a_pipeline_without_rules_refuses_a_playbook() -> None:
    """Its owner would wait for risks in vain."""
    with pytest.raises(UnsafeConfiguration, match="leave CONTRACTSAI_PLAYBOOK unset"):
        load_pipeline("contractsai.testing.pipelines:EchoPipeline", playbook="name: a")


def test_a_pipeline_that_reads_no_pictures_stays_as_it_is() -> None:
    """OCR is offered to every pipeline, and asked of none."""
    plain = EchoPipeline()

    assert with_ocr(plain, "tesseract", languages="eng") is plain


def test_a_pipeline_that_reads_pictures_is_told_how() -> None:
    with pytest.raises(UnsafeConfiguration, match="names no program"):
        with_ocr(load_pipeline("contracts"), "/nowhere/tesseract", languages="eng")


class Exploding:
    def __init__(self) -> None:
        raise KeyError("secret")


NO_FACTS = ("weight",)
SOME_FACTS = (FactRow("weight", "Weight", forms.TEXT),)


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "PlugIns":
    monkeypatch.syspath_prepend(str(tmp_path))
    return PlugIns(tmp_path)


class PlugIns:
    """Packages on the path that register what a test says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, group: str, name: str, value: str) -> None:
        info = self._folder / f"{name}_plug-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plug\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\n")
        PathFinder.invalidate_caches()


def test_what_comes_with_the_package_is_registered_as_a_strangers_would_be() -> None:
    """Then whatever works for ours works for theirs."""
    assert {group: set(installed(group)) for group in (PIPELINES, SOURCES, STORES, FACTS)} == {
        PIPELINES: {"contracts"},
        SOURCES: {"file"},
        STORES: {"postgresql", "sqlite"},
        FACTS: set(),
    }


def test_a_store_is_chosen_by_the_scheme_of_its_url() -> None:
    """The driver that may stand in a URL is no other store."""
    sqlite = load_store_kind("sqlite:////var/lib/contractsai.db")
    server = load_store_kind("postgresql://ada@db/contracts")

    assert type(load_store_kind("postgresql+psycopg://ada@db/contracts")) is type(server)
    assert type(sqlite) is not type(server)


def test_a_store_that_nobody_has_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(UnsafeConfiguration, match=r"no store for mysql.*has: postgresql, sqlite"):
        load_store_kind("mysql://ada:secret@db/contracts")


@pytest.mark.parametrize("url", ["", "contracts.db", "://x", "SQLITE", "5432:x"])
def test_what_is_no_url_names_no_store(url: str) -> None:
    with pytest.raises(UnsafeConfiguration, match="not a valid database URL; write it like"):
        load_store_kind(url)


def test_a_source_is_found_by_its_scheme() -> None:
    assert load_source("file") is FolderSource


def test_a_scheme_that_nobody_reads_is_refused_with_what_to_run() -> None:
    with pytest.raises(UnsafeConfiguration, match=r"no plug-in 's3'; it has: file; .*pip install"):
        load_source("s3")


def test_facts_are_those_of_every_plug_in(plug_in: PlugIns) -> None:
    """Reports hold what was stored by a pipeline that is not configured any more."""
    plug_in(FACTS, "some", f"{__name__}:SOME_FACTS")

    assert load_facts() == list(SOME_FACTS)


@pytest.mark.parametrize(
    ("group", "name", "value", "load"),
    [
        (FACTS, "odd", "NO_FACTS", load_facts),
        (FACTS, "odd", "no_such_thing", load_facts),
        (SOURCES, "odd", "NO_FACTS", lambda: load_source("odd")),
        (SOURCES, "odd", "no_such_thing", lambda: load_source("odd")),
        (STORES, "odd", "NO_FACTS", lambda: load_store_kind("odd://x")),
        (STORES, "odd", "NoPipeline", lambda: load_store_kind("odd://x")),
    ],
)
def test_a_plug_in_that_is_none_is_named_with_its_package(
    plug_in: PlugIns, group: str, name: str, value: str, load: Callable[[], object]
) -> None:
    """The last words are what to type."""
    plug_in(group, name, f"{__name__}:{value}")

    with pytest.raises(UnsafeConfiguration, match=rf"'odd' of {group}.*pip uninstall odd-plug$"):
        load()


def test_a_plug_in_that_breaks_as_it_is_made_is_named() -> None:
    """A stranger's code may raise anything, and no traceback reaches a user."""
    with pytest.raises(UnsafeConfiguration, match="Exploding' cannot be made: KeyError"):
        load_pipeline(f"{__name__}:Exploding")


def test_a_checkout_that_was_installed_before_it_had_plug_ins_says_so() -> None:
    """Its code has moved on, its entry points are those of then."""
    with pytest.raises(UnsafeConfiguration, match=r"run: pip install -e \.$"):
        plugins._load("contractsai.no_such_group", "x")
