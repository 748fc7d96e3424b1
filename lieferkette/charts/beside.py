"""Where the label of each mark goes, so that no label lies on another or on a mark.

Comes in: marks and the sizes of their labels, in pixels. Goes out: a side for each, or none where there is no room.
Never: draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Above and below, a label stands over the middle of its mark, or goes on to one side of it.
Side = Literal["right", "left", "above", "below", "above left", "below left", "above right", "below right"]
_SIDES: tuple[Side, ...] = (
    "right", "left", "above", "below", "above left", "below left", "above right", "below right",
)  # fmt: skip
_GAP = 4


@dataclass(frozen=True)
class Mark:
    """A round mark around (x, y), and the width of its label; y grows upwards."""

    x: float
    y: float
    radius: float
    label_width: float


@dataclass(frozen=True)
class _Box:
    left: float
    low: float
    right: float
    high: float

    def meets(self, other: _Box) -> bool:
        """Whether the two have a point in common."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.high <= other.low or other.high <= self.low)


def sides(marks: Sequence[Mark], width: float, height: float, label_height: float = 16) -> list[Side | None]:
    """The side of each label inside a picture of `width` × `height`, earlier marks first; None: no room.

    >>> sides([Mark(10, 50, 5, 40), Mark(60, 50, 5, 40), Mark(195, 50, 5, 40)], 200, 100)
    ['above right', 'right', 'left']
    """
    taken = [
        _Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in marks
    ]
    chosen: list[Side | None] = []
    for one in marks:
        boxes = {side: _box(one, side, label_height) for side in _SIDES}
        free = [
            side
            for side, box in boxes.items()
            if box.left >= 0 and box.right <= width and box.low >= 0 and box.high <= height
            if not any(box.meets(other) for other in taken)
        ]
        chosen.append(free[0] if free else None)
        if free:
            taken.append(boxes[free[0]])
    return chosen


def _box(mark: Mark, side: Side, height: float) -> _Box:
    away, half = mark.radius + _GAP, mark.label_width / 2
    if side == "right":
        return _Box(mark.x + away, mark.y - height / 2, mark.x + away + mark.label_width, mark.y + height / 2)
    if side == "left":
        return _Box(mark.x - away - mark.label_width, mark.y - height / 2, mark.x - away, mark.y + height / 2)
    low = mark.y + away if side.startswith("above") else mark.y - away - height
    left = mark.x - half
    if side.endswith("left"):
        left = mark.x + mark.radius - mark.label_width
    elif side.endswith("right"):
        left = mark.x - mark.radius
    return _Box(left, low, left + mark.label_width, low + height)
