"""The URL of a broker, read before anybody connects: what is wrong with it is told at start.

The libraries below find out late, each in its own words, and to one of them `rediss://` means
encrypted to whomever answers. Here TLS is to the host of the URL, unless the URL says otherwise.
"""

import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from contractsai.domain.errors import UnsafeConfiguration

REDIS: Final = ("redis", "rediss", "valkey", "valkeys")
SOCKETS: Final = ("redis+socket", "valkey+socket")
AMQP: Final = ("amqp", "amqps", "pyamqp")
ENCRYPTED: Final = ("rediss", "valkeys", "amqps")
OTHERS: Final = ("memory", "embedded")
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
    if url.partition("://")[0] in (*REDIS, *SOCKETS, *AMQP):
        return read_broker_url(url, variable=variable)
    return BrokerUrl(url, None)


def _read(url: str, variable: str) -> BrokerUrl:
    scheme, separator, _ = url.partition("://")
    if not separator or scheme not in (*REDIS, *SOCKETS, *AMQP, *OTHERS):
        named = f"the scheme {scheme!r}" if separator and scheme.isascii() else "what it holds"
        raise UnsafeConfiguration(
            f"{variable}: {named} is none that this service can use; begin the URL with one of "
            f"{', '.join(f'{known}://' for known in (*REDIS, *SOCKETS, *AMQP))} or embedded://"
        )
    if scheme in (*SOCKETS, *OTHERS):
        return BrokerUrl(url, None)
    parts = _parts(url, variable)
    if scheme in REDIS and (path := parts.path.strip("/")) and not path.isdecimal():
        raise UnsafeConfiguration(
            f"{variable}: after the host comes the number of a Redis database, as in "
            f"{scheme}://HOST:6379/0; {ESCAPES}"
        )
    words = parse_qsl(parts.query, keep_blank_values=True)
    options = {name: value for name, value in words if name.startswith("ssl_")}
    rest = urlencode([(name, value) for name, value in words if name not in options])
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
            f"{variable}: the port is no number from 1 to {HIGHEST_PORT}, or the host is none; "
            f"{ESCAPES}"
        ) from None
    if "@" in parts.path + parts.query + parts.fragment or parts.fragment:
        raise UnsafeConfiguration(f"{variable}: the host cannot be told from the rest; {ESCAPES}")
    return parts


def _tls(scheme: str, options: dict[str, str], variable: str) -> Tls | None:
    if scheme not in ENCRYPTED:
        if options:
            raise UnsafeConfiguration(
                f"{variable}: {min(options)} needs a URL with TLS: rediss://, valkeys:// or amqps://"
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
