"""The machine: the data directory, the disk, and who listens where."""

import os
import shlex
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contractsai.adapters.stores.sql.files import file_of
from contractsai.bootstrap.doctor.diagnosis import Diagnosis, Patient, problem, warning
from contractsai.bootstrap.local import ensure_port_is_free, running_service
from contractsai.domain.errors import UnsafeConfiguration

LITTLE: Final = 1024**3
"""Bytes: a database, its log and the files of a large scan fit in."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def data_dir(patient: Patient) -> Iterator[Diagnosis]:
    """Find a data directory that cannot be used, or that others read."""
    folder = patient.settings.data_dir
    quoted = shlex.quote(str(folder))
    if not folder.exists():
        parent = next(each for each in folder.parents if each.exists())
        if not os.access(parent, os.W_OK):
            says = f"The data directory {folder} is not there, and cannot be made."
            yield problem("data-dir-missing", says, f"sudo install -d -o $USER -m 700 {quoted}")
        return
    if not folder.is_dir():
        says = f"CONTRACTSAI_DATA_DIR, {folder}, is no folder."
        yield problem("data-dir-no-folder", says, "unset CONTRACTSAI_DATA_DIR")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        says = f"The data directory {folder} may not be written by this user."
        yield problem("data-dir-unwritable", says, f"sudo chown -R $USER {quoted}")
    if sys.platform != "win32" and folder.stat().st_mode & OTHERS:
        says = f"Other users can look into the data directory {folder}."
        yield warning("data-dir-open", says, f"chmod 700 {quoted}")
    if (free := patient.free_bytes(folder)) < LITTLE:
        says = f"{free // 1024**2} MiB are left on the disk of the data directory."
        yield problem("disk-full", says, f"df -h {quoted}  # and make room there")


def ports(patient: Patient) -> Iterator[Diagnosis]:
    """Find that the API's port is taken, or open to those who should not reach it."""
    own = patient.settings
    if running_service(own.data_dir) is None:
        try:
            ensure_port_is_free(own)
        except UnsafeConfiguration:
            says = f"Somebody listens on {own.host}:{own.port} already, maybe another API."
            yield warning("port-taken", says, f"export CONTRACTSAI_PORT={own.port % 65535 + 1}")
    if own.host not in LOOPBACK and not own.api_keys and not own.trust_network:
        says = f"The API on {own.host} would let everybody in: `contractsai api` refuses to start."
        yield problem("open-api", says, "export CONTRACTSAI_HOST=127.0.0.1")


def embedded(patient: Patient) -> Iterator[Diagnosis]:
    """Find that the private broker is meant and nobody runs it."""
    own = patient.settings
    if own.is_embedded and running_service(own.data_dir) is None:
        says = (
            "No CELERY_BROKER_URL: the broker is the private one of `contractsai up`, which does "
            "not run on this data directory."
        )
        yield problem("no-broker", says, "contractsai up")


def network_file(patient: Patient) -> Iterator[Diagnosis]:
    """Find an SQLite file on a file system whose locks other machines do not keep."""
    file = file_of_settings(patient)
    if file is None:
        return
    kind = file_system_of(file, _mounts())
    if kind in {"nfs", "nfs4", "cifs", "smbfs", "smb3", "fuse.sshfs", "9p"}:
        says = (
            f"The database {file} lies on a network file system ({kind}), which breaks its locks."
        )
        mend = "export CONTRACTSAI_DATABASE_URL=postgresql+psycopg://USER@HOST/contractsai"
        yield problem("sqlite-on-network", says, mend)


def file_of_settings(patient: Patient) -> Path | None:
    """Return the database's file, None for a server."""
    url = patient.settings.store_url
    if not url.startswith("sqlite"):
        return None
    from sqlalchemy import make_url

    return file_of(make_url(url))


def file_system_of(file: Path, mounts: str) -> str | None:
    """Return the kind of file system that *file* is on, by Linux' list of mounts."""
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        if file.resolve().is_relative_to(point) and (best is None or len(point) >= best[0]):
            best = len(point), kind
    return best[1] if best else None


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
