"""An attack on companies without a name, by somebody with the public register and a list of its own.

For each relation of a named company to one without a name the attacker names the most likely company of the
register: one that fits the description, is not shown by name, and of those the one whose sector trades most
with the other end's sector where names are known, and which is nearest. A guess counts as right where that
company does trade with the other end, though it may stand behind another pseudonym.

    python -m tests.attack.pseudonyms [--companies 2000] [--relations 12000] [--actors 12] [--seed 2026]

Shares no code with the coarsening. Prints how many were named, and fails above one in five.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.reader import Reader
from lieferkette.workspace import Workspace
from schemas.registry import company
from schemas.relations import evidence, party_company
from schemas.sharing import account

MOST = 0.2
SIDES = ("suppliers", "customers")
Row = dict[str, Any]


@dataclass
class Attacker:
    """What one actor knows: the register, and all relations that its answers show by name."""

    reader: Reader
    register: list[Row]

    def __post_init__(self) -> None:
        self.by_id = {row["company_id"]: row for row in self.register}
        self.answers: dict[tuple[str, str], list[Row]] = {}
        self.named: set[str] = set()
        self.trade: Counter[tuple[str, str]] = Counter()

    def ask(self, start: str, most: int) -> None:
        """Ask for the partners of oneself, of one's partners, and of everybody shown by name on the way."""
        waiting, asked = [start], set[str]()
        while waiting and len(asked) < most:
            one = waiting.pop(0)
            if one in asked:
                continue
            asked.add(one)
            for side in SIDES:
                rows = self.reader.partners(one, side).partners.to_dicts()  # type: ignore[arg-type]
                self.answers[one, side] = rows
                by_name = [row for row in rows if not row["company_id"].startswith("anonym")]
                self.named |= {one, *(row["company_id"] for row in by_name)}
                waiting += [row["company_id"] for row in by_name]
                for row in by_name:
                    self.trade[self._ends(one, row, side)] += 1

    def guesses(self, chance: random.Random) -> list[tuple[str, str, str]]:
        """(named company, side, guessed partner) for every partner without a name."""
        found = []
        for (one, side), rows in self.answers.items():
            used: set[str] = set()
            for row in rows:
                if row["company_id"].startswith("anonym") and (
                    guess := self._guess(one, side, row, used, chance)
                ):
                    used.add(guess)
                    found.append((one, side, guess))
        return found

    def _guess(self, one: str, side: str, row: Row, used: set[str], chance: random.Random) -> str | None:
        fits = [
            other
            for other in self.register
            if (other["sector_code"] or "").startswith(row["sector_code"] or "")
            and (other["ags"] or "").startswith(row["ags"] or "")
            and other["company_id"] not in used
            and other["company_id"] != one
        ]
        unseen = [other for other in fits if other["company_id"] not in self.named]
        pool = unseen or fits
        if not pool:
            return None
        here = (self.by_id.get(one) or {}).get("ags") or ""

        def likely(other: Row) -> tuple[int, int, float]:
            near = sum(x == y for x, y in zip(other["ags"] or "", here, strict=False))
            return self.trade[self._ends(one, other, side)], near, chance.random()

        return str(max(pool, key=likely)["company_id"])

    def _ends(self, one: str, other: Row, side: str) -> tuple[str, str]:
        mine = ((self.by_id.get(one) or {}).get("sector_code") or "")[:5]
        theirs = (other["sector_code"] or "")[:5]
        return (theirs, mine) if side == "suppliers" else (mine, theirs)


def attack(workspace: Workspace, actors: int, seed: int) -> tuple[int, int]:
    """Guesses made and guesses right, over actors that a seed draws."""
    read = workspace.warehouse.read
    register = read(
        sa.select(company.c.company_id, company.c.sector_code, company.c.ags)
        .where(company.c.is_in_register)
        .order_by(company.c.company_id)
    ).to_dicts()
    truth = _truth(workspace)
    takes_part = read(sa.select(account.c.company_id).order_by(account.c.company_id))["company_id"].to_list()
    made = right = 0
    for actor in random.Random(seed).sample(takes_part, min(actors, len(takes_part))):
        attacker = Attacker(workspace.reader(Actor.company(actor)), register)
        attacker.ask(actor, most=40)
        for one, side, guess in attacker.guesses(random.Random(seed)):
            made += 1
            right += guess in truth[one, side]
    return made, right


def _truth(workspace: Workspace) -> dict[tuple[str, str], set[str]]:
    """Who really trades with whom, whoever said so."""
    ends = [party_company.alias(name) for name in ("seller", "buyer")]
    rows = workspace.warehouse.read(
        sa.select(*(end.c.company_id.label(end.name) for end in ends))
        .select_from(evidence)
        .join(ends[0], ends[0].c.party_id == evidence.c.supplier_party_id)
        .join(ends[1], ends[1].c.party_id == evidence.c.customer_party_id)
        .where(*(sa.and_(end.c.ended_at.is_(None), end.c.scope == "uploader") for end in ends))
        .distinct()
    )
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for seller, buyer in rows.iter_rows():
        found[buyer, "suppliers"].add(seller)
        found[seller, "customers"].add(buyer)
    return found


def main() -> None:
    """Make a region, attack it, print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=2000)
    parser.add_argument("--relations", type=int, default=12_000)
    parser.add_argument("--actors", type=int, default=12)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        address = str(Path(folder) / "region.duckdb")
        size = ["--companies", str(options.companies), "--relations", str(options.relations)]
        made_by = [sys.executable, "-m", "lieferkette.cli", "demo", *size, "--warehouse", address]
        subprocess.run(made_by, check=True, stdout=subprocess.DEVNULL)
        with Workspace.open(address) as workspace:
            made, right = attack(workspace, options.actors, options.seed)
    share = right / made if made else 0.0
    print(
        f"pseudonyms, seed {options.seed}: {options.actors} actors on {options.companies} companies made {made} "
        f"guesses, {right} right ({share:.1%}; at most {MOST:.0%})"
    )
    sys.exit(not made or share > MOST)


if __name__ == "__main__":
    main()
