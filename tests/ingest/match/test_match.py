"""Which company a party is: the rules one by one, and what must hold for any list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean.names import normalise_columns
from ingest.match import Decisions, known_companies, match

HOME = {"postcode": "58511", "city": "Lüdenscheid", "country_code": "DE"}
ID_COLUMNS = ("vat_id", "register_number", "register_court", "lei")


def records(id_column: str, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows with a name each; place of `HOME` and ids c0, c1, … (p0, p1, …) unless given."""
    names = normalise_columns(pl.Series([row["name"] for row in rows], dtype=pl.String))
    whole = [
        {
            id_column: f"{id_column[0]}{number}",
            "status": "active",
            **dict.fromkeys(ID_COLUMNS),
            **HOME,
            "name_normalised": names["name_normalised"][number] or "",
            "legal_form": names["legal_form"][number],
            **row,
        }
        for number, row in enumerate(rows)
    ]
    return pl.DataFrame(whole, infer_schema_length=None).with_columns(pl.col(*ID_COLUMNS).cast(pl.String))


def decide(
    parties: Sequence[dict[str, Any]],
    companies: Sequence[dict[str, Any]],
    aliases: Sequence[tuple[str, str]] = (),
    refused: Sequence[tuple[str, str]] = (),
) -> Decisions:
    """Match small lists written out in a test."""
    from ingest.match.known import identifiers_of

    known = records("company_id", companies)
    former = pl.DataFrame(aliases, schema={"company_id": pl.String, "alias": pl.String}, orient="row")
    former = former.with_columns(normalise_columns(former["alias"])["name_normalised"])
    pairs = pl.DataFrame(refused, schema={"party_id": pl.String, "company_id": pl.String}, orient="row")
    return match(
        records("party_id", parties),
        known_companies(known, identifiers_of(known, "company_id"), former),
        refused=pairs,
    )


def made(decisions: Decisions) -> list[tuple[str, str, str]]:
    return sorted(decisions.automatic.select("party_id", "company_id", "method").iter_rows())


def asked(decisions: Decisions) -> list[tuple[str, str]]:
    return sorted(decisions.questions.select("party_id", "company_id").iter_rows())


def test_name_form_and_place_are_enough() -> None:
    found = decide([{"name": "Froschkönig Guss GmbH"}], [{"name": "Froschkönig Guss GmbH"}])
    assert made(found) == [("p0", "c0", "name_and_place")]
    assert found.automatic["reason_de"].item() == "Gleich: der Name, der Ort, die PLZ, die Rechtsform."
    assert found.automatic["reason_en"].item() == "Same: the name, the town, the postcode, the legal form."


@pytest.mark.parametrize(
    "spelling",
    [
        "FROSCHKOENIG GUSS GMBH",
        "Froschkönig-Guss G.m.b.H.",
        "Guss Froschkönig GmbH",
        "FroschkönigGuss GmbH",
        "Froschkönig Guss",
    ],
)
def test_spellings_of_one_name_are_one_company(spelling: str) -> None:
    assert made(decide([{"name": spelling}], [{"name": "Froschkönig Guss GmbH"}])) == [
        ("p0", "c0", "name_and_place")
    ]


@pytest.mark.parametrize(
    ("party", "company"),
    [
        ({"name": "Froschkönig Guss AG"}, {"name": "Froschkönig Guss GmbH"}),
        (
            {"name": "Froschkönig Guss GmbH", "vat_id": "DE111111111"},
            {"name": "Froschkönig Guss GmbH", "vat_id": "DE222222222"},
        ),
        (
            {"name": "Froschkönig Guss GmbH", "register_number": "HRB 1", "register_court": "Iserlohn"},
            {"name": "Froschkönig Guss GmbH", "register_number": "HRB 1", "register_court": "Hagen"},
        ),
        ({"name": "Froschkönig Guss GmbH", "country_code": "AT"}, {"name": "Froschkönig Guss GmbH"}),
        ({"name": "Froschkönig Guss II GmbH"}, {"name": "Froschkönig Guss GmbH"}),
        ({"name": "Froschkönig Guss Zwei GmbH"}, {"name": "Froschkönig Guss GmbH"}),
        ({"name": "WPS Gebäudereinigung GmbH"}, {"name": "DS Gebäudereinigung GmbH"}),
        ({"name": "Zweite Froschkönig GmbH"}, {"name": "Erste Froschkönig GmbH"}),
        ({"name": "Froschkönig Verwaltungs-GmbH"}, {"name": "Froschkönig GmbH & Co. KG"}),
        ({"name": "Froschkönig Holding GmbH"}, {"name": "Froschkönig GmbH"}),
        (
            {"name": "Froschkönig GmbH", "postcode": None, "city": None},
            {"name": "Froschkönig GmbH"},
        ),
        (
            {"name": "Froschkönig Guss", "postcode": None, "city": None},
            {"name": "Froschkönig Guss GmbH"},
        ),
        (
            {"name": "Froschkönig Guss GmbH", "postcode": "01067", "city": "Dresden"},
            {"name": "Froschkönig Guss GmbH"},
        ),
    ],
)
def test_what_speaks_against_keeps_from_an_automatic_match(
    party: dict[str, Any], company: dict[str, Any]
) -> None:
    assert made(decide([party], [company])) == []


