"""The URL of a broker, read before anybody connects: what is wrong with it is told at start.

The libraries below find out late, each in its own words, and to one of them `rediss://` means
encrypted to whomever answers. Here TLS is to the host of the URL, unless the URL says otherwise.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from contractsai.broker_plugins import Scheme, schemes
from contractsai.domain.errors import UnsafeConfiguration

ESCAPES: Final = (
    "in a user name or password, write / ? # [ ] @ : % as %2F %3F %23 %5B %5D %40 %3A %25"
)
VERIFY: Final = {
    "required": True,
    "CERT_REQUIRED": True,
    "optional": True,  # to a client that is the same
    "CERT_OPTIONAL": True,
    "none": False,
    "CERT_NONE": False,
}
YES_OR_NO: Final = {"true": True, "false": False}
FILES: Final = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
OPTIONS: Final = ("ssl_cert_reqs", "ssl_check_hostname", *FILES)
HIGHEST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Tls:
    """How the other side of a connection proves who it is, and we who we are.

    Attributes:
        verify: whether a certificate has to be signed by somebody we trust.
        check_host: whether it has to name the host of the URL.
        ca_file: whom we trust; None: whom this machine trusts.
        cert_file: our own certificate, if the broker wants one.
        key_file: the key to it.
    """

    verify: bool = True
    check_host: bool = True
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


@dataclass(frozen=True, slots=True)
class BrokerUrl:
    """A URL without the words that are for us, and what they say.

    Attributes:
        url: what the libraries get.
        tls: what it says of TLS, if that is spoken.
        options: other words of it, which its broker declares.
    """

    url: str
    tls: Tls | None
    options: tuple[tuple[str, str], ...] = ()

    def as_kombu_spells_it(self) -> "BrokerUrl":
        """Return the same address with a scheme that kombu knows."""
        return replace(self, url=as_kombu_spells_it(self.url))


def read_broker_url(url: str, *, variable: str) -> BrokerUrl:
    """Return what *url* says; several, with semicolons between them, are tried in turn.

    Raises:
        UnsafeConfiguration: no broker can be reached by it; the message names *variable*, and never
            what might be a password.
    """
    parts = url.split(";")
    read = [_read(part, variable) for part in parts]
    if len({part.tls for part in read}) > 1:
        raise UnsafeConfiguration(f"{variable}: give each of its URLs the same TLS options")
    options = dict(word for part in read for word in part.options)
    if any(options[name] != value for part in read for name, value in part.options):
        raise UnsafeConfiguration(f"{variable}: its URLs contradict each other in {min(options)}")
    _require(scheme_of(url), options, variable)
    return BrokerUrl(
        ";".join(part.url for part in read), read[0].tls, tuple(sorted(options.items()))
    )


def read_backend_url(url: str, *, variable: str) -> BrokerUrl:
    """Return what *url* says, if it is of a broker; other result backends are Celery's business.

    Raises:
        UnsafeConfiguration: as for `read_broker_url`.
    """
    if scheme_of(url) is not None:
        return read_broker_url(url, variable=variable)
    return BrokerUrl(url, None)


def scheme_of(url: str) -> Scheme | None:
    """Return what *url* begins with (of several, the first), or None if no broker's does so."""
    name, separator, _ = url.partition("://")
    return schemes().get(name) if separator else None


def as_kombu_spells_it(url: str) -> str:
    """Return *url*, or each of several, with a scheme that kombu knows."""
    return ";".join(_spelled(part) for part in url.split(";"))


def _spelled(url: str) -> str:
    scheme = scheme_of(url)
    return url if scheme is None else f"{scheme.kombu}://{url.partition('://')[2]}"


