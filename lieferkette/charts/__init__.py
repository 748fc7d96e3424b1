"""Frame -> picture, drawn once for pages and reports.

Comes in: frames of answers, a look (light, dark), a language.
Goes out: a `Picture`: the figure, one sentence that tells it to those who do not see it, its table twin.
Never: imports Streamlit or the warehouse, asks for data, fetches anything from outside.
"""

from __future__ import annotations

from lieferkette.charts.exposure import exposure_bars
from lieferkette.charts.fields import state_bars
from lieferkette.charts.fifths import fifth_ladder
from lieferkette.charts.flow import chain_flow
from lieferkette.charts.heat import purchase_heat
from lieferkette.charts.look import LOOKS, Look, LookName
from lieferkette.charts.losses import loss_dots, loss_map, loss_over_time
from lieferkette.charts.markets import market_bubbles, part_bars, share_steps
from lieferkette.charts.net import chain_net, hidden_supplier_net, paths_net
from lieferkette.charts.origins import origin_bars
from lieferkette.charts.partners import distance_bars
from lieferkette.charts.picture import Picture
from lieferkette.charts.region import region_map
from lieferkette.charts.rolled import rolled_frames

__all__ = [
    "LOOKS",
    "Look",
    "LookName",
    "Picture",
    "chain_flow",
    "chain_net",
    "distance_bars",
    "exposure_bars",
    "fifth_ladder",
    "hidden_supplier_net",
    "loss_dots",
    "loss_map",
    "loss_over_time",
    "market_bubbles",
    "origin_bars",
    "part_bars",
    "paths_net",
    "purchase_heat",
    "region_map",
    "rolled_frames",
    "share_steps",
    "state_bars",
]
