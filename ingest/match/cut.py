"""Names that their field cut off: a field of 35 letters ends where it will, often inside the legal form.

What is left of a legal form is no part of the name; what is left of "& Co. KG" tells the form all the same.
Never: guesses how a name went on.
"""

from __future__ import annotations

import polars as pl

#: Where the fields of common systems end, in letters.
_FIELD_WIDTHS = (25, 28, 30, 32, 35, 36, 40, 45, 50, 60, 70, 80)
_INSIDE_CO = r"(?:\s(gmbh|ag|ug|se))?\s(?:und|u)(?:\sc|\sco|\sco\sk)?$"
_INSIDE_FORM = (
    r"\s(?:gesel(?:l|ls|lsc|lsch|lscha|lschaf)?|gesellschaft\smi?t?(?:\sb[a-z]*)?|ges\sm|haftungs?b?[a-z]*|"
    r"g\sm(?:\sb)?|kommandit(?:g[a-z]*)?|aktienges?[a-z]*|eingetragene?[a-z]*|offene(?:\sh[a-z]*)?|"
    r"unternehmerge[a-z]*)$"
)
#: So little of a form is one only where the field is full to its end.
_INSIDE_FORM_OF_FULL = (
    r"\s(?:g|gm|gmb|ge|ges|gese|m|mb|k|ko|kom|komm|a|o|oh|e|u|s|sp|unter[a-z]*|akt[a-z]*|off[a-z]*)$"
)
#: What stands before a cut "& Co." tells the form all the same.
_WITH_CO = {"gmbh": "GmbH & Co. KG", "ag": "AG & Co. KG", "ug": "UG & Co. KG", "se": "SE & Co. KG"}


def uncut() -> list[pl.Expr]:
    """folded without the beginning of a legal form at its end, form, and is_cut.

    Looks at name, core, written (core, folded), folded and legal_form. is_cut: the field ended before the name did.
    """
    written = pl.col("written")
    inside_co = written.str.extract_groups(_INSIDE_CO)
    with_co = inside_co.struct.field("1").replace_strict(_WITH_CO, default=None, return_dtype=pl.String)
    is_inside_co = written.str.contains(_INSIDE_CO)
    form = pl.when(is_inside_co).then(with_co).otherwise(pl.col("legal_form"))
    is_full = pl.col("name").str.len_chars().is_in(_FIELD_WIDTHS) & (pl.col("core") == pl.col("name"))
    is_inside_short = is_full & pl.col("legal_form").is_null() & written.str.contains(_INSIDE_FORM_OF_FULL)
    is_inside_form = written.str.contains(_INSIDE_FORM)
    folded = (
        pl.when(is_inside_co)
        .then(written.str.replace(_INSIDE_CO, "").str.replace(r"^(?:firma|fa)\s", ""))
        .when(is_inside_form)
        .then(pl.col("folded").str.replace(_INSIDE_FORM, ""))
        .when(is_inside_short)
        .then(pl.col("folded").str.replace(_INSIDE_FORM_OF_FULL, ""))
        .otherwise("folded")
    )
    is_cut = is_full & form.is_null() & ~is_inside_co & ~is_inside_form & ~is_inside_short
    return [folded.alias("folded"), form.alias("form"), is_cut.fill_null(False).alias("is_cut")]
