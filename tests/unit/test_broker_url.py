"""A broker's URL is refused at start, by its variable's name, and no password is told."""

from pathlib import Path

import pytest

from contractsai.broker_url import (
    BrokerUrl,
    Tls,
    as_kombu_spells_it,
    read_backend_url,
    read_broker_url,
)
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings

SECRET = "hunter2"


@pytest.mark.parametrize(
    "url",
    [
        "embedded://",
        "memory://",
        "redis://",
        "redis://h",
        "redis:///1",
        f"redis://:{SECRET}@h:6379/0",
        f"redis://user:{SECRET}%2F%40@[::1]:6379",
        "valkey://h:6379/0",
        "redis+socket:///run/redis.sock",
        "valkey+socket:///run/valkey.sock?virtual_host=1",
        "amqp://",
        f"amqp://user:{SECRET}@h:5672//",
        "pyamqp://h/vhost",
        "amqp://a//;amqp://b//",
    ],
)
def test_a_url_of_a_broker_is_taken_as_it_is(url: str) -> None:
    assert read_broker_url(url, variable="CELERY_BROKER_URL") == BrokerUrl(url, None)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "is not one that this service can use"),
        ("localhost:6379", "is not one that this service can use"),
        ("redis:/h", "is not one that this service can use"),
        (f"sentinel://:{SECRET}@h:26379/0", r"add \?master_name="),
        (f"sentinel://:{SECRET}@h:26379/0?master_name=", r"add \?master_name="),
        ("sentinel://a?master_name=m;sentinel://b?master_name=n", "contradict each other"),
        (f"redis+cluster://:{SECRET}@h:6379", "hash slots.*sentinel://"),
        (f"sqs://{SECRET}@", "'sqs' is not one"),
        ("filesystem://", "'filesystem' is not one"),
        (f"redis://:{SECRET}@h:x/0", "the port"),
        (f"redis://:{SECRET}@h:65536/0", "the port"),
        (f"redis://:{SECRET}@h:0/0", "the port"),
        (f"amqp://u:{SECRET}@h:-1//", "the port"),
        (f"redis://:{SECRET}/x@h:6379/0", "%2F"),
        (f"redis://:{SECRET}?x@h:6379/0", "%3F"),
        (f"redis://:{SECRET}#x@h:6379/0", "%23"),
        (f"redis://:{SECRET}[x@h:6379/0", "%5B"),
        (f"redis://{SECRET}/x@h/0", "cannot be told from the rest"),
        (f"amqp://{SECRET}#x@h//", "cannot be told from the rest"),
        (f"redis://:{SECRET}@h/one", "number of a Redis database"),
        (f"redis://:{SECRET}@h/0?ssl_cert_reqs=none", "needs a URL with TLS"),
        (f"rediss://:{SECRET}@h/0?ssl_cert_reqs=maybe", "is one of required"),
        (f"rediss://:{SECRET}@h/0?ssl_cert_req=none", "no option 'ssl_cert_req'"),
        (f"rediss://:{SECRET}@h/0?ssl_ca_certs=/no/such.pem", "No such file"),
        ("rediss://a/0;rediss://b/0?ssl_cert_reqs=none", "the same TLS options"),
    ],
)
def test_what_no_broker_can_be_reached_by_is_refused_with_the_way_out(
    url: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The libraries say `ValueError`, late, and some of them the password with it."""
    monkeypatch.setenv("CELERY_BROKER_URL", url)

    with pytest.raises(UnsafeConfiguration, match=says) as refusal:
        Settings()

    assert str(refusal.value).startswith("CELERY_BROKER_URL: ")
    assert SECRET not in str(refusal.value)


def test_a_result_backend_is_read_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_RESULT_BACKEND", "redis://h:x/0")

    with pytest.raises(UnsafeConfiguration, match=r"^CELERY_RESULT_BACKEND: the port"):
        Settings()


def test_another_result_backend_is_celerys_business() -> None:
    """None of our results are kept there; Celery knows more of them than we do."""
    assert read_backend_url("db+sqlite:///r.db", variable="X") == BrokerUrl(
        "db+sqlite:///r.db", None
    )


@pytest.mark.parametrize("scheme", ["rediss", "valkeys", "amqps"])
def test_tls_verifies_unless_it_is_told_not_to(scheme: str) -> None:
    """Encrypted to whoever answers is not what anybody means by the `s`."""
    plain = read_broker_url(f"{scheme}://h", variable="X")
    told = read_broker_url(f"{scheme}://h/?ssl_cert_reqs=none&x=1", variable="X")

    assert plain == BrokerUrl(f"{scheme}://h", Tls(verify=True, check_host=True))
    assert told == BrokerUrl(f"{scheme}://h/?x=1", Tls(verify=False, check_host=False))


def test_words_for_us_are_no_words_for_kombu() -> None:
    """Kombu takes every word of a URL as an argument of its own, and fails on what it is not."""
    read = read_broker_url(
        "sentinel://:s@a:26379/1?master_name=m&sentinel_password=p&x=1;sentinel://b", variable="X"
    )

    assert read == BrokerUrl(
        "sentinel://:s@a:26379/1?x=1;sentinel://b",
        None,
        (("master_name", "m"), ("sentinel_password", "p")),
    )


def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    """At start, and not as a broker that cannot be reached."""
    (tmp_path / "ca.pem").write_text("nothing")

    with pytest.raises(UnsafeConfiguration, match="PEM"):
        read_broker_url(f"rediss://h?ssl_ca_certs={tmp_path}/ca.pem", variable="X")


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("valkey://h:1/0", "redis://h:1/0"),
        ("valkeys://h:1/0", "rediss://h:1/0"),
        ("valkey+socket:///s", "redis+socket:///s"),
        ("redis://h:1/0", "redis://h:1/0"),
        ("amqp://h", "amqp://h"),
        ("valkey://a;valkeys://b", "redis://a;rediss://b"),
        ("db+sqlite:///x", "db+sqlite:///x"),
    ],
)
def test_valkey_urls_are_spelled_the_way_kombu_knows(given: str, known: str) -> None:
    assert as_kombu_spells_it(given) == known
