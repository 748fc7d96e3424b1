"""A corpus of bad files, made by a seeded script from good lists: nothing crashes, hangs, or gets lost.

`lists.py` makes good lists, `mutations.py` spoils them, `counter.py` counts rows by another way than ingest, `run.py`
takes the whole corpus in and says what became of it.
"""
