"""A file for whoever helps: what was found, settings, versions, workers and logs; no secrets."""

import importlib.metadata
import json
import platform
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Final

from contractsai import __version__
from contractsai.bootstrap.doctor.diagnosis import Diagnosis
from contractsai.bootstrap.doctor.environment import settings_of
from contractsai.bootstrap.services import build_services
from contractsai.bootstrap.telling import BESIDE_THE_SETTINGS
from contractsai.observability.secrecy import Secrecy
from contractsai.settings import Settings
from contractsai.settings.telling import secrets_in

PACKAGES: Final = ("celery", "kombu", "redis", "sqlalchemy", "psycopg", "fastapi", "uvicorn")
LAST: Final = 200_000  # bytes of each log file


def write_bundle(file: Path, found: Sequence[Diagnosis], environment: dict[str, str]) -> None:
    """Write the bundle; no document and no secret of the settings is in it."""
    settings = settings_of(environment)
    known = settings if isinstance(settings, Settings) else None
    secrecy = Secrecy()
    secrecy.keep(secrets_in(known) if known else ())
    secrecy.keep(filter(None, map(environment.get, BESIDE_THE_SETTINGS)))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in _parts(found, known):
            bundle.writestr(name, secrecy.masked(text))


def _parts(found: Sequence[Diagnosis], settings: Settings | None) -> Iterator[tuple[str, str]]:
    yield "doctor.json", json.dumps([asdict(each) for each in found], indent=2)
    yield "versions.json", json.dumps(_versions(), indent=2)
    if settings is None:
        return
    yield "settings.json", json.dumps(settings.model_dump(mode="json"), indent=2)
    with closing(build_services(settings)) as services:
        try:
            workers = [asdict(worker) for worker in services.workers.latest()]
        except Exception as error:  # noqa: BLE001 - whoever helps needs the rest all the more
            yield "workers.txt", type(error).__name__
        else:
            yield "workers.json", json.dumps(workers, indent=2, default=str)
    for log in sorted((settings.data_dir / "logs").glob("*.log")):
        yield f"logs/{log.name}", log.read_bytes()[-LAST:].decode(errors="replace")


def _versions() -> dict[str, str]:
    found = {"contractsai": __version__, "python": platform.python_version()}
    found["system"] = platform.platform()
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found
