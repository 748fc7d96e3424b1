"""Property of the code: no HTML, no shared cache, no query, no outside address, short screens."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polars as pl
import pytest

from dashboards import serve
from dashboards.components.choices import company_labels
from ingest.recognise.shapes import shapes
from lieferkette.i18n import keys

ROOM = Path(serve.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))
FORBIDDEN = {
    "unsafe_allow_html": "HTML in a page",
    "components.v1": "HTML in a page",
    "cache_data": "shared by all visitors",
    "st.write(": "reads text as Markdown",
    ".sql(": "a query",
    "import requests": "a request",
    "st.image(": "a request",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_property_nothing_forbidden(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [why for word, why in FORBIDDEN.items() if word in text] == []
    outside = [url for url in re.findall(r"https?://([\w.]+)", text) if url != "127.0.0.1"]
    assert outside == []


def test_property_the_only_html_is_a_style_sheet_of_our_own() -> None:
    """`st.html` takes the file of a style sheet and wraps it; nothing else may go in by it."""
    calls = [call for path in FILES for call in re.findall(r"\bhtml\((.*)", path.read_text(encoding="utf-8"))]
    assert calls
    assert [call for call in calls if not re.fullmatch(r'_HERE / "components" / "\w+\.css"\)', call)] == []


@pytest.mark.parametrize("path", sorted((ROOM / "screens").glob("*.py")), ids=lambda path: path.name)
def test_property_screens_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 125


def test_property_markdown_takes_only_our_own_words() -> None:
    """`st.markdown` stands in two files, whose callers hand it keys of the catalogue and numbers."""
    users = {
        path.relative_to(ROOM).as_posix()
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("markdown", "caption", "info", "error", "warning", "success")
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    }
    assert users == {"components/texts.py", "components/header.py"}


def test_property_all_that_ingest_recognises_has_a_name() -> None:
    recognise = Path(serve.__file__).parents[1] / "ingest"
    meanings = {
        line.split(",")[0] for line in (recognise / "recognise" / "aliases.csv").read_text().splitlines()[1:]
    }
    reasons = set(re.findall(r"^\[(\w+)\]", (recognise / "clean" / "reasons.toml").read_text(), re.MULTILINE))
    wanted = {f"meaning.{one}" for one in meanings | {"unknown"}}
    wanted |= {f"reason.{one}" for one in reasons} | {f"shape.{shape.name}" for shape in shapes()}
    assert sorted(wanted - keys()) == []


def test_property_labels_of_companies_are_unique() -> None:
    companies = pl.DataFrame(
        {
            "company_id": ["a", "b", "c", "d"],
            "name": ["Rübezahl AG", "Rübezahl AG", "Diverse", "Diverse"],
            "city": ["Hagen", None, None, None],
        }
    )
    assert company_labels(companies) == {
        "a": "Rübezahl AG, Hagen",
        "b": "Rübezahl AG",
        "c": "Diverse",
        "d": "Diverse (2)",
    }
