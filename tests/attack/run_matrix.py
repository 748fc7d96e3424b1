"""The whole access matrix: 0 leaks in every case.

    python -m tests.attack.run_matrix
"""

from __future__ import annotations

import sys

from tests.attack.matrix import MatrixWorld, desk_cases, evidence_of_others, reader_cases


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
    for label, found in leaks[:20]:
        print(f"LEAK {label}: {found}")
    print(f"access matrix: {len(cases) + changes} cases ({len(cases)} reads, {changes} changes), {len(leaks)} leaks")
    sys.exit(bool(leaks))


if __name__ == "__main__":
    main()
