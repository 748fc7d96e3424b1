"""A slice of non-interference. The whole: tests.attack.run_toggles."""

from __future__ import annotations

import pytest

from tests.attack.toggles import toggled, uploaded


@pytest.mark.parametrize("seed", [7, 11])
def test_what_cannot_be_seen_changes_no_byte(seed: int) -> None:
    assert list(toggled(seed, toggles=10, asked_each=10)) == []


@pytest.mark.parametrize("seed", [3, 5])
def test_lists_of_others_change_nothing_that_an_uploader_is_told(seed: int) -> None:
    assert uploaded(seed) is None
