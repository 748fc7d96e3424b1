"""How fast chain questions are answered, beside igraph, rustworkx, networkx and DuckDB, on one graph in one run.

    python -m tests.bench.chains [--companies 100000] [--relations 600000] [--pairs 20]

Every engine answers the same questions; where two disagree the run ends with an error. Times are mean
processor times per question, one thread each, so that neighbours on the machine disturb less; only the ratios
mean anything elsewhere. igraph and rustworkx are optional; rustworkx has no search that stops at a tier.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import networkx as nx
import numpy as np

from lieferkette.chains import compiled
from lieferkette.chains.dominators import dominator_tree, failure_points
from lieferkette.chains.graph import Graph, build_graph, relations
from lieferkette.chains.paths import heaviest_paths, paths_between
from lieferkette.chains.reach import reach
from lieferkette.chains.storage import load_graph, save_graph
from lieferkette.chains.tiers import tiers
from lieferkette.dependencies.concentration import concentration
from lieferkette.dependencies.exposure import exposure
from lieferkette.dependencies.hidden import hidden_suppliers
from lieferkette.dependencies.origins import origins
from lieferkette.dependencies.single_sources import single_sources

Answer = Callable[[Any], Any]
_ENGINES = ("lieferkette", "igraph", "rustworkx", "networkx", "duckdb")


@dataclass
class Question:
    """One kind of question: what is asked, who answers it, and how often each is asked."""

    name: str
    cases: list[Any]
    answers: dict[str, tuple[Answer, int]]


def heavy_tailed_graph(companies: int, relations_wanted: int, seed: int = 0) -> Graph:
    """A random graph with heavy-tailed amounts and degrees, all lists complete.

    Companies that sell to many also buy from many, as real ones do; that makes chains widen as fast as in
    published networks of this size (about 2,000 companies within 3 tiers, two thirds of all within 5).
    """
    rng = np.random.default_rng(seed)
    ends = []
    size = rng.permutation(np.arange(companies) + 10.0)
    for exponent in (0.65, 0.5):  # customers per supplier vary more than suppliers per customer
        weight = size**-exponent
        ends.append(rng.choice(companies, int(relations_wanted * 1.01), p=weight / weight.sum()))
    return build_graph(
        *ends,
        rng.pareto(1.3, len(ends[0])) * 10_000 + 100,
        company_count=companies,
        sector=rng.integers(0, 88, companies),
        origin=rng.integers(0, 4, companies),
        has_complete_suppliers=np.ones(companies),
        has_complete_customers=np.ones(companies),
    )


def seconds(answer: Answer, cases: Iterable[Any]) -> tuple[float, list[Any]]:
    """Mean processor time of one answer, and the answers."""
    cases = list(cases)
    started = time.process_time()
    found = [answer(case) for case in cases]
    return (time.process_time() - started) / len(cases), found


def ask(question: Question) -> None:
    """Time every engine, compare the answers, print one row."""
    own, expected = seconds(question.answers["lieferkette"][0], question.cases)
    row = f"{question.name:32}{own * 1000:11.3f} ms"
    for engine in _ENGINES[1:]:
        if engine not in question.answers:
            row += f"{'–':>24}"
            continue
        answer, count = question.answers[engine]
        taken, found = seconds(answer, question.cases[:count])
        # The same questions, so that the ratio is one of equals.
        own_same, _ = seconds(question.answers["lieferkette"][0], question.cases[:count])
        is_comparable = ~np.isnan(found)
        if not np.allclose(np.array(found)[is_comparable], np.array(expected[:count])[is_comparable]):
            raise SystemExit(f"{question.name}: {engine} says {found}, lieferkette {expected[:count]}")
        row += f"{taken * 1000:12.2f} ms {taken / own_same:7.0f}×"
    print(row, flush=True)


def reach_question(graph: Graph, engines: dict[str, Any], max_tier: int, sources: list[int]) -> Question:
    """How many companies stand within `max_tier` tiers downstream."""
    answers: dict[str, tuple[Answer, int]] = {
        "lieferkette": (lambda s: len(reach(graph, s, "downstream", max_tier).companies), 0),
        "networkx": (
            lambda s: len(nx.single_source_shortest_path_length(engines["networkx"], s, max_tier)) - 1,
            20 if max_tier <= 3 else 3,
        ),
        "duckdb": (lambda s: _duckdb_reach(engines["duckdb"], s, max_tier), 5),
    }
    if "igraph" in engines:
        answers["igraph"] = (
            lambda s: len(engines["igraph"].neighborhood(s, order=max_tier, mode="out")) - 1,
            1_000 if max_tier <= 3 else 20,
        )
    if "rustworkx" in engines:
        answers["rustworkx"] = (lambda s: _rustworkx_reach(engines["rustworkx"], s, max_tier), 5)
    return Question(f"reach, tiers ≤ {max_tier}", sources, answers)


def _rustworkx_reach(network: Any, source: int, max_tier: int) -> int:
    """It walks all layers, having no bound."""
    layers = importlib.import_module("rustworkx").bfs_layers(network, [source])
    return sum(len(layer) for layer in layers[1 : max_tier + 1])


def _duckdb_reach(connection: duckdb.DuckDBPyConnection, source: int, max_tier: int) -> int:
    query = """
        with recursive reached(company, tier) as (
            select ?::integer, 0
            union
            select customer, tier + 1 from reached join relation on supplier = company where tier < ?
        )
        select count(distinct company) - 1 from reached"""
    found = connection.sql(query, params=[source, max_tier]).fetchall()
    return int(found[0][0])


def path_questions(graph: Graph, engines: dict[str, Any], pairs: list[tuple[int, int]]) -> list[Question]:
    """All paths of at most 5 steps, and the ten heaviest (of at most 6 steps; igraph: of any length)."""
    bounded: dict[str, tuple[Answer, int]] = {
        "lieferkette": (lambda p: len(paths_between(graph, *p, max_count=100_000)), 0),
        "networkx": (
            lambda p: sum(1 for _ in nx.all_simple_paths(engines["networkx"], *p, cutoff=5)),
            2,
        ),
    }
    heaviest: dict[str, tuple[Answer, int]] = {
        "lieferkette": (lambda p: float(heaviest_paths(graph, *p).weight[0]), 0),
    }
    if "igraph" in engines:
        network = engines["igraph"]
        bounded["igraph"] = (lambda p: len(network.get_all_simple_paths(p[0], p[1], maxlen=5)), 10)
        heaviest["igraph"] = (lambda p: _igraph_heaviest(network, p), 2)
    if "rustworkx" in engines:
        rustworkx = importlib.import_module("rustworkx")
        # Its bound counts companies, not steps.
        bounded["rustworkx"] = (
            lambda p: len(rustworkx.all_simple_paths(engines["rustworkx"], *p, cutoff=6)),
            2,
        )
    bounded["duckdb"] = (lambda p: _duckdb_paths(engines["duckdb"], *p), 1)
    return [
        Question("all paths, steps ≤ 5", pairs, bounded),
        Question("ten heaviest paths, steps ≤ 6", pairs, heaviest),
    ]


def _duckdb_paths(connection: duckdb.DuckDBPyConnection, source: int, target: int) -> int:
    query = """
        with recursive way(company, steps, trail) as (
            select ?::integer, 0, [?::integer]
            union all
            select customer, steps + 1, list_append(trail, customer)
            from way join relation on supplier = company
            where steps < 5 and company != ?::integer and not list_contains(trail, customer)
        )
        select count(*) from way where company = ?::integer"""
    found = connection.sql(query, params=[source, source, target, target]).fetchall()
    return int(found[0][0])


def _igraph_heaviest(network: Any, pair: tuple[int, int]) -> float:
    """Weight of the heaviest; NaN where it is longer than the six steps that the others are held to."""
    found = network.get_k_shortest_paths(pair[0], pair[1], k=10, weights="cost", output="epath")
    if len(found[0]) > 6:
        return float("nan")
    return float(np.exp(-sum(network.es["cost"][edge] for edge in found[0])))


def dominator_question(graph: Graph, engines: dict[str, Any], sources: list[int]) -> Question:
    """How many companies have an immediate dominator that is not the company itself, downstream."""
    answers: dict[str, tuple[Answer, int]] = {
        "lieferkette": (
            lambda s: int(np.count_nonzero(dominator_tree(graph, s, "downstream").above)),
            0,
        ),
        "networkx": (lambda s: _indirect(nx.immediate_dominators(engines["networkx"], s).items(), s), 2),
    }
    if "igraph" in engines:
        answers["igraph"] = (
            lambda s: _indirect(enumerate(engines["igraph"].dominator(s, mode="out")), s),
            10,
        )
    if "rustworkx" in engines:
        rustworkx = importlib.import_module("rustworkx")
        answers["rustworkx"] = (
            lambda s: _indirect(rustworkx.immediate_dominators(engines["rustworkx"], s).items(), s),
            10,
        )
    return Question("dominator tree", sources, answers)


def _indirect(above: Iterable[tuple[int, int]], source: int) -> int:
    return sum(1 for company, dominator in above if dominator >= 0 and source not in (company, dominator))


def engines_for(graph: Graph) -> dict[str, Any]:
    """The same graph in every engine."""
    columns = relations(graph)
    supplier, customer = columns["supplier"], columns["customer"]
    found: dict[str, Any] = {"networkx": nx.DiGraph()}
    found["networkx"].add_nodes_from(range(graph.company_count))
    found["networkx"].add_edges_from(zip(supplier.tolist(), customer.tolist(), strict=True))
    found["duckdb"] = duckdb.connect(config={"threads": "1"})
    found["duckdb"].execute("create table relation (supplier integer, customer integer)")
    found["duckdb"].execute("insert into relation select unnest(?), unnest(?)", [supplier, customer])
    if importlib.util.find_spec("igraph"):
        igraph = importlib.import_module("igraph")
        found["igraph"] = igraph.Graph(
            n=graph.company_count, edges=np.column_stack([supplier, customer]), directed=True
        )
        found["igraph"].es["cost"] = (-np.log(columns["purchase_share"])).tolist()
    if importlib.util.find_spec("rustworkx"):
        rustworkx = importlib.import_module("rustworkx")
        found["rustworkx"] = rustworkx.PyDiGraph()
        found["rustworkx"].add_nodes_from(range(graph.company_count))
        found["rustworkx"].add_edges_from_no_data(
            list(zip(supplier.tolist(), customer.tolist(), strict=True))
        )
    return found


def profile(graph: Graph, company: int) -> None:
    """Everything that a company's page on dependencies asks."""
    concentration(graph, company)
    single_sources(graph, company)
    hidden_suppliers(graph, company)
    origins(graph, company)
    exposure(graph, company, graph.origin, 4)
    exposure(graph, company, graph.sector // 6, 15, "downstream")


def spread(name: str, answer: Answer, cases: list[Any]) -> None:
    """Print median and slowest of one question that no other engine answers."""
    taken = sorted(seconds(answer, [case])[0] * 1000 for case in cases)
    print(f"{name:32}{taken[len(taken) // 2]:11.3f} ms median {taken[-1]:12.2f} ms slowest", flush=True)


def main() -> None:
    """Build the graph, ask everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=600_000)
    parser.add_argument("--pairs", type=int, default=20)
    options = parser.parse_args()
    compiled.prepare()
    print(f"kernels ready after {compiled.warm():.2f} s")
    taken, (built,) = seconds(lambda _: heavy_tailed_graph(options.companies, options.relations), [0])
    print(f"{built.company_count} companies, {built.relation_count} relations, made in {taken:.2f} s")
    with TemporaryDirectory() as folder:
        save_graph(built, Path(folder) / "base")
        taken, (graph,) = seconds(load_graph, [Path(folder) / "base"])
        print(f"opened from disk in {taken * 1000:.2f} ms")
        measure(graph, options.pairs)


def measure(graph: Graph, pair_count: int) -> None:
    """The table."""
    rng = np.random.default_rng(1)
    sources = rng.integers(0, graph.company_count, 1_000).tolist()
    pairs = []
    while len(pairs) < pair_count:
        supplier, customer = rng.integers(0, graph.company_count, 2).tolist()
        if supplier != customer and len(paths_between(graph, supplier, customer, max_count=1)):
            pairs.append((supplier, customer))
    engines = engines_for(graph)
    print(f"{'':32}{'lieferkette':>14}" + "".join(f"{engine:>24}" for engine in _ENGINES[1:]))
    ask(reach_question(graph, engines, 3, sources))
    ask(reach_question(graph, engines, 5, sources[:100]))
    for question in path_questions(graph, engines, pairs):
        ask(question)
    ask(dominator_question(graph, engines, sources[:10]))
    print()
    spread("five tiers with amounts", lambda s: tiers(graph, s, "upstream"), sources[:30])
    spread("dependency profile", lambda s: profile(graph, s), sources[:100])
    spread("failure points", lambda s: failure_points(graph, s), sources[:10])


if __name__ == "__main__":
    main()
