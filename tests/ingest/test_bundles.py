"""Loose tables of award notices are one file, and files that belong together are previewed as they are loaded."""

from __future__ import annotations

import io
import random
import zipfile

from ingest.bundles import bundled
from ingest.jobs import Incoming, preview, preview_files
from tests.ingest.readers.test_notice_tables import packed, tables

OTHER = Incoming(b"Lieferant;Ort\nFrau Holle AG;Altena\n", "notice list.csv")


def loose() -> list[Incoming]:
    """The tables of one notice, each a file."""
    with zipfile.ZipFile(io.BytesIO(packed(tables()))) as archive:
        return [Incoming(archive.read(name), name) for name in archive.namelist()]


def test_loose_tables_read_as_the_packed_ones_do() -> None:
    [one] = bundled(loose())
    assert preview(one.bytes(), one.name).sample().equals(preview(packed(tables()), "eForms.zip").sample())
    assert preview(one.bytes(), one.name).rows_good == 1


def test_the_same_tables_in_another_order_are_the_same_bytes() -> None:
    mixed = loose()
    random.Random(1).shuffle(mixed)
    assert bundled(mixed)[0].bytes() == bundled(loose())[0].bytes()


def test_other_files_stay_as_they_are_in_their_place() -> None:
    names = [one.name for one in bundled([OTHER, *loose(), OTHER])]
    assert names == [OTHER.name, "eForms.zip", OTHER.name]
    without_notice = [one for one in loose() if one.name != "notice.csv"]
    assert bundled(without_notice) == without_notice


def test_files_that_belong_together_are_previewed_together() -> None:
    headers = "EBELN;LIFNR;BSTYP;WAERS;BEDAT\n45001;0000100001;F;EUR;20250301\n"
    items = "EBELN;EBELP;TXZ01;MATKL;NETWR\n45001;00010;Draht;D1;1234.50\n"
    found = preview_files([Incoming(headers.encode(), "EKKO.csv"), Incoming(items.encode(), "EKPO.csv")])
    assert [one.rows_good for one in found] == [0, 1], "the value stands with the items"
    assert preview(items.encode(), "EKPO.csv").rows_good == 0, "alone they name no supplier"
