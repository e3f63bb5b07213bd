"""The environment, read once and refused where it contradicts itself."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.lifecycle import State
from contractsai.settings import Settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(tmp_path))


def test_without_any_setting_everything_is_embedded(tmp_path: Path) -> None:
    settings = Settings()

    assert settings.is_embedded
    assert settings.store_url == f"sqlite:///{tmp_path}/contractsai.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_guides_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://localhost:6379/0")
    monkeypatch.setenv("CELERY_RESULT_BACKEND", "redis://localhost:6379/1")

    settings = Settings()

    assert not settings.is_embedded
    assert settings.broker_url.get_secret_value() == "redis://localhost:6379/0"
    assert settings.result_backend
    assert settings.result_backend.get_secret_value() == "redis://localhost:6379/1"


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRACTSAI_ALLOWED_ROOTS", "/contracts, /srv/more ,")
    monkeypatch.setenv("CONTRACTSAI_API_KEYS", "one-of-sixteen-letters,two-of-sixteen-letters")

    settings = Settings()

    assert settings.allowed_roots == (Path("/contracts"), Path("/srv/more"))
    assert [key.get_secret_value() for key in settings.api_keys] == [
        "one-of-sixteen-letters",
        "two-of-sixteen-letters",
    ]


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRACTSAI_DATABASE_URL", "postgresql+psycopg://u:hunter2@h/d")
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://:hunter2@h/0")
    monkeypatch.setenv("CONTRACTSAI_API_KEYS", "hunter2-hunter2-hunter2")

    assert "hunter2" not in repr(Settings())


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TASK_TIME_LIMIT", "3300", "TASK_SOFT_TIME_LIMIT must be below"),
        ("VISIBILITY_TIMEOUT", "3600", "delivers a task again.*set it to 4500"),
        ("DOCUMENT_SECONDS", "3300", "DOCUMENT_SECONDS must be below"),
        ("HEARTBEAT_SECONDS", "6", "three times"),
        ("BACKOFF_SECONDS", "601", "MAX_BACKOFF_SECONDS"),
        ("API_KEYS", "sch\u00f6n-und-lang-genug", "ASCII"),
        ("API_KEYS", "two words of a sentence", "without spaces"),
        ("API_KEYS", "short", "less than 16 characters.*make one with"),
        ("API_KEYS", '["a key", 1]', "commas between them"),
        ("ALLOWED_ROOTS", "[/a, /b]", "commas between them"),
        ("LLM_URL", "http://localhost:11434/v1", "needs CONTRACTSAI_LLM_MODEL"),
        ("METRICS", "0.0.0.0:9808", "set CONTRACTSAI_TRUST_NETWORK=true"),
        ("CORS_ORIGINS", "*", "may never call"),
        ("CORS_ORIGINS", "https://desk.example, null", "names each site as browsers do"),
        ("CORS_ORIGINS", "https://desk.example/", "without a path"),
        ("CORS_ORIGINS", "https://Desk.example", "in lower case"),
    ],
)
def test_settings_that_contradict_each_other_are_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    """The guide's own 3600 s limit equals Redis' default visibility timeout: delivered twice."""
    monkeypatch.setenv(f"CONTRACTSAI_{name}", value)

    with pytest.raises(UnsafeConfiguration, match=says):
        Settings()


@pytest.mark.parametrize(
    ("given", "roots"),
    [
        ("/a:/b", ["/a", "/b"]),
        ("/a:/b,/c", ["/a", "/b", "/c"]),
        ('["/a", "/b,c"]', ["/a", "/b,c"]),
        ("/a:b", ["/a:b"]),
    ],
)
@pytest.mark.skipif(os.pathsep != ":", reason="written as PATH is on POSIX")
def test_folders_are_listed_in_any_usual_way(
    monkeypatch: pytest.MonkeyPatch, given: str, roots: list[str]
) -> None:
    """One root that does not exist, in the place of two that do, shuts everybody out."""
    monkeypatch.setenv("CONTRACTSAI_ALLOWED_ROOTS", given)

    assert [str(root) for root in Settings().allowed_roots] == roots


def test_a_root_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It may be mounted later, so it is no reason not to start."""
    monkeypatch.setenv("CONTRACTSAI_ALLOWED_ROOTS", f"{tmp_path},{tmp_path}/none")

    [warning] = Settings().warnings

    assert warning.startswith(f"CONTRACTSAI_ALLOWED_ROOTS: {tmp_path}/none is not a folder")


