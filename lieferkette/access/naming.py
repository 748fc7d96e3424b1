"""Who is named in a view, who is not, and how a company without a name is described.

A relation seen at `network` never shows both ends by name: an end that the view does not name elsewhere is
hidden, and of two named ends the one further from the actor. A hidden end gets an id of its own, so that a
company of the public register stays listed there as if it had no relation: who is missing from a list would be
named by it. Its description is coarsened (sector first, then place) until at least five companies of the
register fit that are named, or not named, in the view just as it is.
Never: decides which relations are visible.
"""

from __future__ import annotations

import itertools

import polars as pl

#: A description must fit at least this many companies of the public register.
MINIMUM_FIT = 5

#: How ids of hidden companies begin. They live inside a view; answers put pseudonyms in their place.
HIDDEN = "hidden:"

#: What of a description may say something: lengths of the codes, from the coarsest to the finest.
_PLACE_LENGTHS = (0, 5, 8)
_SECTOR_LENGTHS = (0, 2, 4, 5)
_STEPS = tuple(itertools.product(_PLACE_LENGTHS, _SECTOR_LENGTHS))
_KEY = ["step", "sector_step", "place_step"]
_STAYS = ("company_id", "sector_code", "ags", "country_code")


def is_hidden(column: str = "company_id") -> pl.Expr:
    """Whether the id in a column stands for a company without a name."""
    return pl.col(column).str.starts_with(HIDDEN)


def hidden_id(column: str, salt: str) -> pl.Expr:
    """The id that stands for a hidden company; without the salt its order tells nothing of the true one."""
    number = pl.col(column).hash(int(salt[:15], 16)).cast(pl.String).str.zfill(20)
    return pl.concat_str(pl.lit(HIDDEN), number)


def hide_ends(relations: pl.DataFrame, nearness: pl.DataFrame, salt: str) -> pl.DataFrame:
    """Put hidden ids at the ends that a view must not name.

    Args:
        relations: with `supplier_id`, `customer_id`, `seen_level`.
        nearness: `company_id` and `near` of every company that the view names: 2 the actor, 1 its partners,
            0 the rest.
        salt: hexadecimal text that nobody outside knows.

    Gives the relations with `true_supplier_id` and `true_customer_id` beside the shown ids.
    """
    near = relations.select("supplier_id", "customer_id", "seen_level")
    for end in ("supplier", "customer"):
        ranks = nearness.rename({"company_id": f"{end}_id", "near": f"{end}_near"})
        near = near.join(ranks, on=f"{end}_id", how="left", maintain_order="left")
    far = near.select(
        "supplier_id",
        "customer_id",
        is_network=pl.col("seen_level") == "network",
        supplier=pl.col("supplier_near").fill_null(-1),
        customer=pl.col("customer_near").fill_null(-1),
    )
    hides = far.select(
        supplier=pl.col("is_network")
        & (
            (pl.col("supplier") < 0)
            | ((pl.col("customer") >= 0) & (pl.col("customer") >= pl.col("supplier")))
        ),
        customer=pl.col("is_network")
        & (
            (pl.col("customer") < 0) | ((pl.col("supplier") >= 0) & (pl.col("supplier") > pl.col("customer")))
        ),
    )
    return relations.with_columns(
        *(pl.col(f"{end}_id").alias(f"true_{end}_id") for end in ("supplier", "customer")),
        *(
            pl.when(hides[end])
            .then(hidden_id(f"{end}_id", salt))
            .otherwise(pl.col(f"{end}_id"))
            .alias(f"{end}_id")
            for end in ("supplier", "customer")
        ),
    )


def hidden_ends(relations: pl.DataFrame) -> pl.DataFrame:
    """`company_id` (hidden) and `true_id` of the companies that `hide_ends` hid."""
    ends = pl.concat(
        relations.filter(is_hidden(f"{end}_id")).select(
            company_id=pl.col(f"{end}_id"), true_id=pl.col(f"true_{end}_id")
        )
        for end in ("supplier", "customer")
    )
    return ends.unique("company_id").sort("company_id")


