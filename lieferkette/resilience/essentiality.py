"""How much a company's production depends on an input, by the WZ divisions of supplier and buyer.

A rule of our own, so that everybody can read why an input counts as essential (the survey behind the published
essentiality matrices is not free):

- who makes things (divisions 01–43) cannot go on without physical inputs: goods (01–33), also through a trader
  (45–47), energy and water (35, 36), and builders not without other builders (41–43);
- who trades or serves cannot go on without energy and water, and a trader not without goods;
- transport, data processing, telecommunications, waste and repair are missed, but not at once: non-essential;
- all other services leave today's production alone: no downstream effect.

Unknown divisions count as non-essential. Users may replace the rule by a table of their own.
Never: looks at amounts; how much of the input is missing is the model's business.
"""

from __future__ import annotations

from enum import IntEnum

_GOODS = frozenset(range(1, 34))
_POWER_AND_WATER = frozenset((35, 36))
_BUILDERS = frozenset(range(41, 44))
_MAKERS = frozenset(range(1, 44))
_TRADERS = frozenset((45, 46, 47))
#: Waste, trade as such, transport, telecommunications, data processing, technical testing, leasing, repair.
_MISSED_LATER = frozenset((37, 38, 39, *range(45, 54), 61, 62, 63, 71, 77, 80, 81, 95))


class Essentiality(IntEnum):
    """What a missing input does to the buyer's production."""

    NO_EFFECT = 0
    NON_ESSENTIAL = 1
    ESSENTIAL = 2


def essentiality(supplier_sector: str | None, buyer_sector: str | None) -> Essentiality:
    """The class of an input by the WZ codes (any depth) of who sells and who buys.

    >>> essentiality("24.10", "25.94").name, essentiality("35.11", "70.22").name
    ('ESSENTIAL', 'ESSENTIAL')
    >>> essentiality("49.41", "25.94").name, essentiality("70.22", "25.94").name
    ('NON_ESSENTIAL', 'NO_EFFECT')
    >>> essentiality(None, "25.94").name
    'NON_ESSENTIAL'
    """
    supplier, buyer = _division(supplier_sector), _division(buyer_sector)
    if supplier is None or buyer is None:
        return Essentiality.NON_ESSENTIAL
    needs_goods = buyer in _MAKERS or buyer in _TRADERS
    if supplier in _POWER_AND_WATER or (supplier in _GOODS and needs_goods):
        return Essentiality.ESSENTIAL
    if supplier in _BUILDERS and buyer in _BUILDERS:
        return Essentiality.ESSENTIAL
    # A trader hands goods on: what a maker buys there is missed like the goods themselves.
    if supplier in _TRADERS and buyer in _MAKERS:
        return Essentiality.ESSENTIAL
    is_missed = supplier in _GOODS or supplier in _BUILDERS or supplier in _MISSED_LATER
    return Essentiality.NON_ESSENTIAL if is_missed else Essentiality.NO_EFFECT


def _division(sector_code: str | None) -> int | None:
    """The WZ division of a code, None where there is none."""
    digits = (sector_code or "")[:2]
    return int(digits) if len(digits) == 2 and digits.isdigit() else None
