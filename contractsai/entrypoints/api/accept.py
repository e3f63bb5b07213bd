"""Content negotiation: what an Accept header asks for, of what there is."""

from collections.abc import Mapping
from typing import TypeVar

Offer = TypeVar("Offer")


def preferred(accept: str | None, offers: Mapping[str, Offer], *, default: Offer) -> Offer:
    """Return the offer with the highest quality, the first of equals, else *default*.

    A wildcard asks for *default*; a header that names nothing we have is met with it too, as
    RFC 9110, section 12.5.1, allows: an answer in another form helps more than none.
    """
    best, best_quality = default, 0.0
    for part in (accept or "").split(","):
        name, _, parameters = part.partition(";")
        media_type = name.strip().lower()
        offer = default if media_type == "*/*" else offers.get(media_type)
        quality = _quality(parameters)
        if offer is not None and quality > best_quality:
            best, best_quality = offer, quality
    return best


def _quality(parameters: str) -> float:
    """Return the weight between 0 and 1; what cannot be read counts as not asked for."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
