"""Draw a state machine as SVG: boxes where a layout puts them, an arrow for every step."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

Point = tuple[float, float]

BOX: Final = (138, 46)
GAP: Final = 4  # between an arrow's head and its box
STYLE: Final = """
    text { font: 15px system-ui, sans-serif; text-anchor: middle; dominant-baseline: central; }
    .box { fill: #e8f0fb; stroke: #2f5d9b; stroke-width: 1.6; }
    .end { fill: #eceeec; stroke: #4a4f4a; stroke-width: 2.6; }
    .state { font-weight: 600; fill: #14202e; }
    .step { fill: none; stroke: #5b6673; stroke-width: 1.5; }
    .event { fill: #14202e; stroke: #ffffff; stroke-width: 6; paint-order: stroke; }
"""
HEAD: Final = (
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" '
    'markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" fill="#5b6673"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are drawn.

    Attributes:
        places: the middle of each state's box.
        bends: how far the middle of an arrow lies from the straight line, to the left of its
            direction; 0 where nothing is said.
        size: width and height of the drawing.
    """

    places: Mapping[str, Point]
    bends: Mapping[tuple[str, str], float]
    size: tuple[int, int]


def draw(
    title: str, steps: Iterable[tuple[str, str, str]], layout: Layout, *, ends: Collection[str]
) -> str:
    """Return the drawing of *steps* (from, to, event); states in *ends* have a heavy frame.

    Raises:
        ValueError: a state has no place.
    """
    steps = list(steps)
    states = {state for source, target, _ in steps for state in (source, target)}
    if homeless := states - set(layout.places):
        raise ValueError(f"give them a place in docs/generate.py: {sorted(homeless)}")
    arrows = [_arrow(layout, source, target) for source, target, _ in steps]
    width, height = layout.size
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"  <title>{escape(title)}</title>",
            f"  <style>{STYLE}  </style>",
            f"  {HEAD}",
            f'  <rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>',
            *(f'  <path class="step" marker-end="url(#head)" d="{path}"/>' for path, _ in arrows),
            *(
                f'  <text class="event" x="{x:.0f}" y="{y:.0f}">{escape(event)}</text>'
                for (_, (x, y)), (_, _, event) in zip(arrows, steps, strict=True)
            ),
            *(
                _box(state, place, is_end=state in ends)
                for state, place in layout.places.items()
                if state in states
            ),
            "</svg>\n",
        )
    )


def _box(state: str, place: Point, *, is_end: bool) -> str:
    (x, y), (width, height) = place, BOX
    return (
        f'  <rect class="{"end" if is_end else "box"}" x="{x - width / 2:.0f}" '
        f'y="{y - height / 2:.0f}" width="{width}" height="{height}" rx="10"/>'
        f'<text class="state" x="{x:.0f}" y="{y:.0f}">{escape(state)}</text>'
    )


def _arrow(layout: Layout, source: str, target: str) -> tuple[str, Point]:
    """Return the path of an arrow, and where its label goes: the middle of the curve."""
    start, end = layout.places[source], layout.places[target]
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    left = ((y2 - y1) / length, -(x2 - x1) / length)
    bend = layout.bends.get((source, target), 0)
    pull = (
        (x1 + x2) / 2 + 2 * bend * left[0],
        (y1 + y2) / 2 + 2 * bend * left[1],
    )
    begin, finish = _border(start, pull, 0), _border(end, pull, GAP)
    middle = tuple((a + 2 * c + b) / 4 for a, b, c in zip(begin, finish, pull, strict=True))
    path = f"M{_point(begin)} Q{_point(pull)} {_point(finish)}"
    return path, (middle[0], middle[1])


def _border(middle: Point, towards: Point, gap: float) -> Point:
    """Return where the line from the middle of a box leaves it, a gap further on."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    width, height = BOX[0] / 2 + gap, BOX[1] / 2 + gap
    scale = min(width / abs(dx) if dx else math.inf, height / abs(dy) if dy else math.inf)
    return middle[0] + dx * scale, middle[1] + dy * scale


def _point(point: Point) -> str:
    return f"{point[0]:.0f},{point[1]:.0f}"
