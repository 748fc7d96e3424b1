"""Germany 1995 in six branches, as printed in the Eurostat Manual of Supply, Use and Input-Output Tables (2008).

P. 482, table 15.4: domestic products at basic prices, product in the row, branch in the column: agriculture,
manufacturing, construction, trade, business services, other services.
"""

from __future__ import annotations

import numpy as np

FLOWS_EUR_MILLION = np.array(
    [
        [1131, 25480, 1, 607, 710, 762],
        [7930, 304584, 64167, 41082, 11981, 30360],
        [426, 7334, 3875, 5296, 23457, 9155],
        [3559, 72717, 14190, 74399, 10835, 21008],
        [3637, 96115, 31027, 65755, 193176, 34223],
        [1552, 14986, 1747, 11225, 15058, 22070],
    ],
    dtype=np.float64,
)
VALUE_ADDED_EUR_MILLION = np.array([21664, 395022, 115624, 311407, 415426, 365017], dtype=np.float64)
OUTPUT_EUR_MILLION = np.array([43910, 1079446, 245606, 540063, 692487, 508918], dtype=np.float64)
#: P. 501: gross value added per unit of final demand.
GVA_MULTIPLIERS = [0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199]
