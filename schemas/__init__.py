"""What a row means and where it is kept.

Comes in: nothing; this room stands leftmost and imports no other.
Goes out: the tables, their generated dictionary, the open warehouse, and reference data.
Never: reads a list, knows an actor, computes a figure.
"""
