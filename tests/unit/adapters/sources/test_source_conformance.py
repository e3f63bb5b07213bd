"""The suite of sources, on folders of this machine."""

from pathlib import Path

import pytest
from support.privileges import obeying_permissions

from contractsai.adapters.sources.by_scheme import SourceByScheme
from contractsai.adapters.sources.folder import FolderSource
from contractsai.application.ports import Source
from contractsai.testing.conformance.sources import SourceConformance
from contractsai.testing.places import LocalPlace


class TestFolderSource(SourceConformance):
    @pytest.fixture
    def place(self, tmp_path: Path) -> LocalPlace:
        return LocalPlace(tmp_path, obeying=obeying_permissions)

    @pytest.fixture
    def source(self, place: LocalPlace) -> Source:
        return FolderSource([place.root])


class TestSourceByScheme(TestFolderSource):
    """It is a source itself: nothing is lost on the way through it."""

    @pytest.fixture
    def source(self, place: LocalPlace) -> Source:
        return SourceByScheme({"file": FolderSource([place.root])})
