"""The compiled loops, one module per question.

Comes in: plain arrays of one `Side` and scratch memory.  Goes out: filled arrays and counts.
Never imported at start-up: importing one of these modules imports numba, so callers do it inside functions.
"""
