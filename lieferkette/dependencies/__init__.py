"""What a company depends on: concentration, single sources, hidden suppliers, exposure, origins, markets.

Comes in: a `chains.graph.Graph` and a company's position in it.
Goes out: frozen dataclasses of figures; a figure that the data cannot give is None or NaN, with its reason.
Never: a database, an actor, an estimate, a sentence for users.

Relations within a group: leave them out of the graph where they should not count.
"""
