"""The application as its settings alone make it."""

from pathlib import Path

from fastapi.testclient import TestClient

from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings


def test_an_app_needs_nothing_but_settings(settings: Settings, tmp_path: Path) -> None:
    """SQLite is made on the way, and let go of in the end: an open handle is a warning here."""
    folder = tmp_path / "allowed"
    folder.mkdir()
    (folder / "nda.txt").write_text("text")
    app = create_app(settings)

    with TestClient(app, base_url="http://localhost") as client:
        ready = client.get("/readyz")
        submitted = client.post("/analyze", json={"folder_path": str(folder)})

    assert (ready.status_code, submitted.status_code) == (200, 202)
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        assert client.get(submitted.headers["Location"]).json() == submitted.json()
