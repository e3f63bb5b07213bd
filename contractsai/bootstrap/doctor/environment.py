"""The environment: what cannot be read, contradicts itself, or is meant for another name."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from contractsai.bootstrap.doctor.diagnosis import Diagnosis, Patient, problem, shortened, warning
from contractsai.bootstrap.playbooks import playbook_of
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.pipeline.text.ocr import find_tesseract
from contractsai.settings import Settings
from contractsai.settings.secret_files import BEHIND, secret_variables

NEW_KEY: Final = (
    "export CONTRACTSAI_API_KEYS=$(python -c 'import secrets; print(secrets.token_urlsafe())')"
)
OURS: Final = re.compile(r"\b(?:CONTRACTSAI|CELERY)_[A-Z_]+")
OF_BROKERS: Final = ("CELERY_BROKER_URL", "CONTRACTSAI_BROKER_URL", "CELERY_RESULT_BACKEND")
OF_COMMANDS: Final = frozenset({"CONTRACTSAI_URL", "CONTRACTSAI_API_KEY"})
OF_COMPOSE: Final = frozenset({"CONTRACTSAI_IMAGE"})
OLDEST_TESSERACT: Final = 5


def settings_of(environment: Mapping[str, str]) -> Settings | list[Diagnosis]:
    """Return the settings, or what keeps them from being read."""
    try:
        return Settings()
    except ValidationError as error:
        return [
            problem("value", f"{_variable(each['loc'])}: {each['msg']}.", _unset(each["loc"]))
            for each in error.errors(include_input=False, include_url=False)
        ]
    except UnsafeConfiguration as error:
        text = str(error)
        if "CONTRACTSAI_API_KEYS" in text:
            return [problem("api-keys", shortened(error), NEW_KEY)]
        named = [name for name in dict.fromkeys(OURS.findall(text)) if name in environment]
        if named and named[0] in OF_BROKERS:
            mend = f"export {named[0]}=redis://:PASSWORD@HOST:6379/0  # / ? # [ ] @ : % as %2F %3F"
            return [problem("broker-url", shortened(error), mend)]
        return [problem("contradiction", shortened(error), f"unset {' '.join(named)}")]


def misspelt(patient: Patient) -> Iterator[Diagnosis]:
    """Find variables that nobody reads."""
    known = {f"CONTRACTSAI_{name.upper()}" for name in Settings.model_fields}
    known |= {f"{name}{BEHIND}" for name in secret_variables(Settings)}
    known |= OF_COMMANDS | OF_COMPOSE
    for name in sorted(patient.environment):
        if name.startswith("CONTRACTSAI_") and name not in known:
            [*near] = difflib.get_close_matches(name, known, n=1)
            meant = f"export {near[0]}=...; unset {name}" if near else f"unset {name}"
            yield warning("unknown-variable", f"{name} is no setting: nobody reads it.", meant)


def tls(patient: Patient) -> Iterator[Diagnosis]:
    """Find connections that trust whoever answers."""
    urls = (("CELERY_BROKER_URL", patient.settings.broker),)
    for variable, url in urls:
        if url.tls is not None and not url.tls.verify:
            says = f"{variable} goes on without knowing who answers (ssl_cert_reqs=none)."
            mend = f"export {variable}='rediss://...?ssl_ca_certs=/PATH/TO/CA.pem'"
            yield problem("tls-unverified", says, mend)
        elif url.tls is not None and not url.tls.check_host:
            says = f"{variable} takes any host's certificate (ssl_check_hostname=false)."
            mend = f"export {variable}='rediss://...?ssl_ca_certs=/PATH/TO/CA.pem'"
            yield warning("tls-any-host", says, mend)


def roots(patient: Patient) -> Iterator[Diagnosis]:
    """Find allowed roots that hold no contract that this process could read."""
    for root in patient.settings.allowed_roots:
        if not isinstance(root, Path):
            continue
        if not root.is_dir():
            says = f"The allowed root {root} is no folder on this machine."
            yield problem("root-missing", says, f"mkdir -p {root}")
        elif not os.access(root, os.R_OK | os.X_OK):
            says = f"The allowed root {root} may not be read by this user."
            yield problem("root-unreadable", says, f"chmod o+rx {root}")


def playbook(patient: Patient) -> Iterator[Diagnosis]:
    """Find a playbook that does not load."""
    try:
        playbook_of(patient.settings)
    except UnsafeConfiguration as error:
        yield problem("playbook", shortened(error), "contractsai playbook show > playbook.yaml")


def ocr(patient: Patient) -> Iterator[Diagnosis]:
    """Find that scans cannot be read, or not in the languages that are asked for."""
    own = patient.settings
    try:
        found = find_tesseract(own.tesseract, own.ocr_languages)
    except UnsafeConfiguration as error:
        wanted = own.ocr_languages.replace("+", " tesseract-ocr-")
        has_program = "no data for" in str(error)
        mend = f"apt-get install tesseract-ocr-{wanted}" if has_program else INSTALL_OCR
        yield problem("ocr-languages" if has_program else "ocr", shortened(error), mend)
        return
    if found is None and own.tesseract:
        says = "There is no Tesseract: scanned pages end as needs_ocr."
        yield warning("ocr-missing", says, INSTALL_OCR)
    elif found is not None and int(found.version.split()[1].split(".")[0]) < OLDEST_TESSERACT:
        yield warning("ocr-old", f"{found.version} reads worse than version 5.", INSTALL_OCR)


INSTALL_OCR: Final = "pip install 'contractsai[ocr]'"


def _variable(place: tuple[int | str, ...]) -> str:
    name = str(place[0]).upper() if place else "SETTINGS"
    return name if name.startswith(("CELERY_", "CONTRACTSAI_")) else f"CONTRACTSAI_{name}"


def _unset(place: tuple[int | str, ...]) -> str:
    return f"unset {_variable(place)}"
