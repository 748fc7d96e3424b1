"""Reference: the colours of the look, and that ink can be read on every field of the scales."""

from __future__ import annotations

import pytest

from lieferkette.charts.look import DARK, LIGHT, LOOKS, Look
from schemas.reference.sector_groups import SECTOR_GROUPS


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_reference_scale_ends() -> None:
    assert (LIGHT.amounts[0], LIGHT.amounts[9]) == ("#EEF4FA", "#123058")
    assert (DARK.amounts[0], DARK.amounts[9]) == ("#1B2530", "#C4DFF5")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_property_ink_is_readable_on_every_step(look: Look) -> None:
    for step in range(10):
        colour, ink = look.amount(step / 10 + 0.01)
        assert colour == look.amounts[step]
        assert contrast(colour, ink) >= 4.5, f"{look.name} step {step}"
    assert contrast(look.text, look.ground) >= 7
    assert contrast(look.muted, look.ground) >= 4.5


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_reference_fourteen_sector_colours_differ(look: Look) -> None:
    colours = {look.sector(group.code) for group in SECTOR_GROUPS}
    assert len(colours) == 14
    assert look.sector(None) == look.sector("no_such_group") == look.sector("unknown")
    assert list(look.template().layout.colorway) == [look.sector(group.code) for group in SECTOR_GROUPS]
