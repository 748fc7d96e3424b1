"""New customers: five cards with their parts and reasons, where they lie, and what they do to a dependence."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, note, sentences, strong, subheader
from lieferkette import charts
from lieferkette.answering.new_markets.shape import MarketParts, MarketsAnswer, Opportunity
from lieferkette.answers import Sentence
from lieferkette.i18n.values import sector_group_label, sector_label

_CARDS = 5
_CANDIDATES = ["name", "city", "sector_code", "distance_km", "sells_to_you", "score"]
_BEFORE_AFTER = ["label", "before_share", "after_share"]


def show(answer: MarketsAnswer) -> None:
    """Cards on the left; the portfolio, the dependence and the back-test on the right."""
    if answer.basis in ("traits", "model"):
        note(tr(f"markets.basis_{answer.basis}"))
    if not answer.opportunities:
        _nothing(answer)
        _reliable()
        return
    shown = _chosen(answer)[:_CARDS]
    largest = max((one.parts.demand_eur or 0.0 for one in answer.opportunities), default=0.0)
    left, right = st.columns([6, 5], gap="large")
    with left:
        subheader("markets.top")
        for one in shown:
            _card(one, largest)
        if not shown:
            empty("markets.order_none")
        if not largest:
            note(tr("markets.order_only"))
        if answer.why_no_goods is not None:
            note(tr(answer.why_no_goods))
    with right:
        rows = overview(shown, largest)
        _where(rows)
        _dependence(rows)
        _reliable()


def _nothing(answer: MarketsAnswer) -> None:
    """Why there is no order, and the way to change that."""
    assert answer.why_nothing is not None
    if answer.why_nothing.key == "markets_too_little_data":
        empty(answer.why_nothing.key, "screens/upload.py", "go.upload")
    else:
        empty(answer.why_nothing.key)


def _chosen(answer: MarketsAnswer) -> list[Opportunity]:
    """All opportunities, or on wish those that lower the automotive share; asked only where there is one to lower."""
    found = list(answer.opportunities)
    if not any(one.parts.automotive_share_before for one in found):
        return found
    order = st.segmented_control(
        tr("markets.order"),
        ["fit", "lowers"],
        default="fit",
        required=True,
        format_func={one: tr(f"markets.order_{one}") for one in ("fit", "lowers")}.__getitem__,
        key="market_order",
        label_visibility="collapsed",
        bind="query-params",
    )
    return [one for one in found if order == "fit" or one.parts.automotive_effect == "lowers"]


def label_of(one: Opportunity) -> str:
    """The market's name: its sector, or the group where only the model speaks."""
    if one.sector_code is None:
        return sector_group_label(one.sector_group, language())
    return sector_label(one.sector_code, language())


def middle(band: str | None) -> float | None:
    """The middle of a band in percent, as a share.

    >>> middle("70-80"), middle(None)
    (0.75, None)
    """
    if band is None:
        return None
    low, high = band.split("-")
    return (float(low) + float(high)) / 200


def shares(parts: MarketParts, largest: float) -> dict[str, float | None]:
    """The four bars of a card, each 0 … 1 or unknown."""
    twins = middle(parts.twins_band)
    if parts.twins_count:
        twins = (parts.selling_twins_count or 0) / parts.twins_count
    return {
        "nearness": parts.nearness,
        "demand": parts.demand_eur / largest if parts.demand_eur is not None and largest else None,
        "gap": middle(parts.outside_band),
        "twins": twins,
    }


def overview(shown: Sequence[Opportunity], largest: float) -> pl.DataFrame:
    """One row an opportunity: rank, label, sector_group, its parts and the dependence before and after.

    `largest`: the demand that counts as 1.
    """
    rows = []
    for one in shown:
        found = shares(one.parts, largest)
        steps = (one.parts.automotive_share_before, one.parts.automotive_share_after)
        parts = (found["nearness"], found["demand"], found["gap"])
        rows.append((one.rank, label_of(one), one.sector_group, *parts, *steps))
    schema = {"rank": pl.Int64, "label": pl.String, "sector_group": pl.String}
    numbers = ("nearness", "demand_share", "outside_share", "before_share", "after_share")
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(numbers, pl.Float64), orient="row")


def _card(one: Opportunity, largest: float) -> None:
    with st.container(border=True):
        words, bars = st.columns([7, 5], gap="small")
        with words, st.container(gap="xxsmall"):
            strong("markets.card", rank=one.rank, label=label_of(one))
            st.text(tr(_short(one)))
            _facts(one)
        with bars:
            parts = shares(one.parts, largest)
            frame = pl.DataFrame(
                {"part": list(parts), "share": list(parts.values())},
                schema={"part": pl.String, "share": pl.Float64},
            )
            picture(charts.part_bars(frame, look=look(), language=language()), f"parts_{one.rank}")
        if one.candidates.height:
            with st.expander(tr("markets.candidates", count=one.candidates.height)):
                found = one.candidates
                columns = [name for name in _CANDIDATES if found[name].null_count() < found.height]
                table(found, columns, key=f"candidates_{one.rank}", alt=label_of(one))
                download(found, columns, key=f"download_{one.rank}", name_key="markets.candidates_file")


def _short(one: Opportunity) -> Sentence:
    """The reason without what the card's heading and its lines say."""
    if one.basis not in ("history", "traits"):
        return one.reason
    return Sentence(f"market_card_{one.basis}", one.reason.slots)


def _facts(one: Opportunity) -> None:
    """What it does to the dependence, demand, goods, and what the market asks for, in small lines."""
    parts = one.parts
    if parts.automotive_effect is not None:
        steps = {"before_share": parts.automotive_share_before, "after_share": parts.automotive_share_after}
        note(tr(f"markets.{parts.automotive_effect}", **steps))
    if one.goods.height:
        counted = one.goods.select("good", "twins_count", "known_count").to_dicts()
        st.text(tr("market_goods", names=[tr("market_good", **row) for row in counted]))
    if parts.demand_eur is not None:
        key = "markets.demand_estimated" if parts.is_demand_estimated else "markets.demand"
        note(tr(key, amount_eur=parts.demand_eur))
    for state in ("met", "missing", "unknown"):
        codes = getattr(parts, f"capabilities_{state}")
        if codes:
            note(tr(f"markets.{state}", wanted_codes=codes))


def _where(rows: pl.DataFrame) -> None:
    placed = rows.drop_nulls(["nearness", "demand_share"])
    if placed.height < 2:
        return
    subheader("markets.where")
    picture(charts.market_bubbles(placed, look=look(), language=language()), "bubbles")
    note(tr("markets.where_note"))
    absent = rows.filter(~pl.col("rank").is_in(placed["rank"].implode()))["rank"].to_list()
    if absent:
        note(tr("markets.where_unknown", names=[str(rank) for rank in absent]))


def _dependence(rows: pl.DataFrame) -> None:
    """The automotive share with each market, where sales are known and there is one to lower."""
    known = rows.drop_nulls(["before_share", "after_share"])
    known = known.filter((pl.col("before_share") > 0) & (pl.col("after_share") < pl.col("before_share")))
    if known.is_empty():
        return
    subheader("markets.automotive")
    drawn = charts.share_steps(known, look=look(), language=language())
    picture(drawn, "steps")
    note(tr("markets.automotive_note"))
    table_twin(drawn, _BEFORE_AFTER, "steps_table")


def _reliable() -> None:
    """What the back-test on this warehouse's own years says; nothing from elsewhere is quoted."""
    subheader("markets.reliable")
    if actor().role == "owner":
        sentences(reader().backtest().sentences)
    else:
        note(tr("markets.backtest_of_owner"))
