"""From a view to an answer, one question a file.

Comes in: a `View` and what was asked. Goes out: the frozen answers of `lieferkette.answers`, with coverage,
evidence and the keys of their sentences. Never: reads the warehouse, sees more than the view, words a sentence.
"""
