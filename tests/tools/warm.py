"""Compiles the loops of matching and models once, before the tests ask for them from several processes at a time.

Run by `make test`. Never: a test.
"""

from ingest.match import match
from lieferkette.chains import compiled
from tests.bench.matching.linkage import known_of, normalised
from tests.bench.matching.made_rows import made_linkage

compiled.prepare()
print(f"Compiled loops ready after {compiled.warm():.0f} s.", flush=True)
made = made_linkage(20, 60, seed=1)
match(normalised(made.rows), known_of(made.register))
