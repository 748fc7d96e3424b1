"""The back-test on a warehouse's own periods: what the page may quote, or that there is not enough yet.

Never: measures anything itself; `lieferkette.markets.backtest` does.
"""

from __future__ import annotations

import polars as pl

from lieferkette.answering.common import Scope, coverage
from lieferkette.answering.new_markets.pair_facts import pair_facts
from lieferkette.answering.new_markets.shape import BacktestAnswer
from lieferkette.answering.new_markets.world import checkable, market_world
from lieferkette.answers import Sentence
from lieferkette.markets.backtest import FEWEST_NEW_LINKS, SIMPLEST, Gate, Result, gate, run
from lieferkette.markets.coefficients import IoTable
from lieferkette.markets.ladder import DEFAULT
from lieferkette.markets.measures import MEASURES

METHODS = {
    "method": pl.String,
    "has_history": pl.Boolean,
    "suppliers_count": pl.Int64,
    "is_default": pl.Boolean,
    **dict.fromkeys(MEASURES, pl.Float64),
}


def backtest(scope: Scope, io_table: IoTable | None = None) -> BacktestAnswer:
    """Every method on the newest cut of the view's own years."""
    world = market_world(scope.view)
    asked = checkable(scope.view, world.links, world.position)
    if asked is None:
        return _too_little(scope, 0, None)
    label = world.links.periods[asked.past.cut]
    if asked.new_links_count < FEWEST_NEW_LINKS:
        return _too_little(scope, asked.new_links_count, label)
    without = checkable(scope.view, world.links, world.position, with_history=False)
    facts = pair_facts(scope.view, world, io_table)
    results, used = run(asked, facts), world.opportunities.method
    methods, passed = measured(
        results, run(without, facts) if without and len(without.suppliers) else [], used
    )
    by_name = {result.method: result.means["recall_10"] for result in results}
    slots = {"cut": label, "default_share": by_name[used], "popularity_share": by_name[SIMPLEST]}
    return BacktestAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=(
            Sentence("backtest_found", slots),
            Sentence("backtest_definition", {"suppliers_count": len(asked.suppliers)}),
        ),
        is_checkable=True,
        cut=label,
        new_links_count=asked.new_links_count,
        suppliers_count=len(asked.suppliers),
        methods=methods,
        is_gate_passed=passed.is_passed,
        over_popularity=passed.over_popularity,
    )


def measured(
    results: list[Result], without_history: list[Result], used: str = DEFAULT
) -> tuple[pl.DataFrame, Gate]:
    """The results as a table, suppliers without history beneath those with one; and the gate of the method in use."""
    rows = [_row(result, True, used) for result in results]
    rows += [_row(result, False, used) for result in without_history]
    return pl.DataFrame(rows, METHODS, orient="row"), gate(results, used)


def _row(result: Result, has_history: bool, used: str) -> tuple[object, ...]:
    means = result.means
    count = len(result.by_supplier)
    return (result.method, has_history, count, result.method == used, *(means[name] for name in MEASURES))


def _too_little(scope: Scope, new_links_count: int, cut: str | None) -> BacktestAnswer:
    slots = {"needed_count": FEWEST_NEW_LINKS, "new_count": new_links_count}
    return BacktestAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=(Sentence("backtest_not_checkable", slots),),
        is_checkable=False,
        cut=cut,
        new_links_count=new_links_count,
        suppliers_count=0,
        methods=pl.DataFrame(schema=METHODS),
        is_gate_passed=None,
        over_popularity=None,
    )