def test_a_veto_holds_against_an_agreeing_vat_id_too() -> None:
    # companies of one tax group share a VAT id
    found = decide(
        [{"name": "Froschkönig Verwaltungs-GmbH", "vat_id": "DE111111111"}],
        [{"name": "Froschkönig GmbH", "vat_id": "DE111111111"}],
    )
    assert made(found) == []
    assert asked(found) == [("p0", "c0")]
    assert "„Verwaltungs-“" in found.questions["reason_de"].item()


def test_identifiers_find_a_company_that_moved_and_respelled_its_name() -> None:
    company = {"name": "Sterntaler Werkzeuge GmbH", "vat_id": "DE136695976", "lei": "529900T8BM49AURSDO55"}
    elsewhere = {"postcode": "42899", "city": "Remscheid"}
    by_vat = decide([{"name": "Sterntaler Werkz. GmbH", "vat_id": "DE136695976", **elsewhere}], [company])
    by_lei = decide([{"name": "Sterntaler Tools", "lei": "529900T8BM49AURSDO55", **elsewhere}], [company])
    assert made(by_vat) == [("p0", "c0", "vat_id")]
    assert made(by_lei) == [("p0", "c0", "lei")]


def test_a_register_number_counts_with_its_court() -> None:
    company = {"name": "Sterntaler Werkzeuge GmbH", "register_number": "HRB 77", "register_court": "Iserlohn"}
    elsewhere = {"postcode": "42899", "city": "Remscheid"}
    with_court = {
        "name": "Silbertaler GmbH",
        "register_number": "HRB 077",
        "register_court": "Amtsgericht Iserlohn",
    }
    without_court = {"name": "Silbertaler GmbH", "register_number": "HRB 77"}
    assert made(decide([{**with_court, **elsewhere}], [company])) == [("p0", "c0", "register_number")]
    assert made(decide([{**without_court, **elsewhere}], [company])) == []


@pytest.mark.parametrize(
    "cut_off", ["Zwergen Fliesen GmbH & C", "Zwergen Fliesen GmbH und", "Zwergen Fliesen GmbH & Co. K"]
)
def test_what_stands_before_a_cut_and_co_tells_the_legal_form(cut_off: str) -> None:
    whole, sister = {"name": "Zwergen Fliesen GmbH & Co. KG"}, {"name": "Zwergen Fliesen GmbH"}
    assert made(decide([{"name": cut_off}], [whole, sister])) == [("p0", "c0", "name_and_place")]
    assert made(decide([{"name": cut_off}], [sister])) == []


@pytest.mark.parametrize(
    "cut_off",
    [
        "Zwergen Fliesen und Platten Gesells",
        "Zwergen Fliesen und Platten Gesellschaft mit besch",
        "Zwergen Fliesen und Platten G.m.b",
    ],
)
def test_a_legal_form_that_was_cut_off_is_no_part_of_the_name(cut_off: str) -> None:
    whole = {"name": "Zwergen Fliesen und Platten GmbH"}
    assert made(decide([{"name": cut_off}], [whole])) == [("p0", "c0", "name_and_place")]


