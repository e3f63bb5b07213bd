"""Every check in its order."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Final

from contractsai.bootstrap.doctor import broker, environment, machine, rows
from contractsai.bootstrap.doctor.diagnosis import Check, Diagnosis, Grade, Patient
from contractsai.bootstrap.services import build_services

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
OF_DATABASE: Final[Sequence[Check]] = (
    rows.clock,
    rows.workers,
    rows.ticks,
    rows.webhooks,
)


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
