"""One file per kind of export. Comes in: a FileOrder and its mentions. Goes out: bytes on disk, TruthRows.

Never: decides which company sends what (plan.py).
"""
