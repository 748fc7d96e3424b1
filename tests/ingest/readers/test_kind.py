"""What is no list is said plainly, in German and English."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import read


def packed(names: list[str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf  \r\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x1f\x8b\x08\x00", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b'<?xml version="1.0"?><liste/>', "not_a_table"),
        (b'{"name": "Holle"}', "not_a_table"),
        (bytes(range(256)) * 40, "not_a_table"),
        (packed(["liste.csv"]), "not_a_table"),
        (packed([f"x{at}" for at in range(2_001)]), "too_much_inside"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">', "damaged"),
        (b"Name;Ort\n" + b"x" * (50 * 1024 * 1024), "too_large"),
    ],
)
def test_the_problem_has_a_code_and_both_languages(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "datei.xyz")
    assert caught.value.code == code
    assert caught.value.de.endswith(".")
    assert caught.value.en.endswith(".")
    assert caught.value.de != caught.value.en