@pytest.mark.parametrize("short", ["Verw. GmbH", "Verwal.-GmbH", "Verwaltungs-GmbH"])
def test_a_shortened_role_is_the_role(short: str) -> None:
    one, other = {"name": "Zwergen Fliesen GmbH & Co. KG"}, {"name": "Zwergen Fliesen Verwaltungs-GmbH"}
    found = decide([{"name": f"Zwergen Fliesen {short}"}], [one, other])
    assert [pair[:2] for pair in made(found)] == [("p0", "c1")]


@pytest.mark.parametrize(
    ("party", "company", "is_made"),
    [
        ("Dornröschen Spinnräder Polska", "Dornröschen Spinnräder", False),
        ("Dornröschen Spinnräder Chile", "Dornröschen Spinnräder China", False),
        ("Dornröschen Spinnräder Deutschland", "Dornröschen Spinnräder", True),
        ("Dornröschen Spinnräder Polska", "Dornröschen Spinnräder Polska", True),
    ],
    ids=["sister abroad", "two sisters", "where it lies", "the same"],
)
def test_a_country_in_the_name_is_a_sister_company_unless_it_lies_there(
    party: str, company: str, is_made: bool
) -> None:
    found = decide([{"name": party}], [{"name": company}])
    assert (found.automatic.height == 1) is is_made
    if not is_made:
        assert "das Land ist ein anderes" in found.questions["reason_de"].item()


def test_a_rare_name_needs_no_place_and_a_plain_one_does() -> None:
    nowhere = {"postcode": None, "city": None}
    company = {"name": "Siebenschläfer Zwergenguss Rübenmühle GmbH"}
    found = decide([{"name": "Siebenschläfer Zwergenguss Rübenmühle", **nowhere}], [company])
    assert made(found) == [("p0", "c0", "resemblance")]
    assert made(decide([{"name": "Siebenschläfer GmbH", **nowhere}], [{"name": "Siebenschläfer GmbH"}])) == []


def test_two_companies_that_fit_alike_are_both_asked() -> None:
    found = decide(
        [{"name": "Zwergen Fliesen"}],
        [{"name": "Zwergen Fliesen GmbH"}, {"name": "Zwergen Fliesen GmbH & Co. KG"}],
    )
    assert made(found) == []
    assert asked(found) == [("p0", "c0"), ("p0", "c1")]
    assert found.questions["reason_de"].str.contains("mehrere Unternehmen gleich gut").all()


def test_the_legal_form_decides_between_sisters() -> None:
    sisters = [{"name": "Zwergen Fliesen GmbH"}, {"name": "Zwergen Fliesen GmbH & Co. KG"}]
    assert made(decide([{"name": "Zwergen Fliesen GmbH & Co KG"}], sisters)) == [
        ("p0", "c1", "name_and_place")
    ]


def test_an_active_company_goes_before_its_removed_namesake() -> None:
    known = [{"name": "Zwergen Fliesen GmbH", "status": "removed"}, {"name": "Zwergen Fliesen GmbH"}]
    assert made(decide([{"name": "Zwergen Fliesen GmbH"}], known)) == [("p0", "c1", "name_and_place")]


def test_a_former_name_is_the_company_with_its_place() -> None:
    companies = [{"name": "Goldesel Metall GmbH"}]
    aliases = [("c0", "Tischleindeckdich Metall OHG")]
    found = decide([{"name": "Tischleindeckdich Metall OHG"}], companies, aliases)
    assert made(found) == [("p0", "c0", "alias_and_place")]
    assert "früherer Name „Tischleindeckdich Metall OHG“" in found.automatic["reason_de"].item()
    elsewhere = {"name": "Tischleindeckdich Metall OHG", "city": "Dresden", "postcode": "01067"}
    assert made(decide([elsewhere], companies, aliases)) == []


def test_the_present_holder_of_a_name_goes_before_the_former_one() -> None:
    companies = [{"name": "Goldesel Verwaltungs GmbH"}, {"name": "Goldesel GmbH"}]
    found = decide([{"name": "Goldesel GmbH"}], companies, [("c0", "Goldesel GmbH")])
    assert made(found) == [("p0", "c1", "name_and_place")]


def test_a_slip_of_the_pen_is_forgiven_where_all_else_agrees() -> None:
    found = decide([{"name": "Froschkönik Guss GmbH"}], [{"name": "Froschkönig Guss GmbH"}])
    assert made(found) == [("p0", "c0", "resemblance")]
    assert 0.6 <= found.automatic["score"].item() < 1
    assert "die Namen stimmen nur zu 94\N{NO-BREAK SPACE}% überein" in found.automatic["reason_de"].item()


