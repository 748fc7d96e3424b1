"""Names of companies: a normalised form to compare by, and the legal form taken out of it.

The normalised form has no case, accents, punctuation or legal form; umlauts are written out (`ae`), `&` and
`and` become `und`. Parts such as `Verwaltungs-` stay: `X Verwaltungs-GmbH` and `X GmbH & Co. KG` are two
firms.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

import polars as pl

from schemas.blank_columns import spared_if_blank

_MOJIBAKE = r"[ÃÂÄÅ][\x{80}-\x{bf}\x{152}-\x{17e}\x{2c6}-\x{2dc}\x{2013}-\x{2122}]|â€"
#: How number and name stand in one cell: `1051      Rübezahl`, `1051 - Rübezahl`; `Rübezahl (1051)`.
_NUMBER_FIRST = r"^([A-Z]{0,4}\d{3,10})(?:\s*[-–/|:]\s+|\s+)([^\d\s].*)$"
_NUMBER_LAST = r"^(.*[^\d\s].*?)\s*[(\[]([A-Z]{0,4}\d{3,10})[)\]]$"
#: Where the fields for names of common systems end, in letters.
_FIELD_WIDTHS = (30, 35, 40, 50)
#: A letter that an export could not write: a question mark or the sign for an unknown one.
_LOST = r"[?\x{fffd}]"
#: A legal form or numeral that stands right behind the name: "DrahtGmbH", "BlechAG", "DrahtII", "DRAHTGMBH".
_GLUED = r"(\p{L}\p{Ll})((?:AG|[KU]G|OHG|SE|G[bB]R|e\.?K|S\.?r\.?l|SRL|S\.?p\.?A|SPA|[BN]\.?V|L(?:td|TD)|II|III|IV)\b)"
_GLUED_GMBH = r"(?i)(\p{L}{2}[^\W\dg_])(gmbh\b)"


def numbers_beside_names(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Number and name out of cells that hold both; a cell that holds no number is a name.

    >>> [half.to_list() for half in numbers_beside_names(pl.Series(["1051   Rübezahl", "Holle (1052)", "Zwerg"]))]
    [['1051', '1052', None], ['Rübezahl', 'Holle', 'Zwerg']]
    """
    text = pl.col("text")
    halves = pl.DataFrame({"text": values}, schema={"text": pl.String}).select(
        number=pl.coalesce(text.str.extract(_NUMBER_FIRST, 1), text.str.extract(_NUMBER_LAST, 2)),
        name=pl.coalesce(text.str.extract(_NUMBER_FIRST, 2), text.str.extract(_NUMBER_LAST, 1), text),
    )
    return halves["number"], halves["name"]


def repair_mojibake(text: str) -> str:
    """UTF-8 that was once read as cp1252, put right word by word; other words come back as they are.

    >>> repair_mojibake("SchÃ¤fer & Söhne")
    'Schäfer & Söhne'
    """
    return " ".join(_repair_word(word) for word in text.split(" "))


