"""Boxes on a page, in points, as PDF counts them: upwards, to the right."""

from typing import Final, NamedTuple


class Box(NamedTuple):
    """A rectangle with its sides along the page's."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Return how far it reaches to the right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how far it reaches upwards."""
        return self.top - self.bottom

    @property
    def area(self) -> float:
        """Return its points squared, 0 for one turned inside out."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def middle(self) -> tuple[float, float]:
        """Return the point in its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Return whether *point* lies inside."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def meets(self, other: "Box") -> bool:
        """Return whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def within(self, other: "Box") -> "Box":
        """Return the part inside *other*, perhaps turned inside out: then its area is 0."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


NOWHERE: Final = Box(0.0, 0.0, 0.0, 0.0)
