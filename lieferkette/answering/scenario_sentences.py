"""The findings of a scenario, for a region and for one company: the loss with its range, and the way it took.

Never: a figure that the answer does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lieferkette.answers import Sentence
from lieferkette.i18n.numbers import percent

if TYPE_CHECKING:
    from lieferkette.answering.scenarios import ScenarioAnswer

_NOTHING = 0.0005


def region_sentences(answer: ScenarioAnswer) -> tuple[Sentence, ...]:
    """What the region loses, who loses most without being hit, and by whom."""
    if not answer.hit_count:
        return (Sentence("resilience.nobody_hit", {}), _basis(answer))
    found = [
        Sentence(
            "resilience.region_loss",
            {"hit_count": answer.hit_count, "loss_share": answer.loss, **_range(answer)},
        )
    ]
    beyond = answer.companies.filter((pl.col("initial_loss") == 0) & (pl.col("loss") > _NOTHING))
    if beyond.height:
        top = beyond.row(0, named=True)
        slots = {
            "count": answer.reached_count,
            "name": top["name"],
            "loss_share": top["loss"],
            "via_names": top["via_names"],
        }
        found.append(Sentence("resilience.beyond", slots))
    else:
        found.append(Sentence("resilience.nobody_beyond", {}))
    return (*found, _basis(answer))


def company_sentences(answer: ScenarioAnswer) -> tuple[Sentence, ...]:
    """What the company loses of its sales or its supply, through whom, and what rests on the model."""
    mine = answer.companies.filter(pl.col("company_id") == answer.company_id)
    if answer.loss_high <= _NOTHING or mine.is_empty():
        key = "resilience.not_touched" if answer.hit_count else "resilience.nobody_hit"
        return (Sentence(key, {}), *_limits(answer), _basis(answer))
    row = mine.row(0, named=True)
    side = "sales" if answer.loss_up > answer.loss_down else "supply"
    is_hit = row["initial_loss"] > 0 and row["loss"] <= row["initial_loss"] + _NOTHING
    if is_hit:
        found = [Sentence("resilience.is_hit", {"loss_share": row["initial_loss"]})]
    elif answer.loss <= _NOTHING:
        found = [Sentence("resilience.perhaps", {"side": side, "high_share": answer.loss_high})]
    else:
        found = [
            Sentence("resilience.company_loss", {"side": side, "loss_share": answer.loss, **_range(answer)})
        ]
    if row["via_names"]:
        found.append(
            Sentence(
                "resilience.through",
                {"side": side, "count": len(row["via_names"]), "via_names": row["via_names"]},
            )
        )
    if answer.model_id:
        found.append(Sentence("resilience.by_model", {"model_id": answer.model_id}))
    return (*found, *_limits(answer), _basis(answer))


def _limits(answer: ScenarioAnswer) -> list[Sentence]:
    """What the answer cannot tell: losses of a side without a complete list, and what lies too far away."""
    found = [Sentence("resilience.side_unknown", {"side": side}) for side in answer.unknown_sides]
    return [*found, Sentence("resilience.bounded", {})] if answer.is_bounded else found


def _range(answer: ScenarioAnswer) -> dict[str, float | None]:
    """The range, where its ends are told in different words."""
    if percent(answer.loss_low, "de") == percent(answer.loss_high, "de"):
        return {"low_share": None, "high_share": None}
    return {"low_share": answer.loss_low, "high_share": answer.loss_high}


def _basis(answer: ScenarioAnswer) -> Sentence:
    return Sentence("resilience.basis", {"epsilon": answer.epsilon, "rule": answer.rule})
