"""The transition fields hold together, and are found under the names that people use."""

from __future__ import annotations

import pytest

from schemas.catalogues.capabilities import catalogue
from schemas.catalogues.transition_fields import field_called, transition_fields
from schemas.reference import sectors

FIELDS = list(transition_fields().values())


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.field_id)
def test_a_field_holds_together(field) -> None:
    assert field.required, "a field that asks for nothing is near to everybody"
    assert not set(field.required) & set(field.helpful)
    assert {*field.required, *field.helpful} <= set(catalogue())
    assert field.goods and field.sectors and field.suppliers
    for sector in (*field.sectors, *field.suppliers):
        assert sectors.label(sector, "WZ2008", "de"), f"{sector} is no WZ code"
    for language in ("de", "en"):
        assert field.sentence(language).endswith(".")
        assert field_called(field.label(language)) is field


def test_names_need_not_be_whole_but_must_be_clear() -> None:
    assert field_called("Medizin") is transition_fields()["medical_technology"]
    assert field_called("") is None
    assert field_called("Schifffahrt") is None
