"""What the example's companies say of themselves: the same by seed, in words that practitioners use."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.example.files import Manifest
from ingest.example.profiles import FORMS, LISTS
from ingest.example.truth import Truth
from schemas.catalogues.capabilities import meant_by
from tests.ingest.example.test_files import cells


def test_some_send_a_list_and_some_fill_in_the_form(example: Manifest) -> None:
    by_list = [profile for profile in example.profiles if profile.has_list]
    assert (len(by_list), len(example.profiles)) == (LISTS, LISTS + FORMS)
    assert {profile.company_key for profile in by_list} == {
        file.company_key for file in example.files if file.role == "capabilities"
    }
    shares = sum(profile.is_open for profile in example.profiles) / len(example.profiles)
    assert 0.7 < shares < 1, "most open theirs, some do not"
    kinds = {notice.kind for profile in example.profiles for notice in profile.notices}
    assert kinds == {"offer", "need"}


def test_the_stories_are_among_them_and_open(example: Manifest) -> None:
    told = {profile.company_key: profile for profile in example.profiles}
    for story, has_list in (("screw_maker", True), ("plastics_few_customers", True), ("newcomer", False)):
        assert told[example.stories[story]].is_open
        assert told[example.stories[story]].has_list is has_list


def test_a_list_holds_what_its_profile_states(example: Manifest, truth: Truth) -> None:
    stated = {profile.company_key: profile.stated for profile in example.profiles}
    for file in (file for file in example.files if file.role == "capabilities"):
        table = cells(Path(example.folder) / file.path)
        lines = truth.rows.filter(truth.rows["file"] == file.path.removeprefix("lists/"))["line"].to_list()
        written = [tuple(table[line - 1]) for line in lines]
        assert [row[0] for row in written] == [row[0] for row in stated[str(file.company_key)]]


@pytest.mark.property
def test_property_the_catalogue_knows_nearly_every_word(example: Manifest) -> None:
    words = [row[0] for profile in example.profiles for row in profile.stated]
    words += [notice.text for profile in example.profiles for notice in profile.notices]
    unknown = {word for word in words if not meant_by(word)}
    assert len(unknown) <= 0.05 * len(set(words)), unknown
