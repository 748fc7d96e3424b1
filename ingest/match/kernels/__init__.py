"""The compiled loops of matching, one module per question.

Comes in: plain arrays of `Texts` and of the trigram index.  Goes out: filled arrays and counts.
Never imported at start-up: importing one of these modules imports numba, so callers do it inside functions.
"""
