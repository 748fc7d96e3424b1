"""What a single heading says: its meaning by the aliases, and the year, unit and currency written into it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from ingest.clean.names import repair_mojibake
from ingest.recognise.extras import currency_in, unit_in, without_extras, year_in
from ingest.recognise.wording import subjects, wording
from schemas.short_texts import kept_for_short_texts

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "à": "a"})
_FILLERS = re.compile(
    r"(?<![a-zäöü])(?:in|angaben|werte|alle|p\.\s?a\.|pro jahr|per "
    r"annum|ist|gj|fy|jahr|geschäftsjahr|wert|je jahr)(?![a-zäöü])",
    re.I,
)
_NET = re.compile(r"(?<![a-zäöü])(?:netto|net)(?![a-zäöü])", re.I)
_PLANNED = re.compile(r"(?<![a-zäöü])(?:plan|budget|forecast|prognose|soll-?wert|ziel)(?![a-zäöü])", re.I)
_ENDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "supplier",
        re.compile(
            r"^(lieferanten|lieferant|zulieferer|supplier|vendor|seller|verkaeufer|kreditoren|kreditor|anbieter)|(lieferanten|lieferant|zulieferer|supplier|vendor|seller|verkaeufer|kreditor)$"
        ),
    ),
    (
        "customer",
        re.compile(
            r"^(kunden|kunde|abnehmers|abnehmer|customer|buyer|kaeufer|auftraggeber|debitoren|debitor|client)|(kunden|kunde|abnehmers|abnehmer|customer|buyer|kaeufer|auftraggeber|debitor|client)$"
        ),
    ),
)
_OF_TAX = r"\s*(?:der\s)?(?:mwst|mehrwertsteuer|ust|umsatzsteuer|steuern?|vat|btw|tax(?:es)?|dph|tva)\b\.?"
_WITH_TAX = re.compile(r"\b(?:inkl|incl|einschl|inclusive|including|mit|s)\b\.?" + _OF_TAX, re.I)
_TAX = re.compile(
    r"\b(?:inkl|incl|einschl|inclusive|including|mit|s|ohne|exkl|excl|zzgl|vor|hors|bez|without|before)\b\.?"
    + _OF_TAX,
    re.I,
)
#: A mean, a difference or a count is no turnover, and key() drops the signs for them.
_SYMBOL = re.compile(r"[Ø∅Δ#]")
_WHOLE_YEAR = re.compile(
    r"(?:0?1[./]?\s?[-–]\s?12[./]\s?|jan(?:uar|uary)?\.?\s?(?:[-–]|bis|to)\s?de[zc](?:ember)?\.?\s?)((?:19|20)\d\d)",
    re.I,
)
_OF_MONEY = ("amount", "amount_previous", "debit_sum", "credit_sum", "total", "share")
_LINKS = re.compile(r"^(des|der|vom|von|of)|(des|der|vom|von|of|for|the)$")


@dataclass(frozen=True)
class Alias:
    """One known heading: what it means, the kind of amount, and which end of a relation it belongs to."""

    meaning: str
    kind: str | None
    end: str | None


@dataclass(frozen=True)
class Heading:
    """What a heading says, with a score from 0 (not known) to 1 (known word for word)."""

    text: str
    meaning: str
    score: float
    reason: str
    kind: str | None = None
    end: str | None = None
    year: int | None = None
    unit: float | None = None
    currency: str | None = None
    is_in_home_currency: bool = False


def key(text: str) -> str:
    """A heading without case, umlauts, blanks and punctuation; the percent sign stays.

    >>> key("Straße/Haus-Nr."), key("LIEFERANTEN NR")
    ('strassehausnr', 'lieferantennr')
    """
    return re.sub(r"[^a-z0-9%]", "", text.lower().translate(_LETTERS))


@cache
def aliases() -> tuple[dict[str, Alias], tuple[tuple[str, Alias], ...]]:
    """Exact aliases by key, and (part, alias) for headings that only contain a known part."""
    exact: dict[str, Alias] = {}
    parts: list[tuple[str, Alias]] = []
    text = resources.files("ingest.recognise").joinpath("aliases.csv").read_text(encoding="utf-8")
    for row in list(csv.reader(text.splitlines()))[1:]:
        meaning, kind, end, match = row[:4]
        for heading in ",".join(row[4:]).split("|"):
            alias = Alias(meaning, kind or None, end or None)
            if match == "contains":
                parts.append((key(heading), alias))
            else:
                exact.setdefault(key(heading), alias)
    return exact, tuple(parts)


@kept_for_short_texts(16_384)
def understand(text: str) -> Heading:
    """What a heading means, by the aliases alone; columns' values are looked at elsewhere.

    >>> understand("Umsatz 2024 in T€").meaning, understand("Umsatz 2024 in T€").year
    ('amount', 2024)
    >>> understand("Lieferant PLZ").meaning, understand("Lieferant PLZ").end
    ('postcode', 'supplier')
    """
    exact, parts = aliases()
    repaired = repair_mojibake(text) if "Ã" in text else text
    if repaired != text and "Ã" not in repaired:
        return replace(understand(repaired), text=text)
    text = _WHOLE_YEAR.sub(r"\1", text)
    own = key(text)
    if _SYMBOL.search(text) and own in exact and exact[own].meaning in _OF_MONEY:
        return _no_turnover(text, str(_SYMBOL.search(text)[0]))  # type: ignore[index]
    if not own:
        return Heading(text, "unknown", 0.0, "blank heading")
    if own in exact:
        alias = exact[own]
        return Heading(
            text,
            alias.meaning,
            1.0,
            "known heading",
            alias.kind,
            alias.end,
            year_in(text),
            unit_in(text),
            currency_in(text),
        )
    for part, alias in parts:
        if part in own and alias.meaning in ("personal", "bank", "not_needed"):
            return Heading(text, alias.meaning, 0.95, f"contains “{part}”", alias.kind, alias.end)
    return (
        _without_extras(text)
        or _with_end(text, own)
        or _by_tax(text)
        or _by_words(text)
        or Heading(text, "unknown", 0.0, "no known heading")
    )


def _by_tax(text: str) -> Heading | None:
    """Amounts said to be with or without tax: `Umsatz inkl. MwSt.` is gross, whatever it is called."""
    bare = _TAX.sub(" ", text)
    if bare == text:
        return None
    heading = understand(bare)
    is_gross = _WITH_TAX.search(text) is not None
    if heading.meaning != "amount":
        return None
    return replace(heading, text=text, score=0.85, kind="posted_gross" if is_gross else heading.kind)


def _by_words(text: str) -> Heading | None:
    """Understand a heading by its words, where what is left of them is a known heading."""
    extras = (year_in(text), unit_in(text), currency_in(text))
    said = wording(without_extras(text))
    found = next((alias for own in subjects(said.words) if (alias := _alias_or_end(own)) is not None), None)
    if said.no_turnover is not None:
        is_money = found is None or found.meaning in (*_OF_MONEY, "not_needed")
        return _no_turnover(text, said.no_turnover) if is_money else None
    if said.is_share:
        is_share = not said.words or (found is not None and found.meaning in _OF_MONEY)
        return Heading(text, "share", 0.85, "a share of an amount") if is_share else None
    if found is None:
        return None
    meaning, reason = found.meaning, "known by its words"
    if said.is_of_year_before:
        if meaning != "amount":
            return None
        meaning, reason = "amount_previous", "known by its words, of the year before"
    return Heading(text, meaning, 0.85, reason, found.kind, found.end, *extras, said.is_in_home_currency)


def _no_turnover(text: str, word: str) -> Heading:
    return Heading(text, "not_needed", 0.8, f"“{word}”: no turnover that happened")


def _alias_or_end(own: str) -> Alias | None:
    """A known heading, or one with the end of the relation before or behind it."""
    alias = aliases()[0].get(own)
    if alias is not None:
        return alias
    ended = _with_end(own, own)
    return Alias(ended.meaning, ended.kind, ended.end) if ended is not None else None


def _without_extras(text: str) -> Heading | None:
    """Understand a heading without its year, unit and currency; nothing at all may be left."""
    exact, _ = aliases()
    year, unit, currency = year_in(text), unit_in(text), currency_in(text)
    if year is None and unit is None and currency is None:
        stripped = _FILLERS.sub(" ", text)
        alias = exact.get(key(stripped)) or _net_amount(stripped)
        return (
            Heading(text, alias.meaning, 0.9, "known heading with filling words", alias.kind, alias.end)
            if alias
            else None
        )
    if _PLANNED.search(text):
        return Heading(text, "not_needed", 0.9, "a planned figure, not what happened", None, None, year)
    rest = without_extras(text)
    rest_key = key(rest)
    alias = exact.get(rest_key) or exact.get(key(_FILLERS.sub(" ", rest))) or _net_amount(rest)
    extras = (year, unit, currency)
    if alias is not None and not (alias.meaning == "year" and year is not None):
        return Heading(
            text,
            alias.meaning,
            0.98,
            "known heading with year, unit or currency",
            alias.kind,
            alias.end,
            *extras,
        )
    if not key(_FILLERS.sub(" ", _NET.sub(" ", rest))):
        return Heading(text, "amount", 0.85, "only a year, unit or currency: amounts", None, None, *extras)
    ended = _with_end(rest, rest_key)
    if ended is not None and ended.meaning == "amount":
        return Heading(text, "amount", 0.9, ended.reason, ended.kind, ended.end, *extras)
    return None


def _net_amount(text: str) -> Alias | None:
    """Amounts said to be net, whatever word is used for them: `EK-Volumen netto`."""
    bare = _FILLERS.sub(" ", _NET.sub(" ", text))
    alias = aliases()[0].get(key(bare)) if _NET.search(text) else None
    return alias if alias is not None and alias.meaning == "amount" and alias.kind != "posted_gross" else None


def _with_end(text: str, own: str) -> Heading | None:
    """Understand `supplier_city` or `PLZ Kunde`: an end of the relation and a known heading."""
    exact, _ = aliases()
    for end, pattern in _ENDS:
        match = pattern.search(own)
        if match is None:
            continue
        rest = _LINKS.sub("", own[: match.start()] + own[match.end() :])
        alias = exact.get(rest)
        if alias is not None and alias.end in (None, end):
            return Heading(text, alias.meaning, 0.95, f"{end} and known heading", alias.kind, end)
    return None
