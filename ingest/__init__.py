"""From a file to rows in the warehouse, every row accounted for.

Comes in: the bytes of a list as a company's system exports it. Goes out: rows in the warehouse, each tied to
its upload and its line, and for every row that was left out the reason and the mend. Never does: decide who
may see what (the folder knows ids and sharing levels, but no roles), or answer questions about the data.
"""