def fits_of(register: pl.DataFrame) -> pl.DataFrame:
    """How many companies of a register fit each description: `step`, `sector_step`, `place_step`, `fit`."""
    counted = [steps.group_by(_KEY).len("fit") for steps in _steps(register)]
    return pl.concat(counted).with_columns(pl.col("fit").cast(pl.Int64))


def without(fits: pl.DataFrame, fewer: pl.DataFrame) -> pl.DataFrame:
    """`fits` of a register without some of its companies, given the `fits` of those."""
    less = fewer.rename({"fit": "less"})
    return (
        fits.join(less, on=_KEY, how="left", maintain_order="left")
        .with_columns(fit=pl.col("fit") - pl.col("less").fill_null(0))
        .drop("less")
    )


def together(fits: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """`fits` of two sets of companies as one."""
    return pl.concat([fits, more]).group_by(_KEY).agg(pl.col("fit").sum())


def chosen(hidden: pl.DataFrame, fits: pl.DataFrame) -> pl.DataFrame:
    """The finest description of each hidden company that fits enough others: `company_id`, key and `fit`."""
    enough = fits.filter(pl.col("fit") >= MINIMUM_FIT)
    found = [
        steps.join(enough.filter(pl.col("step") == number), on=_KEY, maintain_order="left")
        for number, steps in enumerate(_steps(hidden))
    ]
    return pl.concat(found).sort("step").unique("company_id", keep="last").sort("company_id")


def too_fine(described: pl.DataFrame, fewer: pl.DataFrame) -> pl.Series:
    """Of described companies those whose description fits too few once the companies in `fewer` are named."""
    less = fewer.rename({"fit": "less"})
    left = described.select("company_id", *_KEY, "fit").join(less, on=_KEY)
    return left.filter(pl.col("fit") - pl.col("less") < MINIMUM_FIT)["company_id"]


def described(hidden: pl.DataFrame, choice: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    """Rows of companies without a name: nothing stays but what the chosen description says.

    `hidden`: the true rows under their hidden ids; `columns`: the columns of the result.
    """
    lengths = pl.DataFrame(
        {
            "step": range(len(_STEPS)),
            "place_length": [place for place, _ in _STEPS],
            "sector_length": [sector for _, sector in _STEPS],
        },
        schema={"step": pl.Int8, "place_length": pl.Int64, "sector_length": pl.Int64},
    )
    place, sector = pl.col("place_length"), pl.col("sector_length")
    said = (
        hidden.join(choice.select("company_id", "step"), on="company_id", how="left", maintain_order="left")
        .join(lengths, on="step", how="left", maintain_order="left")
        .with_columns(
            sector_code=pl.when(sector > 0).then(pl.col("sector_code").str.slice(0, sector)),
            city=pl.when(place == max(_PLACE_LENGTHS))
            .then(pl.col("place_name"))
            .when(place > 0)
            .then(pl.col("kreis_name")),
            ags=pl.when(place > 0).then(pl.col("ags").str.slice(0, place)),
            country_code=pl.when(place > 0).then(pl.col("country_code")),
            kind=pl.lit("company"),
            name=pl.lit(""),
            status=pl.lit("active"),
            is_in_register=pl.lit(False),
            is_open_profile=pl.lit(False),
        )
    )
    says = (*_STAYS, "city", "kind", "name", "status", "is_in_register", "is_open_profile")
    return said.select(
        pl.col(name) if name in says else pl.lit(None).cast(kind).alias(name)
        for name, kind in columns.items()
    )


def _steps(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Each company under every description that it has: `company_id` and the key of the description."""
    return [
        rows.select(
            "company_id",
            pl.lit(number, dtype=pl.Int8).alias("step"),
            _cut("sector_code", sector_length).alias("sector_step"),
            _cut("ags", place_length).alias("place_step"),
        ).drop_nulls()
        for number, (place_length, sector_length) in enumerate(_STEPS)
    ]


def _cut(name: str, length: int) -> pl.Expr:
    return pl.col(name).str.slice(0, length) if length else pl.lit("")