def _read(url: str, variable: str) -> BrokerUrl:
    name, separator, _ = url.partition("://")
    known = schemes()
    scheme = known.get(name) if separator else None
    if scheme is None:
        named = f"the scheme {name!r}" if separator and name.isascii() else "what it holds"
        usable = sorted(each for each in known if not known[each].refusal)
        raise UnsafeConfiguration(
            f"{variable}: {named} is not one that this service can use; begin the URL with one of "
            f"{', '.join(f'{each}://' for each in usable)}"
        )
    if scheme.refusal:
        raise UnsafeConfiguration(f"{variable}: {name}:// is refused: {scheme.refusal}")
    if scheme.is_socket or not scheme.has_host:
        return BrokerUrl(url, None)
    parts = _parts(url, variable)
    if scheme.numbers_databases and (path := parts.path.strip("/")) and not path.isdecimal():
        raise UnsafeConfiguration(
            f"{variable}: after the host comes the number of a Redis database, as in "
            f"{name}://HOST:{parts.port or 6379}/0; {ESCAPES}"
        )
    words = parse_qsl(parts.query, keep_blank_values=True)
    about_tls = {word: value for word, value in words if word.startswith("ssl_")}
    own = tuple(word for word in words if word[0] in scheme.takes or word[0] in scheme.needs)
    tls = _tls(scheme, about_tls, variable)
    if not about_tls and not own:
        return BrokerUrl(url, tls)
    rest = urlencode([word for word in words if word[0] not in about_tls and word not in own])
    return BrokerUrl(urlunsplit(parts._replace(query=rest)), tls, own)


def _require(scheme: Scheme | None, options: Mapping[str, str], variable: str) -> None:
    for name, meaning in {} if scheme is None else scheme.needs.items():
        if not options.get(name):
            raise UnsafeConfiguration(f"{variable}: add ?{name}=... to the URL, {meaning}")


def _parts(url: str, variable: str) -> SplitResult:
    """Return the parts of *url*; a password that is not encoded ends up in the wrong one."""
    try:
        parts = urlsplit(url)
        is_sound = parts.port is None or 0 < parts.port <= HIGHEST_PORT
    except ValueError:
        is_sound = False
    if not is_sound:
        raise UnsafeConfiguration(
            f"{variable}: the port is not a number from 1 to {HIGHEST_PORT}, or the host is not "
            f"valid; {ESCAPES}"
        ) from None
    if "@" in parts.path + parts.query + parts.fragment or parts.fragment:
        raise UnsafeConfiguration(f"{variable}: the host cannot be told from the rest; {ESCAPES}")
    return parts


def _tls(scheme: Scheme, options: dict[str, str], variable: str) -> Tls | None:
    if not scheme.is_encrypted:
        if options:
            encrypted = sorted(
                f"{name}://" for name, each in schemes().items() if each.is_encrypted
            )
            raise UnsafeConfiguration(
                f"{variable}: {min(options)} needs a URL with TLS: {' or '.join(encrypted)}"
            )
        return None
    if unknown := sorted(set(options) - set(OPTIONS)):
        raise UnsafeConfiguration(
            f"{variable}: there is no option {unknown[0]!r}; there are {', '.join(OPTIONS)}"
        )
    verify = _word(options, "ssl_cert_reqs", VERIFY, variable, default="required")
    check_host = _word(options, "ssl_check_hostname", YES_OR_NO, variable, default="true")
    ca_file, cert_file, key_file = (options.get(name) or None for name in FILES)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if ca_file is not None:
            context.load_verify_locations(ca_file)
        if cert_file is not None:
            context.load_cert_chain(cert_file, key_file)
    except OSError as error:
        raise UnsafeConfiguration(
            f"{variable}: a file of its ssl_ options cannot be used ({error.strerror or error}); "
            "give absolute paths of PEM files that this user may read"
        ) from error
    return Tls(verify, verify and check_host, ca_file, cert_file, key_file)


def _word(
    options: dict[str, str], name: str, words: dict[str, bool], variable: str, *, default: str
) -> bool:
    value = options.get(name, default)
    if value not in words:
        raise UnsafeConfiguration(f"{variable}: {name} is one of {', '.join(words)}")
    return words[value]
