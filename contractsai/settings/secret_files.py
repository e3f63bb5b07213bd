"""Secrets in files: ``NAME_FILE`` says where the value of ``NAME`` lies, as containers get them.

What stands in a variable is shown by ``docker inspect``, and inherited by whatever is started.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from contractsai.domain.errors import UnsafeConfiguration

BEHIND: Final = "_FILE"
LONGEST_BYTES: Final = 65536  # a file that is meant is much shorter


class SecretFiles(PydanticBaseSettingsSource):
    """Those settings that are secrets, from the files that the environment names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return what the setting's file says, if there is one."""
        if not is_secret(field):
            return None, field_name, False
        found = (value_of(name, os.environ) for name in variables_of(field_name, field))
        return next((value for value in found if value), None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the settings that stand in files.

        Raises:
            UnsafeConfiguration: a file cannot be read, or the variable is set beside it.
        """
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


def secret_variables(settings: type[BaseSettings]) -> list[str]:
    """Return the names of all variables beside which a file may be named."""
    return [
        variable
        for name, field in settings.model_fields.items()
        if is_secret(field)
        for variable in variables_of(name, field)
    ]


def is_secret(field: FieldInfo) -> bool:
    """Return whether the setting is one, or a list of them, or nothing."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def variables_of(name: str, field: FieldInfo) -> list[str]:
    """Return the names by which the environment may give a setting."""
    alias = field.validation_alias
    others = alias.choices if isinstance(alias, AliasChoices) else ()
    return list(dict.fromkeys([*map(str, others), f"CONTRACTSAI_{name.upper()}"]))


def value_of(name: str, environment: Mapping[str, str]) -> str | None:
    """Return what stands in the file of a variable, without the end of its line.

    Raises:
        UnsafeConfiguration: it cannot be read, or the variable is set as well.
    """
    named = environment.get(f"{name}{BEHIND}")
    if not named:
        return None
    if environment.get(name):
        raise UnsafeConfiguration(
            f"{name} and {name}{BEHIND} are both set, and may differ: unset one of them"
        )
    try:
        with Path(named).open(encoding="utf-8") as file:
            value = file.read(LONGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no text in UTF-8"
        raise UnsafeConfiguration(
            f"{name}{BEHIND} names {named}, which cannot be read: {reason}; name a file with the "
            "value alone, which this user may read"
        ) from error
    if not value.strip() or len(value) > LONGEST_BYTES:
        raise UnsafeConfiguration(
            f"{name}{BEHIND} names {named}, which holds nothing, or too much for a secret"
        )
    return value.rstrip("\r\n")
