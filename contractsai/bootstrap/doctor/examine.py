"""Every check in its order, and what may not be said aloud."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Final
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from contractsai.bootstrap.doctor import broker, environment, machine, rows
from contractsai.bootstrap.doctor.diagnosis import Check, Diagnosis, Grade, Patient
from contractsai.bootstrap.services import build_services
from contractsai.settings import Settings

MASKED: Final = "***"
SHORTEST_SECRET: Final = 4
ALONE: Final[Sequence[Check]] = (
    environment.misspelt,
    environment.tls,
    environment.roots,
    environment.playbook,
    environment.ocr,
    machine.data_dir,
    machine.ports,
    machine.network_file,
    machine.embedded,
)
OF_DATABASE: Final[Sequence[Check]] = (rows.clock, rows.workers, rows.ticks)


def examine(given: Mapping[str, str] | None = None) -> list[Diagnosis]:
    """Return all that is wrong, problems first."""
    variables = os.environ if given is None else given
    settings = environment.settings_of(variables)
    if isinstance(settings, list):
        return settings
    with closing(build_services(settings)) as services:
        return diagnose(Patient(settings, services, environment=dict(variables)))


def diagnose(patient: Patient) -> list[Diagnosis]:
    """Return what is wrong with a patient whose settings can be read, problems first."""
    found = [each for check in ALONE for each in check(patient)]
    of_database = list(rows.database(patient))
    found += of_database
    if not of_database:
        found += [each for check in OF_DATABASE for each in check(patient)]
    if not any(each.check == "no-broker" for each in found):
        found += broker.broker(patient)
    return sorted(found, key=lambda each: each.grade is not Grade.PROBLEM)


def secrets_of(settings: Settings) -> list[str]:
    """Return every secret that the settings hold, and the passwords in their URLs."""
    found = set(_secrets(settings))
    for value in list(found):
        if "://" in value:
            password = urlsplit(value).password
            found |= {password, unquote(password)} if password else set()
    return sorted((each for each in found if len(each) >= SHORTEST_SECRET), key=len, reverse=True)


def redacted(text: str, secrets: Sequence[str]) -> str:
    """Return *text* without any of *secrets*."""
    for secret in secrets:
        text = text.replace(secret, MASKED)
    return text


def _secrets(settings: Settings) -> Iterator[str]:
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, SecretStr) and each.get_secret_value() != "embedded://":
                yield each.get_secret_value()
