"""The chain as a flow (Sankey): what reaches a company, or leaves it, tier by tier.

One node per company and tier; nodes stand in the order of their buyers, so that ribbons seldom cross;
what is bundled or unknown is drawn in grey, never left out. Never: own `x`/`y` (Plotly then ignores the
order of the links), a label at the root (it would fall on the ribbons).
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.arrange import COMPANY, OTHERS, ROOT, UNKNOWN, Arranged, Node, arrange
from lieferkette.charts.look import FONT, Look
from lieferkette.charts.picture import (
    Picture,
    escaped,
    figure,
    sector_legend,
    short_name,
    transparent,
    without_axes,
)
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, euro_short, percent
from lieferkette.i18n.values import country_label, sector_group_label
from schemas.reference.sector_groups import SECTOR_GROUPS

_UNSEEN = "rgba(0,0,0,0)"
#: Too thin to be seen or hit.
_HAIR_SHARE = 1e-9


def chain_flow(
    tiers: pl.DataFrame,
    links: pl.DataFrame,
    *,
    direction: str,
    root: tuple[str, str, str],
    total_eur: float | None,
    look: Look,
    language: Language,
    height: int = 600,
) -> Picture:
    """Sankey of `ChainAnswer.tiers` and `.links`; `root` is the company's id, name and sector group.

    The links say which companies are drawn on their own: whoever computed them bundled afterwards.
    """
    chain = arrange(tiers, links, root, total_eur)
    nodes, ribbons = _nodes(chain, look, language), _ribbons(chain, direction, look, language)
    columns = chain.depth
    if direction == "downstream":
        _keep_right_free(chain, nodes, ribbons)
        columns += 1
    drawn = figure(look, height)
    drawn.add_trace(
        go.Sankey(
            arrangement="snap",
            textfont={"size": 13, "color": look.text, "family": FONT, "shadow": f"0 0 3px {look.ground}"},
            node={
                **nodes,
                "hovertemplate": "%{customdata}<extra></extra>",
                "align": "right" if direction == "upstream" else "left",
                "sort": "input",
                "thickness": 14,
                "pad": 18,
            },
            link={
                **ribbons,
                "hovertemplate": "%{source.label} → %{target.label}<br>%{customdata}<extra></extra>",
            },
        )
    )
    _tier_names(drawn, chain, columns, direction, total_eur, look, language)
    present = {node.sector_group for node in chain.nodes if node.kind != ROOT}
    codes = [group.code for group in SECTOR_GROUPS if group.code in present]
    sector_legend(drawn, codes + ([UNKNOWN] if UNKNOWN in present else []), look, language)
    drawn.update_layout(margin={"l": 4, "r": 4, "t": 36, "b": 8})
    without_axes(drawn)
    return Picture(
        drawn, _alt(chain, direction, language), tiers.sort("tier", "share", descending=[False, True])
    )


def _nodes(chain: Arranged, look: Look, language: Language) -> dict[str, Any]:
    return {
        "label": [node_label(node, language) for node in chain.nodes],
        "color": [_colour(node, look) for node in chain.nodes],
        "customdata": [node_hover(node, language) for node in chain.nodes],
        "line": {"width": 0.5, "color": look.text},
    }


def _ribbons(chain: Arranged, direction: str, look: Look, language: Language) -> dict[str, list[Any]]:
    place = {node.key: index for index, node in enumerate(chain.nodes)}
    outer = [place[ribbon.outer] for ribbon in chain.ribbons]
    inner = [place[ribbon.inner] for ribbon in chain.ribbons]
    return {
        "source": outer if direction == "upstream" else inner,
        "target": inner if direction == "upstream" else outer,
        "value": [ribbon.weight for ribbon in chain.ribbons],
        "color": [_ribbon_colour(chain.nodes[index], look) for index in outer],
        "customdata": [_amount(ribbon.share, ribbon.value_eur, language) for ribbon in chain.ribbons],
    }


def _keep_right_free(chain: Arranged, nodes: dict[str, Any], ribbons: dict[str, list[Any]]) -> None:
    """Add an unseen column behind the last tier.

    Plotly writes the labels of the last column to its left, where they fall on those of the tier before.
    """
    last = [index for index, node in enumerate(chain.nodes) if node.tier == chain.depth]
    nodes["label"].append("")
    nodes["customdata"].append("")
    nodes["color"].append(_UNSEEN)
    nodes["line"] = {"width": 0}  # Plotly knows one line for all nodes, and would draw it here too
    ribbons["source"] += last
    ribbons["target"] += [len(chain.nodes)] * len(last)
    hair = _HAIR_SHARE * sum(ribbons["value"])
    ribbons["value"] += [hair] * len(last)
    ribbons["color"] += [_UNSEEN] * len(last)
    ribbons["customdata"] += [""] * len(last)


def node_label(node: Node, language: Language) -> str:
    """Short name, country where it is not Germany, share; empty for the root."""
    if node.kind == ROOT:
        return ""
    parts = [_name(node, language)]
    if node.country_code not in (None, "DE"):
        parts.append(escaped(str(node.country_code)))
    if node.share is not None:
        parts.append(_whole_percent(node.share, language))
    return " · ".join(parts)


def node_hover(node: Node, language: Language) -> str:
    """Full name, sector group, country and amount, line by line."""
    lines = [escaped(node.name) if node.name else _name(node, language)]
    if node.kind == COMPANY:
        lines.append(sector_group_label(node.sector_group, language))
        if node.country_code:
            lines.append(country_label(node.country_code, language))
    if node.share is not None:
        lines.append(_amount(node.share, node.value_eur, language))
    return "<br>".join(lines)


def _name(node: Node, language: Language) -> str:
    if node.kind == OTHERS:
        return say("chart.others", language, count=node.count)
    if node.kind == UNKNOWN:
        return say("chart.unknown", language)
    return escaped(short_name(node.name))


def _whole_percent(share: float, language: Language) -> str:
    return percent(share, language) if share < 0.01 else percent(share, language, 0)


def _amount(share: float | None, value_eur: float | None, language: Language) -> str:
    text = "" if share is None else _whole_percent(share, language)
    return text if value_eur is None else f"{euro_short(value_eur, language)} · {text}"


def _colour(node: Node, look: Look) -> str:
    return look.accent if node.kind == ROOT else look.sector(node.sector_group)


def _ribbon_colour(node: Node, look: Look) -> str:
    """A see-through colour of the farther end; pale grey needs more of itself to be seen at all."""
    is_grey = node.sector_group in (UNKNOWN, "rest")
    return transparent(
        look.sector(node.sector_group), 2 * look.link_opacity if is_grey else look.link_opacity
    )


def _tier_names(
    drawn: go.Figure,
    chain: Arranged,
    columns: int,
    direction: str,
    total_eur: float | None,
    look: Look,
    language: Language,
) -> None:
    for tier in range(chain.depth + 1):
        part = tier / max(1, columns)
        x = 1 - part if direction == "upstream" else part
        if tier == 0:
            text = say(f"chart.root_{direction}", language, total_eur=total_eur)
        else:
            text = say(f"chart.tier_one_{direction}" if tier == 1 else "chart.tier", language, tier=tier)
        drawn.add_annotation(
            x=x,
            y=1.0,
            yshift=28,
            xref="paper",
            yref="paper",
            text=text,
            showarrow=False,
            font={"size": 13, "color": look.muted},
            xanchor="right" if x > 0.99 else "left",
        )


def _alt(chain: Arranged, direction: str, language: Language) -> str:
    largest = sorted(
        (node for node in chain.nodes if node.kind == COMPANY and node.tier == 1),
        key=lambda node: -(node.share or 0),
    )
    names = [f"{node.name} {_amount(node.share, None, language)}".strip() for node in largest[:3]]
    return say(f"chart.flow_alt_{direction}", language, tiers_count=chain.depth, names=names or ["–"])
