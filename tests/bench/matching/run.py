"""How well rows find their companies, beside plain Splink and rapidfuzz on the same data in the same run.

    python -m tests.bench.matching.run [--rows 10000] [--register 100000] [--seed 1] [--skip-splink]

A made list against a made register, the example region through the real ingest, and labelled pairs where
`../shared/data/entity_resolution` exists. The noise profile is printed with its rates.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import polars as pl

from ingest.example.spelling import RATES
from ingest.match import block, match
from ingest.match.decide import REVIEW_FROM, SURE_FROM
from ingest.match.features import prepare
from tests.bench.matching import labelled, peers
from tests.bench.matching.example import taken_in
from tests.bench.matching.linkage import (
    Score,
    found_by_kind,
    known_of,
    likeliest,
    normalised,
    recall_at_precision,
    score,
)
from tests.bench.matching.made_companies import SIBLINGS
from tests.bench.matching.made_rows import ABSENT, NOISE, Linkage, made_linkage
from tests.bench.matching.pairs import figures, model_scores
from tests.bench.matching.second.lists import second_linkage
from tests.bench.matching.third.lists import third_linkage
from tests.bench.matching.through_ingest import peak_mib

#: Log-odds from which a pair that stands alone would be asked about, the threshold lying at 0.
WORTH_ASKING = float(np.log(REVIEW_FROM / (1 - REVIEW_FROM)) - np.log(SURE_FROM / (1 - SURE_FROM)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--register", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip-splink", action="store_true")
    options = parser.parse_args()
    print("Noise:", ", ".join(f"{kind} {rate:.0%}" for kind, rate in NOISE.items()), f"absent {ABSENT:.0%}")
    print("Siblings:", ", ".join(f"{kind} {share:.0%}" for kind, share in SIBLINGS.items()))
    made = made_linkage(options.rows, options.register, options.seed)
    print(f"\n{options.rows:,} rows to {options.register:,} companies, seed {options.seed}")
    measure_ours(made)
    with_splink = not options.skip_splink
    measure_peers(normalised(made.rows), normalised(made.register), made.truth, with_splink=with_splink)
    measure_unseen()
    measure_pairs(with_splink=with_splink)
    measure_example(with_splink=with_splink)


def measure_unseen(row_count: int = 10_000, register_count: int = 100_000, seed: int = 1) -> None:
    """Lists by the makers whose words, habits and code nothing was learned from."""
    for name, make in (("Second", second_linkage), ("Third", third_linkage)):
        made = make(row_count, register_count, seed)
        known, rows = known_of(made.register), normalised(made.rows)
        decisions = match(rows, known)
        print(
            f"\n{name} maker: {row_count:,} rows, a sender each hundred, to {register_count:,} companies, "
            f"seed {seed}"
        )
        put(f"ours, automatic (above {SURE_FROM})", score(decisions.automatic, made.truth))
        print(f"    sent to review {decisions.questions['party_id'].n_unique() / rows.height:.1%}")
    print("    found of each kind:", ", ".join(found_by_kind(decisions.automatic, made.truth)))


def measure_ours(made: Linkage) -> None:
    """Our matcher: at the automatic threshold, and whichever company is likeliest."""
    started, processor = time.perf_counter(), time.process_time()
    known, rows = known_of(made.register), normalised(made.rows)
    decisions = match(rows, known)
    took = f"{time.perf_counter() - started:.1f} s ({time.process_time() - processor:.1f} s of CPU)"
    asked = decisions.questions["party_id"].n_unique() / rows.height
    put(f"ours, automatic (above {SURE_FROM})", score(decisions.automatic, made.truth))
    print(f"    sent to review {asked:.1%}; {took}; peak {peak_mib()} MiB")
    best = likeliest(rows, known)
    for threshold in (0.4, 0.5):
        put(f"ours, likeliest from {threshold}", score(best.filter(pl.col("score") >= threshold), made.truth))
    print(f"    recall at precision .95: {recall_at_precision(best, made.truth, 0.95):.3f}")
    records = prepare(rows, known.towns).with_row_index("party_no")
    pairs = block.nearest(records, known).with_columns(
        company_id=known.names["company_id"].gather(block.nearest(records, known)["name_no"])
    )
    found = pairs.join(records.select("party_no", "party_id"), on="party_no").select("party_id", "company_id")
    present = made.truth.drop_nulls("company_id")
    held = present.join(found.unique(), on=["party_id", "company_id"], how="semi").height / present.height
    print(f"    candidates hold the company: {held:.4f}")


def measure_peers(
    rows: pl.DataFrame, register: pl.DataFrame, truth: pl.DataFrame, *, with_splink: bool
) -> None:
    """Token-sort and Splink, each at the threshold that is best for it on this very data."""
    for name, link in (("rapidfuzz token-sort", peers.by_token_sort), ("Splink, plain", peers.by_splink)):
        if link is peers.by_splink and not with_splink:
            continue
        started = time.perf_counter()
        best = link(rows, register)
        took = time.perf_counter() - started
        levels = np.quantile(best["score"].to_numpy(), np.linspace(0, 0.9, 60))
        scores = [score(best.filter(pl.col("score") >= level), truth) for level in levels]
        put(f"{name}, best threshold", max(scores, key=lambda one: one.f1))
        print(f"    recall at precision .95: {recall_at_precision(best, truth, 0.95):.3f}; {took:.1f} s")


def measure_pairs(*, with_splink: bool) -> None:
    """Labelled pairs: the model at the threshold fixed beforehand, and the peers at their best ones."""
    path = labelled.folder()
    if path is None:
        print("\nNo labelled pairs here (../shared/data/entity_resolution): skipped")
        return
    for read in (labelled.organisations, labelled.factories, labelled.register_names):
        pairs = read(path)
        truth = pairs.is_match.to_numpy()
        scores = model_scores(pairs)
        ours = figures(truth, scores, 0.0)
        asked = ((scores < 0.0) & (scores >= WORTH_ASKING)).mean()
        print(f"\n{pairs.name}: {len(truth)} pairs, {truth.sum()} of them matches")
        print(
            f"  ours         F1 {ours.f1:.3f} (P {ours.precision:.3f}, R {ours.recall:.3f}) at the fixed threshold, "
            f"{asked:.1%} sent to review; best {ours.best_f1:.3f}, AP {ours.average_precision:.3f}"
        )
        sorted_words = figures(truth, peers.token_sort(pairs.left["name"], pairs.right["name"]), 85.0)
        print(f"  token-sort   best F1 {sorted_words.best_f1:.3f}, AP {sorted_words.average_precision:.3f}")
        if with_splink:
            theirs = figures(
                truth, peers.splink_of_pairs(normalised(pairs.left), normalised(pairs.right)), 0.5
            )
            print(
                f"  Splink       F1 {theirs.f1:.3f} (P {theirs.precision:.3f}, R {theirs.recall:.3f}) from .5, "
                f"best {theirs.best_f1:.3f}, AP {theirs.average_precision:.3f}"
            )


def measure_example(*, with_splink: bool) -> None:
    """The example region through the real ingest, and the peers on the parties that came of it."""
    print(
        "\nExample region, through ingest:", ", ".join(f"{kind} {rate:.0%}" for kind, rate in RATES.items())
    )
    example = taken_in()
    asked = example.asked.join(example.truth, on="party_id", how="semi").height / example.truth.height
    put("ours, automatic", score(example.linked, example.truth))
    findable = example.truth.filter("is_findable")
    found = score(example.linked.join(findable, on="party_id", how="semi"), findable)
    print(
        f"    of {example.truth.height} parties {asked:.1%} sent to review; recall {found.recall:.4f} of the "
        f"{findable['company_id'].count()} whose rows tell enough to find them"
    )
    measure_peers(example.parties, example.register, example.truth, with_splink=with_splink)


def put(name: str, found: Score) -> None:
    """One line of figures."""
    print(
        f"  {name:32} P {found.precision:.4f}  R {found.recall:.4f}  F1 {found.f1:.4f}  wrong on absent: "
        f"{found.wrong_with_sibling:.1%} with a sibling, {found.wrong_without_sibling:.1%} without",
        flush=True,
    )


if __name__ == "__main__":
    main()
