"""Every check in its order."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Final

from contractsai.bootstrap.doctor import broker, environment, machine, rows
from contractsai.bootstrap.doctor.diagnosis import Check, Diagnosis, Grade, Patient, problem
from contractsai.bootstrap.services import Services, build_services

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

UNREADABLE: Final = "unreadable"
SHOW: Final = "contractsai --debug jobs list  # shows where; then put a backup back"


def examine(given: Mapping[str, str] | None = None) -> list[Diagnosis]:
    """Return all that is wrong, problems first."""
    variables = os.environ if given is None else given
    settings = environment.settings_of(variables)
    if isinstance(settings, list):
        return settings
    with closing(build_services(settings)) as services:
        return diagnose(Patient(settings, services, environment=dict(variables)))


def examine_running(services: Services) -> list[Diagnosis]:
    """Return what is wrong as a running API sees it; that its own port is taken is not."""
    found = diagnose(Patient(services.settings, services))
    return [each for each in found if each.check != "port-taken"]


def diagnose(patient: Patient) -> list[Diagnosis]:
    """Return what is wrong with a patient whose settings can be read, problems first."""
    found = [each for check in ALONE for each in _found(check, patient)]
    of_database = list(_found(rows.database, patient))
    found += of_database
    if all(each.check == UNREADABLE for each in of_database):
        found += [each for check in OF_DATABASE for each in _found(check, patient)]
    if not any(each.check == "no-broker" for each in found):
        found += _found(broker.broker, patient)
    return sorted(found, key=lambda each: each.grade is not Grade.PROBLEM)


def _found(check: Check, patient: Patient) -> Iterator[Diagnosis]:
    """Yield what a check finds, and as a finding that it broke: the others have still to be asked.

    What the error says stays unsaid, since it may quote a row.
    """
    try:
        yield from check(patient)
    except Exception as error:  # noqa: BLE001 - whatever breaks a check is what is wrong
        says = f"The check of the {check.__name__} broke ({type(error).__name__}): it cannot read "
        yield problem(UNREADABLE, f"{says}what it found, as if another program wrote it.", SHOW)
