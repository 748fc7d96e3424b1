"""One scenario, walking only what a loss has reached.

A loss starts at few companies. As long as it touches few, a step adds what changed to the slots and suppliers
that a changed company leads to, and looks at nothing else.

A `Reach` is whole (levels 1, losses 0, no marks) before a scenario; `forget` makes it whole again at the cost of
what was touched. Levels are lowered only after all sums of a step.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lieferkette.chains.compiled import kernel

NOTHING_LEFT = 1e-10
"""Output of a market below which nobody is left to step in. The reference then divides by 1, which would
depend on the unit of money; here σ = 1."""


class Channel(NamedTuple):
    """One way of a loss.

    `level` is h, `lost` what its neighbours have been told of its loss, `total` the loss of each slot
    (supplier). `reached` holds the companies below 1, `changed` those that fell in the last step and `before`
    from where, `marked` the slots (suppliers) whose total grew in this step; `counts` says how many of each.
    """

    level: Any
    lost: Any
    total: Any
    reached: Any
    changed: Any
    before: Any
    marked: Any
    is_changed: Any
    is_marked: Any
    counts: Any


class Reach(NamedTuple):
    """What one scenario touches; kept from scenario to scenario by one thread."""

    down: Channel
    up: Channel
    market_left: Any
    market_whole: Any


REACHED, CHANGED, MARKED = 0, 1, 2
"""Positions in `Channel.counts`."""


@kernel
def begin(reach: Reach, company: Any, loss: Any) -> None:
    """Write the initial losses of a scenario into a whole `reach`."""
    for channel in (reach.down, reach.up):
        found = 0
        for k in range(len(company)):
            if loss[k] > 0.0:
                channel.level[company[k]] = 1.0 - loss[k]
                channel.before[found] = 1.0
                channel.changed[found] = company[k]
                channel.reached[found] = company[k]
                found += 1
        channel.counts[REACHED] = channel.counts[CHANGED] = found


@kernel
def spread(network: Any, reach: Reach, epsilon: float, work_limit: int) -> tuple[int, bool]:
    """Step until the largest fall is ≤ ε, or the next step would look at more than `work_limit` relations.

    Returns the steps, the last one included, and whether the scenario has ended.
    """
    steps = 0
    while True:
        steps += 1
        tell_customers(network, reach)
        tell_suppliers(network, reach.up)
        fall = max(
            lower(reach.down, network.slot_company, True), lower(reach.up, network.slot_company, False)
        )
        if fall <= epsilon:
            return steps, True
        if work_ahead(network, reach) > work_limit:
            return steps, False


@kernel
def work_ahead(network: Any, reach: Reach) -> int:
    """Relations that the next step looks at; those of companies whose σ alone changes are not counted."""
    work = 0
    for c in range(reach.down.counts[CHANGED]):
        i = reach.down.changed[c]
        work += network.feed_start[i + 1] - network.feed_start[i]
    for c in range(reach.up.counts[CHANGED]):
        i = reach.up.changed[c]
        work += network.order_start[i + 1] - network.order_start[i]
    return work


@kernel
def tell_customers(network: Any, reach: Reach) -> None:
    """Add to the slots what changed of σ_i (1 − h_i) at each company reached."""
    down = reach.down
    for c in range(down.counts[CHANGED]):
        i = down.changed[c]
        m = network.market[i]
        if m >= 0:
            reach.market_left[m] -= network.sales[i] * (down.before[c] - down.level[i])
    down.counts[MARKED] = 0
    for r in range(down.counts[REACHED]):
        i = down.reached[r]
        m = network.market[i]
        share = 1.0
        if m >= 0 and reach.market_left[m] > NOTHING_LEFT:
            share = min(1.0, network.sales[i] / reach.market_left[m])
        now = share * (1.0 - down.level[i])
        if now != down.lost[i]:
            tell(down, network.feed_start, network.feed_slot, network.feed_impact, i, now)


@kernel
def tell_suppliers(network: Any, up: Channel) -> None:
    """Add to the suppliers what changed of 1 − h_i at each company that fell."""
    up.counts[MARKED] = 0
    for c in range(up.counts[CHANGED]):
        i = up.changed[c]
        tell(up, network.order_start, network.order_supplier, network.order_impact, i, 1.0 - up.level[i])


@kernel
def tell(channel: Channel, start: Any, neighbour: Any, impact: Any, i: int, now: float) -> None:
    """Neighbours of company i learn that it has lost `now`."""
    change = now - channel.lost[i]
    channel.lost[i] = now
    marked = channel.counts[MARKED]
    for k in range(start[i], start[i + 1]):
        one = neighbour[k]
        channel.total[one] += impact[k] * change
        channel.marked[marked] = one
        marked += not channel.is_marked[one]
        channel.is_marked[one] = True
    channel.counts[MARKED] = marked


@kernel
def lower(channel: Channel, slot_company: Any, by_slot: bool) -> float:
    """h(t) → h(t+1) where it falls; the largest fall.

    A loss only grows, so what a company had lost before counts as one more slot.
    """
    found = 0
    reached = channel.counts[REACHED]
    for r in range(channel.counts[MARKED]):
        one = channel.marked[r]
        channel.is_marked[one] = False
        company = slot_company[one] if by_slot else one
        after = max(0.0, 1.0 - channel.total[one])
        level = channel.level[company]
        if after < level:
            if not channel.is_changed[company]:
                channel.is_changed[company] = True
                channel.changed[found] = company
                channel.before[found] = level
                found += 1
                if level == 1.0:
                    channel.reached[reached] = company
                    reached += 1
            channel.level[company] = after
    fall = 0.0
    for c in range(found):
        channel.is_changed[channel.changed[c]] = False
        fall = max(fall, channel.before[c] - channel.level[channel.changed[c]])
    channel.counts[REACHED], channel.counts[CHANGED] = reached, found
    return fall


@kernel
def sum_losses(weight: Any, reach: Reach, sums: Any) -> None:
    """ESRI and its downstream and upstream parts of the present losses, into `sums`."""
    sums[:] = 0.0
    down, up = reach.down, reach.up
    for r in range(down.counts[REACHED]):
        i = down.reached[r]
        loss = 1.0 - down.level[i]
        sums[1] += weight[i] * loss
        sums[0] += weight[i] * max(loss, 1.0 - up.level[i])
    for r in range(up.counts[REACHED]):
        i = up.reached[r]
        loss = 1.0 - up.level[i]
        sums[2] += weight[i] * loss
        if down.level[i] == 1.0:
            sums[0] += weight[i] * loss


@kernel
def forget(network: Any, reach: Reach) -> None:
    """Make `reach` whole again."""
    for r in range(reach.down.counts[REACHED]):
        i = reach.down.reached[r]
        m = network.market[i]
        if m >= 0:
            reach.market_left[m] = reach.market_whole[m]
        for k in range(network.feed_start[i], network.feed_start[i + 1]):
            reach.down.total[network.feed_slot[k]] = 0.0
    for r in range(reach.up.counts[REACHED]):
        i = reach.up.reached[r]
        for k in range(network.order_start[i], network.order_start[i + 1]):
            reach.up.total[network.order_supplier[k]] = 0.0
    for channel in (reach.down, reach.up):
        for r in range(channel.counts[REACHED]):
            channel.level[channel.reached[r]] = 1.0
            channel.lost[channel.reached[r]] = 0.0
        channel.counts[:] = 0
