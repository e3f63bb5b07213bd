"""The suite of sources, on folders of this machine."""

from pathlib import Path

import pytest

from contractsai.adapters.sources.folder import FolderSource
from contractsai.application.ports import Source
from contractsai.testing.conformance.sources import Put, SourceConformance


class TestFolderSource(SourceConformance):
    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        return FolderSource([tmp_path])

    @pytest.fixture
    def put(self, tmp_path: Path) -> Put:
        def put(files: dict[str, bytes]) -> str:
            folder = tmp_path / "job"
            folder.mkdir()
            for path, content in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            return str(folder)

        return put
