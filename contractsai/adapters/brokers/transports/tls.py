"""What the client libraries say of a certificate that is not trusted, in our words."""

import ssl
from collections.abc import Iterator

HINT = (
    "if an authority of your own signed its certificate, add ?ssl_ca_certs=/PATH/TO/CA.pem to the "
    "URL; ?ssl_cert_reqs=none goes on without knowing who answers"
)


def why_distrusted(error: BaseException) -> str | None:
    """Return why the other side's certificate was refused and what to do, or None if it was not."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({cause.verify_message}); {HINT}"
        if "CERTIFICATE_VERIFY_FAILED" in str(cause):  # a library's own error around it
            return f"its certificate is not trusted; {HINT}"
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