def _repair_word(word: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return word.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return word


@spared_if_blank
def clean_names(values: pl.Series) -> pl.Series:
    """Names as they are shown: mojibake repaired, blanks collapsed, quotes at both ends gone."""
    broken = values.filter(values.str.contains(_MOJIBAKE).fill_null(False)).unique()
    repaired = {text: repair_mojibake(text) for text in broken}
    whole = values.replace(repaired) if repaired else values
    collapsed = whole.str.replace_all(r"[\s\u00a0\u200b]+", " ").str.strip_chars(" \"'„“”»«,;")
    return collapsed.replace({"": None})


def joined(name: pl.Series, more: pl.Series) -> pl.Series:
    """A name and what the next field holds of it; a word that the end of a full field broke is one again.

    >>> joined(pl.Series(["Werkzeug- und Formenbau Igel & Frosc", "Igel"]), pl.Series(["h GmbH", "GmbH"])).to_list()
    ['Werkzeug- und Formenbau Igel & Frosc h GmbH', 'Igel GmbH']
    >>> joined(pl.Series(["Werkzeug- und Formenbau Igel & Fros"]), pl.Series(["ch GmbH"])).to_list()
    ['Werkzeug- und Formenbau Igel & Frosch GmbH']
    """
    frame = pl.DataFrame({"name": name, "more": more})
    # a small letter, or an end such as "H" of "GmbH", goes on where a letter stood last
    is_broken = (
        pl.col("name").str.len_chars().is_in(_FIELD_WIDTHS)
        & pl.col("name").str.contains(r"\p{L}$")
        & pl.col("more").str.contains(r"^(?:\p{Ll}{1,3}[. ]|\p{Ll}{4}|bH\b|\p{Lu}{1,2}(?:$|[ &.]))")
        & ~pl.col("more").str.contains(
            r"^(?:und|u\.?|in|im|am|an|der|für|von|vorm\.?|vormals|c/o|z\.|zu|b\.) "
        )
    )
    gap = pl.when(is_broken & pl.col("more").is_not_null()).then(pl.lit("")).otherwise(pl.lit(" "))
    both = pl.concat_str("name", gap, "more")
    return frame.select(pl.coalesce(both, "name", "more")).to_series()


@cache
def transliteration() -> dict[str, str]:
    """Letters outside a–z and how they are written out: German umlauts, Cyrillic, Greek and some more."""
    text = resources.files("ingest.clean").joinpath("transliteration.csv").read_text(encoding="utf-8")
    return {row["letters"]: row["latin"] for row in csv.DictReader(text.splitlines())}


@cache
def form_families() -> dict[str, str]:
    """Legal form -> family: forms that people take for one another, or that a company changes between."""
    text = resources.files("ingest.clean").joinpath("legal_forms.csv").read_text(encoding="utf-8")
    return {row["legal_form"]: row["family"] for row in csv.DictReader(text.splitlines())}


@cache
def _legal_forms() -> tuple[str, dict[str, str]]:
    """One pattern of all spellings, longest first, and the form of each spelling without blanks."""
    text = resources.files("ingest.clean").joinpath("legal_forms.csv").read_text(encoding="utf-8")
    forms: dict[str, str] = {}
    spellings: list[str] = []
    for row in csv.DictReader(text.splitlines()):
        for spelling in row["spellings"].split("|"):
            forms.setdefault(spelling.replace(" ", ""), row["legal_form"])
            spellings.append(spelling)
    spellings.sort(key=lambda spelling: (-len(spelling.split()), -len(spelling)))
    return r" (" + "|".join(re.escape(spelling) for spelling in spellings) + r")(?: |$)", forms


@spared_if_blank
def normalise_columns(names: pl.Series) -> pl.DataFrame:
    """Columns `name_normalised` and `legal_form` for a column of names; null where nothing is left.

    Of two forms, "JSC X Corporation", both are taken out, and the one that says more counts. Runs as expressions over
    the whole column: 100,000 names take well under a second.
    """
    pattern, forms = _legal_forms()
    frame = pl.DataFrame({"name": clean_names(names.cast(pl.String))}).select(_plain(pl.col("name")))
    frame = frame.with_columns(
        first=pl.col("text").str.extract(pattern, 1),
        rest=pl.lit(" ") + pl.col("text").str.replace(pattern, " ").str.strip_chars(),
    ).with_columns(
        last=pl.when(pl.col("first").is_not_null()).then(pl.col("rest").str.extract(f"{pattern}$", 1))
    )
    # "SE Beispiel GmbH": two letters in front are part of the name where a form follows
    is_name = pl.col("last").is_not_null() & pl.col("text").str.contains(r"^ \p{L}{2} ")
    kept = pl.when(is_name & (pl.col("first").str.len_chars() == 2)).then(
        pl.lit(" ") + pl.col("first") + pl.col("rest")
    )
    without_last = pl.coalesce(kept, "rest").str.replace(f"{pattern}$", "")
    stripped = pl.when(pl.col("last").is_null()).then("rest").otherwise(without_last).str.strip_chars()
    says_little = pl.col("first").is_in(["corporation", "corp", "incorporated", "inc"])
    told = pl.when(kept.is_not_null() | says_little).then(pl.coalesce("last", "first")).otherwise("first")
    frame = frame.select(
        whole=pl.col("text").str.strip_chars(), stripped=stripped, form=told.str.replace_all(" ", "")
    )
    is_left = pl.col("stripped") != ""
    return frame.select(
        name_normalised=pl.when(is_left).then("stripped").when(pl.col("whole") != "").then("whole"),
        legal_form=pl.when(is_left).then(pl.col("form").replace_strict(forms, default=None)),
    )


def with_lost_letters(text: pl.Expr) -> pl.Expr:
    """`Gro?handel M?ller` as what it most likely was: ß follows a vowel, an umlaut a consonant."""
    return text.map_batches(_lost_letters, return_dtype=pl.String)


def _lost_letters(texts: pl.Series) -> pl.Series:
    # almost no list has any, and looking for the sign alone is cheap
    if not texts.str.contains_any(["?", "\ufffd"]).any():
        return texts
    after_vowel = texts.str.replace_all(rf"([aeiouAEIOU]){_LOST}(\p{{L}})", "${1}ss${2}")
    return after_vowel.str.replace_all(rf"(\p{{L}}){_LOST}(\p{{L}})", "${1}ue${2}")


def _plain(name: pl.Expr) -> pl.Expr:
    """Column `text`: lower case, letters written out, punctuation gone, a blank in front."""
    apart = with_lost_letters(name)
    for glued in (_GLUED, _GLUED_GMBH):
        apart = apart.str.replace_all(glued, "${1} ${2}")
    text = apart.str.to_lowercase().str.replace_many(transliteration())
    text = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    text = text.str.replace_all(r"[&+]", " und ").str.replace_all(r"['’`´]", "")
    text = text.str.replace_all(r"[^a-z0-9\p{L}]+", " ").str.replace_all(r"\b(?:and|u)\b", "und")
    text = text.str.replace_all(r"(?:und\s+)+und\b", "und").str.replace(r"^\s*(?:firma|fa)\s+", "")
    return (pl.lit(" ") + text.str.strip_chars()).str.replace_all(r"\s+", " ").alias("text")


def normalise(name: str) -> tuple[str | None, str | None]:
    """The normalised name and the legal form of one name.

    >>> normalise("Rübezahl Draht GmbH & Co. KG")
    ('ruebezahl draht', 'GmbH & Co. KG')
    >>> normalise("Rübezahl Verwaltungs-GmbH")
    ('ruebezahl verwaltungs', 'GmbH')
    """
    normalised, legal_form = normalise_columns(pl.Series([name], dtype=pl.String)).row(0)
    return normalised, legal_form


def has_legal_form(names: pl.Series) -> pl.Series:
    """Whether each name carries a legal form, which no natural person has."""
    return normalise_columns(names)["legal_form"].is_not_null()
