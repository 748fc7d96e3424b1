"""Amounts in other currencies: exact, half-even, and unknown where no rate was published."""

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.import_rates import main, parse_ecb_history, to_csv
from schemas.reference.problem import ListProblem
from schemas.reference.rates import RATE_SCHEMA, RateTable, shipped_rates, to_eur

MONEY = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("currency", "year", "units"),
    # Eurostat ert_bil_eur_a, annual averages
    [("USD", 2024, "1.0824"), ("GBP", 2022, "0.85276"), ("CHF", 2023, "0.9718"), ("JPY", 2020, "121.85")],
)
def test_published_averages(currency, year, units):
    assert shipped_rates().rates[currency, year].units_per_eur == Decimal(units)


def test_every_shipped_rate_names_its_source_and_is_plausible():
    rates = shipped_rates().rates
    assert {year for _currency, year in rates} == set(range(2019, 2026))
    for (currency, year), rate in rates.items():
        assert "ECB" in rate.source
        # a slipped digit would show as a jump from one year to the next
        before = rates.get((currency, year - 1))
        assert before is None or Decimal("0.8") < rate.units_per_eur / before.units_per_eur < Decimal("1.25")


def test_a_rate_that_is_not_known_leaves_the_amount_unknown():
    assert to_eur(Decimal(10), "XXX", 2024) == (None, None)
    assert to_eur(Decimal(10), "USD", 1990) == (None, None)
    assert to_eur(Decimal(10), "USD", None) == (None, None)
    assert to_eur(Decimal(10), None, 2024) == (None, None)
    assert to_eur(None, "USD", 2024) == (None, None)


def test_euros_stay_euros():
    assert to_eur(Decimal("12.345"), "EUR", None) == (Decimal("12.34"), "EUR")


@pytest.mark.property
@given(MONEY, st.sampled_from(sorted(shipped_rates().rates)))
def test_conversion_is_exact_and_rounds_half_even(amount, pair):
    units = shipped_rates().rates[pair].units_per_eur
    euros, source = to_eur(amount, *pair)
    error = abs(Fraction(euros) - Fraction(amount) / Fraction(units))
    assert error <= Fraction(1, 200)
    if error == Fraction(1, 200):
        assert int(euros * 100) % 2 == 0
    assert str(units) in source


def test_ties_go_to_the_even_cent():
    frame = pl.DataFrame({"currency": ["XTS"], "year": [2024], "units_per_eur": ["2"], "source": ["test"]})
    table = RateTable.from_frame(frame.cast(RATE_SCHEMA))
    assert [table.to_eur(Decimal(text), "XTS", 2024)[0] for text in ("0.01", "0.03", "-0.01")] == [
        Decimal("0.00"),
        Decimal("0.02"),
        Decimal("0.00"),
    ]


@pytest.mark.property
@given(
    st.lists(
        st.tuples(
            st.none() | MONEY,
            st.sampled_from(["EUR", "USD", "JPY", "XXX", None]),
            st.sampled_from([2018, 2023, None]),
        )
    )
)
def test_the_columns_agree_with_the_single_value(rows):
    frame = pl.DataFrame(
        rows, {"amount": pl.Decimal(18, 2), "currency": pl.String, "year": pl.Int64}, orient="row"
    )
    assert shipped_rates().to_eur_columns(frame).rows() == [to_eur(*row) for row in rows]


def ecb_list(first: date, last: date, **rates: str) -> bytes:
    """The ECB's layout: newest day first, working days only, a comma at the end of every line."""
    days = [first + timedelta(days) for days in range((last - first).days + 1)]
    lines = [f"{day},{','.join(rates.values())}," for day in reversed(days) if day.weekday() < 5]
    return "\n".join([f"Date,{','.join(rates)},", *lines]).encode()


def test_the_ecb_list_gives_averages_of_whole_years_only():
    content = ecb_list(date(2022, 6, 1), date(2024, 3, 1), USD="1.1000", CZK="N/A", SEK="11.5")
    table = parse_ecb_history(content)
    assert {pair: rate.units_per_eur for pair, rate in table.rates.items()} == {
        ("USD", 2023): Decimal("1.10000"),
        ("SEK", 2023): Decimal("11.5000"),
    }
    assert "2024-03-01" in table.rates["USD", 2023].source


def test_an_average_is_the_mean_of_the_days():
    low = ecb_list(date(2023, 1, 2), date(2023, 6, 30), USD="1.0").decode().splitlines()
    high = ecb_list(date(2023, 7, 3), date(2023, 12, 29), USD="1.2").decode().splitlines()[1:]
    rate = parse_ecb_history("\n".join(low + high).encode()).rates.get(("USD", 2023))
    assert rate is None  # the list may stop before the year does
    high.append("2024-01-02,1.2,")
    rate = parse_ecb_history("\n".join(low + high).encode()).rates["USD", 2023].units_per_eur
    expected = Decimal(130 + 130 * Decimal("1.2")) / 260
    assert rate == expected.quantize(Decimal("0.00001"), ROUND_HALF_EVEN)


def test_rates_read_back_from_the_file_they_are_written_to():
    text = to_csv(shipped_rates())
    again = RateTable.from_frame(pl.read_csv(text.encode(), schema=RATE_SCHEMA))
    assert again.rates == shipped_rates().rates
    assert shipped_rates().with_more(again).rates == again.rates


@pytest.mark.property
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content):
    with pytest.raises(ListProblem):
        parse_ecb_history(content)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "eurofxref-hist.csv:1"),
        (b"Datum;Kurs\n", "eurofxref-hist.csv:1"),
        (b"Date,USD,\n2024-13-01,1.1,\n", "eurofxref-hist.csv:2"),
        (b"Date,USD,\n2024-01-02,eins,\n", "eurofxref-hist.csv:2"),
        (b"Date,USD,\n2024-01-02,0,\n", "eurofxref-hist.csv:2"),
        (b"PK\x03\x04broken", "eurofxref-hist.csv"),
        (b"\xff\xfe", "eurofxref-hist.csv:1"),
    ],
)
def test_a_wrong_list_is_refused_with_place_and_mend(content, where):
    with pytest.raises(ListProblem) as caught:
        parse_ecb_history(content)
    assert caught.value.where == where
    assert "Laden Sie" in caught.value.de
    assert "ownload" in caught.value.en


def test_the_list_becomes_a_file_of_rates(tmp_path, capsys):
    path = tmp_path / "eurofxref-hist.csv"
    path.write_bytes(ecb_list(date(2022, 12, 1), date(2024, 1, 5), USD="1.1"))
    assert main([str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("USD,2023,1.10000,")
    path.write_bytes(b"nothing")
    assert main([str(path)]) == 1
    assert "Download" in capsys.readouterr().err
    assert main([]) == 2
