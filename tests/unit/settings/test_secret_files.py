"""Secrets in files: where containers keep them."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings
from contractsai.settings.secret_files import BEHIND, LONGEST_BYTES, secret_variables

ODD = "p@ss/w:rd#% é"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "secret"


def test_every_secret_may_stand_in_a_file() -> None:
    assert set(secret_variables(Settings)) >= {
        "CELERY_BROKER_URL",
        "CELERY_RESULT_BACKEND",
        "CONTRACTSAI_API_KEYS",
        "CONTRACTSAI_DATABASE_PASSWORD",
        "CONTRACTSAI_DATABASE_URL",
        "CONTRACTSAI_LLM_API_KEY",
        "CONTRACTSAI_WEBHOOK_SECRET",
        "SENTRY_DSN",
    }
    assert "CONTRACTSAI_PULSE" not in secret_variables(Settings)


@pytest.mark.parametrize(
    ("variable", "value", "name"),
    [
        ("CELERY_BROKER_URL", "redis://:pw@redis:6379/0", "broker_url"),
        ("CONTRACTSAI_BROKER_URL", "redis://:pw@redis:6379/0", "broker_url"),
        ("CONTRACTSAI_LLM_API_KEY", "a key", "llm_api_key"),
    ],
)
def test_a_secret_is_read_without_the_end_of_its_line(
    monkeypatch: pytest.MonkeyPatch, file: Path, variable: str, value: str, name: str
) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    file.write_text(f"{value}\r\n")
    monkeypatch.setenv(f"{variable}{BEHIND}", str(file))

    read = getattr(Settings(), name)

    assert isinstance(read, SecretStr)
    assert read.get_secret_value() == value


def test_a_list_of_secrets_is_read_as_the_variable_would_be(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    file.write_text("the-first-of-the-keys, the-second-of-the-keys\n")
    monkeypatch.setenv("CONTRACTSAI_API_KEYS_FILE", str(file))

    keys = [key.get_secret_value() for key in Settings().api_keys]

    assert keys == ["the-first-of-the-keys", "the-second-of-the-keys"]


def test_an_empty_name_of_a_file_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose files pass empty variables."""
    monkeypatch.setenv("CONTRACTSAI_API_KEYS_FILE", "")

    assert Settings().api_keys == ()


def test_two_that_may_differ_are_refused(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Whoever changes the one would wonder why the other is used."""
    file.write_text("the-first-of-the-keys")
    monkeypatch.setenv("CONTRACTSAI_API_KEYS_FILE", str(file))
    monkeypatch.setenv("CONTRACTSAI_API_KEYS", "the-second-of-the-keys")

    with pytest.raises(UnsafeConfiguration, match="unset one of them"):
        Settings()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file"),
        (b"", "holds nothing"),
        (b" \n", "holds nothing"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"x" * (LONGEST_BYTES + 1), "too much"),
    ],
)
def test_a_file_that_will_not_do_is_named_but_not_quoted(
    monkeypatch: pytest.MonkeyPatch, file: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("CONTRACTSAI_API_KEYS_FILE", str(file))

    with pytest.raises(UnsafeConfiguration, match=says) as refused:
        Settings()

    assert f"CONTRACTSAI_API_KEYS_FILE names {file}" in str(refused.value)


def test_the_databases_password_needs_no_spelling_in_a_file(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """In a URL, most of these characters would end it early."""
    file.write_text(f"{ODD}\n")
    monkeypatch.setenv("CONTRACTSAI_DATABASE_URL", "postgresql+psycopg://user@db:5432/name")
    monkeypatch.setenv("CONTRACTSAI_DATABASE_PASSWORD_FILE", str(file))

    url = Settings().store_url

    assert url == "postgresql+psycopg://user:p%40ss%2Fw%3Ard%23%25%20%C3%A9@db:5432/name"


@pytest.mark.parametrize("url", ["postgresql://db/name", "postgresql://user:pw@db/name"])
def test_a_password_without_a_place_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CONTRACTSAI_DATABASE_URL", url)
    monkeypatch.setenv("CONTRACTSAI_DATABASE_PASSWORD", "secret")

    with pytest.raises(UnsafeConfiguration, match="CONTRACTSAI_DATABASE_PASSWORD belongs to"):
        Settings()
