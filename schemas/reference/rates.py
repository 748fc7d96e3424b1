"""Yearly average exchange rates, and amounts in other currencies turned into euros with them.

`rates.csv` holds units of the currency for one euro, each row with its source. A pair of currency and
year that is not in it has no rate: the amount in euros is then unknown, never estimated.
Never: a daily rate, a forecast, a rate of a neighbouring year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache
from importlib import resources

import polars as pl

RATE_SCHEMA: dict[str, type[pl.DataType]] = {
    "currency": pl.String,
    "year": pl.Int64,
    "units_per_eur": pl.String,
    "source": pl.String,
}
_CENT = Decimal("0.01")
# money in the warehouse is Decimal(18, 2)
_LARGEST_AMOUNT = Decimal(10) ** 16
_EURO_SOURCE = "EUR"
_EUROS_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "amount_eur": pl.Decimal(18, 2),
    "rate_source": pl.String,
}


@dataclass(frozen=True)
class Rate:
    """How many units of a currency one euro cost on average over a year, and who says so."""

    units_per_eur: Decimal
    source: str


class RateTable:
    """Rates by currency (ISO 4217) and year."""

    def __init__(self, rates: Mapping[tuple[str, int], Rate]) -> None:
        self.rates = dict(rates)

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> RateTable:
        """A table from rows with the columns of `rates.csv` (`RATE_SCHEMA`)."""
        rows = frame.select(list(RATE_SCHEMA)).iter_rows()
        return cls({(currency, year): Rate(Decimal(units), source) for currency, year, units, source in rows})

    def with_more(self, other: RateTable) -> RateTable:
        """Both tables as one; the other's rates win."""
        return RateTable({**self.rates, **other.rates})

    def to_eur(
        self, amount: Decimal | None, currency: str | None, year: int | None
    ) -> tuple[Decimal | None, str | None]:
        """(amount in euros, source of the rate); both None where the rate is unknown.

        amount / units_per_eur, rounded half-even to cents, in exact decimal arithmetic.

        >>> shipped_rates().to_eur(Decimal("1082.40"), "USD", 2024)[0]
        Decimal('1000.00')
        """
        if amount is None or currency is None or abs(amount) >= _LARGEST_AMOUNT:
            return None, None
        if currency == "EUR":
            return amount.quantize(_CENT, ROUND_HALF_EVEN), _EURO_SOURCE
        rate = None if year is None else self.rates.get((currency, year))
        if rate is None:
            return None, None
        with localcontext() as context:
            context.prec = 60
            euros = (amount / rate.units_per_eur).quantize(_CENT, ROUND_HALF_EVEN)
        return (
            (euros, f"{rate.source}: {rate.units_per_eur} {currency}")
            if euros < _LARGEST_AMOUNT
            else (None, None)
        )

    def to_eur_columns(self, amounts: pl.DataFrame) -> pl.DataFrame:
        """`to_eur` for columns `amount` (Decimal), `currency` (text), `year` (integer): a frame of equal
        height with `amount_eur` (Decimal(18, 2)) and `rate_source`."""
        rows = [self.to_eur(*row) for row in amounts.select("amount", "currency", "year").iter_rows()]
        return pl.DataFrame(rows, _EUROS_SCHEMA, orient="row")


@cache
def shipped_rates() -> RateTable:
    """The rates of `rates.csv`."""
    content = resources.files("schemas.reference").joinpath("rates.csv").read_bytes()
    return RateTable.from_frame(pl.read_csv(content, schema=RATE_SCHEMA))


def to_eur(
    amount: Decimal | None, currency: str | None, year: int | None
) -> tuple[Decimal | None, str | None]:
    """`RateTable.to_eur` with the shipped rates."""
    return shipped_rates().to_eur(amount, currency, year)
