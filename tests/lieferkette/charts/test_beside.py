"""Labels beside marks: never on each other, on a mark, or outside the picture; and all there while there is room."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.charts.beside import Mark, sides

WIDTH, HEIGHT, LABEL = 400.0, 260.0, 16.0
_ROUNDED = 1e-9
MARKS = st.lists(
    st.builds(Mark, st.floats(0, WIDTH), st.floats(0, HEIGHT), st.floats(11, 24), st.floats(30, 200)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(marks=MARKS)
def test_no_label_lies_on_anything(marks: list[Mark]) -> None:
    placed = [(mark, side) for mark, side in zip(marks, sides(marks, WIDTH, HEIGHT), strict=True) if side]
    boxes = [_box(mark, side) for mark, side in placed]
    discs = [
        (one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in marks
    ]
    for place, box in enumerate(boxes):
        assert min(box) >= -_ROUNDED and box[2] <= WIDTH + _ROUNDED and box[3] <= HEIGHT + _ROUNDED
        assert not any(_meet(box, other) for other in boxes[place + 1 :])
        assert not any(_meet(box, disc) for disc in discs)


def test_a_lonely_mark_has_its_label_on_the_right_or_where_the_picture_goes_on() -> None:
    assert sides([Mark(100, 100, 10, 80)], WIDTH, HEIGHT) == ["right"]
    assert sides([Mark(390, 100, 10, 80)], WIDTH, HEIGHT) == ["left"]


def test_without_room_there_is_no_label() -> None:
    assert sides([Mark(200, 130, 10, 900)], WIDTH, HEIGHT) == [None]


def _box(mark: Mark, side: str) -> tuple[float, float, float, float]:
    """The four corners by another way: the middle of the label, and half its size."""
    across = mark.radius + 4 + mark.label_width / 2
    up = mark.radius + 4 + LABEL / 2
    along = mark.label_width / 2 - mark.radius
    x = mark.x + {"right": across, "left": -across}.get(
        side, along * (side.count("right") - side.count("left"))
    )
    y = mark.y + up * (side.count("above") - side.count("below"))
    half = mark.label_width / 2
    return x - half, y - LABEL / 2, x + half, y + LABEL / 2


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    slack = 1e-9
    return (
        one[0] + slack < other[2] and other[0] + slack < one[2] and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    )  # fmt: skip
