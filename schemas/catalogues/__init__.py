"""Editable lists in the words of practitioners: what companies can do, and the fields they may move into.

Comes in: the two TOML files of this folder. Goes out: their entries, and what a written word means in them.
Never: a statement about a company, or a query.
"""
