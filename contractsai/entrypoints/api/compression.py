"""Answers that travel packed, under tags that say so."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST: Final = 1024
"""Bytes below which packing saves no packet."""
LEVEL: Final = 5  # a quarter of the time of 9, for a thirtieth more bytes
PACKED_ALREADY: Final = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
NOT_MODIFIED: Final = 304
VARIES: Final = "Accept-Encoding"
_PACKED: Final = '-gzip"'
_CONDITIONS: Final = (b"if-match", b"if-none-match")


class Compression:
    """ASGI middleware that packs what a caller takes packed; streams of events never wait for it.

    The packed form is another representation, so its tag differs (RFC 9110, section 8.8.3.3); as a
    condition it stands for the same answer. A part of an answer is a part of the plain form.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its response back, packed where that is wanted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = ",".join(headers.getlist("if-none-match"))
        is_packed = _takes_gzip(headers) and scope["method"] != "HEAD" and "range" not in headers

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                _name(message, known)
            await send(message)

        app = self._packing() if is_packed else self._app
        await app(_with_plain_tags(scope), receive, send_tagged)

    def _packing(self) -> ASGIApp:
        """Return what packs one answer."""
        return GZipResponder(self._app, SMALLEST, LEVEL, exclude_content_types=PACKED_ALREADY)


def _takes_gzip(headers: Headers) -> bool:
    """Return whether the caller names gzip, and not to refuse it."""
    for part in ",".join(headers.getlist("accept-encoding")).lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0.") != "q="
    return False


def _with_plain_tags(scope: Scope) -> Scope:
    return {
        **scope,
        "headers": [
            (name, value.replace(_PACKED.encode(), b'"') if name in _CONDITIONS else value)
            for name, value in scope["headers"]
        ],
    }


def _name(start: Message, known: str) -> None:
    """Give a packed answer the tag of the packed form, and a 304 the tag that the caller has."""
    headers = MutableHeaders(scope=start)
    tag = headers.get("etag")
    if tag is None:
        return
    if VARIES not in headers.get("vary", ""):  # caches have to know it of the plain form too
        headers.add_vary_header(VARIES)
    packed = tag.removesuffix('"') + _PACKED
    is_packed = headers.get("content-encoding") == "gzip"
    if is_packed or (start["status"] == NOT_MODIFIED and packed in known):
        headers["ETag"] = packed
