"""Every chart: drawn in both looks and languages, told in a sentence, twinned by a table, safe with names."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from lieferkette import charts
from lieferkette.charts.picture import Picture, short_name
from lieferkette.i18n.numbers import Language
from schemas.reference.polygons import polygons_for

ROOT = ("home", "Siebenschläfer Schrauben GmbH", "metal_products")
LOOKS_AND_LANGUAGES = list(product(charts.LOOKS.values(), ("de", "en")))
both = pytest.mark.parametrize(
    ("look", "language"),
    LOOKS_AND_LANGUAGES,
    ids=[f"{look.name}-{lang}" for look, lang in LOOKS_AND_LANGUAGES],
)


def chain_arguments(look: charts.Look, language: Language, direction: str = "upstream") -> dict[str, object]:
    return {
        "direction": direction,
        "root": ROOT,
        "total_eur": 6.4e6,
        "look": look,
        "language": language,
    }


def whole(picture: Picture) -> bool:
    """A figure that can be written out, a sentence with its full stop, a table."""
    picture.figure.to_json()
    return picture.alt.endswith(".") and picture.table.width > 0


@both
def test_flow(tiers: pl.DataFrame, links: pl.DataFrame, look: charts.Look, language: Language) -> None:
    picture = charts.chain_flow(tiers, links, **chain_arguments(look, language))
    assert whole(picture)
    sankey = picture.figure.data[0]
    assert sankey.node.x is None, "own positions make Plotly ignore the order of the links"
    assert sankey.node.label[0] == ""
    assert any("Lindwurm Stahlhandel · 40" in label for label in sankey.node.label)
    assert any("Drosselbart Galvanik · NL · 20" in label for label in sankey.node.label)
    assert "Lindwurm" in picture.alt
    assert picture.table.height == tiers.height


@both
def test_flow_turns_round_downstream(
    tiers: pl.DataFrame, links: pl.DataFrame, look: charts.Look, language: Language
) -> None:
    picture = charts.chain_flow(tiers, links, **chain_arguments(look, language, "downstream"))
    link = picture.figure.data[0].link
    assert 0 in link.source and 0 not in link.target
    labels = picture.figure.data[0].node.label
    written_leftwards = [labels[index] for index in set(link.target) - set(link.source)]
    assert written_leftwards.count("") == 1, "the last column is an unseen one"
    last_tier = [node for node, label in enumerate(labels) if "Wolkenheim" in label]
    assert set(last_tier) <= set(link.source)


def test_names_from_lists_stay_text(tiers: pl.DataFrame, links: pl.DataFrame) -> None:
    look = charts.LOOKS["light"]
    for draw in (charts.chain_flow, charts.chain_net):
        written = draw(tiers, links, **chain_arguments(look, "de")).figure.to_json()
        assert "\\u003cb\\u003eWalzwerk" not in written and "<b>Walzwerk" not in written
        assert "&lt;b&gt;Walzwerk" in written or "\\u0026lt;b\\u0026gt;Walzwerk" in written


@both
def test_net_without_amounts(
    tiers: pl.DataFrame, links: pl.DataFrame, look: charts.Look, language: Language
) -> None:
    no_shares = tiers.with_columns(share=pl.lit(None, pl.Float64), value_eur=pl.lit(None, pl.Float64))
    no_links = links.with_columns(share=pl.lit(None, pl.Float64), value_eur=pl.lit(None, pl.Float64))
    picture = charts.chain_net(no_shares, no_links, **chain_arguments(look, language) | {"total_eur": None})
    assert whole(picture)
    assert "%" not in picture.figure.to_json()


@both
def test_hidden_supplier(tiers: pl.DataFrame, look: charts.Look, language: Language) -> None:
    hidden = {"name": "Eisenhans Walzwerk AG", "sector_group": "basic_metals", "share": 0.25}
    vias = tiers.filter(pl.col("tier") == 1).select("name", "sector_group", "share")
    picture = charts.hidden_supplier_net(hidden, vias, look=look, language=language)
    assert whole(picture)
    marked = [
        trace for trace in picture.figure.data if trace.mode == "lines" and trace.line.color == look.look_here
    ]
    assert len(marked) == 2 * vias.height


@both
def test_paths(look: charts.Look, language: Language) -> None:
    paths = [
        (("a", "b", "d"), ("Ahorn", "Birke", "Distel")),
        (("a", "c", "e", "d"), ("Ahorn", "Efeu", "Farn", "Distel")),
    ]
    picture = charts.paths_net(paths, look=look, language=language)
    assert whole(picture)
    marked = [
        trace for trace in picture.figure.data if trace.mode == "lines" and trace.line.color == look.look_here
    ]
    assert len(marked) == 2


@both
def test_origins(look: charts.Look, language: Language) -> None:
    purchases = pl.DataFrame(
        {
            "sector_group": ["metal_products", "metal_products", "machinery"],
            "origin": ["region", "world", "germany"],
            "amount_eur": [600.0, 400.0, 90.0],
            "share": [0.6, 0.4, 1.0],
        }
    )
    picture = charts.origin_bars(purchases, look=look, language=language)
    assert whole(picture)
    assert [trace.type for trace in picture.figure.data] == ["bar"] * 3
    assert picture.table.height == 3


@both
@pytest.mark.parametrize("has_shares", [True, False])
def test_heat(look: charts.Look, language: Language, has_shares: bool) -> None:
    purchases = pl.DataFrame(
        {
            "sector_group": ["basic_metals", "basic_metals", "machinery", "unknown"],
            "country_code": ["DE", "PL", "CN", None],
            "amount_eur": [80.0, 15.0, 5.0, 1.0],
            "share": [0.79, 0.15, 0.05, 0.01] if has_shares else [None] * 4,
            "count": [4, 2, 1, 1],
        },
        schema_overrides={"share": pl.Float64},
    )
    picture = charts.purchase_heat(purchases, look=look, language=language)
    assert whole(picture)
    assert len(picture.figure.layout.annotations) == 4
    text = "79" if has_shares else "4"
    assert picture.figure.layout.annotations[0].text in (text, "15", "5,0", "5.0", "1,0", "1.0", "2", "1")


@both
def test_map_with_and_without_outlines(places: pl.DataFrame, look: charts.Look, language: Language) -> None:
    with_fields = charts.region_map(places, polygons_for(places["ags"]), look=look, language=language)
    only_points = charts.region_map(places, None, look=look, language=language)
    assert whole(with_fields) and whole(only_points)
    assert [trace.fill for trace in with_fields.figure.data].count("toself") == places.height
    assert list(only_points.figure.data[-1].customdata) == ["05914000", "05962032", "05954036"]
    assert list(with_fields.figure.data[-1].text) == ["9", ""], "one or two lists stay without a number"


def test_nothing_is_drawn_by_a_map_service(places: pl.DataFrame) -> None:
    figure = charts.region_map(
        places, polygons_for(places["ags"]), look=charts.LOOKS["light"], language="de"
    ).figure
    assert {trace.type for trace in figure.data} == {"scatter"}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Siebenschläfer Schrauben GmbH & Co. KG", "Siebenschläfer Schrauben"),
        ("Kalif Storch Metalle Sp. z o.o.", "Kalif Storch Metalle"),
        ("Zinkwichtel s.r.o.", "Zinkwichtel"),
        ("AG", "AG"),
        ("Rumpelstilzchen Präzisionsteilefertigung", "Rumpelstilzchen Präzision…"),
    ],
)
def test_reference_short_names(name: str, short: str) -> None:
    assert short_name(name) == short