def test_a_slip_of_the_pen_in_another_place_is_asked_not_made() -> None:
    elsewhere = {"name": "Froschkönik Guss GmbH", "postcode": "01067", "city": "Dresden"}
    assert made(decide([elsewhere], [{"name": "Froschkönig Guss GmbH"}])) == []


def test_a_rare_name_with_its_form_needs_no_place_where_none_is_told() -> None:
    nowhere = {"name": "Froschkönig Guss GmbH", "postcode": None, "city": None}
    found = decide([nowhere], [{"name": "Froschkönig Guss GmbH"}])
    assert made(found) == [("p0", "c0", "resemblance")]
    twins = [{"name": "Froschkönig Guss GmbH"}, {"name": "Froschkönig Guss GmbH", "city": "Hagen"}]
    assert made(decide([nowhere], twins)) == []
    assert asked(decide([nowhere], twins)) == [("p0", "c0"), ("p0", "c1")]


def test_a_street_with_its_number_is_a_place() -> None:
    nowhere = {"postcode": None, "city": None}
    row = {"name": "Froschkönig GmbH", "street": "Werkstr. 5", **nowhere}
    known = [{"name": "Froschkönig GmbH", "street": "Werkstraße 5"}]
    assert made(decide([row], known)) == [("p0", "c0", "resemblance")]
    assert made(decide([{**row, "street": "Werkstr. 17"}], known)) == []


@pytest.mark.parametrize(
    ("party", "company"),
    [
        ({"name": "Froschkönig Maschf. GmbH"}, {"name": "Froschkönig Maschinenfabrik GmbH"}),
        ({"name": "Froschkönig Ind.bedarf GmbH"}, {"name": "Froschkönig Industriebedarf GmbH"}),
        ({"name": "Froschkönig Guss GmbH", "postcode": "53511"}, {"name": "Froschkönig Guss GmbH"}),
        (
            {"name": "Froschkönig Guss GmbH", "street": "Postfach 1234"},
            {"name": "Froschkönig Guss GmbH", "street": "Werkstraße 5"},
        ),
        ({"name": "Froschkönig Guss GmbH (Lüdenscheid)", "city": None}, {"name": "Froschkönig Guss GmbH"}),
        ({"name": "FROSCHKÖNIG WERKZEUGBAU GMBH G"}, {"name": "Froschkönig Werkzeugbau GmbH"}),
        ({"name": "FROSCHKÖNIG BEFESTIGUNGSTECH G"}, {"name": "Froschkönig Befestigungstechnik GmbH"}),
    ],
)
def test_what_systems_and_clerks_do_to_a_name_does_not_hide_the_company(
    party: dict[str, Any], company: dict[str, Any]
) -> None:
    assert [pair[:2] for pair in made(decide([party], [company]))] == [("p0", "c0")]


def test_what_is_written_behind_a_name_is_said() -> None:
    found = decide([{"name": "Froschkönig Guss GmbH – Einkauf –"}], [{"name": "Froschkönig Guss GmbH"}])
    assert made(found) == [("p0", "c0", "resemblance")]
    assert found.automatic["reason_de"].item() == (
        "Gleich: der Name ohne Zusätze, der Ort, die PLZ, die Rechtsform."
    )
    assert found.automatic["reason_en"].item() == (
        "Same: the name without what is written behind it, the town, the postcode, the legal form."
    )


def test_a_name_that_its_field_cut_off_is_said_and_is_no_other_name() -> None:
    cut = "Froschkönig Kaltwalzwerk und Prägeanstal"
    found = decide([{"name": cut}], [{"name": f"{cut}t Lennetal GmbH"}])
    assert len(cut) == 40
    assert made(found) == [("p0", "c0", "resemblance")]
    assert "der Name, soweit das Feld reicht" in found.automatic["reason_de"].item()
    assert "%" not in found.automatic["reason_de"].item()


def test_of_two_namesakes_in_a_town_the_street_decides() -> None:
    twins = [{"name": "Zwergen Fliesen GmbH", "street": street} for street in ("Werkstraße 5", "Am Wall 9")]
    found = decide([{"name": "Zwergen Fliesen GmbH", "street": "Am Wall 9"}], twins)
    assert made(found) == [("p0", "c1", "name_and_place")]
    assert made(decide([{"name": "Zwergen Fliesen GmbH"}], twins)) == []


