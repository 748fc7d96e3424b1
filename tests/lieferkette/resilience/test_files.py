"""Files of a network: what is read, and what each fault is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from lieferkette.resilience.files import BadNetworkFile, FileNetwork, read_essentiality, read_network

GOOD = {
    "edges": "supplier,buyer,weight\nA,B,10\nA,B,5\nB,C,2.5\n",
    "nodes": "firm,sector\nA,x\nB,y\nC,y\n",
    "essential": ",x,y\nx,1,2\ny,0,1\n",
    "accounts": "firm,revenue,material_costs\nA,100,\n",
    "psi": "firm,half,whole\nA,0.5,1\n",
}


def read(folder: Path, **changed: str) -> FileNetwork:
    paths = {}
    for name, content in (GOOD | changed).items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(content, encoding="utf-8")
    return read_network(
        paths["edges"],
        paths["nodes"],
        paths["essential"],
        accounts=paths["accounts"],
        psi=paths["psi"],
    )


def test_good_files(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.company_ids == ("A", "B", "C")
    assert found.rule == "essential.csv"
    assert found.network.sales.tolist() == [15.0, 2.5, 0.0]
    assert found.network.sale_impact.tolist() == [0.15, 1.0]
    assert {name: loss.tolist() for name, loss in found.scenarios.items()} == {
        "half": [0.5, 0, 0],
        "whole": [1.0, 0, 0],
    }


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    changed = {name: "\ufeff" + GOOD[name].replace(",", ";") for name in ("edges", "nodes")}
    assert read(tmp_path, **changed).network.sales.tolist() == [15.0, 2.5, 0.0]


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("edges", "", "edges.csv: Die Datei ist leer"),
        ("edges", "supplier,buyer\nA,B\n", "edges.csv:1: Die Spalte weight fehlt"),
        ("edges", GOOD["edges"] + "A,Z,1\n", "edges.csv:5: „Z“ fehlt in nodes.csv"),
        ("edges", GOOD["edges"] + "\nA,B\n", "edges.csv:6: Die Zeile hat nicht 3 Felder"),
        ("edges", "supplier,buyer,weight\nA,B,viel\n", ":2: „viel“ ist keine Zahl ab 0"),
        ("edges", "supplier,buyer,weight\nA,B,-1\n", ":2: „-1“ ist keine Zahl ab 0"),
        ("edges", "supplier,buyer,weight\nA,B,inf\n", ":2: „inf“ ist keine Zahl ab 0"),
        ("nodes", GOOD["nodes"] + "A,x\n", "nodes.csv:5: „A“ steht zweimal"),
        ("nodes", GOOD["nodes"] + "D,z\n", "nodes.csv:5: Die Branche „z“ fehlt in essential.csv"),
        ("essential", ",x,y\nx,1,3\ny,0,1\n", "essential.csv:2: Nach der Branche stehen 2 Werte"),
        ("essential", ",x,y\nx,1,1\n", "nicht dieselben Branchen: y"),
        ("essential", ",x,x\nx,1,1\n", ":1: Die Kopfzeile nennt jede Branche einmal"),
        ("accounts", "firm,revenue,material_costs\nA,-5,\n", "„-5“ ist keine Zahl ab 0"),
        ("psi", "firm,half\nA,1.5\n", "„1.5“ ist keine Zahl von 0 bis 1"),
        ("psi", "firm,half\nA\n", "Die Zeile hat nicht 2 Felder"),
    ],
)
def test_a_fault_is_said_with_its_place(tmp_path: Path, file: str, content: str, complaint: str) -> None:
    with pytest.raises(BadNetworkFile) as error:
        read(tmp_path, **{file: content})
    assert complaint in error.value.de
    assert error.value.en != error.value.de


def test_a_missing_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(BadNetworkFile, match="not there"):
        read_essentiality(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadNetworkFile, match="no UTF-8"):
        read_essentiality(tmp_path / "binary.csv")
