"""Releases: the regional model, from a frozen state past the disclosure gate to what everybody may read.

Comes in: the owner's view, and what earlier releases told. Goes out: published cells with a `model_id` and its
certificate, and the reading of them. Never: a cell that the gate did not pass; a table that `tables` does not name.
"""
