"""Matching measured: lists made of invented companies, labelled pairs, other engines on the same data.

Comes in: a seed. Goes out: figures on the screen. Never: a company that exists, or a file of anybody in the tree.
"""
