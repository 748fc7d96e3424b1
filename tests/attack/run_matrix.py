"""The whole access matrix: 0 leaks in every case.

python -m tests.attack.run_matrix
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attack import outside
from tests.attack.matrix import NAMES, MatrixWorld, desk_cases, evidence_of_others, reader_cases


def main() -> None:
    """Ask and change everything as everybody, and print one line."""
    world = MatrixWorld()
    cases = list(reader_cases(world))
    leaks = [(case.label, found) for case in cases if (found := case.leaks())]
    changes = 0
    for label, (actor, _) in world.actors().items():
        before = evidence_of_others(world, actor)
        for case in (one for one in desk_cases(world) if one.label.startswith(f"{label}: ")):
            changes += 1
            if found := case.leaks():
                leaks.append((case.label, found))
        if evidence_of_others(world, actor) != before:
            leaks.append((label, ["changed what belongs to others"]))
    world.close()
    with TemporaryDirectory() as folder, outside.warehouse_file(Path(folder)) as filed:
        calls = 0
        for name in (NAMES[1], NAMES[2], None):
            count, found_here = outside.leaks_of_calls(filed, name, list(outside.COMMANDS), Path(folder))
            calls += count
            leaks += [("command", [one]) for one in found_here]
    for label, found in leaks[:20]:
        print(f"LEAK {label}: {found}")
    whole = len(cases) + changes + calls
    print(
        f"access matrix: {whole} cases ({len(cases)} reads, {changes} changes, {calls} commands), {len(leaks)} leaks"
    )
    sys.exit(bool(leaks))


if __name__ == "__main__":
    main()
