"""The URL of a broker, read before anybody connects: what is wrong with it is told at start.

The libraries below find out late, each in its own words, and to one of them `rediss://` means
encrypted to whomever answers. Here TLS is to the host of the URL, unless the URL says otherwise.
"""

import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from contractsai.domain.errors import UnsafeConfiguration

REDIS: Final = "redis"
RABBITMQ: Final = "rabbitmq"
OTHERS: Final = ("memory", "embedded")
"""Schemes without a server that one could reach by URL."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What the beginning of a URL says.

    Attributes:
        transport: who answers, by the name under which the adapters know it.
        kombu: how kombu spells it, which has never heard of Valkey.
        is_encrypted: whether all is said over TLS.
        is_socket: whether a path on this machine follows, in the place of a host.
    """

    transport: str
    kombu: str
    is_encrypted: bool = False
    is_socket: bool = False


SCHEMES: Final = {
    "redis": Scheme(transport=REDIS, kombu="redis"),
    "rediss": Scheme(transport=REDIS, kombu="rediss", is_encrypted=True),
    "valkey": Scheme(transport=REDIS, kombu="redis"),
    "valkeys": Scheme(transport=REDIS, kombu="rediss", is_encrypted=True),
    "redis+socket": Scheme(transport=REDIS, kombu="redis+socket", is_socket=True),
    "valkey+socket": Scheme(transport=REDIS, kombu="redis+socket", is_socket=True),
    "amqp": Scheme(transport=RABBITMQ, kombu="amqp"),
    "amqps": Scheme(transport=RABBITMQ, kombu="amqps", is_encrypted=True),
    "pyamqp": Scheme(transport=RABBITMQ, kombu="pyamqp"),
}
"""Every scheme of a broker that is reached by URL; there is no other list of them."""


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
    """A URL without the words about TLS, and what they say."""

    url: str
    tls: Tls | None


def read_broker_url(url: str, *, variable: str) -> BrokerUrl:
    """Return what *url* says; several, with semicolons between them, are tried in turn.

    Raises:
        UnsafeConfiguration: no broker can be reached by it; the message names *variable*, and never
            what might be a password.
    """
    read = [_read(part, variable) for part in url.split(";")]
    if len({part.tls for part in read}) > 1:
        raise UnsafeConfiguration(f"{variable}: give each of its URLs the same TLS options")
    return BrokerUrl(";".join(part.url for part in read), read[0].tls)


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
    return SCHEMES.get(name) if separator else None


def as_kombu_spells_it(url: str) -> str:
    """Return *url*, or each of several, with a scheme that kombu knows."""
    return ";".join(_spelled(part) for part in url.split(";"))


def _spelled(url: str) -> str:
    scheme = scheme_of(url)
    return url if scheme is None else f"{scheme.kombu}://{url.partition('://')[2]}"


def _read(url: str, variable: str) -> BrokerUrl:
    name, separator, _ = url.partition("://")
    if separator and name in OTHERS:
        return BrokerUrl(url, None)
    scheme = scheme_of(url)
    if scheme is None:
        named = f"the scheme {name!r}" if separator and name.isascii() else "what it holds"
        raise UnsafeConfiguration(
            f"{variable}: {named} is not one that this service can use; begin the URL with one of "
            f"{', '.join(f'{known}://' for known in SCHEMES)} or embedded://"
        )
    if scheme.is_socket:
        return BrokerUrl(url, None)
    parts = _parts(url, variable)
    if scheme.transport == REDIS and (path := parts.path.strip("/")) and not path.isdecimal():
        raise UnsafeConfiguration(
            f"{variable}: after the host comes the number of a Redis database, as in "
            f"{name}://HOST:6379/0; {ESCAPES}"
        )
    words = parse_qsl(parts.query, keep_blank_values=True)
    options = {word: value for word, value in words if word.startswith("ssl_")}
    rest = urlencode([(word, value) for word, value in words if word not in options])
    tls = _tls(scheme, options, variable)
    return (
        BrokerUrl(urlunsplit(parts._replace(query=rest)), tls) if options else BrokerUrl(url, tls)
    )


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
            encrypted = (f"{known}://" for known in SCHEMES if SCHEMES[known].is_encrypted)
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