@pytest.mark.parametrize("name", ["DATA_DIR", "DATABASE_URL", "PLAYBOOK", "LLM_URL"])
def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Compose files pass empty variables; an empty path would be the current folder."""
    monkeypatch.setenv(f"CONTRACTSAI_{name}", "")

    assert getattr(Settings(), name.lower()) != Path()
    assert Settings().store_url.startswith("sqlite:////")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("LEASE_SECONDS", "0"),
        ("LEASE_SECONDS", "inf"),
        ("BACKOFF_SECONDS", "nan"),
    ],
)
def test_a_value_out_of_bounds_fails_at_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CONTRACTSAI_{name}", value)

    with pytest.raises(ValidationError):
        Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]  # what must not work


def test_a_root_may_be_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other schemes have sources of their own; a root of files is a path, however written."""
    monkeypatch.setenv(
        "CONTRACTSAI_ALLOWED_ROOTS", "/contracts, s3://bucket/contracts,file:///with%20space"
    )

    assert Settings().allowed_roots == (
        Path("/contracts"),
        "s3://bucket/contracts",
        Path("/with space"),
    )
    assert [line for line in Settings().warnings if "s3" in line] == []


HOOK = "https://example.org/hook"
HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.mark.parametrize(
    "url", [HOOK, "http://localhost:8080/", "http://127.0.0.1:8080", "http://[::1]:8080/a?b=c"]
)
def test_webhooks_go_to_an_address_that_nobody_listens_on(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_URL", url)
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_SECRET", HOOK_SECRET)

    settings = Settings()

    assert settings.webhook_url
    assert settings.webhook_url.get_secret_value() == url
    assert url not in repr(settings)
    assert HOOK_SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("url", "secret", "says"),
    [
        (HOOK, None, "needs CONTRACTSAI_WEBHOOK_SECRET"),
        (HOOK, "", "needs CONTRACTSAI_WEBHOOK_SECRET"),
        (HOOK, "hunter2", "openssl rand"),
        ("http://example.org/hook", HOOK_SECRET, "in the clear"),
        ("ftp://example.org", HOOK_SECRET, "must be the URL"),
        ("https:///hook", HOOK_SECRET, "must be the URL"),
        ("https://a:b@example.org", HOOK_SECRET, "must be the URL"),
        ("https://example.org/#part", HOOK_SECRET, "must be the URL"),
        ("https://example.org:port/", HOOK_SECRET, "must be the URL"),
        ("https://example.org/\r\nX: y", HOOK_SECRET, "must be the URL"),
    ],
)
def test_an_address_that_will_not_do_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, secret: str | None, says: str
) -> None:
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_URL", url)
    if secret is not None:
        monkeypatch.setenv("CONTRACTSAI_WEBHOOK_SECRET", secret)

    with pytest.raises(UnsafeConfiguration, match=says):
        Settings()


def test_a_network_that_nobody_listens_in_may_have_plain_http(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_URL", "http://hooks:8080/")
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_SECRET", HOOK_SECRET)
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_ALLOW_HTTP", "true")

    assert Settings().webhook_allow_http


def test_what_ended_badly_may_be_kept_for_another_time() -> None:
    """What is not said is not there: the retention of all jobs holds."""
    assert Settings().retention_by_state == {}
    assert Settings(failed_days=90, cancelled_days=1).retention_by_state == {
        State.FAILED: timedelta(days=90),
        State.CANCELLED: timedelta(days=1),
    }


def test_sites_whose_pages_may_call_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRACTSAI_CORS_ORIGINS", "https://desk.example, http://[::1]:3000")

    assert Settings().cors_origins == ("https://desk.example", "http://[::1]:3000")
