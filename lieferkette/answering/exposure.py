"""What a company's purchases and sales meet through all tiers: countries, sectors, final markets.

Upstream by country and by sector, downstream by sector ("62 % of your sales end up in vehicle making, 21 points of
it only through your customers"). Relations inside a group stay out. Never: gives a share where the list is not
complete; then `why_unknown_…` says so and the direct partners are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from lieferkette.access.view import YearGraph
from lieferkette.answering.common import Scope, coverage
from lieferkette.answering.reasons import why_unknown
from lieferkette.answering.structure.places import Classes, classes
from lieferkette.answers import Answer, Sentence
from lieferkette.chains.graph import Direction
from lieferkette.dependencies.exposure import MAX_TIERS, Exposure
from lieferkette.dependencies.exposure import exposure as expose

_HOME = "DE"
NONE = np.empty(0)
#: Parts below this are no finding.
WORTH_SAYING = 0.01
#: From here on an unseen part changes how a figure is to be read.
_MUCH_UNSEEN, _ALL_UNSEEN = 0.1, 0.995


@dataclass(frozen=True)
class ExposureAnswer(Answer):
    """Exposure at first contact, so rows overlap and do not add up to one.

    Frames: country_code (or sector_group), share, direct_share (of it on tier 1), through_share (behind),
    tier_shares (by tier, from tier 1), unknown_share (could not be followed: the truth lies between share and
    share + unknown_share), direct_count (direct partners of the class). Where shares are unknown only
    direct_count is given. `countries` and `sectors` are of purchases, `final_markets` of sales.
    `unseen_purchases_share` goes to suppliers that do not show where they buy, `unseen_sales_share` to customers
    that do not show where they sell: None where shares are unknown.
    """

    company_id: str
    year: int | None
    max_tiers: int
    countries: pl.DataFrame
    sectors: pl.DataFrame
    final_markets: pl.DataFrame
    unseen_purchases_share: float | None
    unseen_sales_share: float | None
    why_unknown_purchases: Sentence | None
    why_unknown_sales: Sentence | None


def exposure(scope: Scope, company_id: str) -> ExposureAnswer:
    """Exposure of a company's purchases to countries and sectors, and of its sales to final markets."""
    found = scope.view.graph(scope.year, without_groups=True) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    return exposure_at(scope, found, position, company_id)


def exposure_at(
    scope: Scope, found: YearGraph | None, position: int | None, company_id: str
) -> ExposureAnswer:
    """The same for any position of any graph of the scope's companies, such as many buyers taken together."""
    sectors = classes_of(scope, found, "sector_group")
    countries = classes_of(scope, found, "country_code")
    by_country, bought = frame_of(found, position, countries, "country_code", "upstream")
    by_sector, _ = frame_of(found, position, sectors, "sector_group", "upstream")
    markets, sold = frame_of(found, position, sectors, "sector_group", "downstream")
    whys = (why_unknown(bought.reason, "suppliers"), why_unknown(sold.reason, "customers"))
    return ExposureAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=(
            *_purchase_sentences(by_country, bought.unseen_share, whys[0]),
            *_market_sentences(markets, sold.unseen_share, whys[1]),
        ),
        company_id=company_id,
        year=scope.year,
        max_tiers=MAX_TIERS,
        countries=by_country,
        sectors=by_sector,
        final_markets=markets,
        unseen_purchases_share=bought.unseen_share if whys[0] is None else None,
        unseen_sales_share=sold.unseen_share if whys[1] is None else None,
        why_unknown_purchases=whys[0],
        why_unknown_sales=whys[1],
    )


def classes_of(scope: Scope, found: YearGraph | None, trait: str) -> Classes:
    """Classes of a graph's companies; none where there is no graph."""
    return classes(scope, found, trait) if found is not None else Classes((), np.empty(0, dtype=np.int32))


def frame_of(
    found: YearGraph | None, position: int | None, known: Classes, name: str, direction: Direction
) -> tuple[pl.DataFrame, Exposure]:
    """One frame of the answer, the largest share first, and the exposure that it shows."""
    schema: dict[str, Any] = {
        name: pl.String, "share": pl.Float64, "direct_share": pl.Float64, "through_share": pl.Float64,
        "tier_shares": pl.List(pl.Float64), "unknown_share": pl.Float64, "direct_count": pl.Int64,
    }  # fmt: skip
    if found is None or position is None:
        return pl.DataFrame(schema=schema), Exposure(NONE, NONE, NONE, 1.0, "no_relations")
    side = found.graph.side(direction)
    direct = known.class_of[side.partners[side.of(position)]]
    count = np.bincount(direct[direct >= 0], minlength=len(known.names))
    result = expose(found.graph, position, known.class_of, len(known.names), direction)
    rows: list[tuple[object, ...]] = []
    for number, label in enumerate(known.names):
        if result.reason is not None:
            if count[number]:
                rows.append((label, None, None, None, None, None, int(count[number])))
        elif result.share[number] > 0 or count[number]:
            tiers = result.by_tier[:, number].tolist()
            share, on_first = float(result.share[number]), tiers[0] if tiers else 0.0
            rows.append((label, share, on_first, max(0.0, share - on_first), tiers,
                         float(result.unknown_share[number]), int(count[number])))  # fmt: skip
    frame = pl.DataFrame(rows, schema, orient="row")
    order = ("share", "direct_count", name)
    return frame.sort(*order, descending=[True, True, False], nulls_last=True), result


def _purchase_sentences(countries: pl.DataFrame, unseen: float, why: Sentence | None) -> list[Sentence]:
    """Where purchases come from in the end: the largest country that they meet only behind the first tier."""
    if why is not None:
        return []
    abroad = countries.filter((pl.col("country_code") != _HOME) & (pl.col("share") >= WORTH_SAYING))
    found = []
    hidden = abroad.filter(pl.col("direct_count") == 0)
    if hidden.height:
        found.append(Sentence("exposure_country_hidden", _slots(hidden, "country_code")))
    largest = abroad.filter(pl.col("direct_count") > 0)
    if largest.height:
        found.append(Sentence("exposure_country", _slots(largest, "country_code")))
    return found + _unseen(unseen, "suppliers")


def _market_sentences(markets: pl.DataFrame, unseen: float, why: Sentence | None) -> list[Sentence]:
    """Where sales end up; without shares what the direct customers are."""
    if why is not None:
        if why.key == "no_list" or markets.is_empty():
            return []
        top = markets.row(0, named=True)
        slots = {"sector_group": top["sector_group"], "count": top["direct_count"]}
        known = int(markets["direct_count"].sum())
        if known == 1:
            return [Sentence("final_market_one", {"sector_group": top["sector_group"]})]
        return [Sentence("final_market_count", slots | {"of_count": known})]
    reached = markets.filter(pl.col("share") >= WORTH_SAYING)
    found = [Sentence("final_market", _slots(reached, "sector_group"))] if reached.height else []
    return found + _unseen(unseen, "customers")


def _slots(frame: pl.DataFrame, name: str) -> dict[str, object]:
    """Slots of the first row; points that are there only behind the first tier where they are worth a word."""
    row = frame.row(0, named=True)
    points = round(100 * row["through_share"])
    return {name: row[name], "share": row["share"], "points": points or None}


def _unseen(share: float, side: str) -> list[Sentence]:
    """How much goes where nobody shows the way on, where it is much."""
    if share >= _ALL_UNSEEN:
        return [Sentence("exposure_unseen_all", {"side": side})]
    return [Sentence("exposure_unseen", {"share": share, "side": side})] if share >= _MUCH_UNSEEN else []
