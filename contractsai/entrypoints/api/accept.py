"""Content negotiation: what an Accept header asks for, of what there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

Offer = TypeVar("Offer")

ANYTHING: Final = "*/*"


@dataclass(frozen=True, slots=True)
class _Range:
    """One part of the header: a media type, or ``text/*``, or ``*/*``."""

    name: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return how closely this names *media_type*: 3 for by name, 0 for not at all."""
        if self.name == media_type:
            return 3
        if self.name == f"{media_type.partition('/')[0]}/*":
            return 2
        return 1 if self.name == ANYTHING else 0


def preferred(accept: str | None, offers: Mapping[str, Offer], *, default: Offer) -> Offer:
    """Return the offer with the highest quality, the first asked for of equals, else *default*.

    The range that names an offer most closely gives its quality (RFC 9110, section 12.5.1); what
    falls under one wildcard comes in the order of *offers*. A header that names nothing we have
    is met with *default*, as the RFC allows: an answer in another form helps more than none.
    """
    ranges = [_range(part) for part in (accept or "").split(",")]
    best, best_rank = default, (0.0, 0)
    for media_type, offer in offers.items():
        rank = _rank(media_type, ranges)
        if rank[0] > 0 and rank > best_rank:
            best, best_rank = offer, rank
    return best


def _rank(media_type: str, ranges: list[_Range]) -> tuple[float, int]:
    """Return the quality of a media type, and a number that is higher the earlier it is named."""
    known = [(it.specificity(media_type), -place, it) for place, it in enumerate(ranges)]
    closeness, place, closest = max(known, key=lambda item: item[:2])
    return (closest.quality, place) if closeness else (0.0, place)


def _range(part: str) -> _Range:
    name, _, parameters = part.partition(";")
    return _Range(name.strip().lower(), _quality(parameters))


def _quality(parameters: str) -> float:
    """Return the weight between 0 and 1; what cannot be read counts as not asked for."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0  # not a number is neither
    return 1.0
