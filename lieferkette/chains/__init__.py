"""Value chains as arrays: who supplies whom, and what follows from it.

Comes in: numpy arrays of relations (supplier index, customer index, amount).
Goes out: tiers, paths, bottlenecks and circles as small frozen dataclasses of arrays.
Never: a database, an actor, a file of a company, a sentence for users.

Importing this package costs numpy only; numba is loaded by the first kernel that runs (see `compiled`).
"""
