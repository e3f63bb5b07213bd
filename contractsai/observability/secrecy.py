"""What no line may hold: the secrets that this process was told, and passwords in any URL."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

MASKED: Final = "***"
SHORTEST: Final = 4
"""Letters of a secret that is looked for by itself; a shorter one would be found in words."""
_NO_SECRET: Final = frozenset({"contractsai", "guest", "postgres", "embedded://"})
"""Published defaults, which stand in every line anyway."""
_IN_URL: Final = re.compile(r"(://[^\s/@:\"']{0,200}:)[^\s/@\"']{1,2000}@")
_SPEAKING: Final = re.compile(r"(?i)pass|secret|token|key$")
"""Names in a URL's query whose values are secrets."""


class Secrecy:
    """The secrets of one process."""

    def __init__(self) -> None:
        """Know none yet."""
        self._secrets: tuple[str, ...] = ()

    def keep(self, secrets: Iterable[str]) -> None:
        """Keep these from now on too, and the passwords of those that are URLs."""
        found = {*self._secrets, *(each for secret in secrets for each in _spellings(secret))}
        told = (each for each in found if len(each) >= SHORTEST and each not in _NO_SECRET)
        self._secrets = tuple(sorted(told, key=lambda each: (-len(each), each)))

    def forget(self) -> None:
        """Know none any more."""
        self._secrets = ()

    def masked(self, text: str) -> str:
        """Return *text* without any of them."""
        for secret in self._secrets:
            text = text.replace(secret, MASKED)
        return _IN_URL.sub(rf"\1{MASKED}@", text) if "://" in text else text


def _spellings(secret: str) -> Iterable[str]:
    """Yield a secret as it may stand in a text: of a URL the whole, its password, and its query."""
    yield secret
    for url in secret.split(";"):
        if "://" not in url:
            continue
        yield url
        try:
            parts = urlsplit(url)
            words = parse_qsl(parts.query)
        except ValueError:  # not a URL after all
            continue
        given = [parts.password or "", *(value for name, value in words if _SPEAKING.search(name))]
        for password in filter(None, given):
            yield from (password, unquote(password), quote(unquote(password), safe=""))


SECRECY: Final = Secrecy()
"""That of this process: entry points tell it the secrets of the settings, formatters ask it."""
