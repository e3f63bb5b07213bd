"""No line says a secret, however it got into it."""

import pytest

from contractsai.observability.secrecy import Secrecy


@pytest.fixture
def secrecy() -> Secrecy:
    secrecy = Secrecy()
    secrecy.keep(
        [
            "s3cret-key",
            "redis://u:pa%2Fss-word@host:6379/0;redis://u:other-word@host2?sentinel_password=third-word&x=fine",
        ]
    )
    return secrecy


@pytest.mark.parametrize(
    "text",
    [
        "the key s3cret-key",
        "redis://u:pa%2Fss-word@host:6379/0",
        "AUTH u pa/ss-word failed",
        "other-word",
        "AUTH third-word",
    ],
)
def test_a_secret_is_masked_in_each_of_its_spellings(secrecy: Secrecy, text: str) -> None:
    told = secrecy.masked(text)

    assert "***" in told
    assert not any(part in told for part in ("s3cret", "ss-word", "other-word", "third-word"))


def test_a_password_in_anybodys_url_is_masked() -> None:
    """A plug-in's, or one that a person typed: no setting of ours holds it."""
    told = Secrecy().masked("cannot reach https://me:hunter2@host/path and back")

    assert told == "cannot reach https://me:***@host/path and back"


def test_words_that_stand_in_every_line_are_no_secrets() -> None:
    """Published defaults would only make the log hard to read."""
    secrecy = Secrecy()
    secrecy.keep(["redis://guest:guest@host", "contractsai", "abc", "", "http://[bad"])

    assert secrecy.masked("contractsai.application: abc guest") == (
        "contractsai.application: abc guest"
    )


def test_secrets_can_be_forgotten(secrecy: Secrecy) -> None:
    secrecy.forget()

    assert secrecy.masked("s3cret-key") == "s3cret-key"


def test_a_long_text_without_an_end_takes_no_longer_than_its_length() -> None:
    text = "://a:" * 200_000

    assert Secrecy().masked(text) == text
