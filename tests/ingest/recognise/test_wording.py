"""Headings read by their words, and lists that have none: made-up samples of what programs and people write."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.jobs import Preview, preview
from ingest.recognise.extras import year_in
from ingest.recognise.headings import understand
from tests.ingest.recognise.test_further_shapes import left_out, rows, seen


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Ums. lfd. J.", "amount"),
        ("Umsatz letzte 12 Monate", "amount"),
        ("INVOICE_AMOUNT_YTD", "amount"),
        ("Ums. VJ", "amount_previous"),
        ("UMSATZ_VORJAHR", "amount_previous"),
        ("Kd.-Bez.", "name"),
        ("Rechnungsadresse - Ort", "city"),
        ("Supplier Location - Country", "country"),
        ("PLZ 1", "postcode"),
        ("POPostalCode", "postcode"),
        ("% vom Gesamtumsatz", "share"),
        ("Umsatz %VJ", "share"),
        ("Anzahl Bestellungen VJ", "not_needed"),
        ("Abw. Umsatz", "not_needed"),
        ("Umsatz Plan", "not_needed"),
        ("Fälliger Saldo", "not_needed"),
        ("Mindestbestellwert", "unknown"),
        ("letzter Umsatz", "unknown"),
    ],
)
def test_a_heading_is_what_its_words_leave(heading: str, meaning: str) -> None:
    assert understand(heading).meaning == meaning


def test_a_letter_before_every_heading_is_no_word() -> None:
    found = seen(
        "LFirma;LPLZ;LOrt;LUmsatz2023\nRübezahl Draht AG;58095;Hagen;1.234,50\n", "tblLieferanten.csv"
    )
    assert rows(found, "name", "postcode", "city") == [("Rübezahl Draht AG", "58095", "Hagen")]
    assert [(str(a), start.year) for a, start in rows(found, "amount", "period_start")] == [("1234.50", 2023)]


def test_a_business_year_is_called_by_the_year_in_which_it_ends() -> None:
    assert [year_in(text) for text in ("2022/23", "GJ 2022/2023", "2021/23", "2022/2023")] == [
        2023,
        2023,
        2021,
        None,
    ]


@pytest.mark.parametrize(
    ("head", "first", "amounts"),
    [
        ("Umsatz 2022 in T€;Umsatz 2023", "1,5;2,5", ["1500.00", "2500.00"]),
        ("Umsatz 2022 in T€;Umsatz 2023", "1,5;2.500,00", ["1500.00", "2500.00"]),
        ("Umsatz 2022 in T€;Umsatz 2023 in EUR", "1,5;2,5", ["1500.00", "2.50"]),
    ],
)
def test_a_unit_at_one_column_holds_for_its_neighbours_of_the_same_size(
    head: str, first: str, amounts: list[str]
) -> None:
    found = seen(f"Lieferant;{head}\nRübezahl Draht AG;{first}\n")
    assert [str(amount) for (amount,) in rows(found, "amount")] == amounts


def test_an_amount_in_the_currency_of_the_books_goes_before_that_of_the_document() -> None:
    found = seen(
        "Kreditorenname;Währungscode;Betrag;Betrag (MW)\nRübezahl Draht AG;USD;100,00;92,00\nHolle GmbH;;5,00;5,00\n"
    )
    assert [(str(a), currency) for a, currency in rows(found, "amount", "currency")] == [
        ("92.00", "EUR"),
        ("5.00", "EUR"),
    ]


@pytest.mark.parametrize(
    "cell", ["70001      Rübezahl", "70001 - Rübezahl", "70001 Rübezahl", "Rübezahl (70001)"]
)
def test_number_and_name_in_one_cell(cell: str) -> None:
    assert rows(seen(f"Lieferant;Ort\n{cell};Hagen\n"), "partner_no", "name") == [("70001", "Rübezahl")]


HEADLESS = (
    "70001;Rübezahl Draht AG;Berg 7;58095;Hagen;1.234,50\n"
    "70002;Holle GmbH;Weg 2;58636;Iserlohn;12,00\n"
    "70003;Zwergen Stahl;Turm 3;58507;Lüdenscheid;9,99\n"
)


def test_a_list_without_headings_is_told_by_its_values_and_says_so() -> None:
    found = seen(HEADLESS, "Lieferanten.csv")
    assert rows(found, "partner_no", "name", "street", "postcode", "city")[0] == (
        "70001",
        "Rübezahl Draht AG",
        "Berg 7",
        "58095",
        "Hagen",
    )
    assert [str(amount) for (amount,) in rows(found, "amount")] == ["1234.50", "12.00", "9.99"]
    assert max(column.score for column in found.sheets[0].recognition.columns) < 0.7


def test_a_pasted_column_of_names_is_a_list() -> None:
    found = seen("Unsere Lieferanten:\nRübezahl Draht AG\nHolle GmbH\nZwergen Stahl\n", "Lieferanten.txt")
    assert [name for (name,) in rows(found, "name")] == ["Rübezahl Draht AG", "Holle GmbH", "Zwergen Stahl"]


def test_names_without_a_heading_beside_known_ones() -> None:
    found = seen(";Untaxed Total\nRübezahl Draht AG;5,50\nHolle GmbH;6,00\nNase OHG;7,00\n")
    assert rows(found, "name")[0] == ("Rübezahl Draht AG",)
    assert found.sheets[0].recognition.heading_line == 1


ITEMS = (
    "Konto;Name 1;Belegnummer;Belegart;Belegdatum;Betrag in Hauswährung;Hauswährung\n"
    "70001;Rübezahl Draht AG;51;RE;12.02.2024;-119,00;EUR\n"
    "70001;Rübezahl Draht AG;52;KG;13.02.2024;19,00;EUR\n"
    "70001;Rübezahl Draht AG;15;KZ;12.03.2024;100,00;EUR\n"
    "70002;Holle GmbH;53;RE;12.02.2024;-50,00;EUR\n"
    "70003;Nase OHG;54;KR;12.02.2024;-7,00;EUR\n"
    "70004;Kater AG;55;RE;12.02.2024;-7,00;EUR\n"
    "70004;Kater AG;56;RE;12.02.2024;-8,00;EUR\n"
)


def test_items_of_accounts_count_invoices_and_credit_notes_and_no_payments() -> None:
    found = seen(ITEMS, "FBL1N Kreditoren.csv")
    told = [(str(amount), kind) for amount, kind in rows(found, "amount", "amount_kind")]
    assert told == [(text, "posted_gross") for text in ("119.00", "-19.00", "50.00", "7.00", "7.00", "8.00")]
    assert left_out(found) == [(4, "settlement")]
    assert "sign_turned:Betrag in Hauswährung" in found.sheets[0].rows.notes


def test_items_on_the_other_side_without_a_kind_of_document_are_left_out() -> None:
    found = seen(
        "Kreditor;Name;Belegnummer;Betrag;S/H\n70001;Holle GmbH;1;119,00;H\n70001;Holle GmbH;2;119,00;S\n"
    )
    assert [str(amount) for (amount,) in rows(found, "amount")] == ["119.00"]
    assert left_out(found) == [(3, "other_side")]


def test_the_sum_of_a_month_gives_way_to_that_of_the_year() -> None:
    found = seen(
        "Konto;Name;Soll;Haben;Soll kumuliert;Haben kumuliert\n70001;Holle GmbH;0,00;5,00;9,00;120,00\n",
        "Kreditoren.csv",
    )
    assert [str(amount) for (amount,) in rows(found, "amount")] == ["120.00"]


def test_figures_beside_one_with_a_unit_are_in_that_unit() -> None:
    found = seen("Jahr;Umsatz in Mio. EUR;Materialaufwand;Mitarbeiter\n2023;13,2;6,5;88\n")
    assert [str(value) for value in rows(found, "revenue_eur", "material_cost_eur")[0]] == [
        "13200000.00",
        "6500000.00",
    ]


def test_a_heading_that_names_a_limit_gives_its_cells_their_meaning() -> None:
    found = seen("Verfahren;max. Länge (m)\nDrehen;1,5\n", list_kind="capabilities")
    assert ("part_length", 1500.0) in rows(found, "capability_code", "capability_value")


def amounts(found: Preview) -> list[str]:
    return [str(amount) for (amount,) in rows(found, "amount")]


def test_a_row_of_units_below_the_headings_belongs_to_them() -> None:
    found = seen("Lieferant;Umsatz 2022;Umsatz 2023\n;[T€];[T€]\nHolle GmbH;1,5;2,5\n")
    assert (amounts(found), found.left_out.height) == (["1500.00", "2500.00"], 0)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Zeitraum: 01.01.23..31.12.23", (date(2023, 1, 1), date(2023, 12, 31))),
        ("Umsätze vom 01.07.2022 bis zum 30.06.2023", (date(2022, 7, 1), date(2023, 6, 30))),
        ("Stand 31.12.2023", (None, None)),
    ],
)
def test_a_title_names_the_period(title: str, period: tuple[date | None, date | None]) -> None:
    found = seen(f"{title};\nLieferant;Umsatz\nHolle GmbH;1,50\n")
    assert rows(found, "period_start", "period_end") == [period]


@pytest.mark.parametrize("heading", ["Ø Umsatz", "Δ Umsatz", "# Umsatz", "Durchschn. Umsatz"])
def test_a_mean_a_difference_and_a_count_are_no_turnover(heading: str) -> None:
    found = preview(f"Lieferant;{heading};Umsatz\nHolle GmbH;1,00;7,00\n".encode(), "liste.csv")
    assert amounts(found) == ["7.00"]


@pytest.mark.parametrize(
    ("line", "told"),
    [("Holle GmbH;1,00;", [("1.00", "EUR")]), ("Holle GmbH;;2,00", [("2.00", "USD")])],
)
def test_a_column_for_each_currency(line: str, told: list[tuple[str, str]]) -> None:
    found = seen(f"Supplier;Spend EUR;Spend USD\n{line}\n")
    assert [(str(amount), currency) for amount, currency in rows(found, "amount", "currency")] == told


def test_the_same_amount_in_two_currencies_counts_once() -> None:
    assert amounts(seen("Supplier;Spend EUR;Spend USD\nHolle GmbH;1,00;1,10\n")) == ["1.00"]


@pytest.mark.parametrize(
    ("unit", "amount"), [("TPLN", "1500.00"), ("mln PLN", "1500000.00"), ("tys. zł", "1500.00")]
)
def test_units_of_other_currencies(unit: str, amount: str) -> None:
    found = preview(f"Dostawca;Umsatz ({unit})\nHuta S.A.;1,5\n".encode(), "liste.csv")
    assert [(str(a), c) for a, c in rows(found, "amount", "currency")] == [(amount, "PLN")]


def test_figures_below_one_another_of_the_year_in_the_title() -> None:
    found = seen(
        "Kennzahlen 2023;\nUmsatz;12.500.000 €\nMaterialaufwand;6.100.000 €\nEBIT;1\nMitarbeiter;85\n"
    )
    told = rows(found, "period_start", "revenue_eur", "material_cost_eur", "employees")
    assert [tuple(str(value) for value in row) for row in told] == [
        ("2023-01-01", "12500000.00", "None", "None"),
        ("2023-01-01", "None", "6100000.00", "None"),
        ("2023-01-01", "None", "None", "85"),
    ]


def test_a_companys_own_costs_are_none_of_its_customers() -> None:
    found = seen("Kunde;Umsatz 2023;Wareneinsatz 2023\nHolle GmbH;9,00;4,00\n")
    assert (amounts(found), rows(found, "material_cost_eur")) == (["9.00"], [(None,)])


@pytest.mark.parametrize(
    ("currency", "told"),
    [("TEUR", ("1500.00", "EUR")), ("Mio. €", ("1500000.00", "EUR")), ("CHF", ("1.50", "CHF"))],
)
def test_a_unit_may_stand_with_the_currency_of_a_row(currency: str, told: tuple[str, str]) -> None:
    found = seen(f"Lieferant;Umsatz;Währung\nHolle GmbH;1,5;{currency}\n")
    assert [(str(amount), code) for amount, code in rows(found, "amount", "currency")] == [told]


def test_two_lists_side_by_side_are_no_relations() -> None:
    found = seen(
        "Lieferant;Umsatz;;Kunde;Umsatz\nHolle GmbH;1,00;;Nase OHG;2,00\nKater AG;3,00;;Zwerg KG;4,00\n"
    )
    told = [sheet.rows.good.select("side", "name", "amount").rows() for sheet in found.sheets]
    assert [[(side, name, str(amount)) for side, name, amount in part] for part in told] == [
        [("supplier", "Holle GmbH", "1.00"), ("supplier", "Kater AG", "3.00")],
        [("customer", "Nase OHG", "2.00"), ("customer", "Zwerg KG", "4.00")],
    ]


@pytest.mark.parametrize("credit", ["10,00", "-10,00"])
def test_a_credit_note_is_negative_whatever_its_sign(credit: str) -> None:
    found = seen(f"Kunde;Netto;Belegart\nHolle GmbH;90,00;Rechnung\nHolle GmbH;{credit};Gutschrift\n")
    assert amounts(found) == ["90.00", "-10.00"]


def test_debit_and_credit_behind_an_amount() -> None:
    found = seen("Kreditor;Name;Saldo\n70001;Holle GmbH;1.234,50 H\n70002;Nase OHG;10,00 S\n")
    assert amounts(found) == ["1234.50", "-10.00"]


def test_names_under_the_heading_of_a_number() -> None:
    found = seen("Debitor;Forderungen\nHolle GmbH;1,00\nNase OHG;2,00\n")
    assert rows(found, "name", "amount_kind")[0] == ("Holle GmbH", "balance")


@pytest.mark.parametrize("heading", ["Spend FY22", "Umsatz GJ 22", "Umsatz 2021/22"])
def test_business_years_with_two_digits(heading: str) -> None:
    assert understand(heading).year == 2022


def test_broken_letters_in_a_heading_are_put_right_or_left() -> None:
    assert (understand("StraÃŸe").meaning, understand("Ã").meaning) == ("street", "unknown")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Umsatz inkl. MwSt.", "posted_gross"),
        ("Umsatz 2023 incl. VAT", "posted_gross"),
        ("Umsatz ohne MwSt.", "invoiced_net"),
        ("Omzet excl. btw 2023", "invoiced_net"),
        ("Bestellwert zzgl. USt", "ordered"),
    ],
)
def test_with_or_without_tax_is_gross_or_net(heading: str, kind: str) -> None:
    assert (understand(heading).meaning, understand(heading).kind) == ("amount", kind)