def test_companies_that_share_a_trade_word_only_are_not_asked() -> None:
    names = [
        "Rapunzel",
        "Dornröschen",
        "Rotkäppchen",
        "Schneewittchen",
        "Aschenputtel",
        "Sterntaler",
        "Hänsel",
    ]
    names += ["Gretel", "Däumling", "Zwergnase", "Schneekönigin", "Goldmarie", "Pechmarie", "Rumpelstilz"]
    companies = [{"name": f"{name} Kunststofftechnik GmbH"} for name in names]
    found = decide([{"name": "Wichtel Kunststofftechnik GmbH"}], companies)
    assert (made(found), asked(found)) == ([], [])


def test_a_refused_pair_is_neither_made_nor_asked_again() -> None:
    found = decide(
        [{"name": "Froschkönig Guss GmbH"}], [{"name": "Froschkönig Guss GmbH"}], refused=[("p0", "c0")]
    )
    assert (made(found), asked(found)) == ([], [])


def test_five_digits_abroad_are_no_german_place() -> None:
    abroad = {"name": "Froschkönig Guss", "postcode": "58511", "city": "Clermont", "country_code": None}
    assert made(decide([abroad], [{"name": "Froschkönig Guss GmbH"}])) == []


NAMES = st.sampled_from(
    [
        f"{who} {what} {form}"
        for who in ("Frosch", "Igel", "Wolf")
        for what in ("Guss", "Draht")
        for form in ("GmbH", "AG", "")
    ]
)
PLACES = st.sampled_from([("58511", "Lüdenscheid"), ("58095", "Hagen"), (None, "Hagen"), (None, None)])


@st.composite
def lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(NAMES, PLACES), min_size=1, max_size=7))
    return [{"name": name, "postcode": place[0], "city": place[1]} for name, place in rows]


@settings(max_examples=20)
@given(lists(), lists(), st.randoms(use_true_random=False))
def test_property_order_of_rows_changes_nothing(parties: Any, companies: Any, chance: Any) -> None:
    numbered = [{**row, "party_id": f"p{number}"} for number, row in enumerate(parties)]
    known = [{**row, "company_id": f"c{number}"} for number, row in enumerate(companies)]
    straight = decide(numbered, known)
    chance.shuffle(numbered)
    chance.shuffle(known)
    shuffled = decide(numbered, known)
    assert (made(straight), asked(straight)) == (made(shuffled), asked(shuffled))


@settings(max_examples=20)
@given(lists(), lists())
def test_property_a_party_has_one_company_or_questions_never_both(parties: Any, companies: Any) -> None:
    found = decide(parties, companies)
    assert found.automatic["party_id"].is_unique().all()
    assert not set(found.automatic["party_id"]) & set(found.questions["party_id"])
    assert all(found.automatic["reason_de"].str.len_chars() > 0)


@settings(max_examples=20)
@given(lists())
def test_property_a_company_meets_itself_or_is_tied(companies: Any) -> None:
    placed = [row for row in companies if row["city"]]
    if not placed:
        return
    found = decide(placed, placed)
    wrong = found.automatic.filter(pl.col("party_id").str.slice(1) != pl.col("company_id").str.slice(1))
    names = {f"p{number}": row for number, row in enumerate(placed)}
    for party_id, company_id in wrong.select("party_id", "company_id").iter_rows():
        # only a namesake whose place is told more exactly, or that tells no form, may go before itself
        other = placed[int(company_id[1:])]
        assert names[party_id]["name"].split()[:2] == other["name"].split()[:2]


def test_empty_lists_match_nothing() -> None:
    found = match(records("party_id", [{"name": "X GmbH"}]).clear(), known_companies(*_nothing_known()))
    assert found.automatic.is_empty()
    found = match(records("party_id", [{"name": "X GmbH"}]), known_companies(*_nothing_known()))
    assert found.questions.is_empty()


def _nothing_known() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    text = pl.String
    return (
        records("company_id", [{"name": "X GmbH"}]).clear(),
        pl.DataFrame(schema={"company_id": text, "scheme": text, "identifier": text}),
        pl.DataFrame(schema={"company_id": text, "alias": text, "name_normalised": text}),
    )
