"""Non-interference in the whole: 0 differences in at least 500 toggles.

python -m tests.attack.run_toggles [--graphs 26] [--lists 40] [--seed 2026]
"""

from __future__ import annotations

import argparse
import sys

from tests.attack.toggles import toggled, uploaded

TOGGLES = 20


def main() -> None:
    """Toggle, compare, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--graphs", type=int, default=26)
    parser.add_argument("--lists", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.graphs)
    found = [line for seed in seeds for line in toggled(seed, TOGGLES, asked_each=5)]
    lists = range(options.seed, options.seed + options.lists)
    found += [line for seed in lists if (line := uploaded(seed))]
    for line in found[:10]:
        print(f"DIFFERENCE {line}")
    print(
        f"non-interference, seed {options.seed}: {options.graphs * TOGGLES} toggles of evidence on "
        f"{options.graphs} random graphs, {options.lists} lists of others before an upload, "
        f"{len(found)} differences"
    )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
